/** Milliseconds of many, in the two numbers that matter: the usual, and the bad one of a hundred. */
export interface Timings {
  readonly p50: number
  readonly p99: number
}

export function timingsOf(milliseconds: readonly number[]): Timings {
  const sorted = milliseconds.toSorted((one, other) => one - other)
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  return { p50: at(0.5), p99: at(0.99) }
}

export function timed(work: () => void): number {
  const began = performance.now()
  work()
  return performance.now() - began
}
