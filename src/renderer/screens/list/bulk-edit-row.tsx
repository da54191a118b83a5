/** One field of an edit of many: which, what is done to it, and with what. */
import { useState } from 'react'
import { type BulkAction, bulkActions, isListField } from '../../../shared/model/bulk-edit'
import { definitionOf, type FieldPath } from '../../../shared/model/field-path'
import { isEmptyValue, type Json } from '../../../shared/model/json'
import type { ObjectType } from '../../../shared/model/object-type'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { CompactInput, CompactSelect } from '../../parts/compact-input'
import { FieldEditor } from '../../parts/fields/field-editor'
import { fieldAtPath } from '../../parts/fields/field-groups'
import { fieldLabel } from '../../parts/fields/labels'
import styles from './bulk-edit-row.module.css'
import type { AskedEdit } from './use-bulk'

export interface BulkEditRowProps {
  readonly object: ObjectType
  readonly paths: readonly string[]
  readonly path: string
  readonly onPath: (path: string) => void
  /** Null while a value is missing. */
  readonly onEdit: (edit: AskedEdit | null) => void
  readonly onRemove: (() => void) | null
}

export function BulkEditRow({ object, paths, path, onPath, onEdit, onRemove }: BulkEditRowProps) {
  const t = useText()
  const [action, setAction] = useState<BulkAction>('set')
  const [find, setFind] = useState('')
  const [by, setBy] = useState('')
  const [from, setFrom] = useState('')
  const label = (of: string): string => fieldLabel(t, object, { path: of as FieldPath, label: null })
  const field = fieldAtPath(object, {}, path)
  const actions = bulkActions.filter((each) => takes(object, path, each))
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
        options={paths.map((id) => ({ id, label: label(id) })).toSorted((a, b) => a.label.localeCompare(b.label))}
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
            label={label(path)}
            onDraft={(draft) => (draft.ok ? withValue(draft.values.find((each) => each.path === field.path)?.value ?? null) : onEdit(null))}
          />
        ) : null}
        {action === 'copy' ? (
          <CompactSelect
            label={t('bulk.copyFrom')}
            value={from}
            options={[
              { id: '', label: t('bulk.copyFrom') },
              ...paths.filter((each) => each !== path && sameKind(object, each, path)).map((id) => ({ id, label: label(id) })),
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
      {onRemove ? <Button kind="quiet" small icon="x" label={t('bulk.removeField', { field: label(path) })} onPress={onRemove} /> : null}
    </div>
  )
}

function takes(object: ObjectType, path: string, action: BulkAction): boolean {
  const { kind } = definitionOf(object, path as FieldPath)
  if (action === 'add' || action === 'remove') return isListField(object, path)
  if (action === 'replace') return kind === 'text' || kind === 'long-text' || kind === 'url'
  return true
}

function sameKind(object: ObjectType, one: string, other: string): boolean {
  const [a, b] = [definitionOf(object, one as FieldPath).kind, definitionOf(object, other as FieldPath).kind]
  return a === b || (['text', 'long-text'].includes(a) && ['text', 'long-text'].includes(b))
}
