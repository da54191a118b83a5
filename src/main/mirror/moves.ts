/**
 * The one place where a change gets another state: each move is looked up in the table of `shared/sync/change-moves`, and one that the
 * table refuses is a failure, never silent. For the rep it is bad input with the table's words; made by the engine itself it is a bug.
 */
import { invariant } from '../../shared/assert'
import { fail, preview } from '../../shared/failure'
import type { ChangeId } from '../../shared/model/ids'
import { type ChangeMove, changeMoves, type ChangePhase, isRefusal, nextPhase, type Refusal, stateOf } from '../../shared/sync/change-moves'
import { dropCapability, missingNote } from './checkpoints'
import { type ChangeColumns, type ChangeRow, findRow, writeState } from './change-row'
import type { WriteDb } from './sql'

/** Makes the move, and sets these columns with it; answers the phase that it led to. */
export function moveChange(db: WriteDb, id: ChangeId | number, move: ChangeMove, set: ChangeColumns = {}): ChangePhase {
  const row = findRow(db, id)
  invariant(row, `change ${id} is there`)
  const next = nextPhase(phaseOf(row), move)
  if (isRefusal(next)) return refuseMove(row, move, next)
  const isSettled = next !== 'pushing' && next !== 'probing'
  if (row.kind === 'create' && row.uncertain === 1 && isSettled) dropCapability(db, row.connection, row.object, missingNote(row.id))
  writeState(db, row.id, { ...set, state: stateOf(next), probing: next === 'probing' ? 1 : 0 })
  return next
}

export function canMove(row: Pick<ChangeRow, 'state' | 'probing'>, move: ChangeMove): boolean {
  return !isRefusal(nextPhase(phaseOf(row), move))
}

export function phaseOf({ state, probing }: Pick<ChangeRow, 'state' | 'probing'>): ChangePhase {
  return state === 'pushing' && probing === 1 ? 'probing' : state
}

/** Refuses in the table's words where it would refuse. Checks without moving, for what is done to a change in several steps. */
export function mustMove(row: ChangeRow, move: ChangeMove): void {
  const next = nextPhase(phaseOf(row), move)
  if (isRefusal(next)) refuseMove(row, move, next)
}

function refuseMove(row: ChangeRow, move: ChangeMove, { needs }: Refusal): never {
  invariant(changeMoves[move].by === 'rep', `change ${row.id}: ${move} needs ${needs}, and it is ${phaseOf(row)}`)
  return fail({ kind: 'bad-input', where: `change ${row.id}`, expected: needs, got: preview(row.state) })
}
