/**
 * From when the next poll asks.
 *
 * From the start of the scan, by the server's clock, less an overlap for what was committed late; never from the largest
 * stamp alone. But the stamps may come from another clock than the `Date` header (a gateway answers for the CRM behind it):
 * until our own writes have shown that both go alike, the bound also stays below the newest stamp seen, so that a change of
 * this minute can't be stamped beneath it.
 */
import type { Instant } from '../../../shared/model/ids'
import { wholeSecond } from './plan-pull'

/** Late commits and lagging indexes are the reason. */
export const OVERLAP_MS = 120_000

export interface BoundInput {
  /** The server's clock in the first answer of the scan; null where it tells none. */
  readonly startedAt: Instant | null
  /** The newest stamp seen so far, of this type. */
  readonly newest: Instant | null
  /** How far the stamps run ahead of the `Date` header; null while unknown. */
  readonly skewMs: number | null
  readonly previous: Instant | null
}

/** Null: nothing is known yet from which to count; the next poll asks for everything, which is nothing or little. */
export function nextBound({ startedAt, newest, skewMs, previous }: BoundInput): Instant | null {
  const clocksAgree = skewMs !== null && Math.abs(skewMs) <= OVERLAP_MS
  if (startedAt !== null && clocksAgree) return before(startedAt)
  if (newest === null) return previous
  // A record that is stamped in the future must not carry the bound with it.
  return before(startedAt === null ? newest : (Math.min(startedAt, newest) as Instant))
}

/** The bound while the clocks are unknown may lie before a large import: what the polls between two wide ones may use. */
export function quickBound(startedAt: Instant | null): Instant | null {
  return startedAt === null ? null : before(startedAt)
}

function before(time: Instant): Instant {
  return wholeSecond((time - OVERLAP_MS) as Instant)
}
