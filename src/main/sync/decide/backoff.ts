/** How long to wait before trying again, and for how long a person is made to wait with us. */

/** Nobody waits longer than that for a CRM that is only busy. */
const LONGEST_MS = 300_000

/** Random between 0 and min(5 min, 1 s × 2^attempt), so that many clients don't come back at once. `chance` is from 0 to 1. */
export function backoffMs(attempt: number, chance: number): number {
  return Math.floor(chance * Math.min(LONGEST_MS, 1000 * 2 ** Math.min(attempt, 20)))
}

/** Longer than that nobody is left alone, whatever they asked. */
export const LONGEST_WAIT_MS = 3_600_000

/** A named wait, kept within reason: some CRMs answer 0, some a day. */
export function namedWaitMs(retryAfterMs: number): number {
  return Math.min(LONGEST_WAIT_MS, Math.max(1000, retryAfterMs))
}

/**
 * Who waits for the answer: a command that should end, or the app, which goes on by itself and is told at once instead.
 */
export type Patience = 'command' | 'app'

export type Trouble = 'not-sent' | 'unknown' | 'wait'

export interface RetryInput {
  readonly patience: Patience
  readonly trouble: Trouble
  /** How often it was tried, this time included. */
  readonly tries: number
  readonly retryAfterMs: number | null
  readonly chance: number
  /** In the tries so far, without the waits between them. */
  readonly spentMs?: number
}

/** A server that only hangs eats a minute a try: nobody is left without word for longer. */
const MOST_SPENT_MS: Readonly<Record<Patience, number>> = { command: 50_000, app: 20_000 }

/** In which time to try again; null: that was enough, say what is wrong. */
export function retryInMs({ patience, trouble, tries, retryAfterMs, chance, spentMs = 0 }: RetryInput): number | null {
  const limits = patience === 'command' ? { tries: 6, waitMs: 60_000 } : { tries: 3, waitMs: 2_000 }
  // Three tries in five seconds: a server that restarts is back by then; one that is down stays down.
  if (trouble === 'not-sent') return tries < 3 ? Math.round(1000 + chance * 1000) : null
  if (tries >= limits.tries) return null
  if (trouble === 'unknown' && spentMs >= MOST_SPENT_MS[patience]) return null
  const wait = trouble === 'wait' && retryAfterMs !== null ? namedWaitMs(retryAfterMs) : Math.max(200, backoffMs(tries, chance))
  if (wait > limits.waitMs) return patience === 'command' && retryAfterMs === null ? limits.waitMs : null
  return wait
}
