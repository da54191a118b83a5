/** Moving a deal to another column: an ordinary edit, painted at once, undoable, and told in a toast. */
import type { ConnectionId } from '../../../shared/model/ids'
import type { Json } from '../../../shared/model/json'
import type { Board, BoardGroup, DealCard, Stage } from '../../../shared/model/reports'
import { useCommand } from '../../data/mutations'
import { useText } from '../../messages/text'
import { showToast } from '../../parts/toast'
import { columnName } from './column-name'
import { movedFields } from './moved-fields'

export interface DealMove {
  readonly card: DealCard
  /** The column it goes to. */
  readonly to: Stage
  /** What else the stage asks for: the day it was closed, why. */
  readonly more?: readonly { readonly path: string; readonly value: Json }[]
}

export function useMoveDeal(
  connection: ConnectionId,
  groupBy: BoardGroup,
  repaint: (change: (board: Board) => Board) => void,
  paint: (board: Board, move: DealMove) => Board,
) {
  const t = useText()
  const edit = useCommand('records.edit')
  const undo = useCommand('changes.undo')
  return async (move: DealMove): Promise<void> => {
    const { card, to, more = [] } = move
    let before: Board | null = null
    repaint((board) => {
      before = board
      return paint(board, move)
    })
    const { set, unset } = movedFields(groupBy, card, to)
    const saved = await edit.run({ connection, object: 'deal', id: card.id, set: [...set, ...more], unset: [...unset] })
    if (saved === undefined) return repaint((board) => before ?? board)
    showToast({
      fact: t('board.movedFact', { group: groupBy, stage: columnName(t, groupBy, to) }),
      name: card.name,
      undo: () => void undo.run({ connection }),
    })
  }
}
