/** What lists may be sorted by, and which column serves it. */
import { fail, preview } from '../../shared/failure'
import { fieldAt, sortableFields } from '../../shared/model/fields'
import type { ObjectType } from '../../shared/model/object-type'
import { type ColumnName, columnOf } from './columns'

export interface Sort {
  readonly field: string
  readonly descending: boolean
}

/** A sort as statements take it. */
export interface SortedColumn extends Sort {
  /** Null: a custom field, which only the document tells, and no index serves. */
  readonly column: ColumnName | null
  /** The key of a record called `r`. */
  readonly key: string
}

/** Before the slug in the path of a custom field. */
const CUSTOM = 'metadata.'

/** By name, or the newest first for activities. */
export function defaultSort(object: ObjectType): Sort {
  return object === 'event' ? { field: 'happens_at', descending: true } : { field: 'name', descending: false }
}

/** The columns to sort by, the first of which has an index; the list's own where nothing is asked for. A field that comes twice counts once. */
export function sortedColumns(object: ObjectType, asked: Sort | readonly Sort[] | null): readonly [SortedColumn, ...SortedColumn[]] {
  const sorts: readonly Sort[] = asked === null ? [] : 'field' in asked ? [asked] : asked
  const distinct = sorts.filter(({ field }, at) => sorts.findIndex((each) => each.field === field) === at)
  const [first = defaultSort(object), ...rest] = distinct
  const withColumn = (sort: Sort): SortedColumn => {
    if (isCustomPath(object, sort.field)) return { ...sort, column: null, key: customKey(sort.field) }
    const column = sortColumn(object, sort)
    return { ...sort, column, key: `r.${column}` }
  }
  return [withColumn(first), ...rest.map(withColumn)]
}

/** Whether a path names a custom field of a type that has them. */
export function isCustomPath(object: ObjectType, path: string): boolean {
  return path.startsWith(CUSTOM) && path.length > CUSTOM.length && fieldAt(object, path) !== null
}

/** What a custom field of a record called `r` is sorted and grouped by: numbers as numbers, texts folded, of a list the first; empty is none. */
export function customKey(path: string): string {
  return `(SELECT nullif(CASE typeof(m.atom) WHEN 'text' THEN folded(substr(m.atom, 1, 200)) ELSE m.atom END, '') ${customEntry(path)})`
}

/** The same value as it is written. */
export function customLabel(path: string): string {
  return `(SELECT m.atom ${customEntry(path)})`
}

/** A text of SQL, since keys stand in several places of a statement; the slug is quoted as SQL quotes. */
function customEntry(path: string): string {
  const slug = path.slice(CUSTOM.length).replaceAll("'", "''")
  return `FROM json_each(coalesce(r.view_json, r.remote_json), '$.metadata') c, json_each(CASE c.type WHEN 'object' THEN c.value ELSE '{}' END, '$.value') m
    WHERE c.type = 'object' AND json_extract(c.value, '$.slug') = '${slug}' AND m.atom IS NOT NULL LIMIT 1`
}

/** The column of a sort that is offered; others are an error that names the offered ones. */
function sortColumn(object: ObjectType, { field }: Sort): ColumnName {
  return (
    indexedColumn(object, field) ?? fail({ kind: 'bad-input', where: 'sort', expected: `one of ${offered(object).join(', ')}`, got: preview(field) })
  )
}

function offered(object: ObjectType): readonly string[] {
  return [...sortableFields(object), ...(fieldAt(object, 'metadata') ? ['metadata.‹slug›'] : [])]
}

/** The column of a field that has an index for this object type; null where only the document tells. */
export function indexedColumn(object: ObjectType, field: string): ColumnName | null {
  return sortableFields(object).includes(field) ? columnOf(field) : null
}
