/** Conditions on numbers, money, dates and yes or no. */
import { type Condition, type FilterField, isDateOperator } from '../../shared/model/filter'
import type { Json } from '../../shared/model/json'
import { type DateOperator, spanOf, type TimeSpan } from '../../shared/model/time-words'
import { timeColumns } from './columns'
import { type FilterScope, indexedSet, not, type Piece, piece, type Sql, sqlOf } from './filter-piece'
import { words } from './filter-text'
import { anyEntry, documentOfAlias, entriesOf, someEntry } from './filter-values'
import { indexedColumn } from './sorting'
import type { SqlValue } from './sql'

const comparisons = { is: '=', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const

/** Each amount is compared in its own currency; the currency is a condition of its own. */
export function numberPiece(scope: FilterScope, field: FilterField, condition: Condition): Piece {
  const { op, value } = condition
  const column = indexedColumn(scope.object, field.path)
  const entries = entriesOf(scope, field.path)
  const test = (range: (of: string) => Sql): Piece => {
    if (column === null) {
      const { sql, values } = range('number_of(@value)')
      return piece(someEntry(entries, sql, ...values))
    }
    return piece(range(`${scope.alias}.${column}`), [indexedSet(scope, column, range(column))])
  }
  const filled = column === null ? anyEntry(entries) : sqlOf(`${scope.alias}.${column} IS NOT NULL`)
  switch (op) {
    case 'is':
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return test((of) => sqlOf(`${of} ${comparisons[op]} ?`, Number(value)))
    case 'is-not':
      return not(test((of) => sqlOf(`${of} = ?`, Number(value))))
    case 'between': {
      const [from, to] = (value as readonly Json[]).map(Number).toSorted((a, b) => a - b)
      return test((of) => sqlOf(`(${of} >= ? AND ${of} <= ?)`, from ?? 0, to ?? 0))
    }
    case 'currency':
      return piece(sqlOf(`folded(json_extract(${documentOfAlias(scope)}, '$.currency')) = ?`, words(value)[0] ?? ''))
    case 'empty':
      return not(filled)
    default:
      return piece(filled)
  }
}

export function datePiece(scope: FilterScope, field: FilterField, { op, value }: Condition): Piece {
  const column = indexedColumn(scope.object, field.path)
  const entries = entriesOf(scope, field.path)
  const ofColumn = column !== null && timeColumns.has(column)
  if (isDateOperator(op)) {
    const span = requireSpan(op, value, scope)
    if (!ofColumn) {
      const { sql, values } = inSpan('moment_of(@value)', span)
      return piece(someEntry(entries, sql, ...values))
    }
    return piece(inSpan(`${scope.alias}.${column}`, span), [indexedSet(scope, column, roughSpan(column, span))])
  }
  const filled = ofColumn ? sqlOf(`${scope.alias}.${column} IS NOT NULL`) : anyEntry(entries)
  return op === 'empty' ? not(filled) : piece(filled)
}

export function booleanPiece(scope: FilterScope, field: FilterField, { op }: Condition): Piece {
  const entries = entriesOf(scope, field.path)
  const said = (yes: boolean): Sql => someEntry(entries, `(m.type = ? OR folded(@value) = ?)`, String(yes), String(yes))
  if (op === 'not-set') return not(someEntry(entries, `(m.type IN ('true', 'false') OR folded(@value) IN ('true', 'false'))`))
  return piece(said(op === 'yes'))
}

/** `checkFilter` has looked at the value. */
export function requireSpan(op: DateOperator, value: Json, { now }: Pick<FilterScope, 'now'>): TimeSpan {
  return spanOf(op, value, now) ?? { from: null, to: null }
}

const DAY_MS = 86_400_000

/** A moment in the span; a midnight in UTC is a calendar day and is compared with days. */
export function inSpan(of: string, { from, to }: TimeSpan): Sql {
  const bounds = (part: 'at' | 'day'): Sql => {
    const tests = [...(from ? [`${of} >= ?`] : []), ...(to ? [`${of} < ?`] : [])]
    const values: SqlValue[] = [...(from ? [from[part]] : []), ...(to ? [to[part]] : [])]
    return sqlOf(tests.length === 0 ? '1' : tests.join(' AND '), ...values)
  }
  const [day, at] = [bounds('day'), bounds('at')]
  return sqlOf(
    `(${of} IS NOT NULL AND CASE CAST(${of} AS INTEGER) % ${DAY_MS} WHEN 0 THEN ${day.sql} ELSE ${at.sql} END)`,
    ...day.values,
    ...at.values,
  )
}

/** What an index can tell: the span from its earlier beginning to its later end. */
function roughSpan(column: string, { from, to }: TimeSpan): Sql {
  const tests = [`${column} IS NOT NULL`, ...(from ? [`${column} >= ?`] : []), ...(to ? [`${column} < ?`] : [])]
  return sqlOf(tests.join(' AND '), ...(from ? [Math.min(from.at, from.day)] : []), ...(to ? [Math.max(to.at, to.day)] : []))
}
