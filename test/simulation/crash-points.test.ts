/**
 * A short stretch of work (pull, edit, a create with a link to another new record, push, a conflict) is played once for every request,
 * timer, commit and file that it passes, before it and after it, and the process dies there; and once more each with the power. Then the
 * same must be true as after any other day.
 */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundleSimulation, loadSimulation, type Simulation } from './sim/bundle'
import { makeFolder } from './sim/scratch'

let folder = ''
let simulation: Simulation
beforeAll(async () => {
  folder = makeFolder()
  simulation = await loadSimulation(await bundleSimulation())
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const points = [
  ['request', 'the process dies', false],
  ['timer', 'the process dies', false],
  ['commit', 'the process dies', false],
  ['file', 'the process dies', false],
  // Where something is written, it makes a difference whether the system lives on.
  ['commit', 'the power goes', true],
  ['file', 'the power goes', true],
] as const

test.each(points)('at every %s: %s, and nothing is lost', { timeout: 600_000 }, async (at, _how, power) => {
  const whole = await simulation.runPlan(simulation.shortPlan(null), { folder: join(folder, `whole-${at}-${power}`) })
  expect(whole.violation).toBeNull()
  const many = whole.figures.passedBeforeQuiet[at]
  expect(many).toBeGreaterThan(at === 'timer' ? 0 : 10)
  const broken: string[] = []
  for (let countdown = 1; countdown <= many; countdown += 1) {
    for (const when of ['before', 'after'] as const) {
      // There is nothing behind a timer or a file but the next step.
      if (when === 'after' && (at === 'timer' || at === 'file')) continue
      const plan = simulation.shortPlan({ at, countdown, when, power })
      const { violation } = await simulation.runPlan(plan, { folder: join(folder, `${at}-${countdown}-${when}-${power}`) })
      if (violation !== null) broken.push(`${when} ${at} ${countdown} of ${many}: ${violation}`)
    }
  }
  expect(broken).toEqual([])
})
