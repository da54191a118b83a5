/**
 * What a complete listing says about the records that it did not name: nothing by itself. A list may be empty by mistake, or
 * lack what a lost permission hides; each candidate is read by id, and when there are suspiciously many, a sample first.
 *
 *   candidates ──▶ few ───────────────────────────▶ read each by id ──▶ gone: removed · no access: emptied · else: stays
 *             ├──▶ many ──▶ read a sample ──▶ all gone ──▶ (the same)
 *             │                          └──▶ one exists ──▶ void: nothing is removed, the list is doubted
 *             └──▶ reading by id is not to be had ──▶ few, and missing from two listings a day apart: removed
 */
import type { Instant } from '../../../shared/model/ids'

/** Above both, something is wrong with the list rather than with the records. */
const MANY = 50
const MANY_SHARE = 0.01
const SAMPLE = 50

interface Candidates {
  readonly candidates: number
  readonly known: number
}

export function isSuspiciouslyMany({ candidates, known }: Candidates): boolean {
  return candidates > Math.max(MANY, known * MANY_SHARE)
}

/** How many candidates to read before believing that the rest may be gone too; all of them where they are few. */
export function sampleSize(input: Candidates): number {
  return isSuspiciouslyMany(input) ? Math.min(SAMPLE, input.candidates) : input.candidates
}

/** Evenly over the candidates, so that a lost page is noticed wherever it lay. */
export function spread<Item>(items: readonly Item[], count: number): readonly Item[] {
  if (count >= items.length) return items
  return Array.from({ length: count }, (_, index) => items[Math.floor((index * items.length) / count)]).filter((item) => item !== undefined)
}

const DAY_MS = 86_400_000
/** Two sweeps that far apart count as a day apart: they come about once a day, not to the minute. */
export const APART_MS = 20 * 3_600_000

/** Whether the daily sweep of a type is due: a day after the last one, or after the first walk, which read everything, had ended. */
export function isSweepDue(input: { readonly now: Instant; readonly backfilledAt: Instant | null; readonly endedAt: Instant | null }): boolean {
  const { now, backfilledAt, endedAt } = input
  if (backfilledAt === null) return false
  const last = Math.max(backfilledAt, endedAt ?? 0)
  // One that ended in the future was timed by a clock that ran ahead.
  return now - last >= DAY_MS || last - now > DAY_MS
}
