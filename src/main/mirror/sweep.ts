/** Sweeps: which records did a complete listing not name? Absence is a suspicion; the caller reads each by id. */
import type { ConnectionId, Instant, RecordId, RemoteId } from '../../shared/model/ids'
import type { ObjectType } from '../../shared/model/object-type'
import { requireStream } from './identity'
import type { ReadDb, WriteDb } from './sql'

/** Notes where the rows end now: what comes later is no candidate. */
export function beginSweep(db: WriteDb, connection: ConnectionId, object: ObjectType, now: Instant): number {
  const stream = requireStream(db, connection, object)
  return db.run('INSERT INTO sweep (stream, began_at, last_rid) SELECT ?, ?, coalesce(max(rid), 0) FROM record', stream, now).lastInsertRowid
}

export function markSeen(db: WriteDb, generation: number, connection: ConnectionId, object: ObjectType, remoteIds: readonly RemoteId[]): void {
  const stream = requireStream(db, connection, object)
  for (const remoteId of remoteIds) {
    db.run('INSERT OR IGNORE INTO seen (generation, rid) SELECT ?, rid FROM record WHERE stream = ? AND remote_id = ?', generation, stream, remoteId)
  }
}

/** Clean rows known before the sweep that it did not name. */
export function sweepCandidates(db: ReadDb, generation: number): readonly { readonly remoteId: RemoteId; readonly recordId: RecordId }[] {
  return db.all(
    `SELECT r.remote_id AS remoteId, r.id AS recordId
       FROM sweep JOIN record r ON r.stream = sweep.stream
      WHERE sweep.generation = ?1 AND r.remote_id IS NOT NULL AND r.list IS NOT NULL AND r.view_json IS NULL AND r.rid <= sweep.last_rid
        AND NOT EXISTS (SELECT 1 FROM seen WHERE seen.generation = ?1 AND seen.rid = r.rid)
      ORDER BY r.rid`,
    generation,
  )
}

export function endSweep(db: WriteDb, generation: number): void {
  db.run('DELETE FROM seen WHERE generation = ?', generation)
  db.run('DELETE FROM sweep WHERE generation = ?', generation)
}

/** Drops sweeps that never ended and began before that. */
export function dropOldSweeps(db: WriteDb, before: Instant): void {
  db.run('DELETE FROM seen WHERE generation IN (SELECT generation FROM sweep WHERE began_at < ?)', before)
  db.run('DELETE FROM sweep WHERE began_at < ?', before)
}
