/** One field of an edit of many: which, what is done to it, and with what. */
import { useState } from 'react'
import { type BulkAction, bulkActions, isListField } from '../../../shared/model/bulk-edit'
import { definitionOf } from '../../../shared/model/field-path'
import type { FieldKind } from '../../../shared/model/fields'
import { isEmptyValue, type Json } from '../../../shared/model/json'
import type { ObjectType } from '../../../shared/model/object-type'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { CompactInput, CompactSelect } from '../../parts/compact-input'
import type { EditableField } from '../../parts/fields/editable-field'
import { FieldEditor } from '../../parts/fields/field-editor'
import { fieldLabel } from '../../parts/fields/labels'
import styles from './bulk-edit-row.module.css'
import type { AskedEdit } from './use-bulk'

export interface BulkEditRowProps {
  readonly object: ObjectType
  /** Those that can be edited: the model's, and the company's own. */
  readonly fields: readonly EditableField[]
  readonly path: string
  readonly onPath: (path: string) => void
  /** Null while a value is missing. */
  readonly onEdit: (edit: AskedEdit | null) => void
  readonly onRemove: (() => void) | null
}

export function BulkEditRow({ object, fields, path, onPath, onEdit, onRemove }: BulkEditRowProps) {
  const t = useText()
  const [action, setAction] = useState<BulkAction>('set')
  const [find, setFind] = useState('')
  const [by, setBy] = useState('')
  const [from, setFrom] = useState('')
  const field = fields.find((each) => each.path === path)
  const nameOf = (of: EditableField): string => fieldLabel(t, object, of)
  const label = field ? nameOf(field) : path
  const actions = bulkActions.filter((each) => field && takes(object, field, each))
  const choose = (next: BulkAction): void => {
    setAction(next)
    onEdit(next === 'clear' ? { path, action: next, value: null } : null)
  }
  const withValue = (value: Json): void => onEdit(isEmptyValue(value) ? null : { path, action, value })
  const replaceBy = (what: string, to: string): void => {
    setFind(what)
    setBy(to)
    onEdit(what === '' ? null : { path, action: 'replace', value: { find: what, by: to } })
  }
  return (
    <div className={styles.row}>
      <CompactSelect
        label={t('filter.field')}
        value={path}
        options={fields.map((each) => ({ id: each.path as string, label: nameOf(each) })).toSorted((a, b) => a.label.localeCompare(b.label))}
        onChange={(next) => {
          setAction('set')
          onPath(next)
        }}
      />
      <CompactSelect
        label={t('bulk.action')}
        value={action}
        options={actions.map((id) => ({ id, label: t(`bulk.action.${id}`) }))}
        onChange={choose}
      />
      <div className={styles.value}>
        {field && (action === 'set' || action === 'add' || action === 'remove') ? (
          <FieldEditor
            key={`${path} ${action}`}
            field={field}
            value={undefined}
            label={label}
            onDraft={(draft) => (draft.ok ? withValue(draft.values.find((each) => each.path === field.path)?.value ?? null) : onEdit(null))}
          />
        ) : null}
        {action === 'copy' ? (
          <CompactSelect
            label={t('bulk.copyFrom')}
            value={from}
            options={[
              { id: '', label: t('bulk.copyFrom') },
              ...fields
                .filter((each) => field && each.path !== path && sameKind(object, each, field))
                .map((each) => ({ id: each.path as string, label: nameOf(each) })),
            ]}
            onChange={(next) => {
              setFrom(next)
              withValue(next)
            }}
          />
        ) : null}
        {action === 'replace' ? (
          <>
            <CompactInput label={t('bulk.find')} placeholder={t('bulk.find')} value={find} onChange={(next) => replaceBy(next, by)} />
            <CompactInput label={t('bulk.by')} placeholder={t('bulk.by')} value={by} onChange={(next) => replaceBy(find, next)} />
          </>
        ) : null}
      </div>
      {onRemove ? <Button kind="quiet" small icon="x" label={t('bulk.removeField', { field: label })} onPress={onRemove} /> : null}
    </div>
  )
}

function takes(object: ObjectType, { path, kind }: EditableField, action: BulkAction): boolean {
  if (action === 'add' || action === 'remove') return isListField(object, path)
  if (action === 'replace') return kind === 'text' || kind === 'long-text' || kind === 'url'
  return true
}

/** As they are shown, and as the model knows them: to it, all that a company made itself is text. */
function sameKind(object: ObjectType, one: EditableField, other: EditableField): boolean {
  const isText = (kind: FieldKind): boolean => kind === 'text' || kind === 'long-text'
  const like = (a: FieldKind, b: FieldKind): boolean => a === b || (isText(a) && isText(b))
  return like(one.kind, other.kind) && like(definitionOf(object, one.path).kind, definitionOf(object, other.path).kind)
}
