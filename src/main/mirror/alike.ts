/**
 * What was decided once, decided the same for all others like it. Like it is an undecided conflict of the same connection and object type
 * in the same field, or with the same question about the record. Only a choice of side carries over: a value that was typed for one
 * record says nothing about another.
 */
import { fail } from '../../shared/failure'
import type { ChangeId, Instant } from '../../shared/model/ids'
import type { Change, Decision } from '../../shared/sync/change'
import { type ChangeRow, conflictRows, findRow, toChange } from './change-row'
import { decideConflict, memoryOf } from './decide-conflict'
import type { ReadDb, WriteDb } from './sql'
import { transaction } from './transaction'

/** The open conflicts like this one, oldest first: in one of these fields, or null for any that it is or was about. */
export function listAlike(db: ReadDb, id: ChangeId, paths: readonly string[] | null): readonly Change[] {
  const row = findRow(db, id) ?? fail({ kind: 'not-found', what: 'change', id })
  return rowsAlike(db, row, paths ?? aboutOf(db, row)).map((each) => toChange(db, each))
}

/** Decides them as this one was decided; answers what it touched. What this one has left open stays open in the others. */
export function decideAlike(db: WriteDb, id: ChangeId, paths: readonly string[] | null, now: Instant): readonly Change[] {
  return transaction(db, 'person', () => {
    const row = findRow(db, id) ?? fail({ kind: 'not-found', what: 'change', id })
    const { record, fields } = sidesOf(db, row)
    const wanted = paths ?? [...fields.keys()]
    const decided = wanted.flatMap((path) => {
      const take = fields.get(path)
      return take === undefined ? [] : [{ path, decision: { take } as const }]
    })
    if (record === null && decided.length === 0) {
      fail({ kind: 'bad-input', where: `change ${id}`, expected: 'a side taken: mine, theirs or base', got: 'no such decision' })
    }
    return rowsAlike(db, row, wanted).flatMap((each) => {
      if (each.record_conflict !== null) return record === null ? [] : decideConflict(db, idOf(each), { take: record, fields: [] }, now)
      const open = new Set(undecided(db, each))
      const own = decided.filter(({ path }) => open.has(path))
      return own.length === 0 ? [] : decideConflict(db, idOf(each), { take: null, fields: own }, now)
    })
  })
}

type Side = 'mine' | 'theirs' | 'base'

/** The sides that were taken: for the record as a whole, and by field, whether or not the change is still in conflict. */
function sidesOf(db: ReadDb, row: ChangeRow): { readonly record: Side | null; readonly fields: ReadonlyMap<string, Side> } {
  const memory = row.state === 'conflict' ? null : memoryOf(row)
  const decisions: readonly (readonly [string, Decision | null])[] = memory
    ? Object.entries(memory.fields).map(([path, { decision }]) => [path, decision])
    : conflictRows(db, row.id).map(({ path, decision }) => [path, decision === null ? null : (JSON.parse(decision) as Decision)])
  const sides = decisions.flatMap(([path, decision]) => (decision === null || decision.take === 'value' ? [] : [[path, decision.take] as const]))
  return { record: memory?.row.record_conflict ? memory.take : null, fields: new Map(sides) }
}

function rowsAlike(db: ReadDb, row: ChangeRow, paths: readonly string[]): readonly ChangeRow[] {
  const question = row.record_conflict ?? (row.state === 'conflict' ? null : (memoryOf(row)?.row.record_conflict ?? null))
  const rows = db.all<ChangeRow>(
    `SELECT * FROM change WHERE connection = ? AND object = ? AND state = 'conflict' AND id <> ? AND record_conflict IS ? ORDER BY id`,
    row.connection,
    row.object,
    row.id,
    question,
  )
  return question === null ? rows.filter((each) => undecided(db, each).some((path) => paths.includes(path))) : rows
}

function aboutOf(db: ReadDb, row: ChangeRow): readonly string[] {
  return row.state === 'conflict' ? conflictRows(db, row.id).map(({ path }) => path) : Object.keys(memoryOf(row)?.fields ?? {})
}

function undecided(db: ReadDb, row: ChangeRow): readonly string[] {
  return conflictRows(db, row.id).flatMap(({ path, decision }) => (decision === null ? [path] : []))
}

function idOf(row: ChangeRow): ChangeId {
  return String(row.id) as ChangeId
}
