/** The one record that is open. */
import type { ConnectionId, Instant, RecordId, RemoteId } from '../../shared/model/ids'
import type { JsonObject } from '../../shared/model/json'
import type { ObjectType } from '../../shared/model/object-type'
import type { RecordView } from '../../shared/model/views'
import { findRecordId, resolveReferences } from './identity'
import { listChanges } from './outbox'
import { documentOf, nameOf, namesIn } from './rows'
import type { ReadDb } from './sql'

interface WholeRow {
  readonly id: RecordId
  readonly remote_id: RemoteId | null
  readonly list: string | null
  readonly json: string | null
  readonly remote_json: string | null
  readonly raw_json: string | null
  readonly quarantined: string | null
  readonly seen_at: Instant | null
}

/** Null when there is none, also when it was deleted here and the deletion is not pushed yet. */
export function getRecord(db: ReadDb, connection: ConnectionId, object: ObjectType, id: string): RecordView | null {
  const recordId = findRecordId(db, connection, object, id)
  const row =
    recordId === null
      ? undefined
      : db.get<WholeRow>(
          'SELECT id, remote_id, list, coalesce(view_json, remote_json) AS json, remote_json, raw_json, quarantined, seen_at FROM record WHERE id = ?',
          recordId,
        )
  if (row === undefined || row.list === null) return null
  const document = documentOf(db, { ...row, object })
  return {
    id: row.id,
    remoteId: row.remote_id,
    connection,
    object,
    name: nameOf(object, document),
    document,
    base: row.remote_json === null ? null : resolveReferences(db, object, JSON.parse(row.remote_json) as JsonObject),
    raw: row.raw_json === null ? null : (JSON.parse(row.raw_json) as JsonObject),
    changes: listChanges(db, { recordId: row.id, states: ['waiting', 'held', 'pushing', 'rejected', 'conflict'] }),
    names: namesIn(db, connection, object, document),
    quarantined: row.quarantined,
    seenAt: row.seen_at,
  }
}
