/** All records of a list as one file, page by page: what the view shows or every field, with ids, so that it can be imported again. */
import type { Satchel } from '../../../shared/contract/client'
import type { InputOf, SatchelOperations } from '../../../shared/contract/operations'
import { csvLines } from '../../../shared/csv'
import type { ObjectType } from '../../../shared/model/object-type'
import type { RecordDocument } from '../../../shared/model/record'
import { customFieldsOf, tableColumns, tableRow } from '../../../shared/model/table'

/** What the list shows: its connection, object, search and whatever else narrows it. */
export type ExportQuery = Omit<InputOf<SatchelOperations['records.documents']>, 'after' | 'limit' | 'raw'>

export interface ExportOptions {
  readonly query: ExportQuery & { readonly object: ObjectType }
  readonly format: 'csv' | 'json'
  /** Field paths to keep; null: all. */
  readonly fields: readonly string[] | null
  readonly onRecords: (records: number) => void
  readonly signal: AbortSignal
}

const PAGE = 1000

/** The parts of the file; rejects with the signal's reason when it is stopped. */
export async function exportRecords(satchel: Satchel, { query, format, fields, onRecords, signal }: ExportOptions): Promise<readonly string[]> {
  const parts: string[] = []
  if (format === 'json') {
    for await (const rows of pages(satchel, query, signal)) {
      for (const row of rows) parts.push(`${parts.length === 0 ? '[\n' : ',\n'}${JSON.stringify(fields === null ? row : only(row, fields))}`)
      onRecords(parts.length)
    }
    return [...parts, parts.length === 0 ? '[]\n' : '\n]\n']
  }
  // Twice: a table names its columns first, and which custom fields there are only the records know.
  const slugs = new Set<string>()
  if (fields === null)
    for await (const rows of pages(satchel, query, signal)) for (const row of rows) for (const slug of customFieldsOf(row)) slugs.add(slug)
  const custom =
    fields === null ? [...slugs].toSorted() : fields.flatMap((path) => (path.startsWith('metadata.') ? [path.slice('metadata.'.length)] : []))
  const columns = tableColumns(query.object, custom).filter(
    ({ title }) => fields === null || title === 'id' || fields.includes(title.replace(/\.id$/, '')),
  )
  parts.push(csvLines([columns.map(({ title }) => title)], { guarded: true }))
  let records = 0
  for await (const rows of pages(satchel, query, signal)) {
    parts.push(
      csvLines(
        rows.map((row) => tableRow(columns, row)),
        { guarded: true },
      ),
    )
    records += rows.length
    onRecords(records)
  }
  return parts
}

async function* pages(satchel: Satchel, query: ExportQuery, signal: AbortSignal): AsyncGenerator<readonly RecordDocument[]> {
  let after: string | null = null
  do {
    signal.throwIfAborted()
    const page: { readonly rows: readonly RecordDocument[]; readonly next: string | null } = await satchel.request('records.documents', {
      ...query,
      after,
      limit: PAGE,
    })
    yield page.rows
    after = page.next
  } while (after !== null)
}

function only(document: RecordDocument, fields: readonly string[]): RecordDocument {
  const heads = new Set(['id', ...fields.map((path) => path.replace(/\..*/, ''))])
  return Object.fromEntries(Object.entries(document).filter(([key]) => heads.has(key)))
}
