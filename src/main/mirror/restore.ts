/**
 * Discarded changes that come back: they wait again, on the base that they had, and are measured at once against what the CRM is known
 * to hold. What was typed since is never pushed aside: where another change stands in the way, that is said and nothing is done.
 */
import { fail, preview } from '../../shared/failure'
import type { Instant } from '../../shared/model/ids'
import type { JsonObject } from '../../shared/model/json'
import type { Change } from '../../shared/sync/change'
import { unapproved } from './approval'
import { type ChangeRow, dataOf, findRow, openRows, patchOf, toChange } from './change-row'
import { checkForConflicts } from './early-conflicts'
import { noteDifferences, noteRecord } from './history'
import { remoteIdOf } from './identity'
import { moveChange, mustMove } from './moves'
import { chosenRows } from './chosen'
import type { WriteDb } from './sql'
import { touchOutbox } from './touched'
import { transaction } from './transaction'
import { addLocalRecord, findStored, refreshView, shownOf, type StoredRecord } from './view'

/** All of them, or none; oldest first, so that a record comes back before the edits of it. Of a batch, what is discarded of it. */
export function restoreChanges(db: WriteDb, ids: readonly string[], now: Instant): readonly Change[] {
  return transaction(db, 'person', () => {
    const rows = chosenRows(db, ids, (row) => row.state === 'discarded')
    for (const row of rows) {
      mustMove(row, 'restore')
      restoreOne(db, row, now)
      touchOutbox(db, row.connection)
    }
    return rows.flatMap((row) => {
      const present = findRow(db, row.id)
      return present ? [toChange(db, present)] : []
    })
  })
}

function restoreOne(db: WriteDb, row: ChangeRow, now: Instant): void {
  const { connection, object, record_id: recordId } = row
  const again = { error: null, attempts: 0, next_at: null, updated_at: now, ...unapproved }
  if (row.kind === 'create') {
    if (findStored(db, recordId) || remoteIdOf(db, recordId) !== null) refuseAs(row, 'a record that is not here again already', recordId)
    const document = dataOf(row)
    addLocalRecord(db, { connection, object, id: recordId, document })
    // It was in doubt whether the CRM has it, and still is: sending it again could make it twice.
    const inDoubt = row.record_conflict === 'may-already-exist' || row.first_sent_at !== null
    if (inDoubt) moveChange(db, row.id, 'restoreInDoubt', { ...again, record_conflict: 'may-already-exist' })
    else moveChange(db, row.id, 'restore', again)
    refreshView(db, connection, object, recordId)
    noteRecord(db, recordId, 'there again', 'local', now)
    return
  }
  const record = findStored(db, recordId) ?? fail({ kind: 'not-found', what: `record of change ${row.id}`, id: remoteIdOf(db, recordId) ?? recordId })
  const before = shownOf(record)
  mustBeFree(db, row, record)
  moveChange(db, row.id, 'restore', { ...again, record_conflict: null, first_sent_at: null, uncertain: 0 })
  refreshView(db, connection, object, recordId)
  if (row.kind === 'delete') return noteRecord(db, recordId, 'deleted', 'local', now)
  const remote = record.remote_json === null ? null : (JSON.parse(record.remote_json) as JsonObject)
  if (remote) checkForConflicts(db, { connection, object, recordId, before: remote, remote, now })
  const restored = findStored(db, recordId)
  noteDifferences(db, { object, recordId, before, after: restored ? shownOf(restored) : before, origin: 'local', now })
}

/** A deletion replaces every edit, and an edit needs its fields to itself. */
function mustBeFree(db: WriteDb, row: ChangeRow, record: StoredRecord): void {
  const open = openRows(db, row.record_id)
  const deletion = open.find(({ kind }) => kind === 'delete')
  if (deletion) refuseAs(row, `a record that is not deleted here: discard change ${deletion.id} first`, record.id)
  if (row.kind === 'delete') {
    const [other] = open
    if (other) refuseAs(row, `a record with no other open change: push or discard change ${other.id} first`, record.id)
    return
  }
  for (const { path } of patchOf(row)) {
    const other = open.find((each) => each.kind === 'update' && patchOf(each).some((field) => field.path === path))
    if (other) refuseAs(row, `no other open change of ${path}: push or discard change ${other.id} first`, path)
  }
}

function refuseAs(row: ChangeRow, expected: string, got: string): never {
  return fail({ kind: 'bad-input', where: `change ${row.id}`, expected, got: preview(got) })
}
