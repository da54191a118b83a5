/**
 * Days, weeks and months of whoever asks, as instants.
 *
 * The engine knows no local time: who asks says where a day begins and ends. Borders are computed by date, never by adding
 * hours, so that a day of 23 or 25 hours stays one day. A close date is a calendar day and is compared as such, in UTC.
 */
import { type Instant, instant } from './ids'

/** From the first included to the second not. */
export interface Span {
  readonly from: Instant
  readonly to: Instant
}

/** `2026-11-24`: a calendar day without a time zone. */
export type Day = string

/** Close dates, both days included; null: open at that end. */
export interface ClosingDays {
  readonly from: Day | null
  readonly to: Day | null
}

export function dayOf(at: number): Day {
  const date = new Date(at)
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** The local day that holds this instant. */
export function daySpan(at: number): Span {
  const date = new Date(at)
  return span(startOf(date, 0), startOf(date, 1))
}

/** The local midnight so many days before the day that holds this instant. */
export function daysBefore(at: number, days: number): Instant {
  return startOf(new Date(at), -days)
}

/** The last `count` weeks, the oldest first, the one that holds this instant last. Weeks begin on Monday. */
export function weeksUpTo(at: number, count: number): readonly Span[] {
  const date = new Date(at)
  const monday = -((date.getDay() + 6) % 7)
  return Array.from({ length: count }, (_, index) => {
    const start = monday - 7 * (count - 1 - index)
    return span(startOf(date, start), startOf(date, start + 7))
  })
}

/** The local months from the one `before` months ago to the one that holds this instant, the oldest first. */
export function monthsUpTo(at: number, count: number): readonly Span[] {
  const date = new Date(at)
  return Array.from({ length: count }, (_, index) => {
    const month = date.getMonth() - (count - 1 - index)
    return span(instant(new Date(date.getFullYear(), month, 1).getTime()), instant(new Date(date.getFullYear(), month + 1, 1).getTime()))
  })
}

/** `2026-11` and the months after it. */
export function monthsFrom(at: number, count: number): readonly string[] {
  const date = new Date(at)
  return Array.from({ length: count }, (_, index) => {
    const month = new Date(date.getFullYear(), date.getMonth() + index, 1)
    return `${month.getFullYear()}-${two(month.getMonth() + 1)}`
  })
}

/** The first and the last day of a month such as `2026-11`. */
export function daysOfMonth(month: string): ClosingDays & { readonly from: Day; readonly to: Day } {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return { from: `${month}-01`, to: `${month}-${two(new Date(Date.UTC(year, number, 0)).getUTCDate())}` }
}

function startOf(date: Date, offset: number): Instant {
  return instant(new Date(date.getFullYear(), date.getMonth(), date.getDate() + offset).getTime())
}

function span(from: Instant, to: Instant): Span {
  return { from, to }
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
