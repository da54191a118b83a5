/** The fields of a record, in groups; the empty ones folded. One is open at a time, and saving it is an edit of its own. */
import { useEffect, useState } from 'react'
import { readField } from '../../../shared/model/field-path'
import { isWritable } from '../../../shared/model/object-type'
import type { RecordView } from '../../../shared/model/views'
import { useDefinedFields } from '../../data/fields'
import { useIndustries } from '../../data/industries'
import { useAbilities } from '../../data/support'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import type { DraftValue } from '../../parts/fields/draft'
import type { EditableField } from '../../parts/fields/editable-field'
import { type FieldGroup, fieldGroups, groupFields, withIndustries, isEmptyField } from '../../parts/fields/field-groups'
import { FieldRow } from '../../parts/fields/field-row'
import type { AfterSave } from '../../parts/fields/open-editor'
import { Icon } from '../../parts/icon'
import { Mark } from '../../parts/mark'
import { useGo } from '../../parts/link'
import styles from './details.module.css'
import shared from './record.module.css'
import { useEditing } from '../../parts/fields/use-editing'
import { useSaveFields } from './use-save-fields'

export interface DetailsProps {
  readonly view: RecordView
  readonly crm: string
  /** Each new number opens the first field, or the one that has the focus. */
  readonly editWish: number
}

export function Details({ view, crm, editWish }: DetailsProps) {
  const t = useText()
  const save = useSaveFields(view)
  const [editing, setEditing] = useState<string | null>(null)
  const [left, setLeft] = useState<string | null>(null)
  const [open, setOpen] = useState<ReadonlySet<FieldGroup>>(new Set())
  useEditing(view, editing !== null)
  const abilities = useAbilities(view.connection, view.object)
  const known = groupFields(view.object, view.document, useDefinedFields(view.connection, view.object))
  const groups = withIndustries(known, useIndustries(view.connection))
  const isShown = (group: FieldGroup, field: EditableField): boolean =>
    open.has(group) || !isEmptyField(view.document, field) || field.path === editing
  // What a rep came for is always there to be filled in, even where the CRM has nothing yet.
  const shown = fieldGroups.map((group) => ({
    group,
    fields: groups[group].filter((field) => (group === 'main' && view.object !== 'event') || isShown(group, field)),
    all: groups[group],
  }))
  // What was never sent is still ours alone.
  const isReadOnly = !abilities.update && view.remoteId !== null
  const refusedBy = ({ path }: EditableField): string | null =>
    isReadOnly ? t('support.reason.read-only', { crm }) : abilities.writes(path) ? null : t('support.reason.not-written', { crm })
  const reasonFor = (field: EditableField): string | null =>
    isWritable(view.object) && field.readOnly === null ? refusedBy(field) : t(`field.reason.${field.readOnly ?? 'by-crm'}`, { crm })
  const editable = shown.flatMap(({ fields }) => fields).filter((field) => reasonFor(field) === null)

  useEffect(() => {
    if (editWish === 0) return
    const focused = document.activeElement?.closest('[data-path]')?.getAttribute('data-path')
    setEditing(editable.find(({ path }) => path === focused)?.path ?? editable[0]?.path ?? null)
    // Only a new wish opens an editor; a field that comes or goes does not.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [editWish])

  const afterSave = (field: EditableField, values: readonly DraftValue[], then: AfterSave): void => {
    const at = editable.findIndex(({ path }) => path === field.path)
    const neighbour = then === 'stay' || then === 'up' ? null : (editable[at + (then === 'next' ? 1 : -1)] ?? null)
    setLeft(neighbour === null ? field.path : null)
    // Only where no other editor was opened meanwhile: a click on another field saves this one first.
    setEditing((current) => (current === field.path ? (neighbour?.path ?? null) : current))
    void save(values)
  }
  const waiting = new Map(
    view.changes.filter(({ kind }) => kind === 'update').flatMap(({ fields }) => fields.map((field) => [field.path, field] as const)),
  )
  return (
    <>
      <Unpushed view={view} />
      {shown.map(({ group, fields, all }) => {
        const hidden = all.length - fields.length
        if (all.length === 0) return null
        return (
          <div key={group} className={styles.group}>
            <h2 className={shared.groupHead}>{t(`record.group.${group}`)}</h2>
            <dl>
              {fields.map((field) => {
                const changed = waiting.get(field.path)
                return (
                  <FieldRow
                    key={field.path}
                    field={field}
                    value={readField(view.document, field.path)}
                    remote={view.base === null ? undefined : readField(view.base, field.path)}
                    {...(changed ? { was: { value: changed.old } } : {})}
                    editing={editing === field.path}
                    refocus={left === field.path}
                    reason={reasonFor(field)}
                    onEdit={() => {
                      setLeft(null)
                      setEditing(field.path)
                    }}
                    onSave={(values, then) => afterSave(field, values, then)}
                    onCancel={() => {
                      setLeft(field.path)
                      setEditing(null)
                    }}
                    onRevert={() => void save([{ path: field.path, value: changed?.old ?? null }])}
                  />
                )
              })}
            </dl>
            {hidden > 0 || open.has(group) ? (
              <button type="button" className={styles.fold} aria-expanded={open.has(group)} onClick={() => setOpen(toggled(open, group))}>
                <Icon name={open.has(group) ? 'down' : 'right'} small />
                {open.has(group) ? t('record.foldEmpty') : t('record.emptyFields', { count: hidden })}
              </button>
            ) : null}
          </div>
        )
      })}
    </>
  )
}

/** How much of this record was never pushed, and the ways on from there. */
function Unpushed({ view }: { readonly view: RecordView }) {
  const t = useText()
  const go = useGo()
  const [first] = view.changes
  if (!first) return null
  const fields = view.changes.reduce((sum, change) => sum + (change.kind === 'update' ? change.fields.length : 0), 0)
  const made = view.changes.some(({ kind }) => kind === 'create')
  const worst = view.changes.find(({ state }) => state === 'conflict' || state === 'rejected') ?? first
  return (
    <div className={styles.unpushed}>
      <Mark name={worst.state === 'pushed' || worst.state === 'discarded' ? 'waiting' : worst.state} label={t(`state.${worst.state}`)} />
      <span className={styles.unpushedWords}>
        {made ? t('record.madeHere') : fields === 0 ? t('record.deletedHere') : t('record.unpushedFields', { count: fields })}
      </span>
      <Button small onPress={() => (worst.state === 'conflict' ? go({ at: 'conflict', change: worst.id }) : go({ at: 'changes' }))}>
        {t(worst.state === 'conflict' ? 'record.resolve' : 'record.review')}
      </Button>
    </div>
  )
}

function toggled<Value>(set: ReadonlySet<Value>, value: Value): ReadonlySet<Value> {
  return set.has(value) ? new Set([...set].filter((each) => each !== value)) : new Set([...set, value])
}
