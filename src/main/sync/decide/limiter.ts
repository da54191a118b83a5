/**
 * How much may be asked of one connection: halved when the CRM asks to wait, grown back slowly, so that the pace settles just
 * below its quota. First fewer requests at once; when there is only one left, longer gaps between them.
 */

export interface Limiter {
  /** Requests that may be under way at once. */
  readonly width: number
  /** Milliseconds from the start of one request to the start of the next. */
  readonly gapMs: number
  /** Answers since the pace last changed. */
  readonly answers: number
}

/** The CRM's limit is shared with everyone else who uses that account. */
const WIDEST = 4
/** Answers without complaint before a little more is tried. */
const GROW_AFTER = 50
const SHORTEST_GAP_MS = 250
/** Slower than that no quota is; then something else is wrong, and waiting as told is enough. */
const LONGEST_GAP_MS = 10_000

export const freshLimiter: Limiter = { width: WIDEST, gapMs: 0, answers: 0 }

export function afterAnswer({ width, gapMs, answers }: Limiter): Limiter {
  if (width >= WIDEST && gapMs === 0) return { width, gapMs, answers: 0 }
  if (answers + 1 < GROW_AFTER) return { width, gapMs, answers: answers + 1 }
  if (gapMs > 0) return { width, gapMs: gapMs <= SHORTEST_GAP_MS ? 0 : gapMs - SHORTEST_GAP_MS, answers: 0 }
  return { width: width + 1, gapMs, answers: 0 }
}

/** For each time it was asked to wait; what else was under way at that moment and is put off too is the same time. */
export function afterWait({ width, gapMs }: Limiter): Limiter {
  if (width > 1) return { width: Math.floor(width / 2), gapMs, answers: 0 }
  return { width, gapMs: Math.min(LONGEST_GAP_MS, Math.max(SHORTEST_GAP_MS, gapMs * 2)), answers: 0 }
}
