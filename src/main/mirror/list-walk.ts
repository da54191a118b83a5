/**
 * Reading rows of a sorted, narrowed list, with bounded work a call.
 *
 *   nothing narrows it    the index of the first sort, from the place on
 *   few can match         the smallest set of rows that an index offers is read and sorted: at most so many rows
 *   sorted by a custom    all that match are read and sorted: no index serves what only documents tell
 *   else                  the index of the first sort, a slice of rows at a time; what matches is returned as found, and the place
 *                         up to which was looked. A reader that serves a screen is never held up for long.
 *
 * With several sorts a slice ends with the last row of a first key, so one call may have to look at all rows that share it.
 */
import type { RecordId, RemoteId } from '../../shared/model/ids'
import type { ObjectType } from '../../shared/model/object-type'
import { type Sql, sqlOf } from './filter-piece'
import type { NarrowedList } from './filters'
import { type After, beginning, behind, orderOf, type Place, type Sorts } from './list-place'
import type { ReadDb, SqlValue } from './sql'

export interface Walk {
  readonly db: ReadDb
  readonly object: ObjectType
  readonly stream: number
  readonly sorts: Sorts
  readonly narrowed: NarrowedList
  /** At most so many rows. */
  readonly limit: number
  readonly effort?: Effort
}

/** How much one call may do. */
export interface Effort {
  /** So many rows are few: they are read and sorted at once. */
  readonly few: number
  /** So many rows of an index are looked into. */
  readonly slice: number
}

/** A row that matches. Its document is not read: most rows that are looked at are not shown. */
export interface WalkedRow {
  readonly rid: number
  readonly id: RecordId
  readonly remote_id: RemoteId | null
  readonly keys: readonly SqlValue[]
}

export interface Walked {
  readonly rows: readonly WalkedRow[]
  /** Where to go on; null at the end. There may be a place and no row: nothing matched so far. */
  readonly next: Place | null
}

/** On a machine that is busy with other things, either takes a tenth of a second. */
export const ordinaryEffort: Effort = { few: 20_000, slice: 4000 }

export function walk(walking: Walk, from: Place | null): Walked {
  const few = smallSet(walking.db, walking.narrowed, walking.effort) ?? wholeSet(walking)
  return few === null ? walkIndex(walking, from ?? beginning) : walkSet(walking, few, from ?? beginning)
}

/** Every row of the list, where an order is asked for that no index has. */
function wholeSet({ object, stream, sorts }: Walk): Sql | null {
  if (sorts.every(({ column }) => column !== null)) return null
  return sqlOf(`SELECT rid FROM record WHERE stream = ? AND list = '${object}'`, stream)
}

/** The smallest of the sets that hold all matches, when it is small. */
export function smallSet(db: ReadDb, { sets }: NarrowedList, { few }: Effort = ordinaryEffort): Sql | null {
  let smallest: Sql | null = null
  let least = few
  for (const set of sets) {
    const { n } = db.get<{ readonly n: number }>(`SELECT count(*) AS n FROM (SELECT 1 FROM (${set.sql}) LIMIT ${least + 1})`, ...set.values) ?? {
      n: 0,
    }
    if (n > least) continue
    smallest = set
    least = n
  }
  return smallest
}

function walkSet({ db, object, stream, sorts, narrowed, limit }: Walk, set: Sql, { empty, after }: Place): Walked {
  const place = after !== null ? behind(after, sorts) : sqlOf(empty ? `${sorts[0].key} IS NULL` : '1')
  const found = db.all<RawRow>(
    `SELECT ${selected(sorts)}
       FROM (SELECT DISTINCT rid FROM (${set.sql})) d CROSS JOIN record r ON r.rid = d.rid
      WHERE r.stream = ? AND r.list = '${object}' AND ${narrowed.sql} AND ${place.sql}
      ORDER BY ${orderOf(sorts, 'both')}
      LIMIT ?`,
    ...set.values,
    stream,
    ...narrowed.values,
    ...place.values,
    limit + 1,
  )
  return cut(found.map(withKeys(sorts)), limit) ?? { rows: found.map(withKeys(sorts)), next: null }
}

function walkIndex(walking: Walk, from: Place): Walked {
  const { narrowed, limit, sorts } = walking
  const rows: WalkedRow[] = []
  let place = from
  for (;;) {
    const end = narrowed.isAll ? null : sliceEnd(walking, place)
    rows.push(...readPart(walking, place, end, limit + 1 - rows.length).map(withKeys(sorts)))
    const full = cut(rows, limit)
    if (full !== null) return full
    if (end !== null) return { rows, next: { empty: place.empty, after: end } }
    if (place.empty) return { rows, next: null }
    place = { empty: true, after: null }
  }
}

