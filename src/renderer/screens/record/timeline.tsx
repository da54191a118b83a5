/** What happened with this record: its activities, newest first, by kind where wanted. */
import { useState } from 'react'
import type { EventType } from '../../../shared/model/fields'
import { eventContent, eventSubject, textOf } from '../../../shared/model/record'
import type { RecordView } from '../../../shared/model/views'
import { useTimeline } from '../../data/queries'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { optionLabel } from '../../parts/fields/labels'
import { LongText } from '../../parts/fields/field-value'
import { formatDayTime, formatWhen } from '../../parts/format'
import { Icon } from '../../parts/icon'
import { Link } from '../../parts/link'
import { useNow } from '../../parts/use-now'
import { activityIcons } from './activity-icons'
import styles from './timeline.module.css'
import shared from './record.module.css'

const FIRST = 50
const MOST = 200

export function Timeline({ view }: { readonly view: RecordView }) {
  const t = useText()
  const now = useNow()
  const [limit, setLimit] = useState(FIRST)
  const [kind, setKind] = useState<string | null>(null)
  const { connection, object, id } = view
  const { data = [], isPending } = useTimeline({ connection, object, id }, limit)
  const kinds = [...new Set(data.flatMap(({ document }) => textOf(document, 'type') ?? []))]
  const shown = kind === null ? data : data.filter(({ document }) => document['type'] === kind)
  if (isPending) return null
  return (
    <section className={styles.timeline} aria-label={t('record.tab.activity')}>
      <h2 className={shared.groupHead}>{t('record.tab.activity')}</h2>
      {kinds.length > 1 ? (
        <div className={shared.chips} role="group" aria-label={t('record.filterActivity')}>
          {[null, ...kinds].map((each) => (
            <Button key={each ?? ''} kind="quiet" small pressed={kind === each} onPress={() => setKind(each)}>
              {each === null ? t('record.allKinds') : optionLabel(t, 'type', each)}
            </Button>
          ))}
        </div>
      ) : null}
      {shown.length === 0 ? <p className={shared.nothing}>{t('record.noActivity')}</p> : null}
      <ol>
        {shown.map((entry) => {
          const type = textOf(entry.document, 'type') ?? 'NOTE'
          const content = eventContent(entry.document)
          const subject = eventSubject(entry.document)
          const body = content ? (textOf(content, 'description') ?? textOf(content, 'body')) : null
          return (
            <li key={entry.id} className={styles.event}>
              <span className={styles.eventIcon}>
                <Icon name={activityIcons[type as EventType] ?? 'activity'} />
              </span>
              <div className={styles.eventBody}>
                <Link to={{ at: 'record', connection, object: 'event', id: entry.id }} className={styles.eventTitle}>
                  {optionLabel(t, 'type', type)}
                  {subject === null || subject === body ? null : (
                    <>
                      : <bdi>{subject}</bdi>
                    </>
                  )}
                </Link>
                {body === null ? null : (
                  <div className={styles.eventText}>
                    <LongText text={body} lines={3} />
                  </div>
                )}
              </div>
              {entry.at === null ? null : (
                <time className={styles.eventTime} title={formatDayTime({ kind: 'instant', at: entry.at })}>
                  {formatWhen(entry.at, now)}
                </time>
              )}
            </li>
          )
        })}
      </ol>
      {data.length >= limit && limit < MOST ? (
        <Button kind="link" className={shared.all ?? ''} onPress={() => setLimit(MOST)}>
          {t('record.olderActivity')}
        </Button>
      ) : null}
    </section>
  )
}
