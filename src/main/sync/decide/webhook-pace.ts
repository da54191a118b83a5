/**
 * How far webhooks are trusted: whether a delivery is too old to be acted upon, and how much rarer a type is polled while news of it
 * comes by itself.
 *
 *   told of lately      polled every tenth time
 *   gone quiet          polled as always: no news and no webhooks look the same
 *   a poll found news   polled as always until news comes by itself again
 *
 * Polls never stop, and no delivery moves a checkpoint, so whatever a webhook left out comes with the next poll, and what a poll can't
 * see with the next sweep. Pure.
 */
import type { Instant } from '../../../shared/model/ids'
import type { ObjectType } from '../../../shared/model/object-type'
import type { Webhook } from '../../../shared/sync/webhook'

/** Clocks differ by that much; what is signed with an older time is a replay. */
const MOST_APART_MS = 5 * 60_000
/** Quiet for that long is too quiet, unless a virtual webhook looks still less often. */
const QUIET_MS = 15 * 60_000
const STRETCH = 10
/** A hint whose record could not be read is tried again after that, and later each time. */
const FIRST_RETRY_MS = 10_000
const LONGEST_RETRY_MS = 30 * 60_000

/** Where the provider signs a time, a delivery that is far from now is not acted upon. */
export function isTooOld({ signedAt, now }: { readonly signedAt: Instant | null; readonly now: Instant }): boolean {
  return signedAt !== null && Math.abs(now - signedAt) > MOST_APART_MS
}

export interface HearingInput {
  readonly object: ObjectType
  readonly webhooks: readonly Webhook[]
  /** The last news of this type that came by itself. */
  readonly lastToldAt: Instant | null
  readonly now: Instant
}

/** Both what is new and what changed must be told of, by webhooks in good health, and something must have come lately. */
export function isTold({ object, webhooks, lastToldAt, now }: HearingInput): boolean {
  const active = webhooks.filter((webhook) => webhook.object === object && webhook.state === 'active')
  const tells = (event: Webhook['event']): boolean => active.some((webhook) => webhook.event === event)
  if (lastToldAt === null || !tells('created') || !tells('updated')) return false
  const looksEveryMs = Math.max(0, ...active.map(({ intervalMinutes }) => (intervalMinutes ?? 0) * 60_000))
  return now - lastToldAt <= Math.max(QUIET_MS, 2 * looksEveryMs)
}

/** Whether a look polls this type, or leaves it out. */
export function isPollDue(input: {
  readonly now: Instant
  readonly intervalMs: number
  readonly lastPolledAt: Instant | null
  readonly told: boolean
}): boolean {
  const { now, intervalMs, lastPolledAt, told } = input
  // A clock that was set back says nothing about how long ago that was.
  return !told || lastPolledAt === null || lastPolledAt > now || now - lastPolledAt >= intervalMs * STRETCH
}

export function hintRetryMs(tries: number): number {
  return Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(tries, 10))
}
