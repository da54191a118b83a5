/** How many there are: kept by triggers, not counted. */
import type { ConnectionId } from '../../shared/model/ids'
import type { ObjectType } from '../../shared/model/object-type'
import { filterOf } from './filters'
import { findStream } from './identity'
import type { Selection } from './lists'
import type { ReadDb } from './sql'

/** Beyond that, counting what a filter leaves would take longer than a person looks at it. */
const MOST_COUNTED = 20_000

/** How many match; null when only counting very many, or looking into each document, could tell. */
export function countRecords(db: ReadDb, { connection, object, where, search }: Selection): number | null {
  if (where.length === 0 && search.trim() === '') return recordCount(db, connection, object).records
  const filter = filterOf(db, connection, object, where, search)
  const stream = findStream(db, connection, object)
  if (stream === null) return 0
  if (filter.fits !== null) return null
  const row = db.get<{ readonly n: number }>(
    `SELECT count(*) AS n FROM (SELECT 1 FROM record r WHERE ${['r.stream = ?', `r.list = '${object}'`, ...filter.sql].join(' AND ')} LIMIT ${MOST_COUNTED + 1})`,
    stream,
    ...filter.values,
  )
  const counted = row?.n ?? 0
  return counted > MOST_COUNTED ? null : counted
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
