/** Clearing a cell, pasting into it and copying it, without opening its editor. */
import type { ConnectionId } from '../../../shared/model/ids'
import { isWritable, type ObjectType } from '../../../shared/model/object-type'
import type { ListRow } from '../../../shared/model/views'
import { useCommand } from '../../data/mutations'
import { useText } from '../../messages/text'
import { showToast } from '../../parts/toast'
import { type Column, columnValue } from './columns'
import { editedPath } from './editable-columns'
import { pastedValue } from './pasted-value'
import { wordsOf } from './words'

export interface CellActions {
  readonly clear: (row: ListRow, path: string) => void
  readonly paste: (row: ListRow, path: string, text: string) => void
  readonly textOf: (row: ListRow, column: Column | undefined) => string
}

export function useCellActions(connection: ConnectionId, object: ObjectType): CellActions {
  const t = useText()
  const edit = useCommand('records.edit')
  const undo = useCommand('changes.undo')
  const done = (row: ListRow, fact: string): void => showToast({ fact, name: row.name, undo: () => void undo.run({ connection }) })
  return {
    clear: (row, column) => {
      const path = editedPath(object, column)
      if (path === null || !isWritable(object)) return
      void edit.run({ connection, object, id: row.id, unset: [path] }).then((change) => change && done(row, t('list.cleared')))
    },
    paste: (row, column, text) => {
      const path = editedPath(object, column)
      const value = path === null ? undefined : pastedValue(object, path, text)
      if (path === null || !isWritable(object)) return
      if (value === undefined) return showToast({ fact: t('list.notPasted', { text: text.slice(0, 30) }), failed: true })
      void edit.run({ connection, object, id: row.id, set: [{ path, value }] }).then((change) => change && done(row, t('list.pasted')))
    },
    textOf: (row, column) => (column === undefined ? '' : column.kind === 'name' ? (row.name ?? '') : wordsOf(columnValue(row, column)).join(', ')),
  }
}