/** More than was asked for: the page is full, and goes on after its last row. */
function cut(rows: readonly WalkedRow[], limit: number): Walked | null {
  const last = rows[limit - 1]
  if (rows.length <= limit || last === undefined) return null
  return { rows: rows.slice(0, limit), next: placeAfter(last) }
}

export function placeAfter({ keys, rid }: WalkedRow): Place {
  return { empty: keys[0] === null, after: { keys, rid } }
}

type RawRow = Omit<WalkedRow, 'keys'> & Readonly<Record<`key${number}`, SqlValue>>

const selected = (sorts: Sorts): string => ['r.rid, r.id, r.remote_id', ...sorts.map(({ key }, at) => `${key} AS key${at}`)].join(', ')
const withKeys =
  (sorts: Sorts) =>
  (row: RawRow): WalkedRow => ({ rid: row.rid, id: row.id, remote_id: row.remote_id, keys: sorts.map((_, at) => row[`key${at}`] ?? null) })

/** Where a slice that begins at a place ends; null when the part ends before. */
export function sliceEnd({ db, object, stream, sorts, effort = ordinaryEffort }: Walk, place: Place): After | null {
  const [{ column, key }] = sorts
  const range = fromPlace(sorts, place)
  // Rows without a value are in no order of the first sort: with several sorts they are one slice.
  if (place.empty && sorts.length > 1) return null
  const row = db.get<{ readonly key: SqlValue; readonly rid: number }>(
    `SELECT ${key} AS key, r.rid FROM record r INDEXED BY ${object}_by_${column}
      WHERE r.stream = ? AND r.list = '${object}' AND ${range.sql}
      ORDER BY ${orderOf([sorts[0]], place.empty ? 'empty' : 'with-value')} LIMIT 1 OFFSET ${effort.slice - 1}`,
    stream,
    ...range.values,
  )
  if (row === undefined) return null
  return { keys: [row.key], rid: sorts.length > 1 ? null : row.rid }
}

/** How many rows a part has behind a place, whatever narrows the list. Only good where they are few: each entry is looked at. */
export function countPart({ db, object, stream, sorts }: Walk, place: Place): number {
  const range = fromPlace(sorts, place)
  const sql = `SELECT count(*) AS n FROM record r INDEXED BY ${object}_by_${sorts[0].column} WHERE r.stream = ? AND r.list = '${object}' AND ${range.sql}`
  return db.get<{ readonly n: number }>(sql, stream, ...range.values)?.n ?? 0
}

function readPart({ db, object, stream, sorts, narrowed }: Walk, place: Place, end: After | null, limit: number): RawRow[] {
  const [{ column }] = sorts
  const range = fromPlace(sorts, place)
  const upTo = end === null ? sqlOf('1') : untilPlace(sorts, end, place.empty)
  // The index is named: with a filter the planner may prefer another one, and sort.
  return db.all<RawRow>(
    `SELECT ${selected(sorts)}
       FROM record r INDEXED BY ${object}_by_${column}
      WHERE r.stream = ? AND r.list = '${object}' AND ${range.sql} AND ${upTo.sql} AND ${narrowed.sql}
      ORDER BY ${orderOf(sorts, place.empty ? 'empty' : 'with-value')}
      LIMIT ?`,
    stream,
    ...range.values,
    ...upTo.values,
    ...narrowed.values,
    limit,
  )
}

/** The rows of a part behind a place, in a form that the index of the first sort can serve. */
function fromPlace(sorts: Sorts, { empty, after }: Place): Sql {
  const [{ key, descending }] = sorts
  const [behindIt, fromIt] = descending ? ['<', '<='] : ['>', '>=']
  const part = `${key} IS ${empty ? '' : 'NOT '}NULL`
  if (after === null) return sqlOf(part)
  if (sorts.length === 1 && after.rid !== null)
    return empty
      ? sqlOf(`${part} AND r.rid ${behindIt} ?`, after.rid)
      : sqlOf(`${part} AND (${key}, r.rid) ${behindIt} (?, ?)`, after.keys[0] ?? null, after.rid)
  if (after.rid === null) return sqlOf(`${part} AND ${key} ${behindIt} ?`, after.keys[0] ?? null)
  const rest = behind(after, sorts)
  return empty
    ? sqlOf(`${part} AND ${rest.sql}`, ...rest.values)
    : sqlOf(`${part} AND ${key} ${fromIt} ? AND ${rest.sql}`, after.keys[0] ?? null, ...rest.values)
}

function untilPlace(sorts: Sorts, { keys, rid }: After, empty: boolean): Sql {
  const [{ key, descending }] = sorts
  const upTo = descending ? '>=' : '<='
  if (empty) return sqlOf(`r.rid ${upTo} ?`, rid)
  return rid === null ? sqlOf(`${key} ${upTo} ?`, keys[0] ?? null) : sqlOf(`(${key}, r.rid) ${upTo} (?, ?)`, keys[0] ?? null, rid)
}
