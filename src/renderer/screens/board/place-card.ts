/** A move as it will look: the card in its new column, at its place there, and one more there than here. Pure. */
import type { Board, BoardColumn, DealCard } from '../../../shared/model/reports'

/** The same board where the card is not on it. */
export function withMovedCard(board: Board, card: DealCard, to: string): Board {
  const from = board.columns.find(({ cards }) => cards.some(({ id }) => id === card.id))
  if (!from || from.stage.id === to) return board
  return {
    ...board,
    columns: board.columns.map((column) => {
      if (column.stage.id === from.stage.id) return { ...column, count: column.count - 1, cards: column.cards.filter(({ id }) => id !== card.id) }
      if (column.stage.id !== to) return column
      return { ...column, count: column.count + 1, cards: inserted(column, { ...card, mark: card.mark ?? 'waiting' }) }
    }),
  }
}

const order = ['overdue', 'today', 'none', 'later'] as const

/** In a closed stage the last closed comes first, and that is this one. */
function inserted({ cards, stage }: BoardColumn, card: DealCard): readonly DealCard[] {
  if (stage.kind !== 'open') return [card, ...cards]
  const key = ({ next, closingAt }: DealCard): string => `${order.indexOf(next.state)} ${closingAt ?? '~'}`
  const at = cards.findIndex((each) => key(each) > key(card))
  return at < 0 ? [...cards, card] : cards.toSpliced(at, 0, card)
}
