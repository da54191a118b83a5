/**
 * Saving what the rep does: one transaction with the change, the record as they see it, its links, its words and its history. When
 * it returns, it is on the disk.
 *
 * Edits of one record coalesce while nothing of it was sent: the last value wins, the base stays the first one, and a field put
 * back to its base leaves. What may have been sent is never touched: a later edit is a change of its own, whose base is what the
 * earlier one is expected to leave behind.
 */
import { invariant } from '../../shared/assert'
import { fail, preview } from '../../shared/failure'
import { type FieldPath, readField, writeField } from '../../shared/model/field-path'
import type { ConnectionId, Instant, RecordId } from '../../shared/model/ids'
import { isEmptyValue, type Json, type JsonObject } from '../../shared/model/json'
import type { WritableObjectType } from '../../shared/model/object-type'
import type { Change } from '../../shared/sync/change'
import { kindOf, type PatchField, sameValue } from '../../shared/sync/merge-field'
import { unapproved } from './approval'
import {
  type ChangeColumns,
  type ChangeRow,
  conflictRows,
  dataOf,
  findRow,
  insertChange,
  knownFields,
  openRows,
  patchOf,
  toChange,
  withField,
} from './change-row'
import { noteHistory, noteRecord } from './history'
import { canMove, moveChange } from './moves'
import type { WriteDb } from './sql'
import { touchOutbox } from './touched'
import { transaction } from './transaction'
import { rememberStep } from './undo'
import { addLocalRecord, dropRecord, findStored, refreshView, type StoredRecord } from './view'

export interface EditInput {
  readonly connection: ConnectionId
  readonly object: WritableObjectType
  readonly recordId: RecordId
  readonly fields: readonly { readonly path: FieldPath; readonly value: Json }[]
  readonly batch: string | null
  readonly now: Instant
}

export interface CreateInput {
  readonly connection: ConnectionId
  readonly object: WritableObjectType
  readonly data: JsonObject
  readonly batch: string | null
  readonly now: Instant
  readonly recordId: RecordId
}

export type DeleteInput = Pick<EditInput, 'connection' | 'object' | 'recordId' | 'batch' | 'now'>

/** Null when every value was what it is already, or is put back to what the CRM holds. */
export function saveEdit(db: WriteDb, input: EditInput): Change | null {
  return transaction(db, 'person', () => {
    const { connection, object, recordId, now } = input
    const record = requireShown(db, object, recordId)
    const view = viewOf(record)
    const step = rememberStep(db, { ...input, changes: openRows(db, recordId), paths: input.fields.map(({ path }) => path) })
    let touched: number | null = null
    for (const { path, value } of input.fields) {
      const old = readField(view, path) ?? null
      if (sameValue(kindOf(object, path), old, value)) continue
      touched = placeEdit(db, input, { path, base: old, value })
      noteHistory(db, recordId, { at: now, origin: 'local', path, old, new: value })
    }
    if (touched === null) return null
    step.keep()
    refreshView(db, connection, object, recordId)
    touchOutbox(db, connection)
    const row = findRow(db, touched)
    return row && row.state !== 'discarded' ? toChange(db, row) : null
  })
}

export function saveCreate(db: WriteDb, { connection, object, data, batch, now, recordId }: CreateInput): Change {
  return transaction(db, 'person', () => {
    addLocalRecord(db, { connection, object, id: recordId, document: data })
    const step = rememberStep(db, { connection, object, recordId, now, changes: [], paths: [] })
    const row = insertChange(db, { connection, object, record_id: recordId, kind: 'create', batch, data: JSON.stringify(data), now })
    step.keep()
    for (const { path, value } of knownFields(object, data)) noteHistory(db, recordId, { at: now, origin: 'local', path, old: null, new: value })
    refreshView(db, connection, object, recordId)
    touchOutbox(db, connection)
    return toChange(db, row)
  })
}

