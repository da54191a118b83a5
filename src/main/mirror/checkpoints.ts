/** How far each pull got, and what each CRM turned out to be able to do. Written in the transaction of the page it covers. */
import type { Failure } from '../../shared/failure'
import type { ChangeId, ConnectionId, Instant } from '../../shared/model/ids'
import type { Json, JsonObject } from '../../shared/model/json'
import type { ObjectType } from '../../shared/model/object-type'
import { handleOf, type ReadDb, type WriteDb } from './sql'

export interface StoredCheckpoint {
  readonly bound: Instant | null
  /** The pull's own state of a walk under way. */
  readonly walk: JsonObject | null
  readonly lastOkAt: Instant | null
  readonly lastError: Failure | null
  readonly backfilledAt: Instant | null
}

interface CheckpointRow {
  readonly object: ObjectType
  readonly bound: Instant | null
  readonly walk: string | null
  readonly last_ok_at: Instant | null
  readonly last_error: string | null
  readonly backfilled_at: Instant | null
}

export function loadCheckpoint(db: ReadDb, connection: ConnectionId, object: ObjectType): StoredCheckpoint | null {
  const row = db.get<CheckpointRow>('SELECT * FROM checkpoint WHERE connection = ? AND object = ?', connection, object)
  return row ? toCheckpoint(row) : null
}

/** Those of all types that were pulled: how a connection stands is told often. */
export function loadCheckpoints(db: ReadDb, connection: ConnectionId): ReadonlyMap<ObjectType, StoredCheckpoint> {
  return new Map(
    db.all<CheckpointRow>('SELECT * FROM checkpoint WHERE connection = ?', connection).map((row) => [row.object, toCheckpoint(row)] as const),
  )
}

function toCheckpoint(row: CheckpointRow): StoredCheckpoint {
  return {
    bound: row.bound,
    walk: row.walk === null ? null : (JSON.parse(row.walk) as JsonObject),
    lastOkAt: row.last_ok_at,
    lastError: row.last_error === null ? null : (JSON.parse(row.last_error) as Failure),
    backfilledAt: row.backfilled_at,
  }
}

export function saveCheckpoint(db: WriteDb, connection: ConnectionId, object: ObjectType, checkpoint: StoredCheckpoint): void {
  const { bound, walk, lastOkAt, lastError, backfilledAt } = checkpoint
  db.run(
    'INSERT OR REPLACE INTO checkpoint (connection, object, bound, walk, last_ok_at, last_error, backfilled_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
    connection,
    object,
    bound,
    walk && JSON.stringify(walk),
    lastOkAt,
    lastError && JSON.stringify(lastError),
    backfilledAt,
  )
  // The first walk indexes by the thousand; from its end on, what a page brought is findable at once.
  if (backfilledAt !== null) handleOf(db).state.searchDue = true
}

export function loadCapability(db: ReadDb, connection: ConnectionId, object: ObjectType, name: string): Json | null {
  const row = db.get<{ readonly value: string }>(
    'SELECT value FROM capability WHERE connection = ? AND object = ? AND name = ?',
    connection,
    object,
    name,
  )
  return row ? (JSON.parse(row.value) as Json) : null
}

export function noteCapability(
  db: WriteDb,
  connection: ConnectionId,
  object: ObjectType,
  name: string,
  value: Json,
  evidence: string,
  now: Instant,
): void {
  db.run(
    'INSERT OR REPLACE INTO capability (connection, object, name, value, evidence, at) VALUES (?, ?, ?, ?, ?, ?)',
    connection,
    object,
    name,
    JSON.stringify(value),
    evidence,
    now,
  )
}

/** Under this name it is noted that a create which may have arrived was looked for and not found; of use only while it is in doubt. */
export function missingNote(change: ChangeId | number): string {
  return `missing ${change}`
}

export function dropCapability(db: WriteDb, connection: ConnectionId, object: ObjectType, name: string): void {
  db.run('DELETE FROM capability WHERE connection = ? AND object = ? AND name = ?', connection, object, name)
}
