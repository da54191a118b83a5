/**
 * Records as a table: one column a field, ids and linked ids as they are, dates in ISO 8601. What an export writes and an import finds
 * again, to the letter.
 *
 * Lists of texts, e-mails, phones and ids are joined with "; "; references (a deal's stage) have a column for the names and one
 * for the ids; custom fields have a column each; what has no simple form is JSON.
 */
import { fieldsByObject, type FieldDefinition } from './fields'
import { type FieldPath, readField } from './field-path'
import { isJsonObject, isSafeKey, type Json } from './json'
import type { ObjectType } from './object-type'
import type { RecordDocument } from './record'

export interface TableColumn {
  readonly title: string
  readonly read: (document: RecordDocument) => Json | undefined
}

const BETWEEN = '; '

/** The columns for an object type. `customFields` are the slugs that the records have. */
export function tableColumns(object: ObjectType, customFields: readonly string[]): TableColumn[] {
  const id: TableColumn = { title: 'id', read: (document) => document['id'] }
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

/** A record as a row of cells; numbers stay numbers, since a spreadsheet must not take them for a formula. */
export function tableRow(columns: readonly TableColumn[], document: RecordDocument): readonly (string | number | boolean)[] {
  return columns.map(({ read }) => cellOf(read(document)))
}

function columnsOf(field: FieldDefinition, customFields: readonly string[]): TableColumn[] {
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

/** A field's value as it stands in a cell. */
export function cellOf(value: Json | undefined): string | number | boolean {
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
