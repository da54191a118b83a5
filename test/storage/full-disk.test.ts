/**
 * A full disk, on a small volume that is really full. Pulls stop first; edits and their copy go on from the reserve; when that is used up a
 * save fails in words and nothing of it is kept; with room again everything goes on by itself.
 */
import { closeSync, existsSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import { readSidecar } from '../../src/main/mirror/sidecar'
import { failureOf } from '../../src/shared/failure'
import { contacts, type Desk, openDesk } from './support/workspace'
import { writeVersion4 } from '../unit/mirror/support/version-4'
import { mountVolume, noVolumes, sayIfSkipped, type Volume } from './support/volume'

let volume: Volume
let desk: Desk
afterEach(() => {
  try {
    desk.close()
  } catch {
    // Already closed, or the volume took no more: it goes away now.
  }
  volume.unmount()
})

/** Fills the volume to the last byte; the answer makes room again. */
function fillUp(): () => void {
  const file = `${volume.files.folder}/../filling`
  const handle = openSync(file, 'w')
  for (const size of [1024 * 1024, 4096]) {
    try {
      for (;;) if (writeSync(handle, Buffer.alloc(size, 1)) < size) break
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
    }
  }
  closeSync(handle)
  return () => rmSync(file)
}

function failureKindOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    return failureOf(error)?.kind ?? `a bug: ${String(error)}`
  }
  return 'none'
}

/** Goes on until the disk takes no more; answers what was acknowledged. */
function editUntilRefused(): string[] {
  const acknowledged: string[] = []
  for (let round = 0; round < 5000; round += 1) {
    const title = `${round} ${'x'.repeat(20_000)}`
    if (failureKindOf(() => desk.edit('1', { title })) !== 'none') return acknowledged
    acknowledged.push(title)
  }
  throw new Error('the disk was never full')
}

describe.skipIf(sayIfSkipped(noVolumes))('a full disk', () => {
  test('stops the pulls and says so; edits and their copy go on from the reserve, and pulls come back with the room', () => {
    volume = mountVolume('128m')
    desk = openDesk(volume.files, { longLived: true })
    desk.pull(contacts(100))
    expect(statSync(volume.files.reserve).size).toBe(16 * 1024 * 1024)
    const makeRoom = fillUp()
    // Whatever the log still had room for: at some page it has none.
    const outcomes = Array.from({ length: 200 }, (_, page) => failureKindOf(() => desk.pull(contacts(100, 1000 + page * 100))))
    expect(outcomes).toContain('storage')
    const { checkpoint, records } = desk.pulled()
    expect(checkpoint, 'a checkpoint never without its records').toBe(records)
    expect(desk.storage.notices()).toMatchObject([{ kind: 'disk-full' }])

    expect(desk.edit('1', { title: 'CEO' })).toMatchObject({ state: 'waiting' })
    expect(existsSync(volume.files.reserve)).toBe(false)
    expect(readSidecar(volume.files.sidecar)?.changes).toHaveLength(1)
    expect(failureKindOf(() => desk.pull(contacts(1, 90_000)))).toBe('storage')

    makeRoom()
    expect(failureKindOf(() => desk.pull(contacts(1, 90_000)))).toBe('none')
    expect(desk.storage.notices()).toEqual([])
    expect(statSync(volume.files.reserve).size).toBe(16 * 1024 * 1024)
  })

  test('with the reserve used up refuses a save in words, keeps every acknowledged one and none of the refused', () => {
    volume = mountVolume('64m')
    desk = openDesk(volume.files, { longLived: true })
    desk.pull(contacts(100))
    const makeRoom = fillUp()
    const acknowledged = editUntilRefused()
    expect(acknowledged.length).toBeGreaterThan(0)
    expect(desk.waiting()).toEqual([`update title=${JSON.stringify(acknowledged.at(-1))}`])
    desk.close()
    makeRoom()
    desk = openDesk(volume.files)
    expect(desk.waiting()).toEqual([`update title=${JSON.stringify(acknowledged.at(-1))}`])
  })

  test('can be started on: everything is readable, and saving is refused until there is room', () => {
    volume = mountVolume('32m')
    desk = openDesk(volume.files)
    desk.pull(contacts(100))
    desk.edit('1', { title: 'CEO' })
    desk.close()
    fillUp()
    desk = openDesk(volume.files)
    expect(desk.pulled().records).toBe(100)
    expect(desk.waiting()).toEqual(['update title="CEO"'])
    expect(failureKindOf(() => desk.edit('2', { title: 'CFO' }))).toMatch(/^(read-only|storage)$/)
  })

  test('leaves an older mirror as it is when there is no room to bring it to this version, and says how much it needs', () => {
    volume = mountVolume('16m')
    const { mirror, folder } = volume.files
    writeVersion4(mirror)
    const makeRoom = fillUp()
    const before = readFileSync(mirror)
    expect(() => openDesk(volume.files)).toThrow(/needs \d+ MB free/)
    expect(readFileSync(mirror).equals(before)).toBe(true)
    expect(readdirSync(folder).filter((name) => name.includes('before'))).toEqual([])
    makeRoom()
    desk = openDesk(volume.files)
    expect(desk.waiting()).toEqual(['update title="CEO"'])
    expect(readdirSync(folder).filter((name) => name.includes('before'))).toEqual(['mirror.db.before-version-5'])
  })
})
