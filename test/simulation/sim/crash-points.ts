/**
 * A short stretch of work is played once for every request, timer, commit and file that it passes, before it and after it, and the process
 * dies there; where something is written, once more each with the power.
 */
import { join } from 'node:path'
import type { Simulation } from './bundle.ts'
import type { DeathPoint } from './machine.ts'

export interface CrashPoints {
  readonly at: DeathPoint
  readonly how: string
  /** Whether the system lives on makes a difference only where something is written. */
  readonly power: boolean
}

export const crashPoints: readonly CrashPoints[] = [
  { at: 'request', how: 'the process dies', power: false },
  { at: 'timer', how: 'the process dies', power: false },
  { at: 'commit', how: 'the process dies', power: false },
  { at: 'file', how: 'the process dies', power: false },
  { at: 'commit', how: 'the power goes', power: true },
  { at: 'file', how: 'the power goes', power: true },
]

export interface CrashesPlayed {
  /** Points of this kind in the whole stretch, and deaths played. */
  readonly points: number
  readonly deaths: number
  /** What broke, one line a death. */
  readonly broken: readonly string[]
}

/** `step`: 1 plays every point; 3 every third. */
export async function playCrashes(
  { runPlan, shortPlan }: Simulation,
  { at, power }: CrashPoints,
  folder: string,
  step: number,
): Promise<CrashesPlayed> {
  const whole = await runPlan(shortPlan(null), { folder: join(folder, `whole-${at}-${power}`) })
  const points = whole.figures.passedBeforeQuiet[at]
  const broken = whole.violation === null ? [] : [`without any death: ${whole.violation}`]
  let deaths = 0
  for (let countdown = 1; countdown <= points; countdown += step) {
    for (const when of ['before', 'after'] as const) {
      // There is nothing behind a timer or a file but the next step.
      if (when === 'after' && (at === 'timer' || at === 'file')) continue
      deaths += 1
      const { violation } = await runPlan(shortPlan({ at, countdown, when, power }), { folder: join(folder, `${at}-${countdown}-${when}-${power}`) })
      if (violation !== null) broken.push(`${when} ${at} ${countdown} of ${points}: ${violation}`)
    }
  }
  return { points, deaths, broken }
}
