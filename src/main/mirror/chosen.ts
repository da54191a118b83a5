/** Which changes are meant: by id, by the name of a batch, by what they are about. */
import { fail, preview } from '../../shared/failure'
import type { ConnectionId, RecordId } from '../../shared/model/ids'
import type { ChangeState } from '../../shared/sync/change'
import type { ChangeRow } from './change-row'
import type { ReadDb, SqlValue } from './sql'

export interface ChangeFilter {
  readonly connection?: ConnectionId | null
  readonly states?: readonly ChangeState[]
  /** Ids of changes, or names of batches. */
  readonly ids?: readonly string[] | null
  readonly recordId?: RecordId
}

/** What these ids and names of batches stand for, oldest first: each id as it stands, of a batch what `ofBatch` takes. Each must stand for something. */
export function chosenRows(db: ReadDb, ids: readonly string[], ofBatch: (row: ChangeRow) => boolean): readonly ChangeRow[] {
  const rows = rowsOf(db, { ids })
  for (const id of ids) {
    if (!rows.some((row) => String(row.id) === id || row.batch === id)) failMissing(db, id)
  }
  return rows.filter((row) => ids.includes(String(row.id)) || ofBatch(row))
}

/** Numbers are never given twice, so one that is not there and was given stood for a change that was kept long enough. */
function failMissing(db: ReadDb, id: string): never {
  const last = db.get<{ readonly seq: number }>(`SELECT seq FROM sqlite_sequence WHERE name = 'change'`)?.seq ?? 0
  if (!/^[1-9]\d*$/.test(id) || Number(id) > last) return fail({ kind: 'not-found', what: 'change', id })
  return fail({
    kind: 'bad-input',
    where: `change ${id}`,
    expected: 'one that is still kept: pushed changes are for 7 days, discarded ones for 30',
    got: 'one that is gone since',
  })
}

export function rowsOf(db: ReadDb, { connection = null, states, ids = null, recordId }: ChangeFilter): readonly ChangeRow[] {
  const conditions = [`NOT (c.kind = 'update' AND c.patch = '[]' AND c.state = 'discarded')`]
  const values: SqlValue[] = []
  const add = (condition: string, ...given: readonly SqlValue[]): void => {
    conditions.push(condition)
    values.push(...given)
  }
  if (connection !== null) add('c.connection = ?', connection)
  // Few states, so few different statements: this is asked for every record that is shown.
  if (states) add(`c.state IN (${states.map(() => '?').join(', ')})`, ...states)
  if (recordId !== undefined) add('c.record_id = ?', recordId)
  if (ids !== null)
    add(
      '(CAST(c.id AS TEXT) IN (SELECT value FROM json_each(?)) OR c.batch IN (SELECT value FROM json_each(?)))',
      JSON.stringify(ids),
      JSON.stringify(ids),
    )
  return db.all<ChangeRow>(`SELECT * FROM change c WHERE ${conditions.join(' AND ')} ORDER BY c.id`, ...values)
}

export function refuse(row: ChangeRow, expected: string): never {
  return fail({ kind: 'bad-input', where: `change ${row.id}`, expected, got: preview(row.state) })
}
