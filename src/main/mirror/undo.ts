/**
 * Undo: each save leaves behind what the record's changes were before it. It walks back over restarts, for as long as nothing of
 * what it would take back may have been sent.
 */
import type { ConnectionId, Instant, RecordId } from '../../shared/model/ids'
import type { JsonObject } from '../../shared/model/json'
import type { WritableObjectType } from '../../shared/model/object-type'
import type { ChangeMove } from '../../shared/sync/change-moves'
import { type ChangeColumns, type ChangeRow, dataOf, findRow, openRows, patchOf } from './change-row'
import { noteDifferences, noteRecord } from './history'
import { canMove, moveChange } from './moves'
import type { WriteDb } from './sql'
import { touchOutbox } from './touched'
import { transaction } from './transaction'
import { addLocalRecord, dropRecord, findStored, refreshView } from './view'

export interface UndoneEdit {
  /** Set where the step is a whole landing: its edits are taken back in slices, by whoever asked (`takeBackSlice`). */
  readonly landing?: number
  readonly connection: ConnectionId
  readonly object: WritableObjectType
  readonly recordId: RecordId
  readonly paths: readonly string[]
}

interface StepInput {
  readonly connection: ConnectionId
  readonly object: WritableObjectType
  readonly recordId: RecordId
  readonly now: Instant
  /** The record's open changes before the save. */
  readonly changes: readonly ChangeRow[]
  readonly paths: readonly string[]
}

interface StepRow extends Omit<UndoneEdit, 'recordId' | 'paths' | 'landing'> {
  readonly landing: number | null
  readonly step: number
  readonly record_id: RecordId
  readonly paths: string
  readonly before: string
}

/** What the change with that id was before the save; null: it was not there. */
export interface Before {
  readonly id: number
  readonly row: ChangeRow | null
}

/** A rep walks back some steps, not a year. */
const MOST_STEPS = 1000

/** Called before a save changes anything, in its transaction; `keep` is called after it has. */
export function rememberStep(db: WriteDb, { connection, object, recordId, now, changes, paths }: StepInput): { keep(): void } {
  return {
    keep() {
      const known = new Set(changes.map((row) => row.id))
      const made = openRows(db, recordId).filter((row) => !known.has(row.id))
      const before: readonly Before[] = [...changes.map((row) => ({ id: row.id, row })), ...made.map((row) => ({ id: row.id, row: null }))]
      db.run(
        'INSERT INTO edit_step (connection, object, record_id, at, paths, before) VALUES (?, ?, ?, ?, ?, ?)',
        connection,
        object,
        recordId,
        now,
        JSON.stringify(paths),
        JSON.stringify(before),
      )
      db.run('DELETE FROM edit_step WHERE step <= (SELECT step FROM edit_step ORDER BY step DESC LIMIT 1 OFFSET ?)', MOST_STEPS)
    },
  }
}

/** Takes the youngest unpushed edit back; null when there is none. */
export function undoLastEdit(db: WriteDb, connection: ConnectionId | null, now: Instant): UndoneEdit | null {
  return transaction(db, 'person', () => {
    for (;;) {
      const step = db.get<StepRow>('SELECT * FROM edit_step WHERE ?1 IS NULL OR connection = ?1 ORDER BY step DESC LIMIT 1', connection)
      if (!step) return null
      db.run('DELETE FROM edit_step WHERE step = ?', step.step)
      const before = JSON.parse(step.before) as readonly Before[]
      const { object, record_id: recordId } = step
      const paths = JSON.parse(step.paths) as readonly string[]
      if (step.landing !== null) return { connection: step.connection, object, recordId, paths, landing: step.landing }
      if (before.every((each) => canGoBack(db, each))) return takeStepBack(db, { connection: step.connection, object, recordId, paths }, before, now)
    }
  })
}

/** What was sent, pushed or is in dispute is not undone: that would be another edit, or a decision. */
function canGoBack(db: WriteDb, { id, row }: Before): boolean {
  const present = findRow(db, id)
  // Settled so long ago that it is kept no more.
  if (!present) return false
  // Untouched by the save, as far as undoing goes: it may be anywhere by now.
  if (row && row.state === 'pushing') return true
  return present.first_sent_at === null && canMove(present, undoMoveTo(row))
}

/** The move that takes a change back to what it was before the save; null: it was not there. */
function undoMoveTo(row: ChangeRow | null): ChangeMove {
  switch (row?.state) {
    case 'held':
      return 'undoToHeld'
    case 'rejected':
      return 'undoToRejected'
    case 'conflict':
      return 'undoToConflict'
    case undefined:
      return 'unmake'
    default:
      return 'undoToWaiting'
  }
}

/** Puts the record's changes back to what they were, in the transaction of the caller, and the record with them. */
export function takeStepBack(db: WriteDb, step: UndoneEdit, before: readonly Before[], now: Instant): UndoneEdit {
  const { connection, object, recordId } = step
  const shown = viewOf(db, recordId)
  const wasThere = isShown(db, recordId)
  for (const { id, row } of before) {
    if (row?.state === 'pushing') continue
    // Made by the save: closed, not removed, since a copy of it beside the mirror must not bring it back.
    if (row === null) moveChange(db, id, 'unmake', { updated_at: now })
    else putBack(db, row, before, now)
  }
  const record = findStored(db, recordId)
  const create = openRows(db, recordId).find((row) => row.kind === 'create')
  if (record && record.remote_id === null && !create) dropRecord(db, connection, object, record)
  if (!record && create) {
    const document = dataOf(create)
    addLocalRecord(db, { connection, object, id: recordId, document })
  }
  refreshView(db, connection, object, recordId)
  const after = viewOf(db, recordId)
  if (shown && after) noteDifferences(db, { object, recordId, before: shown, after, origin: 'local', now })
  const isThere = isShown(db, recordId)
  if (isThere !== wasThere) noteRecord(db, recordId, isThere ? 'there again' : 'deleted', 'local', now)
  touchOutbox(db, connection)
  return step
}

/** Fields that have since parted from it, into a change that the step knows nothing of, stay where they are. */
function putBack(db: WriteDb, row: ChangeRow, before: readonly Before[], now: Instant): void {
  const others = openRows(db, row.record_id).filter((other) => other.kind === 'update' && !before.some(({ id }) => id === other.id))
  const parted = new Set(others.flatMap((other) => patchOf(other).map(({ path }) => path)))
  const patch = patchOf(row).filter(({ path }) => !parted.has(path))
  if (row.kind === 'update' && patch.length === 0) moveChange(db, row.id, 'unmake', { updated_at: now })
  else moveChange(db, row.id, undoMoveTo(row), { ...columnsBefore(row), patch: JSON.stringify(patch) })
}

/** What a change held besides its state; steps that an earlier version remembered know fewer columns. */
function columnsBefore({ id: _id, state: _state, probing: _probing, ...columns }: ChangeRow): ChangeColumns {
  return columns
}

function isShown(db: WriteDb, recordId: RecordId): boolean {
  return (findStored(db, recordId)?.list ?? null) !== null
}

function viewOf(db: WriteDb, recordId: RecordId): JsonObject | null {
  const record = findStored(db, recordId)
  const json = record?.view_json ?? record?.remote_json ?? null
  return json === null ? null : (JSON.parse(json) as JsonObject)
}
