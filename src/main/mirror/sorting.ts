/** What lists may be sorted by, and which column serves it. */
import { fail, preview } from '../../shared/failure'
import { sortableFields } from '../../shared/model/fields'
import type { ObjectType } from '../../shared/model/object-type'
import { type ColumnName, columnOf } from './columns'

export interface Sort {
  readonly field: string
  readonly descending: boolean
}

/** A sort as statements take it. */
export interface SortedColumn extends Sort {
  readonly column: ColumnName
}

/** By name, or the newest first for activities. */
export function defaultSort(object: ObjectType): Sort {
  return object === 'event' ? { field: 'happens_at', descending: true } : { field: 'name', descending: false }
}

/** The columns to sort by, the first of which has an index; the list's own where nothing is asked for. A field that comes twice counts once. */
export function sortedColumns(object: ObjectType, asked: Sort | readonly Sort[] | null): readonly [SortedColumn, ...SortedColumn[]] {
  const sorts: readonly Sort[] = asked === null ? [] : 'field' in asked ? [asked] : asked
  const distinct = sorts.filter(({ field }, at) => sorts.findIndex((each) => each.field === field) === at)
  const [first = defaultSort(object), ...rest] = distinct
  const withColumn = (sort: Sort): SortedColumn => ({ ...sort, column: sortColumn(object, sort) })
  return [withColumn(first), ...rest.map(withColumn)]
}

/** The column of a sort that is offered; others are an error that names the offered ones. */
function sortColumn(object: ObjectType, { field }: Sort): ColumnName {
  return (
    indexedColumn(object, field) ??
    fail({ kind: 'bad-input', where: 'sort', expected: `one of ${sortableFields(object).join(', ')}`, got: preview(field) })
  )
}

/** The column of a field that has an index for this object type; null where only the document tells. */
export function indexedColumn(object: ObjectType, field: string): ColumnName | null {
  return sortableFields(object).includes(field) ? columnOf(field) : null
}
