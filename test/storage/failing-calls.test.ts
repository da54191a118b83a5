/**
 * The disk fails, writes half, or the process dies at the n-th read, write, flush or rename of one file, for every n until there are no more
 * (within `npm test` every few). Afterwards, each time: SQLite finds the file sound, every acknowledged edit is there, and what was refused
 * is not; nothing that is sound was set aside.
 */
import { readdirSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { quickCheck } from '../../src/main/mirror/open'
import { longer } from './support/chance'
import { openJudged } from './support/rescue'
import { buildTrace, type Fault, noShim, type RunDay } from './support/trace'
import { sayIfSkipped } from './support/volume'
import { freshFiles } from './support/workspace'

/** Within `npm test` so many calls of each fault are hit; by hand all. */
const HITS = 4

const EIO = 5
const ENOSPC = 28
const EBUSY = 16

const faults: Readonly<Record<string, Fault>> = {
  'killed at a write to the log': { call: 'pwrite', file: 'mirror.db-wal', mode: 'kill' },
  'killed at a write to the mirror': { call: 'pwrite', file: 'mirror.db', mode: 'kill' },
  'killed at a flush': { call: 'fsync', file: '/satchel-storage', mode: 'kill' },
  'killed at a rename of the copy': { call: 'rename', file: 'changes.sidecar', mode: 'kill' },
  'killed at a write of the copy': { call: 'write', file: 'changes.sidecar', mode: 'kill' },
  'a write to the log that fails': { call: 'pwrite', file: 'mirror.db-wal', mode: 'fail', errno: EIO },
  'a write to the log of which half arrives': { call: 'pwrite', file: 'mirror.db-wal', mode: 'half' },
  'a log that has no room from then on': { call: 'pwrite', file: 'mirror.db-wal', mode: 'fail', errno: ENOSPC, sticky: true },
  'a flush of the log that fails': { call: 'fsync', file: 'mirror.db-wal', mode: 'fail', errno: EIO },
  'a flush of the mirror that fails': { call: 'fsync', file: 'mirror.db', mode: 'fail', errno: EIO },
  'a write to the mirror itself that fails': { call: 'pwrite', file: 'mirror.db$', mode: 'fail', errno: EIO },
  'a write to the mirror itself of which half arrives': { call: 'pwrite', file: 'mirror.db$', mode: 'half' },
  'a mirror that has no room from then on': { call: 'pwrite', file: 'mirror.db$', mode: 'fail', errno: ENOSPC, sticky: true },
  'a flush of the mirror itself that fails': { call: 'fsync', file: 'mirror.db$', mode: 'fail', errno: EIO },
  'a read of the mirror that fails once': { call: 'pread', file: 'mirror.db', mode: 'fail', errno: EIO },
  'a copy that can’t be written': { call: 'write', file: 'changes.sidecar', mode: 'fail', errno: EIO },
  'a copy that is held by another program for a moment': { call: 'rename', file: 'changes.sidecar', mode: 'fail', errno: EBUSY },
}

describe.skipIf(sayIfSkipped(noShim))('a day with', { timeout: 900_000 }, () => {
  let runDay: RunDay
  beforeAll(async () => {
    runDay = await buildTrace()
  }, 60_000)

  function attempt(fault: Fault, at: number): { readonly fired: boolean; readonly refused: number } {
    const files = freshFiles()
    const day = runDay(files.folder, fault, at)
    const where = `call ${at}: ${day.stderr}`
    if (day.signal !== 'SIGKILL' && day.status !== 0) expect(day.stderr, where).toMatch(/FailureError|SqliteError/)
    const { desk } = openJudged(files)
    expect(quickCheck(desk.storage.db), where).toEqual([])
    const waiting = desk.waiting()
    for (const saved of day.saved) expect(waiting, where).toContain(saved)
    for (const refused of day.refused) expect(waiting, where).not.toContain(refused)
    const { checkpoint, records } = desk.pulled()
    expect(checkpoint, where).toBeLessThanOrEqual(records)
    expect(
      readdirSync(files.folder).filter((name) => name.includes('damaged')),
      where,
    ).toEqual([])
    desk.close()
    return { fired: day.fired, refused: day.refused.length }
  }

  test.each(Object.entries(faults))('%s loses nothing that was acknowledged, and keeps nothing that was refused', (_name, fault) => {
    // How many calls there are is found by doubling; then as many of them as there is time for.
    let calls = 1
    while (attempt(fault, calls).fired) calls = longer > 1 ? calls + 1 : calls * 3
    if (longer > 1) return console.log(`${calls - 1} calls, each of them hit`)
    expect(calls, 'it never happened').toBeGreaterThan(1)
    for (let hit = 1; hit < HITS; hit += 1) attempt(fault, Math.max(1, Math.round((calls / 3) * (hit / HITS))))
  })
})
