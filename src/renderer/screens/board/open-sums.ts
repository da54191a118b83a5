/** What all open columns of a board add up to. */
import type { Board, MoneySum } from '../../../shared/model/reports'

/** Open columns together, each currency for itself. */
export function openSums(board: Board): readonly MoneySum[] {
  const sums = new Map<string | null, MoneySum>()
  for (const { stage, sums: ofStage } of board.columns) {
    if (stage.kind !== 'open') continue
    for (const sum of ofStage) {
      const known = sums.get(sum.currency)
      sums.set(
        sum.currency,
        known ? { ...sum, count: known.count + sum.count, amount: known.amount + sum.amount, weighted: known.weighted + sum.weighted } : sum,
      )
    }
  }
  return [...sums.values()].toSorted((a, b) => b.count - a.count)
}
