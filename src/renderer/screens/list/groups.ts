/** The groups of a list: which rows share a heading, and what each heading says of everything in its group, loaded or not. */
import { fieldAt } from '../../../shared/model/fields'
import type { ObjectType } from '../../../shared/model/object-type'
import type { GroupTotal } from '../../../shared/model/totals'
import type { ListRow } from '../../../shared/model/views'
import { formatMoney, formatWholeMonth } from '../../parts/format'
import { plainText } from '../../parts/plain-text'
import { wordsOf } from './words'

export interface GroupHead {
  /** Null: those that have none. */
  readonly label: string | null
  readonly count: number | null
  /** Money, of the currency that most have. */
  readonly sum: string | null
}

export interface Groups {
  readonly field: string
  readonly keyOf: (row: ListRow) => string
  /** What stands at the first row of a group. */
  readonly headOf: (row: ListRow) => GroupHead
}

/** Null totals: not counted yet; the headings are there at once, their figures follow. */
export function groupsOf(object: ObjectType, field: string, totals: readonly GroupTotal[] | null): Groups {
  const isDate = field === 'happens_at' || fieldAt(object, field)?.kind === 'date-time'
  const byKey = new Map((totals ?? []).map((total) => [isDate ? (total.key ?? '') : plainText(total.label ?? total.key ?? ''), total]))
  const said = (row: ListRow): string => wordsOf(row.values[field])[0] ?? ''
  const keyOf = (row: ListRow): string => (isDate ? said(row).slice(0, 7) : plainText(said(row)))
  return {
    field,
    keyOf,
    headOf: (row) => {
      const key = keyOf(row)
      const total = byKey.get(key)
      const money = total?.figures.filter((figure) => figure.field === 'amount').toSorted((a, b) => b.count - a.count)[0]
      return {
        label: key === '' ? null : isDate ? formatWholeMonth(key) : said(row),
        count: total?.count ?? null,
        sum: money ? formatMoney(money.sum, money.currency) : null,
      }
    },
  }
}
