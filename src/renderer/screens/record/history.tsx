/** One line per field that changed: when, who, old → new, and a way to put the old value back, which is an edit like any other. */
import { useState } from 'react'
import { type FieldPath, readField } from '../../../shared/model/field-path'
import { isWritable } from '../../../shared/model/object-type'
import type { RecordView } from '../../../shared/model/views'
import type { HistoryEntry } from '../../../shared/sync/change'
import { kindOf, sameValue } from '../../../shared/sync/merge-field'
import { useHistory } from '../../data/queries'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { classes } from '../../parts/classes'
import { FieldDiff } from '../../parts/diff/field-diff'
import { fieldAtPath } from '../../parts/fields/field-groups'
import { textContext, useFieldContext } from '../../parts/fields/field-context'
import { fieldLabel } from '../../parts/fields/labels'
import { useNames } from '../../parts/fields/names'
import { formatDay, formatDayTime, formatTime } from '../../parts/format'
import { Tick } from '../../parts/tick'
import { useNow } from '../../parts/use-now'
import { ComparePanel } from './compare-panel'
import styles from './history.module.css'
import shared from './record.module.css'
import { useSaveFields } from './use-save-fields'

export function History({ view, crm }: { readonly view: RecordView; readonly crm: string }) {
  const t = useText()
  const now = useNow()
  const save = useSaveFields(view)
  const [chosen, setChosen] = useState<readonly HistoryEntry['id'][]>([])
  const context = useFieldContext()
  const { connection, object, id, document } = view
  const { data = [], isPending } = useHistory({ connection, object, id })
  const fields = data.map((entry) => fieldAtPath(object, document, entry.path))
  const names = useNames(
    connection,
    data.flatMap((entry, index) => {
      const field = fields[index]
      return field ? [entry.old, entry.new].map((value) => ({ kind: field.kind, to: field.to, value })) : []
    }),
    context.names,
  )
  if (isPending) return null
  if (data.length === 0) return <p className={shared.nothing}>{t('record.noHistory')}</p>
  const days = Map.groupBy(data, (entry) => new Date(entry.at).toDateString())
  const text = textContext(t, { names, document })
  const lineOf = (entry: HistoryEntry): React.ReactNode => {
    const field = fieldAtPath(object, document, entry.path)
    const kind = field?.kind ?? kindOf(object, entry.path)
    const mayRestore = isWritable(object) && field !== null && field.readOnly === null && !sameValue(kind, readField(document, field.path), entry.old)
    return (
      <li key={entry.id} className={classes(styles.line, entry.origin !== 'remote' && styles.mine)}>
        <time className={styles.lineTime} title={formatDayTime({ kind: 'instant', at: entry.at })}>
          {formatTime(entry.at)}
        </time>
        <span className={styles.lineDot} aria-hidden="true" />
        <div className={styles.lineBody}>
          <span className={styles.lineField}>{field ? fieldLabel(t, object, field) : entry.path}</span>{' '}
          <FieldDiff kind={kind} old={entry.old} new={entry.new} context={text} />
          <div className={styles.lineWho}>{t(`history.${entry.origin}`, { crm })}</div>
        </div>
        <span className={classes(styles.lineAction, chosen.length > 0 && styles.choosing)}>
          <Tick
            checked={chosen.includes(entry.id)}
            label={t('history.moment', {
              field: field ? fieldLabel(t, object, field) : entry.path,
              time: formatDayTime({ kind: 'instant', at: entry.at }),
            })}
            onChange={() => setChosen(chosenAfter(chosen, entry.id))}
          >
            {t('history.compare')}
          </Tick>
          {mayRestore ? (
            <Button kind="link" small onPress={() => void save([{ path: entry.path as FieldPath, value: entry.old }])}>
              {t('history.restore')}
            </Button>
          ) : null}
        </span>
      </li>
    )
  }
  return (
    <div className={styles.history}>
      {chosen.length > 0 ? <ComparePanel view={view} entries={data} chosen={chosen} context={text} onClose={() => setChosen([])} /> : null}
      {[...days].map(([day, entries]) => (
        <section key={day}>
          <h2 className={styles.day}>
            {day === new Date(now).toDateString() ? t('history.today') : entries[0] ? formatDay({ kind: 'instant', at: entries[0].at }, now) : day}
          </h2>
          <ol>{entries.map(lineOf)}</ol>
        </section>
      ))}
    </div>
  )
}

/** Two at most: a third takes the place of the one chosen last. */
function chosenAfter(chosen: readonly number[], id: number): readonly number[] {
  if (chosen.includes(id)) return chosen.filter((each) => each !== id)
  return [...chosen.slice(0, 1), id]
}
