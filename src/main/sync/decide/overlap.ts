/**
 * How far behind its bound a poll reads.
 *
 *   short   two minutes, each time        commits that take a moment
 *   hour    an hour, every 15 minutes     an index that lags
 *   days    two days, once a day          an index that lags badly, and whatever happened while this computer slept
 *
 * The bound already holds the short one; a wider poll reaches back further for once, and the bound stays. What comes later
 * still is the sweep's. The first wider polls fall due that long after the first walk *ended*: it has just read it all.
 *
 * Pure. Times are the server's; where it has told none yet, the caller's own: a wrong clock costs a poll too many, or one that
 * comes with the next answer.
 */
import { instant, type Instant } from '../../../shared/model/ids'
import { OVERLAP_MS } from './next-bound'

export type OverlapTier = 'short' | 'hour' | 'days'

/** When the wider polls are due, and when the last good poll began. Null: never yet. */
export interface OverlapDue {
  readonly hourDueAt: Instant | null
  readonly daysDueAt: Instant | null
}

export interface OverlapInput extends OverlapDue {
  readonly now: Instant
  readonly lastGoodAt: Instant | null
}

const HOUR_MS = 3_600_000
const REACH_MS: Readonly<Record<OverlapTier, number>> = { short: OVERLAP_MS, hour: HOUR_MS, days: 48 * HOUR_MS }
const HOUR_EVERY_MS = 15 * 60_000
const DAYS_EVERY_MS = 24 * HOUR_MS
/** No good poll for so long: this computer slept, or had no network. */
const GAP_MS = 2 * HOUR_MS

export function overlapFor({ now, lastGoodAt, hourDueAt, daysDueAt }: OverlapInput): OverlapTier {
  if (lastGoodAt !== null && now - lastGoodAt > GAP_MS) return 'days'
  if (isDue(daysDueAt, now, DAYS_EVERY_MS)) return 'days'
  return isDue(hourDueAt, now, HOUR_EVERY_MS) ? 'hour' : 'short'
}

/** When the wider ones are due next, after a poll with that overlap, or after the first walk (`days`: it read everything). */
export function dueAfter(tier: OverlapTier, now: Instant, before: OverlapDue): OverlapDue {
  if (tier === 'short') return { hourDueAt: before.hourDueAt, daysDueAt: before.daysDueAt }
  return {
    hourDueAt: instant(now + HOUR_EVERY_MS),
    daysDueAt: tier === 'days' ? instant(now + DAYS_EVERY_MS) : before.daysDueAt,
  }
}

/** Where a poll with that overlap asks from; the bound holds the short one already. */
export function reachBack(bound: Instant | null, tier: OverlapTier): Instant | null {
  return bound === null ? null : instant(bound - (REACH_MS[tier] - OVERLAP_MS))
}

/** A time further away than a whole period was written by a clock that ran ahead: it is due now. */
function isDue(at: Instant | null, now: Instant, everyMs: number): boolean {
  return at === null || at <= now || at - now > everyMs
}
