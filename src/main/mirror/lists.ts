/**
 * Lists by page.
 *
 * Keyset, not OFFSET: page 10,000 costs what page 1 costs. Each offered sort is served by an index of its object type
 * (`contact_by_name`, …), whose entries end in the row, so that ties have an order; a test reads the query plans and fails on a
 * scan or a sort. Records without a value come last in both directions.
 */
import { fail, preview } from '../../shared/failure'
import type { ConnectionId, RecordId } from '../../shared/model/ids'
import { isJsonObject, type JsonObject } from '../../shared/model/json'
import type { ObjectType } from '../../shared/model/object-type'
import type { RecordDocument } from '../../shared/model/record'
import type { ListRow, Page, RowMark } from '../../shared/model/views'
import type { ColumnName } from './columns'
import { type Condition, type Filter, filterOf } from './filters'
import { findStream } from './identity'
import { listValues } from './list-values'
import { documentOf, nameOf, type SeenRow, seenColumns } from './rows'
import { defaultSort, type Sort, sortColumn } from './sorting'
import type { ReadDb, SqlValue } from './sql'

export interface Selection {
  readonly connection: ConnectionId
  readonly object: ObjectType
  readonly where: readonly Condition[]
  readonly search: string
}

export interface ListQuery extends Selection {
  readonly sort: Sort | null
  readonly after: string | null
  readonly limit: number
}

export function listRows(db: ReadDb, query: ListQuery): Page<ListRow> {
  const { rows, next } = page(db, query)
  return { rows: shown(db, rows), next }
}

/** Rows that were found elsewhere, as lists show them. */
export function rowsOf(db: ReadDb, rows: readonly SeenRow[]): readonly ListRow[] {
  return shown(
    db,
    rows.map((row) => ({ row, document: documentOf(db, row) })),
  )
}

function shown(db: ReadDb, rows: readonly Found[]): readonly ListRow[] {
  const open = openChangesOf(
    db,
    rows.map(({ row }) => row.id),
  )
  return rows.map(({ row, document }) => {
    const { mark, unpushed } = open.get(row.id) ?? { mark: null, unpushed: [] }
    return { id: row.id, remoteId: row.remote_id, name: nameOf(row.object, document), values: listValues(db, row, document), mark, unpushed }
  })
}

export function listDocuments(db: ReadDb, query: ListQuery & { readonly raw: boolean }): Page<RecordDocument> {
  const { rows, next } = page(db, query)
  return { rows: rows.map(({ row, document }) => (query.raw ? { ...document, raw: rawOf(db, row.rid) } : document)), next }
}

interface Found {
  readonly row: SeenRow
  readonly document: RecordDocument
}

/** Where a page ended: the sort key and the row of its last entry. */
interface Place {
  readonly key: string | number | null
  readonly rid: number
}

function page(
  db: ReadDb,
  { connection, object, where, search, sort: asked, after, limit }: ListQuery,
): { rows: readonly Found[]; next: string | null } {
  const sort = asked ?? defaultSort(object)
  const column = sortColumn(object, sort)
  const filter = filterOf(db, connection, object, where, search)
  const stream = findStream(db, connection, object)
  if (stream === null) return { rows: [], next: null }
  const rows: Found[] = []
  let place = after === null ? null : parseCursor(after, sort)
  // What SQL can't filter is read a few hundred rows at a time, until the page is full.
  const step = filter.fits === null ? limit + 1 : Math.max(limit + 1, 200)
  for (;;) {
    const read = readStep(db, { object, stream, column, descending: sort.descending, filter, place, limit: step })
    for (const row of read) {
      place = { key: row.sort_key, rid: row.rid }
      const document = documentOf(db, row)
      if (filter.fits !== null && !filter.fits(document)) continue
      const last = rows.at(-1)
      if (rows.length === limit && last) return { rows, next: cursorOf(last.row as KeyedRow, sort) }
      rows.push({ row, document })
    }
    if (read.length < step) return { rows, next: null }
  }
}

interface KeyedRow extends SeenRow {
  readonly sort_key: string | number | null
}

interface Step {
  readonly object: ObjectType
  readonly stream: number
  readonly column: ColumnName
  readonly descending: boolean
  readonly filter: Filter
  readonly place: Place | null
  readonly limit: number
}

