/**
 * Lists by page.
 *
 * Keyset, not OFFSET: page 10,000 costs what page 1 costs. Each offered sort is served by an index of its object type
 * (`contact_by_name`, …), whose entries end in the row, so that ties have an order; a test reads the query plans and fails on a
 * scan or a sort. Records without a value come last in both directions. How a narrowed list is read is `list-walk.ts`: a page of one
 * may hold fewer rows than asked for, or none, and still not be the last.
 */
import type { RecordId } from '../../shared/model/ids'
import { isJsonObject } from '../../shared/model/json'
import type { RecordDocument } from '../../shared/model/record'
import type { ListRow, Page, RowMark } from '../../shared/model/views'
import { filterOf, type Selection } from './filters'
import { findStream } from './identity'
import { cursorOf, parseCursor } from './list-place'
import { listValues, type ShownFields } from './list-values'
import { walk, type WalkedRow } from './list-walk'
import { documentOf, nameOf, nameReader, rawOf, type SeenRow, seenColumns } from './rows'
import { type Sort, sortedColumns } from './sorting'
import type { ReadDb } from './sql'

export interface ListQuery extends Selection {
  /** Null: the list's own. */
  readonly sort: Sort | readonly Sort[] | null
  readonly after: string | null
  readonly limit: number
}

export function listRows(db: ReadDb, query: ListQuery & ShownFields): Page<ListRow> {
  const { rows, next } = page(db, query)
  return { rows: shown(db, seenRows(db, rows), query), next }
}

/** Rows that were found elsewhere, as lists show them. */
export function rowsOf(db: ReadDb, rows: readonly SeenRow[]): readonly ListRow[] {
  return shown(db, rows, {})
}

function shown(db: ReadDb, rows: readonly SeenRow[], fields: ShownFields): readonly ListRow[] {
  const open = openChangesOf(
    db,
    rows.map(({ id }) => id),
  )
  const shownAs = { ...fields, names: nameReader(db) }
  return rows.map((row): ListRow => {
    const document = documentOf(db, row)
    const { mark, unpushed } = open.get(row.id) ?? { mark: null, unpushed: [] }
    return { id: row.id, remoteId: row.remote_id, name: nameOf(row.object, document), values: listValues(db, row, document, shownAs), mark, unpushed }
  })
}

export function listDocuments(db: ReadDb, query: ListQuery & { readonly raw: boolean }): Page<RecordDocument> {
  const { rows, next } = page(db, query)
  const documents = seenRows(db, rows).map((row) => ({ row, document: documentOf(db, row) }))
  return { rows: documents.map(({ row, document }) => (query.raw ? { ...document, raw: rawOf(db, row.rid) } : document)), next }
}

/** Only who they are: what is done to all that match begins with it. */
export function listIds(db: ReadDb, query: ListQuery): Page<RecordId> {
  const { rows, next } = page(db, query)
  return { rows: rows.map(({ id }) => id), next }
}

function page(db: ReadDb, query: ListQuery): Page<WalkedRow> {
  const { connection, object, sort, after, limit } = query
  const sorts = sortedColumns(object, sort)
  const stream = findStream(db, connection, object)
  const narrowed = filterOf(db, stream ?? 0, query)
  const from = after === null ? null : parseCursor(after, sorts)
  if (stream === null) return { rows: [], next: null }
  const { rows, next } = walk({ db, object, stream, sorts, narrowed, limit }, from)
  return { rows, next: next === null ? null : cursorOf(next, sorts) }
}

/** The rows of a page whole, in the page's order. */
function seenRows(db: ReadDb, rows: readonly WalkedRow[]): readonly SeenRow[] {
  return db.all<SeenRow>(
    `SELECT ${seenColumns} FROM json_each(?) p CROSS JOIN record r ON r.rid = p.value CROSS JOIN stream s ON s.sid = r.stream ORDER BY p.key`,
    JSON.stringify(rows.map(({ rid }) => rid)),
  )
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
