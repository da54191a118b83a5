/**
 * A damaged mirror costs a download, never an edit. Files are damaged in every way a disk knows: flipped bits, a page of zeros, half a file,
 * none of it, noise. Whatever happens to the bytes, the open changes are there afterwards, and a file that was sound was not set aside.
 */
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Chance, chanceFrom, freshSeed, longer } from './support/chance'
import { openJudged } from './support/rescue'
import { contacts, filesAsAfterAKill, freshFiles, openDesk } from './support/workspace'

const ways = {
  'a flipped bit': (bytes: Buffer, chance: Chance) => {
    const at = chance.between(0, bytes.length - 1)
    bytes.writeUInt8((bytes[at] ?? 0) ^ (1 << chance.between(0, 7)), at)
    return bytes
  },
  'a page of zeros': (bytes: Buffer, chance: Chance) => bytes.fill(0, ...page(bytes, chance)),
  'a page of noise': (bytes: Buffer, chance: Chance) => {
    const [start, end] = page(bytes, chance)
    for (let at = start; at < end; at += 1) bytes.writeUInt8(chance.between(0, 255), at)
    return bytes
  },
  'half of it': (bytes: Buffer) => bytes.subarray(0, bytes.length / 2),
  'nothing of it': () => Buffer.alloc(0),
  'noise all over': (bytes: Buffer, chance: Chance) => Buffer.from(bytes.map(() => chance.between(0, 255))),
} as const

function page(bytes: Buffer, chance: Chance): [number, number] {
  const start = 4096 * chance.between(0, bytes.length / 4096 - 1)
  return [start, start + 4096]
}

/** Sixty contacts, five edits and a new record that wait; closed, so that all of it is in the one file. */
function workspaceWithEdits() {
  const desk = openDesk(freshFiles())
  desk.pull(contacts(60))
  for (let id = 1; id <= 5; id += 1) desk.edit(String(id), { title: `Edited ${id}` })
  desk.create({ name: 'Newcomer' })
  const waiting = desk.waiting()
  desk.close()
  return { files: desk.files, waiting }
}

describe('a damaged mirror', { timeout: 600_000 }, () => {
  const seed = freshSeed()
  const { files, waiting } = workspaceWithEdits()

  test.each(Object.entries(ways))('with %s keeps every open change, and the damaged file', (_way, damage) => {
    console.log(`damage from SATCHEL_TEST_SEED=${seed}`)
    const chance = chanceFrom(seed)
    for (let round = 1; round <= 7 * longer; round += 1) {
      const copy = filesAsAfterAKill(files)
      writeFileSync(copy.mirror, damage(readFileSync(copy.mirror), chance))
      const where = `round ${round} of seed ${seed}`
      const { desk, verdict } = openJudged(copy)
      expect(desk.waiting().toSorted(), where).toEqual(waiting.toSorted())
      const kept = readdirSync(copy.folder).filter((name) => name.endsWith('Z'))
      if (verdict?.kind === 'damaged') {
        expect(kept, where).toHaveLength(1)
        expect(desk.storage.notices(), where).toMatchObject([{ kind: 'changes-brought-back' }, { kind: 'mirror-set-aside', mirror: copy.mirror }])
      } else expect(kept, where).toEqual([])
      desk.close()
    }
  })

  test('that is sound after all is not set aside, however loudly a query complained', () => {
    const copy = filesAsAfterAKill(files)
    const ino = statSync(copy.mirror).ino
    const { desk, verdict } = openJudged(copy)
    expect(verdict).toBeNull()
    desk.close()
    expect(statSync(copy.mirror).ino).toBe(ino)
  })
})
