/** What the sweeps of a type found: when the last complete one ended, what the polls had missed, and what can't be confirmed. */
import type { ConnectionId, Instant, RemoteId } from '../../shared/model/ids'
import type { ObjectType } from '../../shared/model/object-type'
import { findStream, requireStream } from './identity'
import type { ReadDb, WriteDb } from './sql'

export interface SweepLog {
  readonly endedAt: Instant | null
  /** Records that a sweep found and the polls should have brought. A healthy engine shows none. */
  readonly missed: number
  /** The last listing lacked much that exists, and was not believed. */
  readonly doubted: boolean
  /** The next listing is asked for by update stamp instead of by creation. */
  readonly byStamp: boolean
}

export const noSweepLog: SweepLog = { endedAt: null, missed: 0, doubted: false, byStamp: false }

export function loadSweepLog(db: ReadDb, connection: ConnectionId, object: ObjectType): SweepLog {
  const stream = findStream(db, connection, object)
  const row = stream === null ? undefined : db.get<SweepLogRow>('SELECT ended_at, missed, doubted, by_stamp FROM sweep_log WHERE stream = ?', stream)
  return row ? toLog(row) : noSweepLog
}

/** Those of all types that were swept. */
export function loadSweepLogs(db: ReadDb, connection: ConnectionId): ReadonlyMap<ObjectType, SweepLog> {
  const rows = db.all<SweepLogRow & { readonly object: ObjectType }>(
    'SELECT s.object, l.ended_at, l.missed, l.doubted, l.by_stamp FROM stream s JOIN sweep_log l ON l.stream = s.sid WHERE s.connection = ?',
    connection,
  )
  return new Map(rows.map((row) => [row.object, toLog(row)] as const))
}

interface SweepLogRow {
  readonly ended_at: Instant | null
  readonly missed: number
  readonly doubted: number
  readonly by_stamp: number
}

function toLog({ ended_at, missed, doubted, by_stamp }: SweepLogRow): SweepLog {
  return { endedAt: ended_at, missed, doubted: doubted === 1, byStamp: by_stamp === 1 }
}

export function saveSweepLog(db: WriteDb, connection: ConnectionId, object: ObjectType, { endedAt, missed, doubted, byStamp }: SweepLog): void {
  db.run(
    'INSERT OR REPLACE INTO sweep_log (stream, ended_at, missed, doubted, by_stamp) VALUES (?, ?, ?, ?, ?)',
    requireStream(db, connection, object),
    endedAt,
    missed,
    doubted ? 1 : 0,
    byStamp ? 1 : 0,
  )
}

/**
 * Keeps since when these are missing, and forgets all others of the type. Answers those that were missing already before that
 * time: with a listing in between that was complete, too.
 */
export function noteMissing(
  db: WriteDb,
  connection: ConnectionId,
  object: ObjectType,
  input: { readonly remoteIds: readonly RemoteId[]; readonly now: Instant; readonly before: Instant },
): readonly RemoteId[] {
  const stream = requireStream(db, connection, object)
  const known = new Map(
    db
      .all<{ readonly rid: number; readonly since: number }>('SELECT rid, since FROM missing WHERE stream = ?', stream)
      .map(({ rid, since }) => [rid, since]),
  )
  db.run('DELETE FROM missing WHERE stream = ?', stream)
  const long: RemoteId[] = []
  for (const remoteId of input.remoteIds) {
    for (const { rid } of db.all<{ readonly rid: number }>('SELECT rid FROM record WHERE stream = ? AND remote_id = ?', stream, remoteId)) {
      const since = known.get(rid) ?? input.now
      db.run('INSERT OR REPLACE INTO missing (rid, stream, since) VALUES (?, ?, ?)', rid, stream, since)
      if (since <= input.before) long.push(remoteId)
    }
  }
  return long
}
