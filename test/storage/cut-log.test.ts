/**
 * The write-ahead log cut at any byte, which is what a power cut can leave of it. Every cut opens; no checkpoint is ahead of its records; each
 * save whose commit lies before the cut is in the mirror itself, without its copy; with the copy, all of them are there.
 */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { quickCheck } from '../../src/main/mirror/open'
import { workspaceFiles } from '../../src/main/workspace/folder'
import { chanceFrom, freshSeed, longer } from './support/chance'
import { contacts, freshFiles, openDesk } from './support/workspace'

test('a log cut at any byte opens, keeps every save before the cut, and no checkpoint ahead of its records', { timeout: 300_000 }, () => {
  const seed = freshSeed()
  console.log(`cuts from SATCHEL_TEST_SEED=${seed}`)
  const chance = chanceFrom(seed)
  const files = freshFiles()
  const desk = openDesk(files)
  const log = `${files.mirror}-wal`
  // Each save, and how long the log was when it was acknowledged.
  const saves: { readonly title: string; readonly logged: number }[] = []
  for (let round = 1; round <= 12; round += 1) {
    desk.pull(contacts(20, round * 20))
    desk.edit(String(round * 20), { title: `Round ${round}` })
    saves.push({ title: `update title="Round ${round}"`, logged: statSync(log).size })
  }
  const { size } = statSync(log)
  const folder = mkdtempSync(join(tmpdir(), 'satchel-cut-'))
  for (let cut = 1; cut <= 150 * longer; cut += 1) {
    const at = chance.between(0, size)
    const withCopy = cut % 10 === 0
    const there = workspaceFiles(join(folder, String(cut)))
    mkdirSync(there.folder)
    copyFileSync(files.mirror, there.mirror)
    copyFileSync(log, `${there.mirror}-wal`)
    truncateSync(`${there.mirror}-wal`, at)
    if (withCopy) copyFileSync(files.sidecar[1], there.sidecar[0])
    const where = `cut at ${at} of seed ${seed}`
    const found = openDesk(there)
    const { checkpoint, records } = found.pulled()
    expect(checkpoint, where).toBeLessThanOrEqual(records)
    const expected = withCopy ? saves : saves.filter(({ logged }) => logged <= at)
    for (const { title } of expected) expect(found.waiting(), where).toContain(title)
    if (cut % 25 === 0) expect(quickCheck(found.storage.db), where).toEqual([])
    found.close()
    rmSync(there.folder, { recursive: true })
  }
  desk.close()
})
