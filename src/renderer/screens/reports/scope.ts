/** What all panels of a screen share: whose deals, of which pipeline, in which currency they are drawn, and what opens behind a bar. */
import type { InputOf, SatchelOperations } from '../../../shared/contract/operations'
import type { ConnectionId } from '../../../shared/model/ids'
import type { MoneySum, MoneySums } from '../../../shared/model/reports'
import { formatNumber, formatShortMoney } from '../../parts/format'

export interface Scope {
  readonly connection: ConnectionId
  readonly pipeline: string | null
  readonly owner: string | null
  /** What amounts are drawn in; they are never added over currencies. */
  readonly currency: string | null
  readonly onDrill: (drill: Drill) => void
}

type DealsInput = InputOf<SatchelOperations['reports.deals']>
type EventsInput = InputOf<SatchelOperations['reports.events']>

/** The records behind a figure, and what it was. */
export type Drill =
  | { readonly of: 'deals'; readonly title: string; readonly input: Omit<DealsInput, 'connection' | 'limit'> }
  | { readonly of: 'events'; readonly title: string; readonly input: Omit<EventsInput, 'connection' | 'limit'> }

export function sliceOf({ connection, pipeline, owner }: Scope) {
  return { connection, pipeline, owner }
}

/** What is in that currency; nothing where there is none. */
export function sumIn(sums: MoneySums, currency: string | null): MoneySum {
  return sums.find((sum) => sum.currency === currency) ?? { currency, count: 0, amount: 0, weighted: 0 }
}

/** Currencies of all sums, the one of the most deals first. */
export function currenciesOf(all: readonly MoneySums[]): readonly { readonly currency: string | null; readonly count: number }[] {
  const counts = new Map<string | null, number>()
  for (const { currency, count } of all.flat()) counts.set(currency, (counts.get(currency) ?? 0) + count)
  return [...counts].map(([currency, count]) => ({ currency, count })).toSorted((a, b) => b.count - a.count)
}

/** On an axis: short, without its symbol, and in thousands before there are six digits, for the axis has room for five characters. */
export const axisMoney = (value: number): string =>
  value >= 1000 && value < 100_000 ? `${formatNumber(value / 1000)} k` : value === 0 ? '0' : formatShortMoney(value, null)
