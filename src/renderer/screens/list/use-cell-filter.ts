/** Narrows the list to rows that are like a cell of it. */
import type { ConnectionId } from '../../../shared/model/ids'
import type { ObjectType } from '../../../shared/model/object-type'
import { textOf } from '../../../shared/model/record'
import type { ListRow } from '../../../shared/model/views'
import { useDocuments } from '../../data/queries'
import { conditionOfCell } from './cell-filter'
import { type Column, columnValue } from './columns'
import { chipsOf, filterOfChips } from './filter-edit'
import type { ListViewState } from './use-list-view'

export function useCellFilter(
  connection: ConnectionId,
  object: ObjectType,
  { filter, show }: Pick<ListViewState, 'filter' | 'show'>,
): (row: ListRow | undefined, column: Column | undefined) => void {
  const users = useDocuments(connection, 'user').data ?? []
  const userId = (name: string): string | null => {
    const id = users.find((user) => textOf(user, 'name') === name)?.['id']
    return typeof id === 'string' ? id : null
  }
  return (row, column) => {
    if (row === undefined || column === undefined) return
    const condition = conditionOfCell(object, column.path, column.kind === 'name' ? row.name : columnValue(row, column), userId)
    if (condition === null) return
    const { join, chips } = chipsOf(filter)
    // It narrows what is shown: beside alternatives it stands as a condition of its own.
    show({ filter: filter !== null && join === 'any' ? { all: [filter, condition] } : filterOfChips('all', [...chips, condition]) })
  }
}
