/** One field of a form: its label, its editor, and below it in words what is wrong with what was typed. */
import type { Json } from '../../../shared/model/json'
import { useText } from '../../messages/text'
import { Mark } from '../mark'
import type { Draft } from './draft'
import type { EditableField } from './editable-field'
import { FieldEditor } from './field-editor'
import styles from './fields.module.css'

/** Why what stands in an editor can't be saved. */
export type WhyNot = Exclude<Draft, { ok: true }>['why'] | 'required'

export interface FormFieldProps {
  readonly field: EditableField
  readonly value: Json | undefined
  readonly label: string
  readonly why: WhyNot | undefined
  readonly autoFocus?: boolean
  readonly onDraft: (draft: Draft) => void
}

export function FormField({ field, value, label, why, autoFocus = false, onDraft }: FormFieldProps) {
  const t = useText()
  return (
    <div className={styles.field}>
      <span className={styles.label} aria-hidden="true" title={label}>
        {label}
        {field.required ? <span className={styles.required}> *</span> : null}
      </span>
      <div className={styles.open}>
        <FieldEditor
          field={field}
          value={value}
          label={field.required ? t('editor.required', { label }) : label}
          autoFocus={autoFocus}
          invalid={why !== undefined}
          onDraft={onDraft}
        />
        {why ? (
          <p className={styles.error} role="alert">
            <Mark name="rejected" label={null} />
            {t(`editor.why.${why}`)}
          </p>
        ) : null}
      </div>
    </div>
  )
}
