/** Dates and times as people write them in a table, once it is known in which order day, month and year stand. */
import type { CellFormats, DateOrder } from '../../shared/model/import'

const FORM =
  /^(\d{1,4})[./\-\s](\d{1,2})[./\-\s](\d{1,4})\.?(?:[T,\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3})\d*)?)?\s*([AaPp]\.?[Mm]\.?)?\s*(Z|[+-]\d\d:?\d\d)?)?$/

/** ISO 8601 in UTC; a day alone is its midnight in UTC and meets no time zone. Null for what is no date in this order. */
export function parseCellDate(text: string, { dates, zone }: Pick<CellFormats, 'dates' | 'zone'>): string | null {
  const [, first, second, third, hour, minute, secondOfMinute, fraction, half, offset] = FORM.exec(text.trim()) ?? []
  if (first === undefined || second === undefined || third === undefined) return null
  // Four digits in front can only be a year, whatever the order of the file.
  const order: DateOrder = first.length === 4 ? 'ymd' : dates === 'ymd' && third.length === 4 ? 'dmy' : dates
  const [year, month, day] = order === 'ymd' ? [first, second, third] : order === 'dmy' ? [third, second, first] : [third, first, second]
  const date = { year: wholeYear(year), month: Number(month), day: Number(day) }
  if (!isDate(date)) return null
  if (hour === undefined || minute === undefined) return iso(Date.UTC(date.year, date.month - 1, date.day))
  const clock = { hour: hourOf(Number(hour), half), minute: Number(minute), second: Number(secondOfMinute ?? 0) }
  if (clock.hour > 23 || clock.minute > 59 || clock.second > 59) return null
  const milliseconds = Number((fraction ?? '').padEnd(3, '0'))
  const wall = Date.UTC(date.year, date.month - 1, date.day, clock.hour, clock.minute, clock.second, milliseconds)
  return iso(offset === undefined ? wall - offsetAt(wall, zone) : wall - offsetMs(offset))
}

/** The order that fits most of these texts. Where they don't tell, day before month is the more common habit in the world. */
export function guessDateOrder(texts: readonly string[]): DateOrder {
  let ymd = 0
  let mdy = 0
  let dmy = 0
  for (const text of texts) {
    const [, first, second, third] = FORM.exec(text.trim()) ?? []
    if (first === undefined || second === undefined || third === undefined) continue
    if (first.length === 4) ymd += 1
    else if (Number(second) > 12 && Number(first) <= 12) mdy += 1
    else if (Number(first) > 12 && Number(second) <= 12) dmy += 1
  }
  // One date that only fits one order says more than many that fit both.
  if (mdy > dmy) return 'mdy'
  if (dmy > 0) return 'dmy'
  return ymd > 0 ? 'ymd' : 'dmy'
}

export function looksLikeDate(text: string): boolean {
  return FORM.test(text.trim())
}

/** Two digits are years around now: 70 to 99 belong to the last century. */
function wholeYear(text: string): number {
  const year = Number(text)
  if (text.length > 2) return year
  return year >= 70 ? 1900 + year : 2000 + year
}

function isDate({ year, month, day }: { readonly year: number; readonly month: number; readonly day: number }): boolean {
  const date = new Date(Date.UTC(year, month - 1, day))
  return year >= 1000 && date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined) return hour
  const isAfternoon = half.toLowerCase().startsWith('p')
  return (hour % 12) + (isAfternoon ? 12 : 0)
}

function offsetMs(text: string): number {
  if (text === 'Z') return 0
  const [hours, minutes] = [Number(text.slice(1, 3)), Number(text.slice(-2))]
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** How far the zone's clocks are ahead of UTC when they show that time. */
function offsetAt(wall: number, zone: string): number {
  const guess = zoneOffset(wall, zone)
  return zoneOffset(wall - guess, zone)
}

function zoneOffset(at: number, zone: string): number {
  let format = formats.get(zone)
  if (!format) {
    const parts = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' } as const
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', era: 'short', ...parts })
    formats.set(zone, format)
  }
  const shown = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
