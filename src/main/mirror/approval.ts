/**
 * Approved now, sent when the CRM can be reached: what the rep has looked at goes by itself, in the order of what presses most. An
 * approval is for the values that were there: whatever is changed or asked about afterwards waits for a person again.
 */
import { parseInstant, type ChangeId, type ConnectionId, type Instant } from '../../shared/model/ids'
import type { JsonObject } from '../../shared/model/json'
import type { ChangeRow } from './change-row'
import { moveChange } from './moves'
import type { ReadDb, WriteDb } from './sql'
import { touchOutbox } from './touched'
import { transaction } from './transaction'
import { findStored, refreshView } from './view'

/** What takes an approval away, as columns to set. */
export const unapproved = { approved_at: null, priority: null } as const

/** A deal that closes within two weeks, or should have closed by now, is what a rep is asked about first. */
const SOON_MS = 14 * 86_400_000
const PRESSING = 0
const ACTIVITY = 1
const REST = 2

/** These, held and refused ones among them, or all that wait. What is on its way or in conflict stays as it is. */
export function approveChanges(db: WriteDb, connection: ConnectionId, ids: readonly ChangeId[] | null, now: Instant): void {
  transaction(db, 'person', () => {
    const states = ids === null ? ['waiting'] : ['waiting', 'held', 'rejected']
    const rows = db.all<ChangeRow>(
      `SELECT * FROM change
        WHERE connection = ?1 AND state IN (SELECT value FROM json_each(?2)) AND (?3 IS NULL OR CAST(id AS TEXT) IN (SELECT value FROM json_each(?3)) OR batch IN (SELECT value FROM json_each(?3)))
        ORDER BY id`,
      connection,
      JSON.stringify(states),
      ids === null ? null : JSON.stringify(ids),
    )
    for (const row of rows) {
      const again = row.state === 'waiting' ? {} : { error: null, attempts: 0, next_at: null }
      moveChange(db, row.id, 'approve', { ...again, approved_at: now, priority: priorityOf(db, row, now), updated_at: now })
      if (findStored(db, row.record_id)) refreshView(db, row.connection, row.object, row.record_id)
    }
    if (rows.length > 0) touchOutbox(db, connection)
  })
}

function priorityOf(db: ReadDb, row: ChangeRow, now: Instant): number {
  if (row.object === 'event') return ACTIVITY
  return row.object === 'deal' && closesSoon(db, row, now) ? PRESSING : REST
}

function closesSoon(db: ReadDb, row: ChangeRow, now: Instant): boolean {
  const record = findStored(db, row.record_id)
  const deal = JSON.parse(record?.view_json ?? record?.remote_json ?? '{}') as JsonObject
  const closesAt = parseInstant(deal['closing_at'])
  return closesAt !== null && parseInstant(deal['closed_at']) === null && closesAt <= now + SOON_MS
}
