/**
 * Between what a CRM sends for a date and what the date field edits.
 *
 * A day is a day: `2026-12-18` and a midnight in UTC are edited as the 18th wherever the rep is, and written back in the form
 * in which they came. A moment is edited in the rep's own zone and written in UTC.
 */
import { CalendarDate, type DateValue, fromAbsolute, getLocalTimeZone, toZoned, ZonedDateTime } from '@internationalized/date'
import type { Json } from '../../../shared/model/json'
import { parseMoment } from '../format'

/** Fields that hold a day even where nothing is in them yet. */
const dayFields: ReadonlySet<string> = new Set(['closing_at', 'closed_at'])

export function isDayField(path: string, value: Json | undefined): boolean {
  const moment = parseMoment(value)
  if (moment?.kind === 'instant') return false
  // An empty field, or a midnight: a meeting at 00:00 UTC is a moment all the same.
  return dayFields.has(path) || (moment === null && path.startsWith('metadata.')) || (moment !== null && !/(^|\.)(start|end)_at$/.test(path))
}

/** What the date field shows; null where the value is no date. */
export function toDateValue(path: string, value: Json | undefined, zone: string = getLocalTimeZone()): DateValue | null {
  const moment = parseMoment(value)
  if (moment === null) return null
  if (moment.kind === 'instant') return fromAbsolute(moment.at, zone)
  if (isDayField(path, value)) return new CalendarDate(moment.year, moment.month, moment.day)
  return fromAbsolute(Date.UTC(moment.year, moment.month - 1, moment.day), zone)
}

/** What is saved, in the form of what was there. */
export function fromDateValue(date: DateValue | null, was: Json | undefined, zone: string = getLocalTimeZone()): Json {
  if (date === null) return null
  if (date instanceof ZonedDateTime) return date.toAbsoluteString()
  if (!(date instanceof CalendarDate)) return toZoned(date, zone).toAbsoluteString()
  const day = date.toString()
  return typeof was === 'string' && /^\d{4}-\d\d-\d\d$/.test(was.trim()) ? day : `${day}T00:00:00.000Z`
}
