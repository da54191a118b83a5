/** What is to be sent, in order, and the notes that a push leaves on its way: durable before a request goes out. */
import type { FieldPath } from '../../shared/model/field-path'
import type { ChangeId, ConnectionId, Instant } from '../../shared/model/ids'
import type { Json, JsonObject } from '../../shared/model/json'
import type { RecordDocument } from '../../shared/model/record'
import type { Change, ChangeError } from '../../shared/sync/change'
import type { ChangeMove } from '../../shared/sync/change-moves'
import { type ChangeColumns, type ChangeRow, dataOf, findRow, needsOf, OPEN, patchOf, toChange } from './change-row'
import { dropCapability, missingNote } from './checkpoints'
import { resolveReferences } from './identity'
import { canMove, moveChange } from './moves'
import type { ReadDb, WriteDb } from './sql'
import { touchOutbox } from './touched'
import { transaction } from './transaction'
import { findStored, refreshView } from './view'

/** One field of a change's patch, with what the rep was looking at. */
export interface PatchEntry {
  readonly path: FieldPath
  readonly base: Json
  readonly value: Json
}

export interface PushItem {
  readonly change: Change
  readonly fields: readonly PatchEntry[]
  /** The CRM's version: as last seen, or for a delete as the rep saw it. */
  readonly base: RecordDocument | null
  /** Of a create: the record to send, references resolved. */
  readonly data: RecordDocument
  readonly attempts: number
  readonly nextAt: Instant | null
  readonly clientKey: string
  readonly firstSentAt: Instant | null
  /** A create that may have arrived: it is looked for before it is sent again. */
  readonly probing: boolean
  readonly blockedBy: readonly ChangeId[]
}

/** Null: all that wait; held and rejected ones go by name alone. `approved`: what the rep let go by itself. */
export type PushTake = readonly ChangeId[] | 'approved' | null

/** What presses most first, else in the order of making; a record's changes keep their order. */
export function pushQueue(db: ReadDb, connection: ConnectionId, take: PushTake): readonly PushItem[] {
  return queuedRows(db, connection, take).map((row) => toItem(db, row))
}

/** Asked again and again while something is pushed: as plain as it can be, by the index of open changes. */
function queuedRows(db: ReadDb, connection: ConnectionId, take: PushTake): readonly ChangeRow[] {
  if (take !== null && take !== 'approved') {
    return db.all<ChangeRow>(
      `SELECT * FROM change
        WHERE connection = ?1 AND state IN ${OPEN} AND state <> 'conflict'
          AND (CAST(id AS TEXT) IN (SELECT value FROM json_each(?2)) OR batch IN (SELECT value FROM json_each(?2)))
        ORDER BY ${PRESSING}`,
      connection,
      JSON.stringify(take),
    )
  }
  const approved = take === 'approved' ? 'AND approved_at IS NOT NULL' : ''
  const state = `connection = ? AND state IN ${OPEN} AND state IN ('waiting', 'pushing') ${approved}`
  // As a rule nothing waits, or little: only then is it worth finding out what presses.
  if (!db.get(`SELECT 1 FROM change WHERE ${state} LIMIT 1`, connection)) return []
  return db.all<ChangeRow>(`SELECT * FROM change WHERE ${state} ORDER BY ${PRESSING}`, connection)
}

/** A record presses as its most pressing change does. */
const PRESSING = 'min(coalesce(priority, 9)) OVER (PARTITION BY record_id), id'

/**
 * Takes the change for sending, durably, before anything is asked about it: from here on what the rep types is a change of its own. Null
 * where it is not to be had any more: the rep discarded or held it, or it came into conflict.
 */
export function claimChange(
  db: WriteDb,
  id: ChangeId,
  { now, serverTime }: { readonly now: Instant; readonly serverTime: Instant | null },
): PushItem | null {
  return transaction(db, 'person', () => {
    const row = findRow(db, id)
    if (!row || !canMove(row, 'claim')) return null
    markPushing(db, id, { now, serverTime })
    // Once it leaves again, the looking for it begins anew: what an earlier list lacked says nothing about this try.
    if (row.kind === 'create') dropCapability(db, row.connection, row.object, missingNote(id))
    const claimed = findRow(db, id)
    return claimed ? toItem(db, claimed) : null
  })
}

export function markPushing(db: WriteDb, id: ChangeId, { now, serverTime }: { readonly now: Instant; readonly serverTime: Instant | null }): void {
  note(db, id, 'claim', (row) => ({ first_sent_at: row.first_sent_at ?? serverTime ?? now, updated_at: now }))
}

/** `error`: what the CRM answered to a try that may have arrived all the same; null where nothing was tried just now. */
export function markProbing(db: WriteDb, id: ChangeId, { now, error }: { readonly now: Instant; readonly error: ChangeError | null }): void {
  note(db, id, 'look', (row) => ({ uncertain: 1, updated_at: now, ...(error === null ? {} : failedTry(row, error, now)) }))
}

function failedTry(row: ChangeRow, error: ChangeError, now: Instant): ChangeColumns {
  return { attempts: row.attempts + 1, failing_since: row.attempts === 0 ? now : row.failing_since, error: JSON.stringify(error) }
}

export interface AnotherTry {
  readonly now: Instant
  readonly nextAt: Instant | null
  /** The attempt may have arrived. */
  readonly countAttempt: boolean
  readonly error: ChangeError | null
}

export function backToWaiting(db: WriteDb, id: ChangeId, { now, nextAt, countAttempt, error }: AnotherTry): void {
  note(db, id, 'return', (row) => ({
    next_at: nextAt,
    attempts: row.attempts + (countAttempt ? 1 : 0),
    failing_since: countAttempt && row.attempts === 0 ? now : row.failing_since,
    uncertain: countAttempt ? 1 : row.uncertain,
    // Certain not to have arrived: edits may go into it again.
    first_sent_at: countAttempt || row.uncertain === 1 ? row.first_sent_at : null,
    error: error === null ? row.error : JSON.stringify(error),
    updated_at: now,
  }))
}

/** Whether the CRM took another change since this one began to fail: then it is not the CRM that is down. */
export function othersGotThrough(db: ReadDb, id: ChangeId): boolean {
  const row = findRow(db, id)
  if (!row || row.failing_since === null) return false
  return (
    db.get(
      `SELECT 1 FROM change WHERE connection = ? AND state = 'pushed' AND id <> ? AND updated_at >= ? LIMIT 1`,
      row.connection,
      row.id,
      row.failing_since,
    ) !== undefined
  )
}

function note(db: WriteDb, id: ChangeId, move: ChangeMove, set: (row: ChangeRow) => ChangeColumns): void {
  transaction(db, 'person', () => {
    const row = findRow(db, id)
    if (!row) return
    moveChange(db, row.id, move, set(row))
    touchOutbox(db, row.connection)
    if (findStored(db, row.record_id)) refreshView(db, row.connection, row.object, row.record_id)
  })
}

function toItem(db: ReadDb, row: ChangeRow): PushItem {
  const base = row.kind === 'delete' ? row.base_json : (findStored(db, row.record_id)?.remote_json ?? null)
  return {
    change: toChange(db, row),
    fields: patchOf(row),
    base: base === null ? null : (JSON.parse(base) as JsonObject),
    data: resolveReferences(db, row.object, dataOf(row)),
    attempts: row.attempts,
    nextAt: row.next_at,
    clientKey: row.client_key,
    firstSentAt: row.first_sent_at,
    probing: row.probing === 1,
    blockedBy: needsOf(db, row),
  }
}
