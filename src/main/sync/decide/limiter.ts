/** How many requests may be under way at once on one connection: halved when the CRM asks to wait, grown back slowly. */

export interface Limiter {
  readonly width: number
  /** Answers since the width last changed. */
  readonly answers: number
}

/** The CRM's limit is shared with everyone else who uses that account. */
const WIDEST = 4
/** Answers without complaint before one more is tried. */
const GROW_AFTER = 50

export const freshLimiter: Limiter = { width: WIDEST, answers: 0 }

export function afterAnswer({ width, answers }: Limiter): Limiter {
  if (width >= WIDEST) return { width, answers: 0 }
  return answers + 1 >= GROW_AFTER ? { width: width + 1, answers: 0 } : { width, answers: answers + 1 }
}

export function afterWait({ width }: Limiter): Limiter {
  return { width: Math.max(1, Math.floor(width / 2)), answers: 0 }
}
