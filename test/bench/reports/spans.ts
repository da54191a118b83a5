/** Months and weeks that end with the one of `now`, as a chart asks for them. */
import type { Span } from '../../../src/shared/model/calendar'

const WEEK = 7 * 86_400_000

export function lastMonths(now: number, count: number): Span[] {
  const date = new Date(now)
  const startOf = (back: number): number => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - back, 1)
  return Array.from({ length: count }, (_, index) => ({ from: startOf(count - 1 - index), to: startOf(count - 2 - index) }) as Span)
}

export function lastWeeks(now: number, count: number): Span[] {
  return Array.from({ length: count }, (_, index) => ({ from: now - (count - index) * WEEK, to: now - (count - index - 1) * WEEK }) as Span)
}
