/**
 * Numbers, money, days and times as the rep reads them.
 *
 * Making a formatter costs a hundred times what using one does, so each is made once. A calendar day never meets a time
 * zone: `2026-12-18`, and a midnight in UTC as CRMs send days, is the 18th wherever one reads it.
 */
import { type Instant, parseInstant } from '../../shared/model/ids'
import type { Json } from '../../shared/model/json'

/** The texts are English; an English reader's own region decides about figures and days. */
export const locale = typeof navigator !== 'undefined' && /^en\b/.test(navigator.language) ? navigator.language : 'en-GB'

/** What stands between thousands in the rep's figures, and so in what they type. */
export const groupSeparator = new Intl.NumberFormat(locale).formatToParts(1_234_567).find(({ type }) => type === 'group')?.value ?? ','

const numberFormats = new Map<string, Intl.NumberFormat>()
const dateFormats = new Map<string, Intl.DateTimeFormat>()

function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return remembered(numberFormats, JSON.stringify(options), () => new Intl.NumberFormat(locale, options))
}

function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return remembered(dateFormats, JSON.stringify(options), () => new Intl.DateTimeFormat(locale, options))
}

function remembered<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}

export function formatNumber(value: number): string {
  return numberFormat({ maximumFractionDigits: 6 }).format(value)
}

/** 0 to 100, as the CRM sends it. */
/** `2.06 GB`: in the unit that keeps it short. */
export function formatBytes(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  const options = { style: 'unit', unit: units[step], unitDisplay: 'short', maximumFractionDigits: step > 1 ? 1 : 0 } as const
  return new Intl.NumberFormat(locale, options).format(bytes / 1000 ** step)
}

export function formatPercent(value: number): string {
  return `${numberFormat({ maximumFractionDigits: 2 }).format(value)} %`
}

export interface MoneyParts {
  /** `€`, `US$`, `NT$`; empty when the currency is not known. */
  readonly symbol: string
  readonly amount: string
}

/** Money in two parts, so that the symbol can step back. `full` shows the cents, as in a field; lists show none. */
export function moneyParts(value: number, currency: string | null, { full = false } = {}): MoneyParts {
  const code = currency?.trim().toUpperCase() ?? ''
  // A CRM may call a currency anything; Intl takes three letters and throws at the rest.
  const known = /^[A-Z]{3}$/.test(code)
  const digits = full ? {} : { minimumFractionDigits: 0, maximumFractionDigits: 0 }
  const parts = numberFormat(known ? { style: 'currency', currency: code, ...digits } : full ? { minimumFractionDigits: 2 } : digits).formatToParts(
    value,
  )
  const amount = parts
    .filter(({ type }) => type !== 'currency' && type !== 'literal')
    .map((part) => part.value)
    .join('')
  return { symbol: parts.find(({ type }) => type === 'currency')?.value ?? code, amount }
}

export function formatMoney(value: number, currency: string | null, options: { readonly full?: boolean } = {}): string {
  const { symbol, amount } = moneyParts(value, currency, options)
  return symbol ? `${symbol} ${amount}` : amount
}

/** Money on figures, columns and axes: from six digits on in thousands and millions, to three figures. */
export function shortMoneyParts(value: number, currency: string | null): MoneyParts {
  const size = Math.abs(value)
  const [unit, word] = size >= 999_500_000 ? [1e9, ' bn'] : size >= 999_500 ? [1e6, ' M'] : size >= 99_999.5 ? [1e3, ' k'] : [1, '']
  const { symbol, amount } = moneyParts(value, currency)
  return unit === 1 ? { symbol, amount } : { symbol, amount: numberFormat({ maximumSignificantDigits: 3 }).format(value / unit) + word }
}

export function formatShortMoney(value: number, currency: string | null): string {
  const { symbol, amount } = shortMoneyParts(value, currency)
  return symbol ? `${symbol} ${amount}` : amount
}

/** A calendar day, or a moment in time. */
export type Moment =
  | { readonly kind: 'day'; readonly year: number; readonly month: number; readonly day: number }
  | { readonly kind: 'instant'; readonly at: Instant }

/** What a wire value says about time; null when it says nothing that we can read. */
export function parseMoment(value: Json | undefined): Moment | null {
  if (typeof value !== 'string') return null
  const day = /^(\d{4})-(\d\d)-(\d\d)(?:T00:00(?::00(?:\.0+)?)?(?:Z|\+00:?00))?$/.exec(value.trim())
  if (day) return { kind: 'day', year: Number(day[1]), month: Number(day[2]), day: Number(day[3]) }
  const at = parseInstant(value)
  return at === null ? null : { kind: 'instant', at }
}

