/** Sweeps: which records did a complete listing not name? Absence is a suspicion; the caller reads each by id. */
import type { ConnectionId, Instant, RecordId, RemoteId } from '../../shared/model/ids'
import type { JsonObject } from '../../shared/model/json'
import type { ObjectType } from '../../shared/model/object-type'
import { requireStream } from './identity'
import type { ReadDb, WriteDb } from './sql'

/** Notes where the rows end now: what comes later is no candidate. */
export function beginSweep(db: WriteDb, connection: ConnectionId, object: ObjectType, now: Instant, daily = false): number {
  const stream = requireStream(db, connection, object)
  return db.run('INSERT INTO sweep (stream, began_at, last_rid, daily) SELECT ?, ?, coalesce(max(rid), 0), ? FROM record', stream, now, daily ? 1 : 0)
    .lastInsertRowid
}

export interface SweepUnderWay {
  readonly generation: number
  readonly beganAt: Instant
  /** Where it goes on; null at its beginning. */
  readonly resume: JsonObject | null
}

/** The daily sweep of a type that has not ended. */
export function unfinishedSweep(db: WriteDb, connection: ConnectionId, object: ObjectType): SweepUnderWay | null {
  const row = db.get<{ readonly generation: number; readonly began_at: Instant; readonly resume: string | null }>(
    'SELECT generation, began_at, resume FROM sweep WHERE stream = ? AND daily = 1 ORDER BY generation DESC LIMIT 1',
    requireStream(db, connection, object),
  )
  if (!row) return null
  return { generation: row.generation, beganAt: row.began_at, resume: row.resume === null ? null : (JSON.parse(row.resume) as JsonObject) }
}

/** In the transaction that marks what the page named. */
export function saveSweepPosition(db: WriteDb, generation: number, resume: JsonObject): void {
  db.run('UPDATE sweep SET resume = ? WHERE generation = ?', JSON.stringify(resume), generation)
}

export function markSeen(db: WriteDb, generation: number, connection: ConnectionId, object: ObjectType, remoteIds: readonly RemoteId[]): void {
  const stream = requireStream(db, connection, object)
  for (const remoteId of remoteIds) {
    db.run('INSERT OR IGNORE INTO seen (generation, rid) SELECT ?, rid FROM record WHERE stream = ? AND remote_id = ?', generation, stream, remoteId)
  }
}

/** A record as a list of ids and stamps tells of it. */
export interface ListedId {
  readonly remoteId: RemoteId
  readonly updatedAt: Instant | null
}

/**
 * Of those a list told of: which we do not have, or have another state of. To the second: some lists are coarser than a read by id,
 * and what changes within one second comes with the next poll.
 */
export function unlikeOurs(db: WriteDb, connection: ConnectionId, object: ObjectType, listed: readonly ListedId[]): readonly ListedId[] {
  const stream = requireStream(db, connection, object)
  return listed.filter(({ remoteId, updatedAt }) => {
    // One id may stand for a note and for a call.
    const ours = db.all<{ readonly stamp: number | null }>(
      'SELECT updated_at AS stamp FROM record WHERE stream = ? AND remote_id = ?',
      stream,
      remoteId,
    )
    if (ours.length === 0) return true
    return updatedAt !== null && !ours.some(({ stamp }) => stamp !== null && Math.floor(stamp / 1000) === Math.floor(updatedAt / 1000))
  })
}

/**
 * Rows known before the sweep that it did not name, also those with unpushed edits: what is gone of these becomes a question.
 */
export function sweepCandidates(db: ReadDb, generation: number): readonly { readonly remoteId: RemoteId; readonly recordId: RecordId }[] {
  return db.all(
    `SELECT r.remote_id AS remoteId, r.id AS recordId
       FROM sweep JOIN record r ON r.stream = sweep.stream
      WHERE sweep.generation = ?1 AND r.remote_id IS NOT NULL AND r.rid <= sweep.last_rid
        AND NOT EXISTS (SELECT 1 FROM seen WHERE seen.generation = ?1 AND seen.rid = r.rid)
      ORDER BY r.rid`,
    generation,
  )
}

/** One record that the sweep named: reading it shows whether records can be read by id at all. */
export function namedBySweep(db: ReadDb, generation: number): RemoteId | null {
  const row = db.get<{ readonly remote_id: RemoteId }>(
    'SELECT r.remote_id FROM seen JOIN record r ON r.rid = seen.rid WHERE seen.generation = ? AND r.quarantined IS NULL LIMIT 1',
    generation,
  )
  return row?.remote_id ?? null
}

export function endSweep(db: WriteDb, generation: number): void {
  db.run('DELETE FROM seen WHERE generation = ?', generation)
  db.run('DELETE FROM sweep WHERE generation = ?', generation)
}

/** Drops sweeps that never ended and began before that, and those of runs that are over. */
export function dropOldSweeps(db: WriteDb, before: Instant): void {
  db.run('DELETE FROM seen WHERE generation IN (SELECT generation FROM sweep WHERE began_at < ? OR daily = 0)', before)
  db.run('DELETE FROM sweep WHERE began_at < ? OR daily = 0', before)
}
