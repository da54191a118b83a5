/**
 * The power goes, on a real file system (ext4 on a loop device, shut down without a flush): every acknowledged edit is there afterwards. The
 * pages pulled since the last one may be gone, with their checkpoint; that some of them are is the control, without which nothing was cut.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { quickCheck } from '../../src/main/mirror/open'
import { workspaceFiles, workspaceFolder } from '../../src/main/workspace/folder'
import { longer } from './support/chance'
import { openJudged } from './support/rescue'
import { buildCutter, noShim } from './support/trace'
import { noVolumes, sayIfSkipped } from './support/volume'
import { contacts, openDesk } from './support/workspace'

const image = join(mkdtempSync(join(tmpdir(), 'satchel-power-')), 'disk')
const place = `${image}.mounted`

const mount = (): unknown => execFileSync('mount', ['-o', 'loop', image, place])
const unmount = (): unknown => execFileSync('umount', [place])

/** Null where a power cut can be had; else why not. */
const noPower: string | null =
  noShim ??
  noVolumes ??
  (() => {
    execFileSync('truncate', ['-s', '64M', image])
    mkdirSync(place)
    if (spawnSync('mkfs.ext4', ['-q', '-F', image]).status !== 0) return 'a power cut needs mkfs.ext4'
    if (spawnSync('mount', ['-o', 'loop', image, place]).status !== 0) return 'a power cut needs loop devices'
    unmount()
    return null
  })()

// A test that failed may have left it mounted.
afterAll(() => void spawnSync('umount', ['-l', place]))

describe.skipIf(sayIfSkipped(noPower))('a power cut', { timeout: 600_000 }, () => {
  test('takes no acknowledged edit; only what was pulled since the last one', () => {
    const cutPower = buildCutter()
    const acknowledged: string[] = []
    let lostPages = 0
    for (let round = 1; round <= 4 * longer; round += 1) {
      mount()
      const files = workspaceFiles(workspaceFolder(join(place, 'workspace'), {}))
      const desk = openDesk(files)
      desk.pull(contacts(50, round * 100))
      for (let edit = 1; edit <= 3; edit += 1) {
        const name = `Newcomer ${round}.${edit}`
        desk.create({ name })
        acknowledged.push(`create name="${name}"`)
      }
      const before = desk.pulled()
      desk.pull(contacts(40, round * 100 + 50))
      execFileSync(cutPower, [place])
      try {
        desk.close()
      } catch {
        // There is no disk any more; what counts is what it holds.
      }
      unmount()

      mount()
      const { desk: again, verdict } = openJudged(files)
      expect(verdict, `round ${round}`).toBeNull()
      expect(quickCheck(again.storage.db), `round ${round}`).toEqual([])
      expect(again.waiting(), `round ${round}`).toEqual(acknowledged)
      const { checkpoint, records } = again.pulled()
      expect(checkpoint, `round ${round}`).toBe(records)
      expect(records, `round ${round}`).toBeGreaterThanOrEqual(before.records)
      if (records === before.records) lostPages += 1
      again.close()
      unmount()
    }
    expect(lostPages, 'nothing was ever lost: the power was never cut').toBeGreaterThan(0)
  })
})
