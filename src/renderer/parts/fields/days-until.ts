/** How many days lie between today, where the rep is, and a moment; null where nobody counts in days any more. */
import type { Moment } from '../format'

const DAY_MS = 86_400_000
/** Beyond this "in 412 days" says less than the date. */
const MAX_DAYS = 99

export function daysUntil(moment: Moment, now: number): number | null {
  const today = localDay(now)
  const day = moment.kind === 'day' ? Date.UTC(moment.year, moment.month - 1, moment.day) : localDay(moment.at)
  const days = Math.round((day - today) / DAY_MS)
  return Math.abs(days) > MAX_DAYS ? null : days
}

function localDay(at: number): number {
  const date = new Date(at)
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate())
}
