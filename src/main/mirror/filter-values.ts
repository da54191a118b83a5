/**
 * Where a field's values are found: the column that lists keep of it, and the entries in the document.
 *
 * A field is taken as a list of entries whatever its form, since a CRM may send a text where others send a list: a condition
 * holds when it holds for one of them.
 */
import { fieldAt } from '../../shared/model/fields'
import type { FilterField } from '../../shared/model/filter'
import type { ObjectType } from '../../shared/model/object-type'
import { type ColumnName, foldedColumns } from './columns'
import { type FilterScope, type Sql, sqlOf } from './filter-piece'
import { indexedColumn } from './sorting'

export interface Entries {
  /** For `FROM`. */
  readonly from: Sql
  /** One entry's value; null where it says nothing. */
  readonly value: string
  /** A reference's name, beside its id in `value`; the same as `value` for all else. */
  readonly name: string
  /** What else must hold of an entry. */
  readonly where: Sql
}

const ATOM = 'm.atom'
const member = (key: string): string => `CASE m.type WHEN 'object' THEN json_extract(m.value, '$.${key}') ELSE ${ATOM} END`

export function documentOfAlias({ alias }: FilterScope): string {
  return `coalesce(${alias}.view_json, ${alias}.remote_json)`
}

/** The entries of a field in the document of the scope's record. */
export function entriesOf(scope: FilterScope, path: string): Entries {
  const document = documentOfAlias(scope)
  if (path.startsWith('metadata.')) {
    return {
      from: sqlOf(`json_each(${document}, '$.metadata') c, json_each(CASE c.type WHEN 'object' THEN c.value ELSE '{}' END, '$.value') m`),
      value: ATOM,
      name: ATOM,
      where: sqlOf(`c.type = 'object' AND json_extract(c.value, '$.slug') = ? AND m.type <> 'null'`, path.slice('metadata.'.length)),
    }
  }
  const from = sqlOf(`json_each(${document}, ?) m`, jsonPath(path))
  const where = sqlOf(`m.type <> 'null'`)
  switch (fieldAt(scope.object, path)?.kind) {
    case 'emails':
      return { from, value: member('email'), name: member('email'), where }
    case 'phones':
      return { from, value: member('telephone'), name: member('telephone'), where }
    case 'stages':
    case 'references':
      return { from, value: member('id'), name: member('name'), where }
    default:
      return { from, value: ATOM, name: ATOM, where }
  }
}

/** Some entry for which `test` holds; `test` speaks of the entry's value in `@value`. */
export function someEntry(entries: Entries, test: string, ...values: Sql['values']): Sql {
  return sqlOf(
    `EXISTS (SELECT 1 FROM ${entries.from.sql} WHERE ${entries.where.sql} AND ${test.replaceAll('@name', entries.name).replaceAll('@value', entries.value)})`,
    ...entries.from.values,
    ...entries.where.values,
    ...values,
  )
}

/** Some entry that says something. */
export function anyEntry(entries: Entries): Sql {
  return someEntry(entries, `ifnull(@value, '') <> ''`)
}

/** A column of folded text for a field; null where only the document tells. */
export function textColumn(object: ObjectType, { path }: Pick<FilterField, 'path'>): ColumnName | null {
  const column = indexedColumn(object, path)
  return column !== null && foldedColumns.has(column) ? column : null
}

/** Parts of a path are names of the catalogue's; quoted, since a name may hold anything. */
function jsonPath(path: string): string {
  return `$${path
    .split('.')
    .map((part) => `."${part.replaceAll('"', '')}"`)
    .join('')}`
}
