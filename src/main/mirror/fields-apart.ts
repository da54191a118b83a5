/**
 * Part of a change by itself: fields that are held, let go, dropped or pushed without the others. What parts goes into a younger change of
 * the same record, with the base that it had, and holds back nothing of what it left.
 *
 *   title, phone, city  ──  hold phone  ──▶  title, city (as it was)   ·   phone (held)
 *
 * The parts of a name, and a deal's stage, pipeline, amount and currency, part together, as they are decided together.
 */
import { fail } from '../../shared/failure'
import { fieldAt } from '../../shared/model/fields'
import { writeField } from '../../shared/model/field-path'
import { type ChangeId, type Instant, parseChangeId } from '../../shared/model/ids'
import { type ChangeRow, dataOf, insertChange, knownFields, patchOf } from './change-row'
import { canMove, moveChange, mustMove, phaseOf } from './moves'
import { chosenRows } from './chosen'
import type { PatchField } from '../../shared/sync/merge-field'
import type { WriteDb } from './sql'
import { touchOutbox } from './touched'
import { transaction } from './transaction'
import { refreshView } from './view'

/** Parts these fields from the changes that hold them; answers the changes that hold nothing else now. Of a batch, what is open of it. */
export function partFields(db: WriteDb, ids: readonly string[], fields: readonly string[], now: Instant): readonly ChangeId[] {
  return eachWith(db, ids, fields, (row, paths) => {
    const all = fieldsIn(row)
    return all.every(({ path }) => paths.has(path)) ? row.id : part(db, row, paths, now)
  })
}

/** Leaves all other fields of those changes behind; answers the changes, which hold only these now. */
export function keepFields(db: WriteDb, ids: readonly string[], fields: readonly string[], now: Instant): readonly ChangeId[] {
  return eachWith(db, ids, fields, (row, paths) => {
    const others = fieldsIn(row).flatMap(({ path }) => (paths.has(path) ? [] : [path as string]))
    if (others.length > 0) part(db, row, new Set(others), now)
    return row.id
  })
}

function eachWith(
  db: WriteDb,
  ids: readonly string[],
  fields: readonly string[],
  work: (row: ChangeRow, paths: ReadonlySet<string>) => number,
): readonly ChangeId[] {
  return transaction(db, 'person', () => {
    // Whoever parts a change must be free to hold it: only a push leaves fields of what is on its way behind.
    const rows = chosenRows(db, ids, (row) => canMove(row, 'hold'))
    const parted = rows.flatMap((row) => {
      const paths = withUnits(row, fields)
      if (paths.size === 0) return []
      mustMove(row, 'hold')
      return [parseChangeId(String(work(row, paths)))]
    })
    if (parted.length === 0) {
      const known = [...new Set(rows.flatMap((row) => fieldsIn(row).map(({ path }) => path)))]
      fail({ kind: 'bad-input', where: `change ${ids.join(', ')}`, expected: `one of its fields: ${known.join(', ')}`, got: fields.join(', ') })
    }
    return parted
  })
}

function part(db: WriteDb, row: ChangeRow, paths: ReadonlySet<string>, now: Instant): number {
  const { connection, object, record_id, batch } = row
  const leaving = fieldsIn(row).filter(({ path }) => paths.has(path))
  // Refused as a whole, it may be taken in parts: what leaves gets another try.
  const state = phaseOf(row) === 'held' ? 'held' : 'waiting'
  const { id } = insertChange(db, { connection, object, record_id, kind: 'update', batch, patch: JSON.stringify(leaving), state, now })
  if (row.kind === 'create') {
    const data = leaving.reduce((document, { path }) => writeField(document, path, undefined), dataOf(row))
    moveChange(db, row.id, 'part', { data: JSON.stringify(data), updated_at: now })
  } else {
    const staying = patchOf(row).filter(({ path }) => !paths.has(path))
    moveChange(db, row.id, 'part', { patch: JSON.stringify(staying), updated_at: now })
  }
  touchOutbox(db, connection)
  refreshView(db, connection, object, record_id)
  return id
}

/** What can part: of a new record, each field that it says something in. A deletion has no parts. */
function fieldsIn(row: ChangeRow): readonly PatchField[] {
  switch (row.kind) {
    case 'create':
      return knownFields(row.object, dataOf(row)).map(({ path, value }) => ({ path, base: null, value }))
    case 'update':
      return patchOf(row)
    case 'delete':
      return []
  }
}

/** The named fields that the change holds, each with the rest of its unit. */
function withUnits(row: ChangeRow, fields: readonly string[]): ReadonlySet<string> {
  const held = fieldsIn(row).map(({ path }) => path as string)
  const unitOf = (path: string) => fieldAt(row.object, path)?.unit
  const units = new Set(fields.filter((path) => held.includes(path)).flatMap((path) => unitOf(path) ?? []))
  return new Set(held.filter((path) => fields.includes(path) || units.has(unitOf(path) as never)))
}
