/** How many there are: kept by triggers, not counted. */
import type { ConnectionId } from '../../shared/model/ids'
import type { ObjectType } from '../../shared/model/object-type'
import { filterOf, type Selection } from './filters'
import { findStream } from './identity'
import { ordinaryEffort, smallSet } from './list-walk'
import type { ReadDb } from './sql'

/** How many match; null when only looking at very many could tell: `totals.ts` counts those bit by bit. */
export function countRecords(db: ReadDb, selection: Selection): number | null {
  const { connection, object } = selection
  const stream = findStream(db, connection, object)
  const narrowed = filterOf(db, stream ?? 0, selection)
  if (stream === null) return 0
  const { records } = recordCount(db, connection, object)
  if (narrowed.isAll) return records
  const few = smallSet(db, narrowed)
  if (few === null && records > ordinaryEffort.few) return null
  const rows = few ?? { sql: `SELECT rid FROM record WHERE stream = ? AND list = '${object}'`, values: [stream] }
  return (
    db.get<{ readonly n: number }>(
      `SELECT count(*) AS n FROM (SELECT DISTINCT rid FROM (${rows.sql})) d CROSS JOIN record r ON r.rid = d.rid
        WHERE r.stream = ? AND r.list = '${object}' AND ${narrowed.sql}`,
      ...rows.values,
      stream,
      ...narrowed.values,
    )?.n ?? 0
  )
}

export function recordCount(db: ReadDb, connection: ConnectionId, object: ObjectType): { readonly records: number; readonly quarantined: number } {
  const row = db.get<{ readonly records: number; readonly quarantined: number }>(
    'SELECT records, quarantined FROM stream WHERE connection = ? AND object = ?',
    connection,
    object,
  )
  return row ?? { records: 0, quarantined: 0 }
}

/** The same of all types at once. */
export function recordCounts(
  db: ReadDb,
  connection: ConnectionId,
): ReadonlyMap<ObjectType, { readonly records: number; readonly quarantined: number }> {
  const rows = db.all<{ readonly object: ObjectType; readonly records: number; readonly quarantined: number }>(
    'SELECT object, records, quarantined FROM stream WHERE connection = ?',
    connection,
  )
  return new Map(rows.map(({ object, records, quarantined }) => [object, { records, quarantined }] as const))
}
