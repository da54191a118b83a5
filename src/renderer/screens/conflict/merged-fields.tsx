/** What needs no answer: fields that only one side changed. Theirs are merged already; the rep's other ones go as a change of their own. */
import type { Change } from '../../../shared/sync/change'
import { type FieldPath, readField } from '../../../shared/model/field-path'
import { kindOf } from '../../../shared/sync/merge-field'
import { useText } from '../../messages/text'
import { fieldAtPath } from '../../parts/fields/field-groups'
import { textContext, useFieldContext } from '../../parts/fields/field-context'
import { fieldText } from '../../parts/fields/field-text'
import { fieldLabel } from '../../parts/fields/labels'
import { Icon } from '../../parts/icon'
import styles from './merged-fields.module.css'
import { ownBeside } from './decisions'

export interface MergedField {
  readonly path: string
  readonly label: string
  /** What the record will hold. */
  readonly text: string
  readonly by: 'crm' | 'you'
}

/** @param open every change that is open */
export function useMergedFields(change: Change, open: readonly Change[]): readonly MergedField[] {
  const t = useText()
  const context = useFieldContext()
  const { object } = change
  const line = (path: string, by: MergedField['by']): MergedField => {
    const known = fieldAtPath(object, context.document, path)
    const value = readField(context.document, path as FieldPath) ?? null
    const text = fieldText(known?.kind ?? kindOf(object, path), value, textContext(t, context)) || t('value.empty')
    return { path, label: known ? fieldLabel(t, object, known) : path, text, by }
  }
  return [...change.merged.map((path) => line(path, 'crm')), ...ownBeside(change, open).map((path) => line(path, 'you'))]
}

export function MergedFields({ fields, crm }: { readonly fields: readonly MergedField[]; readonly crm: string }) {
  const t = useText()
  if (fields.length === 0) return null
  return (
    <details className={styles.merged}>
      <summary className={styles.summary}>
        <Icon name="right" small className={styles.arrow ?? ''} />
        <span>{t('conflict.merged', { count: fields.length, fields: fields.map(({ label }) => label).join(', ') })}</span>
      </summary>
      <dl className={styles.fields}>
        {fields.map(({ path, label, text, by }) => (
          <div key={`${by} ${path}`} className={styles.field}>
            <dt>{label}</dt>
            <dd>
              <bdi>{text}</bdi>
            </dd>
            <dd className={styles.by}>{by === 'crm' ? t('conflict.mergedBy', { crm }) : t('conflict.mergedOwn')}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
