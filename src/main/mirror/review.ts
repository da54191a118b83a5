/** The outbox as a person reviews it: list, count, hold back, let go, discard. */
import type { ConnectionId, Instant } from '../../shared/model/ids'
import type { Change, ChangeCounts, OpenChangeState } from '../../shared/sync/change'
import { unapproved } from './approval'
import { type ChangeRow, findRow, OPEN, openRows, toChange } from './change-row'
import { type ChangeFilter, chosenRows, rowsOf } from './chosen'
import { partFields } from './fields-apart'
import { noteDifferences, noteRecord } from './history'
import { canMove, moveChange } from './moves'
import type { ReadDb, WriteDb } from './sql'
import { touchOutbox } from './touched'
import { transaction } from './transaction'
import { dropRecord, findStored, refreshView, shownOf } from './view'

/** Oldest first. A change of which the rep left nothing is not shown. */
export function listChanges(db: ReadDb, filter: ChangeFilter): readonly Change[] {
  return rowsOf(db, filter).map((row) => toChange(db, row))
}

export function countChanges(db: ReadDb, connection: ConnectionId): ChangeCounts {
  const rows = db.all<{ readonly state: OpenChangeState; readonly n: number }>(
    `SELECT state, count(*) AS n FROM change WHERE connection = ? AND state IN ${OPEN} GROUP BY state`,
    connection,
  )
  const counts = { waiting: 0, held: 0, pushing: 0, rejected: 0, conflict: 0 }
  for (const { state, n } of rows) counts[state] = n
  return counts
}

export function holdChanges(db: WriteDb, ids: readonly string[], now: Instant, fields: readonly string[] | null = null): readonly Change[] {
  return move(db, 'hold', { ids, fields, now }, (row) => {
    if (row.state === 'held') return
    moveChange(db, row.id, 'hold', { updated_at: now, ...unapproved })
  })
}

/** Lets held ones go, and gives rejected ones another try. */
export function releaseChanges(db: WriteDb, ids: readonly string[], now: Instant, fields: readonly string[] | null = null): readonly Change[] {
  return move(db, 'release', { ids, fields, now }, (row) => {
    if (row.state === 'waiting') return
    moveChange(db, row.id, 'release', { error: null, attempts: 0, next_at: null, updated_at: now })
  })
}

export function discardChanges(db: WriteDb, ids: readonly string[], now: Instant, fields: readonly string[] | null = null): readonly Change[] {
  return move(db, 'discard', { ids, fields, now }, (row) => {
    closeAsDiscarded(db, row, 'discard', now)
  })
}

/** Takes a change out of the record's view. A record that only it held here goes with it. */
export function closeAsDiscarded(db: WriteDb, row: ChangeRow, move: 'discard' | 'concede', now: Instant): void {
  const { connection, object, record_id: recordId } = row
  moveChange(db, row.id, move, { updated_at: now, ...unapproved })
  db.run('DELETE FROM conflict_field WHERE change_id = ?', row.id)
  const record = findStored(db, recordId)
  if (!record) return
  const before = shownOf(record)
  const origin = move === 'concede' ? 'resolution' : 'local'
  if (row.kind === 'create' || row.record_conflict === 'deleted-remotely') {
    // Nothing is left for later edits of it to stand on.
    for (const other of openRows(db, recordId)) if (canMove(other, 'replace')) moveChange(db, other.id, 'replace', { updated_at: now })
    dropRecord(db, connection, object, record)
    noteRecord(db, recordId, 'deleted', origin, now)
    return
  }
  refreshView(db, connection, object, recordId)
  const shown = findStored(db, recordId)
  if (record.list === null && shown && shown.list !== null) noteRecord(db, recordId, 'there again', origin, now)
  noteDifferences(db, { object, recordId, before, after: shown ? shownOf(shown) : {}, origin, now })
}

interface Named {
  readonly ids: readonly string[]
  /** Only these fields of them; null: whole changes. */
  readonly fields: readonly string[] | null
  readonly now: Instant
}

function move(
  db: WriteDb,
  by: 'hold' | 'release' | 'discard',
  { ids: named, fields, now }: Named,
  step: (row: ChangeRow) => void,
): readonly Change[] {
  return transaction(db, 'person', () => {
    const ids = fields === null ? named : partFields(db, named, fields, now)
    // A batch is moved as far as it can be: what is settled, on its way or in question stays as it is.
    const chosen = chosenRows(db, ids, (row) => canMove(row, by))
    for (const row of chosen) {
      const present = findRow(db, row.id)
      // A discarded create took its later edits along already.
      if (present && present.state === row.state) step(present)
      touchOutbox(db, row.connection)
      if (findStored(db, row.record_id)) refreshView(db, row.connection, row.object, row.record_id)
    }
    return chosen.flatMap((row) => {
      const present = findRow(db, row.id)
      return present ? [toChange(db, present)] : []
    })
  })
}
