/** The columns of a list as the rep left them, and the ways to change them. */
import type { ConnectionId } from '../../../shared/model/ids'
import type { ShownColumn } from '../../../shared/model/list-view'
import type { ObjectType } from '../../../shared/model/object-type'
import { useRawNames } from '../../data/scope'
import { type Column, extraFields, offeredColumns, shownColumns } from './columns'
import { type NamedField, useFilterFields } from './use-filter-fields'

export interface ListColumns {
  readonly columns: readonly Column[]
  /** The custom fields that are known, by path and name. */
  readonly custom: readonly NamedField[]
  readonly offered: readonly Column[]
  /** Values to ask for besides what every list brings along. */
  readonly fields: readonly string[]
  readonly widen: (column: Column, width: number) => readonly ShownColumn[]
}

export function useListColumns(connection: ConnectionId, object: ObjectType, layout: readonly ShownColumn[] | null): ListColumns {
  const custom = useFilterFields(connection, object).filter(({ kind }) => kind === 'custom')
  const offered = offeredColumns(object, custom, useRawNames(connection, object))
  const columns = shownColumns(object, offered, layout)
  return {
    columns,
    custom,
    offered,
    fields: extraFields(object, columns),
    widen: (column, width) => columns.map(({ path, pinned, ...each }) => ({ path, pinned, width: path === column.path ? width : each.width })),
  }
}
