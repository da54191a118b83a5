/** What the index of keys says about records that may be one, read in pieces so that nobody waits for all of it. */
import type { ConnectionId, RecordId } from '../../shared/model/ids'
import type { LikeRecord, MovedLinks } from '../../shared/model/duplicates'
import { type ObjectType, objectTypes } from '../../shared/model/object-type'
import { findRecordId, findStream } from './identity'
import { plainName } from './match-keys'
import { documentOf, factOf, nameOf, type SeenRow, seenColumns } from './rows'
import type { ReadDb, WriteDb } from './sql'
import { transaction } from './transaction'

export interface KeyEntry {
  readonly key: string
  readonly rid: number
}

export type KeyPrefix = 'e' | 'p' | 'd' | 'n' | 'w' | 'b'

/** The next entries of keys with that prefix, by key; served by the table's own order. */
export function keysAfter(
  db: ReadDb,
  connection: ConnectionId,
  object: ObjectType,
  prefix: KeyPrefix,
  after: KeyEntry | null,
  limit: number,
): readonly KeyEntry[] {
  const stream = findStream(db, connection, object)
  if (stream === null) return []
  const start = after ?? { key: `${prefix}:`, rid: 0 }
  return db.all<KeyEntry>(
    'SELECT key, rid FROM match_key WHERE stream = ? AND (key, rid) > (?, ?) AND key < ? ORDER BY key, rid LIMIT ?',
    stream,
    start.key,
    start.rid,
    `${prefix};`,
    limit,
  )
}

/** Names by row, as they are compared. */
export function plainNames(db: ReadDb, object: ObjectType, rids: readonly number[]): ReadonlyMap<number, string> {
  const rows = db.all<{ readonly rid: number; readonly name: string | null }>(
    'SELECT r.rid, r.name FROM json_each(?) ids CROSS JOIN record r ON r.rid = ids.value',
    JSON.stringify(rids),
  )
  return new Map(rows.flatMap(({ rid, name }) => (name === null ? [] : [[rid, plainName(object, name)]])))
}

/** Rows that have this key, as they came. */
export function rowsWithKey(db: ReadDb, connection: ConnectionId, object: ObjectType, key: string, limit: number): readonly number[] {
  const stream = findStream(db, connection, object)
  if (stream === null) return []
  return db
    .all<{ readonly rid: number }>('SELECT rid FROM match_key WHERE stream = ? AND key = ? ORDER BY rid LIMIT ?', stream, key, limit)
    .map(({ rid }) => rid)
}

/** As a person recognises them; what is deleted here is left out. */
export function likeRecords(db: ReadDb, rids: readonly number[]): ReadonlyMap<number, LikeRecord> {
  const rows = db.all<SeenRow>(
    `SELECT ${seenColumns} FROM json_each(?) ids CROSS JOIN record r ON r.rid = ids.value CROSS JOIN stream s ON s.sid = r.stream WHERE r.list IS NOT NULL`,
    JSON.stringify(rids),
  )
  return new Map(
    rows.map((row) => {
      const document = documentOf(db, row)
      return [row.rid, { id: row.id, remoteId: row.remote_id, name: nameOf(row.object, document), fact: factOf(row.object, document) }]
    }),
  )
}

/** A person said that no two of these are one; said again, it is taken back. */
export function setDistinct(db: WriteDb, connection: ConnectionId, ids: readonly RecordId[], distinct: boolean): void {
  transaction(db, 'person', () => {
    for (const [index, one] of ids.entries()) {
      for (const other of ids.slice(index + 1)) {
        const [a, b] = one < other ? [one, other] : [other, one]
        if (distinct) db.run('INSERT OR IGNORE INTO not_duplicate (a, b, connection) VALUES (?, ?, ?)', a, b, connection)
        else db.run('DELETE FROM not_duplicate WHERE a = ? AND b = ?', a, b)
      }
    }
  })
}

/** Pairs of rows that are known not to be one, as `‹smaller› ‹larger›`. */
export function distinctPairs(db: ReadDb, connection: ConnectionId): ReadonlySet<string> {
  const rows = db.all<{ readonly a: number; readonly b: number }>(
    'SELECT ra.rid AS a, rb.rid AS b FROM not_duplicate n CROSS JOIN record ra ON ra.id = n.a CROSS JOIN record rb ON rb.id = n.b WHERE n.connection = ?',
    connection,
  )
  return new Set(rows.map(({ a, b }) => (a < b ? `${a} ${b}` : `${b} ${a}`)))
}

export interface NamingRecord {
  readonly id: RecordId
  readonly object: ObjectType
  /** The fields that name it. */
  readonly paths: readonly string[]
}

/** Shown records whose own document names this one. */
export function recordsNaming(db: ReadDb, id: RecordId): readonly NamingRecord[] {
  const rows = db.all<{ readonly id: RecordId; readonly object: ObjectType; readonly rel: string }>(
    `SELECT o.id, s.object, l.rel FROM link l CROSS JOIN record o ON o.rid = l.owner CROSS JOIN stream s ON s.sid = o.stream
      WHERE l.target = ? AND o.list IS NOT NULL ORDER BY o.rid, l.rel`,
    id,
  )
  const records = new Map<RecordId, NamingRecord>()
  for (const { id: owner, object, rel } of rows) records.set(owner, { id: owner, object, paths: [...(records.get(owner)?.paths ?? []), rel] })
  return [...records.values()]
}

/** How many records name these, by type. */
export function countNaming(db: ReadDb, connection: ConnectionId, object: ObjectType, ids: readonly string[]): readonly MovedLinks[] {
  const own = ids.flatMap((id) => findRecordId(db, connection, object, id) ?? [])
  const owners = new Map<RecordId, ObjectType>()
  for (const id of own) for (const record of recordsNaming(db, id)) if (!own.includes(record.id)) owners.set(record.id, record.object)
  return objectTypes.flatMap((type) => {
    const count = [...owners.values()].filter((each) => each === type).length
    return count === 0 ? [] : [{ object: type, count }]
  })
}
