/** A record at two moments of its history, side by side: only the fields that differ. */
import type { RecordView } from '../../../shared/model/views'
import type { HistoryEntry } from '../../../shared/sync/change'
import { kindOf } from '../../../shared/sync/merge-field'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import type { TextContext } from '../../parts/fields/field-text'
import { fieldText } from '../../parts/fields/field-text'
import { fieldAtPath } from '../../parts/fields/field-groups'
import { fieldLabel } from '../../parts/fields/labels'
import { formatDayTime, formatWhen } from '../../parts/format'
import { useNow } from '../../parts/use-now'
import { compareMoments } from './compare-moments'
import styles from './compare-panel.module.css'

export interface ComparePanelProps {
  readonly view: RecordView
  readonly entries: readonly HistoryEntry[]
  /** The one or the two lines that were chosen. */
  readonly chosen: readonly HistoryEntry['id'][]
  readonly context: TextContext
  readonly onClose: () => void
}

export function ComparePanel({ view: { object, document }, entries, chosen, context, onClose }: ComparePanelProps) {
  const t = useText()
  const now = useNow()
  const moments = entries.filter(({ id }) => chosen.includes(id)).toReversed()
  const [earlier, later] = moments
  const differences = earlier && later ? compareMoments(entries, earlier.id, later.id) : []
  const said = (path: string, value: (typeof differences)[number]['earlier']) => {
    const text = fieldText(fieldAtPath(object, document, path)?.kind ?? kindOf(object, path), value, context)
    return text === '' ? <span className={styles.empty}>{t('value.empty')}</span> : <bdi>{text}</bdi>
  }
  return (
    <section className={styles.panel} aria-label={t('history.compared')}>
      <div className={styles.head}>
        <h3>{t('history.compared')}</h3>
        <Button kind="quiet" small icon="x" label={t('history.stopComparing')} onPress={onClose} />
      </div>
      {later === undefined ? (
        <p className={styles.words}>{t('history.compareWith')}</p>
      ) : differences.length === 0 ? (
        <p className={styles.words}>{t('history.same')}</p>
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              <td />
              {moments.map(({ id, at }) => (
                <th key={id} scope="col" title={formatDayTime({ kind: 'instant', at })}>
                  {formatWhen(at, now)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {differences.map(({ path, earlier: before, later: after }) => {
              const field = fieldAtPath(object, document, path)
              return (
                <tr key={path}>
                  <th scope="row">{field ? fieldLabel(t, object, field) : path}</th>
                  <td>{said(path, before)}</td>
                  <td>{said(path, after)}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
    </section>
  )
}
