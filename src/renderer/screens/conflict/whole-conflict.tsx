/** A conflict about the record as a whole: gone there and edited here, deleted here and changed there, perhaps made twice. */
import type { RecordView } from '../../../shared/model/views'
import { readField } from '../../../shared/model/field-path'
import type { Change } from '../../../shared/sync/change'
import { invariant } from '../../../shared/assert'
import { kindOf, sameValue } from '../../../shared/sync/merge-field'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { FieldDiff } from '../../parts/diff/field-diff'
import { fieldAtPath } from '../../parts/fields/field-groups'
import { textContext, useFieldContext } from '../../parts/fields/field-context'
import { fieldLabel } from '../../parts/fields/labels'
import { useKeys } from '../../parts/keyboard'
import { useGo } from '../../parts/link'
import { RecordName } from '../../parts/value'
import styles from './conflict.module.css'
import { useResolve } from './use-resolve'

export function WholeConflict({ change, crm, view }: { readonly change: Change; readonly crm: string; readonly view: RecordView | null }) {
  const t = useText()
  const go = useGo()
  const context = useFieldContext()
  const resolve = useResolve(change)
  const kind = change.recordConflict
  invariant(kind !== null, 'a conflict about fields is shown by FieldConflict')
  useKeys({ close: () => go({ at: 'changes' }) })
  const shown = change.fields.flatMap((field) => {
    const known = fieldAtPath(change.object, context.document, field.path)
    if (kind !== 'changed-since-delete') return [{ field, known, old: field.old, next: field.new }]
    // What they made of it since: the CRM's record now, against what the rep saw when deleting it.
    const now = field.conflict ? field.conflict.theirs : view?.base && known ? (readField(view.base, known.path) ?? null) : field.old
    return sameValue(kindOf(change.object, field.path), field.old, now) ? [] : [{ field, known, old: field.old, next: now }]
  })
  const text = textContext(t, context)
  return (
    <div className={styles.body}>
      <p className={styles.wholeTitle}>{t(`conflict.${kind}.title`, { crm })}</p>
      <p className={styles.lead}>{t(`conflict.${kind}.why`, { crm })}</p>
      <dl className={styles.edits}>
        {shown.map(({ field, known, old, next }) => (
          <div key={field.path} className={styles.edit}>
            <dt>{known ? fieldLabel(t, change.object, known) : field.path}</dt>
            <dd>
              <FieldDiff kind={known?.kind ?? kindOf(change.object, field.path)} old={old} new={next} context={text} />
            </dd>
          </div>
        ))}
      </dl>
      {change.candidates.length === 0 ? null : (
        <section aria-label={t('conflict.candidates')}>
          <h3 className={styles.lead}>{t('conflict.candidates')}</h3>
          <ul>
            {change.candidates.map((candidate) => (
              <li key={candidate.remoteId} className={styles.candidate}>
                <span className={styles.candidateName}>
                  <RecordName name={candidate.name} /> <span className={styles.when}>{candidate.remoteId}</span>
                </span>
                <Button small busy={resolve.busy} onPress={() => void resolve.adopt(candidate.remoteId)}>
                  {t('conflict.isThis')}
                </Button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <div className={styles.wholeActions}>
        <Button
          kind={kind === 'changed-since-delete' ? 'danger' : 'default'}
          busy={resolve.busy}
          onPress={() => void resolve.settle({ take: 'mine', fields: [] })}
        >
          {t(`conflict.${kind}.mine`)}
        </Button>
        <Button busy={resolve.busy} onPress={() => void resolve.settle({ take: 'theirs', fields: [] })}>
          {t(`conflict.${kind}.theirs`)}
        </Button>
        <Button kind="quiet" onPress={() => go({ at: 'changes' })}>
          {t('conflict.later')}
        </Button>
      </div>
    </div>
  )
}
