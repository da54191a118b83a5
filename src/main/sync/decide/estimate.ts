/**
 * How long a first walk still takes, as far as anybody can tell.
 *
 * A CRM does not say how many records it holds, but the walk goes by update stamp, oldest first: how fast the date moves shows
 * when it gets to today. Only the last stretch counts, since some years hold far more records than others. Nothing to go on, no
 * estimate: too few pages, too little time, or a date that does not move.
 *
 * How long a push still takes is simpler: how many there are is known, and the rest goes as the ones before it did.
 *
 * Pure.
 */
import type { Instant } from '../../../shared/model/ids'

/** Where a walk was at some moment of our clock. */
export interface WalkSample {
  readonly at: Instant
  /** The newest stamp read by then. */
  readonly reached: Instant
}

/** The last stretch: so many pages. */
const STRETCH = 40
const FEWEST = 5
const SHORTEST_MS = 2_000
/** Whoever is told of more days than that is told nothing. */
const LONGEST_MS = 30 * 86_400_000

/** Keeps what the next estimate needs. */
export function addSample(samples: readonly WalkSample[], sample: WalkSample): readonly WalkSample[] {
  return [...samples, sample].slice(-STRETCH)
}

/** Milliseconds until the walk gets to `target`, the server's clock when it began; null when there is nothing to go on. */
export function estimateLeftMs(samples: readonly WalkSample[], target: Instant | null): number | null {
  const [first, last] = [samples[0], samples.at(-1)]
  if (!first || !last || target === null || samples.length < FEWEST) return null
  const [tookMs, moved] = [last.at - first.at, last.reached - first.reached]
  if (tookMs < SHORTEST_MS || moved <= 0) return null
  const left = (Math.max(0, target - last.reached) * tookMs) / moved
  return left > LONGEST_MS ? null : Math.round(left)
}

/** As for a walk: what is over at once needs no estimate. */
const FEWEST_SETTLED = 3

/** Milliseconds until all of a push are settled, after `tookMs` for those that are; null when there is nothing to go on. */
export function estimatePushLeftMs({
  done,
  total,
  tookMs,
}: {
  readonly done: number
  readonly total: number
  readonly tookMs: number
}): number | null {
  if (done < FEWEST_SETTLED || tookMs < SHORTEST_MS) return null
  return Math.round(((total - done) * tookMs) / done)
}
