/** Today: what is overdue, then meetings, calls and tasks by time, with a line at the present. */
import { useState } from 'react'
import type { AgendaItem } from '../../../shared/model/reports'
import { dayOf } from '../../../shared/model/calendar'
import { type Today, useReport } from '../../data/reports'
import { useText } from '../../messages/text'
import { formatLongDay, formatTime } from '../../parts/format'
import { Icon, type IconName } from '../../parts/icon'
import { Link } from '../../parts/link'
import { Mark } from '../../parts/mark'
import { useNow } from '../../parts/use-now'
import { RecordName } from '../../parts/value'
import type { Scope } from '../reports/scope'
import styles from './home.module.css'

const icons: Readonly<Record<string, IconName>> = { MEETING: 'meeting', CALL: 'phone', TASK: 'task' }

export function TodayPanel({ scope, today }: { readonly scope: Scope; readonly today: Today }) {
  const t = useText()
  const now = useNow()
  const { data } = useReport('reports.agenda', { connection: scope.connection, owner: scope.owner, ...today })
  const items = data?.items ?? []
  const more = data ? data.overdue - items.filter(({ overdue }) => overdue).length : 0
  const [all, setAll] = useState(false)
  const next = items.findIndex(({ overdue, at }) => !overdue && at !== null && at > now)
  const shown = all ? items : inReach(items, next)
  const timed = items.some(({ overdue, at }) => !overdue && at !== null)
  return (
    <section className={styles.side} aria-label={t('panel.today')}>
      <header className={styles.sideHead}>
        <h2>{t('panel.today')}</h2>
        <span>{formatLongDay(today.now)}</span>
      </header>
      {data && items.length === 0 ? <p className={styles.sideEmpty}>{t('panel.today.empty')}</p> : null}
      <ul className={styles.agenda}>
        {shown.map((item) => (
          <AgendaLine key={item.id} scope={scope} item={item} now={now} nowAbove={timed && item === items[next]} />
        ))}
      </ul>
      {shown.length < items.length || all ? (
        <button type="button" className={styles.all} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t('panel.today.fewer') : t('panel.today.all', { count: items.length })}
        </button>
      ) : null}
      {more > 0 ? <p className={styles.sideEmpty}>{t('panel.today.moreLate', { count: more })}</p> : null}
    </section>
  )
}

/** How much of a full day is shown unasked, so that what stands below stays in reach. */
const LINES = 8

/** What is late, what comes next, and what was a moment ago. */
function inReach(items: readonly AgendaItem[], next: number): readonly AgendaItem[] {
  const late = items.filter(({ overdue }) => overdue)
  const day = items.filter(({ overdue }) => !overdue)
  const start = next < 0 ? Math.max(0, day.length - LINES) : Math.max(0, Math.min(next - late.length - 2, day.length - LINES))
  return [...late, ...day.slice(start, start + LINES)]
}

function AgendaLine({
  scope,
  item,
  now,
  nowAbove,
}: {
  readonly scope: Scope
  readonly item: AgendaItem
  readonly now: number
  readonly nowAbove: boolean
}) {
  const t = useText()
  return (
    <>
      {nowAbove ? (
        <li className={styles.nowLine} aria-hidden="true">
          <span>{formatTime(now)}</span>
        </li>
      ) : null}
      <li className={styles.agendaLine}>
        <time>{item.overdue || item.at === null ? '–' : formatTime(item.at)}</time>
        {item.overdue ? <Mark name="overdue" label={t('board.legend.overdue')} /> : <Icon name={icons[item.type] ?? 'activity'} />}
        <Link to={{ at: 'record', connection: scope.connection, object: 'event', id: item.id }} className={styles.lineName}>
          <RecordName name={item.name} />
        </Link>
        {item.overdue && item.at !== null ? (
          <span className={styles.late}>{t('panel.today.late', { days: daysLate(item.at, now) })}</span>
        ) : item.about === null ? null : (
          <bdi className={styles.about}>{item.about}</bdi>
        )}
      </li>
    </>
  )
}

function daysLate(at: number, now: number): number {
  return Math.max(1, Math.round((Date.parse(dayOf(now)) - Date.parse(dayOf(at))) / 86_400_000))
}
