/**
 * What a complete listing says about the records that it did not name: nothing by itself. A list may be empty by mistake, or
 * lack what a lost permission hides; each candidate is read by id, and when there are suspiciously many, a sample first.
 */

/** Above both, something is wrong with the list rather than with the records. */
const MANY = 50
const MANY_SHARE = 0.01
const SAMPLE = 50

/** How many candidates to read before believing that the rest may be gone too; all of them where they are few. */
export function sampleSize({ candidates, known }: { readonly candidates: number; readonly known: number }): number {
  return candidates > Math.max(MANY, known * MANY_SHARE) ? Math.min(SAMPLE, candidates) : candidates
}

/** Evenly over the candidates, so that a lost page is noticed wherever it lay. */
export function spread<Item>(items: readonly Item[], count: number): readonly Item[] {
  if (count >= items.length) return items
  return Array.from({ length: count }, (_, index) => items[Math.floor((index * items.length) / count)]).filter((item) => item !== undefined)
}
