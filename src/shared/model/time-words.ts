/**
 * Dates said in words: “in the last 30 days”, “this month”, “before 1 December”.
 *
 * The words are what is kept; which moments they mean is found anew at every read, on the rep's own calendar. A calendar day,
 * which CRMs send as a midnight in UTC, is that day wherever one reads it, so each edge of a span is two numbers: one for moments,
 * one for days.
 */
import { type Instant, parseInstant } from './ids'
import { isJsonObject, type Json } from './json'

export const timeUnits = ['day', 'week', 'month', 'quarter', 'year'] as const
export type TimeUnit = (typeof timeUnits)[number]

/** `{ "count": 30, "unit": "day" }` */
export interface Duration {
  readonly count: number
  readonly unit: TimeUnit
}

export interface Edge {
  /** For moments, ms. */
  readonly at: number
  /** For calendar days, ms of their midnight in UTC. */
  readonly day: number
}

/** From `from` on, up to but without `to`; null is open. */
export interface TimeSpan {
  readonly from: Edge | null
  readonly to: Edge | null
}

export const dateOperators = [
  'in-last',
  'in-next',
  'more-than-ago',
  'more-than-ahead',
  'this',
  'last',
  'next',
  'on',
  'before',
  'after',
  'between',
] as const
export type DateOperator = (typeof dateOperators)[number]

/** What the words mean now; null when the value is none that the operator takes. Midnights are those of this computer's zone. */
export function spanOf(operator: DateOperator, value: Json, now: Instant): TimeSpan | null {
  const today = calendarDay(now)
  switch (operator) {
    case 'in-last':
    case 'in-next':
    case 'more-than-ago':
    case 'more-than-ahead': {
      const duration = parseDuration(value)
      return duration === null ? null : around(operator, duration, today, now)
    }
    case 'this':
    case 'last':
    case 'next': {
      const unit = timeUnits.find((each) => each === value)
      if (unit === undefined) return null
      const start = shifted(startOfUnit(today, unit), { count: { last: -1, this: 0, next: 1 }[operator], unit })
      return { from: edgeOf(start), to: edgeOf(shifted(start, { count: 1, unit })) }
    }
    case 'on': {
      const day = parseDay(value)
      return day === null ? null : { from: edgeOf(day), to: edgeOf(shifted(day, { count: 1, unit: 'day' })) }
    }
    case 'before': {
      const to = edgeAt(value, 0)
      return to === null ? null : { from: null, to }
    }
    case 'after': {
      const from = edgeAt(value, 1)
      return from === null ? null : { from, to: null }
    }
    case 'between': {
      const [first, last] = Array.isArray(value) && value.length === 2 ? (value as readonly Json[]) : []
      const [from, to] = [edgeAt(first ?? null, 0), edgeAt(last ?? null, 1)]
      return from === null || to === null ? null : { from, to }
    }
  }
}

export function parseDuration(value: Json): Duration | null {
  if (!isJsonObject(value)) return null
  const { count, unit } = value
  const known = timeUnits.find((each) => each === unit)
  if (known === undefined || typeof count !== 'number' || !Number.isInteger(count) || count < 0 || count > 10_000) return null
  return { count, unit: known }
}

interface Day {
  readonly year: number
  /** From 0; may run over, as `Date` takes it. */
  readonly month: number
  readonly day: number
}

function around(
  operator: 'in-last' | 'in-next' | 'more-than-ago' | 'more-than-ahead',
  { count, unit }: Duration,
  today: Day,
  now: Instant,
): TimeSpan {
  const tomorrow = shifted(today, { count: 1, unit: 'day' })
  switch (operator) {
    case 'in-last':
      return { from: edgeOf(shifted(today, { count: -count, unit })), to: { at: now + 1, day: edgeOf(tomorrow).day } }
    case 'in-next':
      return { from: { at: now, day: edgeOf(today).day }, to: edgeOf(shifted(tomorrow, { count, unit })) }
    case 'more-than-ago':
      return { from: null, to: edgeOf(shifted(today, { count: -count, unit })) }
    case 'more-than-ahead':
      return { from: edgeOf(shifted(tomorrow, { count, unit })), to: null }
  }
}

function calendarDay(at: number): Day {
  const date = new Date(at)
  return { year: date.getFullYear(), month: date.getMonth(), day: date.getDate() }
}

function edgeOf({ year, month, day }: Day): Edge {
  return { at: new Date(year, month, day).getTime(), day: Date.UTC(year, month, day) }
}

/** Months are calendar months; the 31st of a shorter one is its last day. */
function shifted({ year, month, day }: Day, { count, unit }: Duration): Day {
  const months = { day: 0, week: 0, month: count, quarter: 3 * count, year: 12 * count }[unit]
  const days = { day: count, week: 7 * count, month: 0, quarter: 0, year: 0 }[unit]
  const lastOfMonth = new Date(Date.UTC(year, month + months + 1, 0)).getUTCDate()
  return utcDay(Date.UTC(year, month + months, (months === 0 ? day : Math.min(day, lastOfMonth)) + days))
}

/** Weeks begin on Monday. */
function startOfUnit(today: Day, unit: TimeUnit): Day {
  const { year, month } = today
  switch (unit) {
    case 'day':
      return today
    case 'week': {
      const weekday = (new Date(edgeOf(today).day).getUTCDay() + 6) % 7
      return shifted(today, { count: -weekday, unit: 'day' })
    }
    case 'month':
      return { year, month, day: 1 }
    case 'quarter':
      return { year, month: month - (month % 3), day: 1 }
    case 'year':
      return { year, month: 0, day: 1 }
  }
}

function utcDay(at: number): Day {
  const date = new Date(at)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth(), day: date.getUTCDate() }
}

function parseDay(value: Json): Day | null {
  const match = typeof value === 'string' ? /^(\d{4})-(\d\d)-(\d\d)$/.exec(value) : null
  if (!match) return null
  const day = { year: Number(match[1]), month: Number(match[2]) - 1, day: Number(match[3]) }
  const { year, month, day: date } = utcDay(Date.UTC(day.year, day.month, day.day))
  return year === day.year && month === day.month && date === day.day ? day : null
}

/** A day, moved by that many days, or a moment as it is. */
function edgeAt(value: Json, days: number): Edge | null {
  const day = parseDay(value)
  if (day !== null) return edgeOf(shifted(day, { count: days, unit: 'day' }))
  const at = parseInstant(value)
  return at === null ? null : { at, day: edgeOf(shifted(calendarDay(at), { count: days, unit: 'day' })).day }
}
