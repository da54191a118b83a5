/**
 * One line of what was done, as a rep types it between two calls:
 *
 *   call acme renewal 12m: left voicemail, try tue
 *   kind record       duration text        follow-up
 *
 * Everything may be left out. Without a colon the words are the text, as there is nothing to tell a name by.
 */
import type { WrittenKind } from '../../screens/record/activity-draft'

export interface QuickLog {
  readonly kind: WrittenKind
  /** Words to find the record by; empty: none were typed. */
  readonly record: string
  readonly minutes: number | null
  readonly text: string
  readonly followUp: { readonly words: string; readonly day: Date } | null
}

const kindWords: Readonly<Record<string, WrittenKind>> = {
  call: 'CALL',
  called: 'CALL',
  phone: 'CALL',
  phoned: 'CALL',
  meeting: 'MEETING',
  meet: 'MEETING',
  met: 'MEETING',
  task: 'TASK',
  todo: 'TASK',
  email: 'EMAIL',
  mail: 'EMAIL',
  mailed: 'EMAIL',
  emailed: 'EMAIL',
  note: 'NOTE',
}

export function parseQuickLog(line: string, today: Date): QuickLog {
  const colon = line.search(/:(\s|$)/)
  const head = colon < 0 ? '' : line.slice(0, colon)
  const [first = '', ...others] = (colon < 0 ? line : head).trim().split(/\s+/)
  const kind = kindWords[first.toLowerCase()]
  const rest = kind === undefined ? [first, ...others] : others
  if (colon < 0) {
    const { minutes, words } = withoutDuration(rest)
    return { kind: kind ?? 'NOTE', record: '', minutes, ...textAndFollowUp(words.join(' '), today) }
  }
  const { minutes, words } = withoutDuration(rest)
  return { kind: kind ?? 'NOTE', record: words.join(' '), minutes, ...textAndFollowUp(line.slice(colon + 1), today) }
}

/** `12m`, `12min`, `1h`, `1h30`: the first word that is one. */
function withoutDuration(words: readonly string[]): { readonly minutes: number | null; readonly words: readonly string[] } {
  const at = words.findIndex((word) => minutesOf(word) !== null)
  return at < 0 ? { minutes: null, words } : { minutes: minutesOf(words[at] ?? ''), words: words.toSpliced(at, 1) }
}

function minutesOf(word: string): number | null {
  const [, hours, rest] = /^(\d{1,2})h(\d{1,2})?m?$/i.exec(word) ?? []
  if (hours !== undefined) return Number(hours) * 60 + Number(rest ?? 0)
  const minutes = /^(\d{1,3})(?:m|min|mins|minutes)$/i.exec(word)?.[1]
  return minutes === undefined ? null : Number(minutes)
}

/** The last clause is a follow-up where it ends with a day to come. */
function textAndFollowUp(said: string, today: Date): Pick<QuickLog, 'text' | 'followUp'> {
  const text = said.trim()
  const comma = text.search(/[,;][^,;]*$/)
  const clause = comma < 0 ? text : text.slice(comma + 1).trim()
  const [, words, day] =
    /^(.*?)\s*\b(today|tomorrow|tmrw|next week|in \d{1,2} (?:days?|weeks?)|(?:next |on )?(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)[.!]?$/i.exec(
      clause,
    ) ?? []
  const date = words === undefined || words === '' || day === undefined ? null : dayOf(day.toLowerCase(), today)
  if (words === undefined || date === null) return { text, followUp: null }
  return { text: comma < 0 ? '' : text.slice(0, comma).trim(), followUp: { words, day: date } }
}

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

function dayOf(words: string, today: Date): Date | null {
  const inDays = (days: number): Date => new Date(today.getFullYear(), today.getMonth(), today.getDate() + days)
  if (words === 'today') return inDays(0)
  if (words === 'tomorrow' || words === 'tmrw') return inDays(1)
  if (words === 'next week') return inDays(7)
  const [, count, unit] = /^in (\d+) (day|week)/.exec(words) ?? []
  if (count !== undefined) return inDays(Number(count) * (unit === 'week' ? 7 : 1))
  const name = words.replace(/^(next|on) /, '')
  const weekday = weekdays.findIndex((each) => each.startsWith(name))
  // Said on a Tuesday, *tue* is the one to come.
  return weekday < 0 ? null : inDays(((weekday - today.getDay() + 6) % 7) + 1)
}
