/**
 * "It is this one": a create of which nobody knows whether it arrived becomes the record that the rep points at. Nothing they typed is lost
 * by it: where that record says something else, their values wait as an edit of it.
 */
import { fail, preview } from '../../shared/failure'
import { readField } from '../../shared/model/field-path'
import type { ChangeId, Instant } from '../../shared/model/ids'
import type { Change } from '../../shared/sync/change'
import { kindOf, type PatchField, sameValue } from '../../shared/sync/merge-field'
import type { IncomingRecordLike } from './apply'
import { type ChangeRow, dataOf, findRow, insertChange, knownFields, openRows, patchOf, toChange } from './change-row'
import { noteHistory } from './history'
import { isLocalId, requireStream, resolveReferences } from './identity'
import { moveChange, mustMove } from './moves'
import { becomeRemote } from './settle'
import type { WriteDb } from './sql'
import { touchOutbox } from './touched'
import { transaction } from './transaction'
import { findStored, refreshView } from './view'

export interface Adoption {
  readonly record: IncomingRecordLike
  /** The number of the request that brought it; 0 where it is known from before. */
  readonly seq: number
  readonly now: Instant
}

/** Answers the change, which is settled, and the edit that is left of it, if there is one. */
export function adoptCreate(db: WriteDb, id: ChangeId, { record: theirs, seq, now }: Adoption): readonly Change[] {
  return transaction(db, 'person', () => {
    const row = requireInDoubt(db, id)
    const { connection, object, record_id: recordId, batch } = row
    const record = findStored(db, recordId) ?? fail({ kind: 'not-found', what: `record of change ${id}`, id: recordId })
    mustBeFree(db, row, theirs)
    moveChange(db, row.id, 'adopt', { record_conflict: null, candidates: null, error: null, next_at: null, updated_at: now })
    becomeRemote(db, row, record, theirs.remoteId, theirs.document)
    db.run('UPDATE record SET seq = max(seq, ?), seen_at = ?, remote_json = ? WHERE id = ?', seq, now, JSON.stringify(theirs.document), recordId)
    const edited = new Set(openRows(db, recordId).flatMap((other) => patchOf(other).map(({ path }) => path)))
    const patch = knownFields(object, resolveReferences(db, object, dataOf(row))).flatMap(({ path, value }): readonly PatchField[] => {
      const base = readField(theirs.document, path) ?? null
      return edited.has(path) || sameValue(kindOf(object, path), base, value) ? [] : [{ path, base, value }]
    })
    const left =
      patch.length === 0
        ? null
        : insertChange(db, { connection, object, record_id: recordId, kind: 'update', batch, patch: JSON.stringify(patch), now })
    for (const { path, base, value } of patch) noteHistory(db, recordId, { at: now, origin: 'resolution', path, old: base, new: value })
    refreshView(db, connection, object, recordId)
    touchOutbox(db, connection)
    return [row.id, ...(left ? [left.id] : [])].flatMap((each) => {
      const present = findRow(db, each)
      return present ? [toChange(db, present)] : []
    })
  })
}

/** The change, if it is a create in doubt; else a failure that says so. */
export function requireInDoubt(db: WriteDb, id: ChangeId): ChangeRow {
  const row = findRow(db, id) ?? fail({ kind: 'not-found', what: 'change', id })
  mustMove(row, 'adopt')
  if (row.record_conflict === 'may-already-exist') return row
  return fail({
    kind: 'bad-input',
    where: `change ${id}`,
    expected: 'a new record that may be in the CRM already',
    got: preview(row.record_conflict ?? 'a conflict about fields'),
  })
}

/** One of the CRM's records can't be two of ours. */
function mustBeFree(db: WriteDb, row: ChangeRow, { remoteId }: IncomingRecordLike): void {
  const stream = requireStream(db, row.connection, row.object)
  const taken = db.get<{ readonly record_id: string }>(
    'SELECT record_id FROM id_map WHERE stream = ? AND remote_id = ? AND record_id <> ?',
    stream,
    remoteId,
    row.record_id,
  )
  if (taken && isLocalId(taken.record_id)) {
    fail({ kind: 'bad-input', where: `change ${row.id}`, expected: 'a record that no other new record of yours became', got: preview(remoteId) })
  }
}
