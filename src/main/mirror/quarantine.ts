/**
 * Records that could not be read: kept as they came, listed and counted, and no reason to stop a page. One with an id is shown
 * in lists with what could be read; it is lifted when the record arrives readable.
 */
import { hash } from 'node:crypto'
import type { ConnectionId, Instant, RemoteId } from '../../shared/model/ids'
import { canonicalJson, isJsonObject, type Json } from '../../shared/model/json'
import type { ObjectType } from '../../shared/model/object-type'
import { kindOf, recordIdFor, requireStream } from './identity'
import type { ReadDb, WriteDb } from './sql'
import { addRecord, refreshView, type StoredRecord } from './view'

export interface QuarantineInput {
  readonly connection: ConnectionId
  readonly object: ObjectType
  readonly remoteId: RemoteId | null
  readonly payload: Json
  readonly reason: string
  readonly now: Instant
}

/** True when it was not known in this form yet. Must run in a transaction. */
export function quarantine(db: WriteDb, { connection, object, remoteId, payload, reason, now }: QuarantineInput): boolean {
  const stream = requireStream(db, connection, object)
  const text = JSON.stringify(payload)
  const fingerprint = remoteId === null ? namelessFingerprint(payload) : `id ${remoteId}`
  const known = db.get<{ readonly payload: string; readonly reason: string }>(
    'SELECT payload, reason FROM quarantine WHERE stream = ? AND fingerprint = ?',
    stream,
    fingerprint,
  )
  if (known?.payload === text && known.reason === reason) return false
  db.run(
    `INSERT INTO quarantine (stream, fingerprint, remote_id, reason, at, payload) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (stream, fingerprint) DO UPDATE SET reason = excluded.reason, at = excluded.at, payload = excluded.payload`,
    stream,
    fingerprint,
    remoteId,
    reason,
    now,
    text,
  )
  if (remoteId === null || !isJsonObject(payload)) return true
  const row = db.get<StoredRecord>(
    'SELECT * FROM record WHERE stream = ? AND remote_id = ? ORDER BY kind = ? DESC LIMIT 1',
    stream,
    remoteId,
    kindOf(object, payload),
  )
  const id = row?.id ?? recordIdFor(connection, object, remoteId, payload)
  if (!row) addRecord(db, { connection, object, stream, id, remoteId, seq: 0, seenAt: now, document: payload, rawJson: null, remoteJson: text })
  db.run('UPDATE record SET quarantined = ?, remote_json = ?, seen_at = ? WHERE id = ?', reason, text, now, id)
  if (row) refreshView(db, connection, object, id)
  return true
}

export function liftQuarantine(db: WriteDb, stream: number, remoteId: RemoteId): void {
  db.run('DELETE FROM quarantine WHERE stream = ? AND fingerprint = ?', stream, `id ${remoteId}`)
}

/** A record that is gone needs no reading any more. */
export function liftGone(db: WriteDb, connection: ConnectionId, object: ObjectType, remoteId: RemoteId): void {
  liftQuarantine(db, requireStream(db, connection, object), remoteId)
}

/** What came without an id is known by what it says. */
export function namelessFingerprint(payload: Json): string {
  return `payload ${hash('sha256', canonicalJson(payload))}`
}

/** The fingerprints of what came without an id. */
export function namelessOnes(db: ReadDb, connection: ConnectionId, object: ObjectType): readonly string[] {
  return db
    .all<{ readonly fingerprint: string }>(
      `SELECT q.fingerprint FROM quarantine q JOIN stream s ON s.sid = q.stream
        WHERE s.connection = ? AND s.object = ? AND q.remote_id IS NULL`,
      connection,
      object,
    )
    .map(({ fingerprint }) => fingerprint)
}

/** They can't be asked for by id: a reading of the list in which they did not come again says that they are gone, or readable by now. */
export function dropNameless(db: WriteDb, connection: ConnectionId, object: ObjectType, fingerprints: readonly string[]): void {
  const stream = requireStream(db, connection, object)
  for (const fingerprint of fingerprints) db.run('DELETE FROM quarantine WHERE stream = ? AND fingerprint = ?', stream, fingerprint)
}

/** Those with an id, oldest first: they can be asked for again. */
export function quarantinedIds(db: ReadDb, connection: ConnectionId, object: ObjectType, limit: number): readonly RemoteId[] {
  return db
    .all<{ readonly remote_id: RemoteId }>(
      `SELECT q.remote_id FROM quarantine q JOIN stream s ON s.sid = q.stream
        WHERE s.connection = ? AND s.object = ? AND q.remote_id IS NOT NULL ORDER BY q.at LIMIT ?`,
      connection,
      object,
      limit,
    )
    .map(({ remote_id }) => remote_id)
}

/** Why a record whose content was taken away is shown at all; the command line and the interface show these words. */
export const NO_ACCESS = 'no access: the CRM does not show this record to you any more'

/**
 * The CRM lets us see the record no longer: what we hold of it goes, the record stays, marked, and is asked for again with each
 * sweep. One with unpushed edits is left as it is: those are the rep's.
 */
export function withdrawRecord(db: WriteDb, connection: ConnectionId, object: ObjectType, remoteId: RemoteId, now: Instant): void {
  const stream = requireStream(db, connection, object)
  const rows = db.all<Pick<StoredRecord, 'id' | 'quarantined' | 'view_json'> & { readonly kind: string }>(
    'SELECT id, quarantined, view_json, kind FROM record WHERE stream = ? AND remote_id = ?',
    stream,
    remoteId,
  )
  const [row] = rows
  if (!row || rows.some(({ view_json, quarantined }) => view_json !== null || quarantined === NO_ACCESS)) return
  const payload = row.kind === '' ? { id: remoteId } : { id: remoteId, type: row.kind }
  quarantine(db, { connection, object, remoteId, payload, reason: NO_ACCESS, now })
  db.run('UPDATE record SET raw_json = NULL WHERE id = ?', row.id)
  db.run('DELETE FROM history WHERE record_id = ?', row.id)
}
