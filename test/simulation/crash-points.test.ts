/**
 * A short stretch of work (pull, edit, a create with a link to another new record, push, a conflict), and a death at the requests, timers,
 * commits and files that it passes. Then the same must be true as after any other day.
 *
 * Every third point here; all of them with SATCHEL_CRASH_POINTS=all, or by `npm run sim -- --crash-points`.
 */
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundleSimulation, loadSimulation, type Simulation } from './sim/bundle'
import { crashPoints, playCrashes } from './sim/crash-points'
import { makeFolder } from './sim/scratch'

const STEP = process.env['SATCHEL_CRASH_POINTS'] === 'all' ? 1 : 3

let folder = ''
let simulation: Simulation
beforeAll(async () => {
  folder = makeFolder()
  simulation = await loadSimulation(await bundleSimulation())
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.each(crashPoints)('at a $at: $how, and nothing is lost', { timeout: 600_000 }, async (kind) => {
  const { points, broken } = await playCrashes(simulation, kind, folder, STEP)
  expect(points).toBeGreaterThan(kind.at === 'timer' ? 0 : 10)
  expect(broken).toEqual([])
})