/** Null when the record was made here and never sent: then nothing is left of it. */
export function saveDelete(db: WriteDb, { connection, object, recordId, batch, now }: DeleteInput): Change | null {
  return transaction(db, 'person', () => {
    const record = requireShown(db, object, recordId)
    const open = openRows(db, recordId)
    const step = rememberStep(db, { connection, object, recordId, now, changes: open, paths: [] })
    touchOutbox(db, connection)
    // What was not sent yet is replaced by the deletion; what is on its way goes first.
    for (const row of open) if (canMove(row, 'replace')) moveChange(db, row.id, 'replace', { updated_at: now })
    if (open.some((row) => row.kind === 'create' && row.state !== 'pushing')) {
      dropRecord(db, connection, object, record)
      noteRecord(db, recordId, 'deleted', 'local', now)
      step.keep()
      return null
    }
    const row = insertChange(db, { connection, object, record_id: recordId, kind: 'delete', batch, base_json: record.remote_json, now })
    noteRecord(db, recordId, 'deleted', 'local', now)
    step.keep()
    refreshView(db, connection, object, recordId)
    return toChange(db, row)
  })
}

/** Puts one edited field where it belongs; answers the change that holds it now. */
function placeEdit(db: WriteDb, { connection, object, recordId, batch, now }: EditInput, field: PatchField): number {
  const open = openRows(db, recordId)
  const disputed = open.find((row) => row.state === 'conflict' && row.kind === 'update' && holds(row, field.path))
  if (disputed) return editDisputed(db, disputed, field, now)

  const create = open.find((row) => row.kind === 'create' && isUnsent(row))
  if (create) {
    const data = writeField(dataOf(create), field.path, isEmptyValue(field.value) ? undefined : field.value)
    moveChange(db, create.id, 'edit', { data: JSON.stringify(data), updated_at: now, ...unapproved, ...again(create) })
    return create.id
  }
  // The youngest that holds the field is what the rep sees and what the CRM gets last: an older one would take this value unseen.
  const holder = open.findLast((row) => row.kind === 'update' && holds(row, field.path))
  const kept = holder && (holder.state === 'held' || holder.state === 'rejected' || isApproved(holder)) ? holder : undefined
  const free = open.filter(
    (row) => row.kind === 'update' && row.state === 'waiting' && row.approved_at === null && isUnsent(row) && (batch === null || row.batch === batch),
  )
  const target = kept ?? free.findLast(({ id }) => holder === undefined || id >= holder.id)
  if (!target) return insertChange(db, { connection, object, record_id: recordId, kind: 'update', batch, patch: JSON.stringify([field]), now }).id

  const patch = withField(patchOf(target), field).filter(({ path, base, value }) => !sameValue(kindOf(object, path), base, value))
  // A change of which nothing is left is closed, not removed: a copy of it beside the mirror must not bring it back.
  const move = patch.length === 0 ? 'empty' : 'edit'
  moveChange(db, target.id, move, { patch: JSON.stringify(patch), updated_at: now, ...unapproved, ...again(target) })
  return target.id
}

/** Approved as it was: another field of the record is a change of its own, another value of the same field has to be approved anew. */
function isApproved(row: ChangeRow): boolean {
  return row.state === 'waiting' && row.approved_at !== null && isUnsent(row)
}

/** What the CRM refused and the rep then corrected goes again by itself. */
function again(row: ChangeRow): ChangeColumns {
  return row.state === 'rejected' ? { error: null, attempts: 0, next_at: null } : {}
}

function editDisputed(db: WriteDb, row: ChangeRow, { path, value }: PatchField, now: Instant): number {
  const patch = patchOf(row).map((field) => (field.path === path ? { ...field, value } : field))
  moveChange(db, row.id, 'edit', { patch: JSON.stringify(patch), updated_at: now })
  if (conflictRows(db, row.id).some((each) => each.path === path)) {
    db.run('UPDATE conflict_field SET mine = ?, decision = NULL WHERE change_id = ? AND path = ?', JSON.stringify(value), row.id, path)
  }
  return row.id
}

function holds(row: ChangeRow, path: string): boolean {
  return patchOf(row).some((field) => field.path === path)
}

/** Certain not to have reached the CRM. */
export function isUnsent(row: ChangeRow): boolean {
  return row.state !== 'pushing' && row.first_sent_at === null
}

function requireShown(db: WriteDb, object: WritableObjectType, recordId: RecordId): StoredRecord {
  const record = findStored(db, recordId)
  if (record && record.list !== null) return record
  return fail(
    record
      ? { kind: 'bad-input', where: object, expected: 'a record that is not deleted here', got: preview(recordId) }
      : { kind: 'not-found', what: object, id: recordId },
  )
}

function viewOf(record: StoredRecord): JsonObject {
  const json = record.view_json ?? record.remote_json
  invariant(json !== null, 'a record has a view or comes from the CRM')
  return JSON.parse(json) as JsonObject
}