/** The rows with a value from the place on, then those without one. */
function readStep(db: ReadDb, step: Step): readonly KeyedRow[] {
  const { place, limit } = step
  if (place !== null && place.key === null) return readPart(db, step, { empty: true, place, limit })
  const rows = readPart(db, step, { empty: false, place, limit })
  return rows.length === limit ? rows : [...rows, ...readPart(db, step, { empty: true, place: null, limit: limit - rows.length })]
}

function readPart(
  db: ReadDb,
  { object, stream, column, descending, filter }: Step,
  part: { empty: boolean; place: Place | null; limit: number },
): KeyedRow[] {
  const { empty, place, limit } = part
  const [after, direction] = descending ? ['<', 'DESC'] : ['>', 'ASC']
  const key = `r.${column}`
  const conditions = [`r.stream = ?`, `r.list = '${object}'`, `${key} IS ${empty ? '' : 'NOT '}NULL`]
  const values: SqlValue[] = [stream]
  if (place !== null) {
    conditions.push(empty ? `r.rid ${after} ?` : `(${key}, r.rid) ${after} (?, ?)`)
    values.push(...(empty ? [] : [place.key]), place.rid)
  }
  // The index is named: with a filter the planner may prefer another one, and sort.
  return db.all<KeyedRow>(
    `SELECT ${seenColumns}, ${key} AS sort_key
       FROM record r INDEXED BY ${object}_by_${column} CROSS JOIN stream s ON s.sid = r.stream
      WHERE ${[...conditions, ...filter.sql].join(' AND ')}
      ORDER BY ${empty ? '' : `${key} ${direction}, `}r.rid ${direction}
      LIMIT ?`,
    ...values,
    ...filter.values,
    limit,
  )
}

function cursorOf(row: KeyedRow, sort: Sort): string {
  return Buffer.from(JSON.stringify([sort.field, sort.descending, row.sort_key, row.rid])).toString('base64url')
}

function parseCursor(text: string, sort: Sort): Place {
  let parts: unknown
  try {
    parts = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch {
    parts = null
  }
  const [field, descending, key, rid] = Array.isArray(parts) ? (parts as readonly unknown[]) : []
  const fits = field === sort.field && descending === sort.descending && typeof rid === 'number'
  if (fits && (key === null || typeof key === 'string' || typeof key === 'number')) return { key, rid }
  return fail({ kind: 'bad-input', where: 'after', expected: 'the place that the page before gave, with the same sort', got: preview(text) })
}

function rawOf(db: ReadDb, rid: number): JsonObject | null {
  const row = db.get<{ readonly raw_json: string | null }>('SELECT raw_json FROM record WHERE rid = ?', rid)
  return row?.raw_json ? (JSON.parse(row.raw_json) as JsonObject) : null
}

interface OpenChanges {
  readonly mark: RowMark
  readonly unpushed: readonly string[]
}

/** The most urgent first. */
const urgency: readonly RowMark[] = ['rejected', 'conflict', 'pushing', 'waiting', 'held']

export function openChangesOf(db: ReadDb, ids: readonly RecordId[]): ReadonlyMap<RecordId, OpenChanges> {
  const open = new Map<RecordId, OpenChanges>()
  const changes = db.all<{ readonly record_id: RecordId; readonly state: Exclude<RowMark, null>; readonly patch: string }>(
    `SELECT c.record_id, c.state, c.patch FROM json_each(?) ids CROSS JOIN change c ON c.record_id = ids.value
      WHERE c.state IN ('waiting', 'held', 'pushing', 'rejected', 'conflict')`,
    JSON.stringify(ids),
  )
  for (const { record_id, state, patch } of changes) {
    const known = open.get(record_id) ?? { mark: null, unpushed: [] }
    const paths = (JSON.parse(patch) as readonly unknown[]).flatMap((field) =>
      isJsonObject(field) && typeof field['path'] === 'string' ? [field['path']] : [],
    )
    const mark = known.mark === null || urgency.indexOf(state) < urgency.indexOf(known.mark) ? state : known.mark
    open.set(record_id, { mark, unpushed: [...new Set([...known.unpushed, ...paths])] })
  }
  return open
}
