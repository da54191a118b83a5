/**
 * Records as rows of a CSV file (RFC 4180): one column a field, ids and linked ids as they are, dates in ISO 8601.
 *
 * Lists of texts, e-mails, phones and ids are joined with "; "; references (a deal's stage) have a column for the names and one
 * for the ids; custom fields have a column each; what has no simple form is JSON.
 */
import { stringify } from 'csv-stringify/sync'
import { guardFormulas } from '../../../shared/formula-guard'
import { fieldsByObject, type FieldDefinition } from '../../../shared/model/fields'
import { type FieldPath, readField } from '../../../shared/model/field-path'
import { isJsonObject, isSafeKey, type Json } from '../../../shared/model/json'
import type { ObjectType } from '../../../shared/model/object-type'
import type { RecordDocument } from '../../../shared/model/record'

export interface CsvColumn {
  readonly title: string
  readonly read: (document: RecordDocument) => Json | undefined
}

const BETWEEN = '; '

/** The columns for an object type. `customFields` are the slugs that the records have. */
export function csvColumns(object: ObjectType, customFields: readonly string[]): CsvColumn[] {
  const id: CsvColumn = { title: 'id', read: (document) => document['id'] }
  return [id, ...fieldsByObject[object].flatMap((field) => columnsOf(field, customFields))]
}

/** The slugs of the custom fields that a record has. */
export function customFieldsOf(document: RecordDocument): string[] {
  const { metadata } = document
  if (!Array.isArray(metadata)) return []
  return metadata.flatMap((entry: Json) =>
    isJsonObject(entry) && typeof entry['slug'] === 'string' && isSafeKey(entry['slug']) ? [entry['slug']] : [],
  )
}

/** Lines with their ends. `guarded`: made safe for a spreadsheet; programs ask for the bare values. */
export function csvLines(rows: readonly (readonly (string | number | boolean)[])[], { guarded }: { readonly guarded: boolean }): string {
  return stringify(
    rows.map((row) => [...row]),
    {
      record_delimiter: 'windows',
      // It quotes what holds its own line end; a cell with any other one needs quotes as much.
      quoted_match: /[\r\n]/,
      cast: {
        // A number is exempt from the guard: -5 is meant to be one.
        number: (value) => String(value),
        boolean: (value) => String(value),
        string: (value) => (guarded ? guardFormulas(value) : value),
      },
    },
  )
}

export function csvRow(columns: readonly CsvColumn[], document: RecordDocument): (string | number | boolean)[] {
  return columns.map(({ read }) => cellOf(read(document)))
}

function columnsOf(field: FieldDefinition, customFields: readonly string[]): CsvColumn[] {
  const { path, kind } = field
  // The catalogue's paths are field paths by definition.
  const read = (document: RecordDocument): Json | undefined => readField(document, path as FieldPath)
  switch (kind) {
    case 'custom':
      return customFields.map((slug) => ({ title: `metadata.${slug}`, read: (document) => readField(document, `metadata.${slug}` as FieldPath) }))
    case 'emails':
      return [{ title: path, read: (document) => membersOf(read(document), 'email') }]
    case 'phones':
      return [{ title: path, read: (document) => membersOf(read(document), 'telephone') }]
    case 'references':
    case 'stages':
      return [
        { title: path, read: (document) => membersOf(read(document), 'name') },
        { title: `${path}.id`, read: (document) => membersOf(read(document), 'id') },
      ]
    default:
      return [{ title: path, read }]
  }
}

function membersOf(list: Json | undefined, member: string): Json | undefined {
  // What is no list of objects is shown as it came rather than lost.
  if (!Array.isArray(list)) return list
  return list.map((entry: Json) => (isJsonObject(entry) ? (entry[member] ?? '') : entry))
}

function cellOf(value: Json | undefined): string | number | boolean {
  if (value === undefined || value === null) return ''
  if (typeof value !== 'object') return value
  const words = Array.isArray(value) ? value.map(wordOf) : [null]
  return words.every((word) => word !== null) ? words.join(BETWEEN) : JSON.stringify(value)
}

/** What can stand in a list as it is; null for what has parts of its own. */
function wordOf(value: Json): string | null {
  if (value === null) return ''
  return typeof value === 'object' ? null : String(value)
}