/** `12 Oct`, with the year where it is not this one. */
export function formatDay(moment: Moment, now: number): string {
  const year = moment.kind === 'day' ? moment.year : new Date(moment.at).getFullYear()
  const options: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', ...(year === new Date(now).getFullYear() ? {} : { year: 'numeric' }) }
  return formatMomentAs(moment, options)
}

/** Where there is little room: `26 Feb` within three quarters of a year, else the month and its year. */
export function formatNearDay(moment: Moment, now: number): string {
  const at = moment.kind === 'day' ? Date.UTC(moment.year, moment.month - 1, moment.day) : moment.at
  const near = Math.abs(at - now) < 270 * 86_400_000
  return formatMomentAs(moment, near ? { day: 'numeric', month: 'short' } : { month: 'short', year: 'numeric' })
}

/** `Mon 30 Nov`, with the year where it is not this one. */
export function formatWeekday(at: Instant, now: number): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  return dateFormat({ weekday: 'short', day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) })
    .format(at)
    .replace(',', '')
}

/** `Nov` of `2026-11`. */
export function formatMonth(month: string): string {
  return dateFormat({ month: 'short', timeZone: 'UTC' }).format(Date.parse(`${month}-01T00:00:00Z`))
}

/** The local month of an instant: `Nov`, with its year where `whole`, else its first letter. */
export function formatMonthOf(at: Instant, whole: boolean): string {
  return whole ? dateFormat({ month: 'short', year: 'numeric' }).format(at) : dateFormat({ month: 'narrow' }).format(at)
}

/** The number of the week by ISO 8601: the one of its Thursday. */
export function weekNumber(at: Instant): number {
  const date = new Date(at)
  const thursday = new Date(date.getFullYear(), date.getMonth(), date.getDate() + 4 - (date.getDay() || 7))
  const first = new Date(thursday.getFullYear(), 0, 1)
  return Math.ceil(((thursday.getTime() - first.getTime()) / 86_400_000 + 1) / 7)
}

/** `Tuesday, 24 November`. */
export function formatLongDay(at: number): string {
  return dateFormat({ weekday: 'long', day: 'numeric', month: 'long' }).format(at)
}

/** The day, and for a moment its time: `18 Dec 2026, 14:02`. What a tooltip says in full. */
export function formatDayTime(moment: Moment): string {
  const options: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric' }
  return formatMomentAs(moment, moment.kind === 'day' ? options : { ...options, hour: 'numeric', minute: '2-digit' })
}

function formatMomentAs(moment: Moment, options: Intl.DateTimeFormatOptions): string {
  if (moment.kind === 'instant') return dateFormat(options).format(moment.at)
  return dateFormat({ ...options, timeZone: 'UTC' }).format(Date.UTC(moment.year, moment.month - 1, moment.day))
}

/** `Nov 2026`, for `2026-11`. */
export function formatWholeMonth(month: string): string {
  const [year = 0, of = 1] = month.split('-').map(Number)
  return dateFormat({ month: 'short', year: 'numeric', timeZone: 'UTC' }).format(Date.UTC(year, of - 1, 1))
}

/** `14:02`, in local time. */
export function formatTime(at: number): string {
  return dateFormat({ hour: 'numeric', minute: '2-digit' }).format(at)
}

/** `14:02` today, `12 Oct, 14:02` before: when something happened that may be long ago. */
export function formatWhen(at: Instant, now: number): string {
  const today = new Date(at).toDateString() === new Date(now).toDateString()
  return today ? formatTime(at) : `${formatDay({ kind: 'instant', at }, now)}, ${formatTime(at)}`
}

export interface Elapsed {
  readonly unit: 'now' | 'seconds' | 'minutes' | 'hours' | 'days'
  readonly count: number
}

/** How long ago, in the largest whole unit. Clocks that disagree are no news from the future. */
export function elapsed(at: number, now: number): Elapsed {
  const seconds = Math.max(0, Math.floor((now - at) / 1000))
  if (seconds < 1) return { unit: 'now', count: 0 }
  if (seconds < 60) return { unit: 'seconds', count: seconds }
  if (seconds < 3600) return { unit: 'minutes', count: Math.floor(seconds / 60) }
  if (seconds < 86_400) return { unit: 'hours', count: Math.floor(seconds / 3600) }
  return { unit: 'days', count: Math.floor(seconds / 86_400) }
}
