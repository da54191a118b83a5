/** What lists may be sorted by, and which column serves it. */
import { fail, preview } from '../../shared/failure'
import { sortableFields } from '../../shared/model/fields'
import type { ObjectType } from '../../shared/model/object-type'
import { type ColumnName, columnOf } from './columns'

export interface Sort {
  readonly field: string
  readonly descending: boolean
}

/** By name, or the newest first for activities. */
export function defaultSort(object: ObjectType): Sort {
  return object === 'event' ? { field: 'happens_at', descending: true } : { field: 'name', descending: false }
}

/** The column of a sort that is offered; others are an error that names the offered ones. */
export function sortColumn(object: ObjectType, { field }: Sort): ColumnName {
  return (
    indexedColumn(object, field) ??
    fail({ kind: 'bad-input', where: 'sort', expected: `one of ${sortableFields(object).join(', ')}`, got: preview(field) })
  )
}

/** The column of a field that has an index for this object type; null where only the document tells. */
export function indexedColumn(object: ObjectType, field: string): ColumnName | null {
  return sortableFields(object).includes(field) ? columnOf(field) : null
}
