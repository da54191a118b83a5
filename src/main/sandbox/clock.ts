/**
 * The sandbox's sources of time and chance. Both come in from outside, so that a test can replay a run.
 */

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  sleep(milliseconds: number): Promise<void>
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
}

/**
 * A clock that is never before `start`. The sample data ends at a fixed day; on a computer whose own clock stands earlier,
 * an edit would otherwise get a stamp older than everything else, and nobody who polls for news would ever see it.
 */
export function clockFrom(clock: Clock, start: number): Clock {
  const behind = Math.max(0, start - clock.now())
  return { now: () => clock.now() + behind, sleep: (milliseconds) => clock.sleep(milliseconds) }
}
