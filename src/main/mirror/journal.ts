/** The log of the sync, kept with the mirror: it survives restarts, and only the newest lines are kept. */
import type { ConnectionId, Instant, RecordId, RemoteId } from '../../shared/model/ids'
import { isJsonObject, type Json } from '../../shared/model/json'
import type { ObjectType } from '../../shared/model/object-type'
import type { JournalEntry, JournalEvent, SetAside } from '../../shared/sync/journal'
import { nameOf } from './rows'
import type { ReadDb, WriteDb } from './sql'
import { transaction } from './transaction'

/** Lines kept of each connection: weeks of quiet days, and a day of the worst. */
const KEPT = 2000
/** Old lines go in one stroke now and then, not one with each new line. */
const TRIM_EVERY = 100

export interface NewEntry {
  readonly at: Instant
  readonly connection: ConnectionId
  readonly object: ObjectType | null
  readonly event: JournalEvent
}

/** Writes a line; the same failure or state once more, right after itself, is no news and leaves none. */
export function noteJournal(db: WriteDb, { at, connection, object, event }: NewEntry): void {
  const text = JSON.stringify(event)
  const last = db.get<{ readonly event: string }>(
    'SELECT event FROM journal WHERE connection = ? AND object IS ? ORDER BY id DESC LIMIT 1',
    connection,
    object,
  )
  if ((event.kind === 'failed' || event.kind === 'line') && last?.event === text) return
  transaction(db, 'pulled', () => {
    const { lastInsertRowid } = db.run(
      'INSERT INTO journal (at, connection, object, kind, event) VALUES (?, ?, ?, ?, ?)',
      at,
      connection,
      object,
      event.kind,
      text,
    )
    if (lastInsertRowid % TRIM_EVERY !== 0) return
    const oldest = db.get<{ readonly id: number }>('SELECT id FROM journal WHERE connection = ? ORDER BY id DESC LIMIT 1 OFFSET ?', connection, KEPT)
    if (oldest) db.run('DELETE FROM journal WHERE connection = ? AND id <= ?', connection, oldest.id)
  })
}

export interface JournalQuery {
  readonly connection: ConnectionId | null
  readonly object: ObjectType | null
  /** Null: of every kind. */
  readonly kinds: readonly JournalEvent['kind'][] | null
  /** Only lines older than this one. */
  readonly before: number | null
  readonly limit: number
}

/** Newest first. */
export function listJournal(db: ReadDb, { connection, object, kinds, before, limit }: JournalQuery): readonly JournalEntry[] {
  const rows = db.all<Omit<JournalEntry, 'event'> & { readonly event: string }>(
    `SELECT id, at, connection, object, event FROM journal
      WHERE (? IS NULL OR connection = ?) AND (? IS NULL OR object = ?)
        AND (? IS NULL OR kind IN (SELECT value FROM json_each(?))) AND (? IS NULL OR id < ?)
      ORDER BY id DESC LIMIT ?`,
    connection,
    connection,
    object,
    object,
    kinds === null ? null : 'some',
    JSON.stringify(kinds ?? []),
    before,
    before,
    limit,
  )
  return rows.map((row) => ({ ...row, event: JSON.parse(row.event) as JournalEvent }))
}

/** Records that could not be read in full, newest first. */
export function listSetAside(db: ReadDb, connection: ConnectionId, limit: number): readonly SetAside[] {
  const rows = db.all<{
    readonly object: ObjectType
    readonly remote_id: RemoteId | null
    readonly record_id: RecordId | null
    readonly reason: string
    readonly at: Instant
    readonly payload: string
  }>(
    `SELECT s.object, q.remote_id, q.reason, q.at, q.payload,
            (SELECT r.id FROM record r WHERE r.stream = q.stream AND r.remote_id = q.remote_id LIMIT 1) AS record_id
       FROM quarantine q JOIN stream s ON s.sid = q.stream WHERE s.connection = ? ORDER BY q.at DESC, q.fingerprint LIMIT ?`,
    connection,
    limit,
  )
  return rows.map(({ object, remote_id, record_id, reason, at, payload }) => {
    const document = JSON.parse(payload) as Json
    return {
      object,
      remoteId: remote_id,
      recordId: record_id,
      name: isJsonObject(document) && object !== 'user' && object !== 'pipeline' ? nameOf(object, document) : null,
      reason,
      at,
      payload: document,
    }
  })
}
