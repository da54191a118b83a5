/** One field of a record: its name, its value, and, when it is opened, its editor in the same place. */
import { type MouseEvent, useEffect, useRef } from 'react'
import type { Json } from '../../../shared/model/json'
import { useText } from '../../messages/text'
import { Button } from '../button'
import { classes } from '../classes'
import { Icon } from '../icon'
import type { DraftValue } from './draft'
import type { EditableField } from './editable-field'
import { textContext, useFieldContext } from './field-context'
import { fieldText } from './field-text'
import { FieldValue } from './field-value'
import styles from './fields.module.css'
import { fieldLabel } from './labels'
import { type AfterSave, OpenEditor } from './open-editor'

export interface FieldRowProps {
  readonly field: EditableField
  readonly value: Json | undefined
  /** The CRM's value now. */
  readonly remote: Json | undefined
  /** What the field was before the rep's unpushed edit; absent where there is none. */
  readonly was?: { readonly value: Json }
  readonly editing: boolean
  /** Why nothing here can be edited; null where it can. */
  readonly reason: string | null
  /** Focus returns to this row when its editor closes. */
  readonly refocus: boolean
  readonly onEdit: () => void
  readonly onSave: (values: readonly DraftValue[], then: AfterSave) => void
  readonly onCancel: () => void
  readonly onRevert: () => void
}

export function FieldRow({ field, value, remote, was, editing, reason, refocus, onEdit, onSave, onCancel, onRevert }: FieldRowProps) {
  const t = useText()
  const context = useFieldContext()
  const label = fieldLabel(t, context.object, field)
  const row = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (refocus && !editing) row.current?.querySelector<HTMLElement>('[data-edit]')?.focus()
  }, [refocus, editing])
  const openByClick = (event: MouseEvent): void => {
    if (event.target instanceof Element && event.target.closest('a, button')) return
    // Selecting text to copy it is no wish to edit it.
    if (reason === null && window.getSelection()?.isCollapsed !== false) onEdit()
  }
  return (
    <div className={styles.field} data-path={field.path} ref={row}>
      <dt className={styles.label} title={label}>
        {label}
      </dt>
      {editing ? (
        <dd className={styles.editing}>
          <OpenEditor field={field} label={label} value={value} remote={remote} onSave={onSave} onCancel={onCancel} />
        </dd>
      ) : (
        <dd className={classes(styles.value, was && styles.unpushed, reason === null && styles.editable)} onClick={openByClick}>
          <div className={styles.shown}>
            <FieldValue field={field} value={value} />
          </div>
          {reason === null ? (
            <span className={styles.pen}>
              <EditButton label={t('field.edit', { field: label })} onPress={onEdit} />
            </span>
          ) : (
            <span className={styles.locked} title={reason}>
              <Icon name="lock" small />
              <span className="visually-hidden">{reason}</span>
            </span>
          )}
          {was ? (
            <div className={styles.was}>
              {t('field.was')}{' '}
              <s title={fieldText(field.kind, was.value, textContext(t, context)).slice(0, 1000)}>
                <bdi>{shortened(fieldText(field.kind, was.value, textContext(t, context))) || t('value.empty')}</bdi>
              </s>{' '}
              ·{' '}
              <Button kind="link" className={styles.revert ?? ''} onPress={onRevert}>
                {t('field.revert')}
              </Button>
            </div>
          ) : null}
        </dd>
      )}
    </div>
  )
}

/** The old value is a reminder; the whole of it stands under Changes and History. */
function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79).trimEnd()}…` : text
}

function EditButton({ label, onPress }: { readonly label: string; readonly onPress: () => void }) {
  return (
    <button type="button" data-edit="" className={styles.penButton} aria-label={label} onClick={onPress}>
      <Icon name="edit" small />
    </button>
  )
}
