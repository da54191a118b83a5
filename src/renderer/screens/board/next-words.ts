/** What comes next on a deal, in words: `3 days late`, `Today`, `Mon 30 Nov`, `Nothing planned`, `Rests 31 days`. */
import { dayOf } from '../../../shared/model/calendar'
import type { DealCard } from '../../../shared/model/reports'
import { formatWeekday } from '../../parts/format'

/** The texts that it is made of. */
type NextMessage = 'board.rests' | `board.next.${DealCard['next']['state']}`
type Say = (id: NextMessage, values?: Readonly<Record<string, number>>) => string

export function nextWords(t: Say, { next, restsDays }: Pick<DealCard, 'next' | 'restsDays'>, now: number): string {
  if (restsDays !== null) return t('board.rests', { days: restsDays })
  if (next.state === 'overdue') return t('board.next.overdue', { days: next.at === null ? 0 : daysBetween(next.at, now) })
  if (next.state === 'later' && next.at !== null) return formatWeekday(next.at, now)
  return t(`board.next.${next.state}`)
}

/** Calendar days from one to the other: yesterday evening is one day ago, whatever the hour. */
function daysBetween(from: number, to: number): number {
  return Math.round((Date.parse(dayOf(to)) - Date.parse(dayOf(from))) / 86_400_000)
}
