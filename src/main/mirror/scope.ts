/** Taking out of the mirror what is not to be kept here any more. Nothing with unpushed changes goes, and the CRM is not touched. */
import { isInScope, type PullScope, projected } from '../../shared/model/scope'
import type { ConnectionId, RemoteId } from '../../shared/model/ids'
import type { JsonObject } from '../../shared/model/json'
import type { ObjectType } from '../../shared/model/object-type'
import { openRows } from './change-row'
import { findStream } from './identity'
import { handleOf, type WriteDb } from './sql'
import { transaction } from './transaction'
import { dropRecord, refreshView, type StoredRecord } from './view'

/** Rows looked at in one transaction: nobody's save waits for a large mirror. */
const SLICE = 500

/** True where it was here and is not any more; false where it stays for its changes, or was never here. Must run in a transaction. */
export function leaveOut(db: WriteDb, connection: ConnectionId, object: ObjectType, remoteId: RemoteId): boolean {
  const stream = findStream(db, connection, object)
  const rows = db.all<StoredRecord>('SELECT * FROM record WHERE stream = ? AND remote_id = ?', stream, remoteId)
  const free = rows.filter((row) => openRows(db, row.id).length === 0)
  for (const row of free) dropRecord(db, connection, object, row)
  return free.length > 0
}

/** Whether it is here with changes that were never pushed: such a one is kept up to date whatever the scope. */
export function holdsChanges(db: WriteDb, connection: ConnectionId, object: ObjectType, remoteId: RemoteId): boolean {
  const stream = findStream(db, connection, object)
  const rows = db.all<Pick<StoredRecord, 'id'>>('SELECT id FROM record WHERE stream = ? AND remote_id = ?', stream, remoteId)
  return rows.some((row) => openRows(db, row.id).length > 0)
}

/** Brings what is here of one type into a narrower scope. Answers how many records went. */
export function narrowTo(db: WriteDb, connection: ConnectionId, object: ObjectType, scope: PullScope, owner: RemoteId | null): number {
  const stream = findStream(db, connection, object)
  if (stream === null) return 0
  let gone = 0
  for (let after = 0; ;) {
    const rows = db.all<StoredRecord>('SELECT * FROM record WHERE stream = ? AND rid > ? ORDER BY rid LIMIT ?', stream, after, SLICE)
    const last = rows.at(-1)
    if (!last) return gone
    after = last.rid
    gone += transaction(db, 'pulled', () => rows.filter((row) => narrowRow(db, connection, object, scope, owner, row)).length)
  }
}

function narrowRow(db: WriteDb, connection: ConnectionId, object: ObjectType, scope: PullScope, owner: RemoteId | null, row: StoredRecord): boolean {
  // Made here, and the CRM knows nothing of it: nobody but the rep may drop it.
  if (row.remote_id === null || row.remote_json === null || openRows(db, row.id).length > 0) return false
  const document = JSON.parse(row.remote_json) as JsonObject
  if (!isInScope(scope, owner, object, document)) {
    dropRecord(db, connection, object, row)
    return true
  }
  const kept = projected(scope, object, document)
  const json = JSON.stringify(kept)
  if (json !== row.remote_json || (!scope.raw && row.raw_json !== null)) {
    db.run('UPDATE record SET remote_json = ?, raw_json = ? WHERE rid = ?', json, scope.raw ? row.raw_json : null, row.rid)
    refreshView(db, connection, object, row.id)
  }
  return false
}

/** The type is walked from the beginning again with the next pull. Must run in a transaction. */
export function beginAnew(db: WriteDb, connection: ConnectionId, object: ObjectType): void {
  const stream = findStream(db, connection, object)
  db.run('DELETE FROM checkpoint WHERE connection = ? AND object = ?', connection, object)
  db.run('DELETE FROM sweep_log WHERE stream = ?', stream)
  db.run('DELETE FROM seen WHERE generation IN (SELECT generation FROM sweep WHERE stream = ?)', stream)
  db.run('DELETE FROM sweep WHERE stream = ?', stream)
  handleOf(db).state.searchDue = true
}
