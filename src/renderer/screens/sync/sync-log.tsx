/** What the sync did, newest first, in the rep's words. It survives restarts; a poll that brought nothing left no line. */
import { useState } from 'react'
import { adviceFor, describeFailure } from '../../../shared/failure'
import type { Connection } from '../../../shared/model/views'
import { type JournalEntry, type JournalEvent, type JournalFilter, journalFilters } from '../../../shared/sync/journal'
import { useLog } from '../../data/queries'
import { type Text, useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { formatDayTime, formatTime, formatWhen } from '../../parts/format'
import { Mark, type MarkName } from '../../parts/mark'
import { useNow } from '../../parts/use-now'
import styles from './sync-log.module.css'

const FIRST = 12
const MORE = 100

export function SyncLog({ connection }: { readonly connection: Connection }) {
  const t = useText()
  const [filter, setFilter] = useState<JournalFilter>('all')
  const [limit, setLimit] = useState(FIRST)
  const { data = [] } = useLog(connection.id, filter, limit)
  return (
    <section className={styles.log} aria-label={t('log.title')}>
      <header className={styles.head}>
        <h3 className={styles.title}>{t('log.title')}</h3>
        <div className={styles.filters} role="group" aria-label={t('log.filter')}>
          {journalFilters.map((each) => (
            <Button key={each} kind="quiet" small pressed={each === filter} onPress={() => setFilter(each)}>
              {t(`log.filter.${each}`)}
            </Button>
          ))}
        </div>
      </header>
      {data.length === 0 ? (
        <p className={styles.nothing}>{t(filter === 'all' ? 'log.nothing' : 'log.nothingOfKind')}</p>
      ) : (
        <ol>
          {data.map((entry) => (
            <Line key={entry.id} entry={entry} crm={connection.name} />
          ))}
        </ol>
      )}
      {data.length >= limit ? (
        <Button kind="link" onPress={() => setLimit(limit + MORE)}>
          {t('log.older')}
        </Button>
      ) : null}
    </section>
  )
}

function Line({ entry, crm }: { readonly entry: JournalEntry; readonly crm: string }) {
  const t = useText()
  const now = useNow()
  const { at, object, event } = entry
  const words = lineWords(t, event, crm, now)
  return (
    <li className={styles.line}>
      <time className={styles.time} title={formatDayTime({ kind: 'instant', at })}>
        {new Date(at).toDateString() === new Date(now).toDateString() ? formatTime(at) : formatWhen(at, now)}
      </time>
      <Mark name={markOf(event)} label={null} />
      <span className={styles.words}>{object === null ? words : t('log.of', { object: t(`title.${object}`), words })}</span>
    </li>
  )
}

function markOf(event: JournalEvent): MarkName {
  switch (event.kind) {
    case 'downloaded':
    case 'pulled':
    case 'reconciled':
      return 'pushed'
    case 'pushed':
      return event.rejected > 0 ? 'rejected' : event.conflicts > 0 ? 'conflict' : 'pushed'
    case 'conflicts':
      return 'conflict'
    case 'set-aside':
      return 'rejected'
    case 'failed':
      // A network that is gone is nobody's alarm.
      return event.failure.kind === 'unreachable' ? 'off' : event.failure.kind === 'asked-to-wait' ? 'wait' : 'rejected'
    case 'line':
      return event.state === 'connected' ? 'pushed' : 'wait'
  }
}

function lineWords(t: Text, event: JournalEvent, crm: string, now: number): string {
  switch (event.kind) {
    case 'downloaded':
    case 'set-aside':
      return t(`log.${event.kind}`, { count: event.records })
    case 'pulled':
    case 'reconciled': {
      const parts = (['created', 'updated', 'deleted'] as const)
        .filter((part) => event[part] > 0)
        .map((part) => t(`log.${part}`, { count: event[part] }))
      const counts = parts.join(', ')
      return event.kind === 'pulled' ? counts : counts === '' ? t('log.reconciledEqual', { crm }) : t('log.reconciled', { crm, counts })
    }
    case 'conflicts':
      return t('log.conflicts', { count: event.changes })
    case 'pushed': {
      const parts = (['pushed', 'rejected', 'conflicts'] as const).filter((part) => event[part] > 0)
      return parts.map((part) => t(`changes.report.${part}`, { count: event[part] })).join(', ')
    }
    case 'failed':
      return [describeFailure(event.failure), adviceFor(event.failure)].filter(Boolean).join(' ')
    case 'line':
      return event.state === 'waiting' && event.until !== null
        ? t('log.line.waitingUntil', { crm, time: formatWhen(event.until, now) })
        : t(`log.line.${event.state}`, { crm })
  }
}
