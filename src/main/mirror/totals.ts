/**
 * Counts and sums over everything that matches, in groups or as a whole.
 *
 * Never from what a list has loaded. Where few rows can match they are read at once; else the table is walked in the order in which
 * it lies on the disk, so many rows a call, and the caller adds up (`addTotals`). Nothing waits for the whole.
 */
import { fail, preview } from '../../shared/failure'
import { figureFields, type FigureTotal, groupFields, type GroupTotal, type Totals } from '../../shared/model/totals'
import type { ConnectionId } from '../../shared/model/ids'
import type { ObjectType } from '../../shared/model/object-type'
import { timeColumns } from './columns'
import { recordCount } from './counts'
import { filterOf, type Selection } from './filters'
import { type Sql, sqlOf } from './filter-piece'
import { findStream } from './identity'
import { smallSet } from './list-walk'
import { namedRecord } from './rows'
import { customKey, customLabel, indexedColumn, isCustomPath } from './sorting'
import type { ReadDb } from './sql'

export interface TotalsQuery extends Selection {
  /** Figures to add up. */
  readonly figures: readonly string[]
  /** Null: all as one. */
  readonly groupBy: string | null
  readonly after: number | null
}

/** Rows of the table a call looks at: some 50 ms. */
const SLICE = 25_000

export function totalsOf(db: ReadDb, query: TotalsQuery, slice = SLICE): Totals {
  const { connection, object, figures, groupBy, after } = query
  for (const figure of figures) requireOne(figureFields(object), 'figures', figure)
  if (groupBy !== null && !isCustomPath(object, groupBy)) requireOne(groupFields(object), 'groupBy', groupBy)
  const stream = findStream(db, connection, object)
  const narrowed = filterOf(db, stream ?? 0, query)
  if (stream === null) return { groups: [], next: null }
  if (narrowed.isAll && figures.length === 0 && groupBy === null) {
    const { records } = recordCount(db, connection, object)
    return { groups: [{ key: null, label: null, count: records, figures: [] }], next: null }
  }
  const few = smallSet(db, narrowed)
  const last = db.get<{ readonly rid: number | null }>('SELECT max(rid) AS rid FROM record')?.rid ?? 0
  const from = after ?? 0
  const rows: Sql =
    few === null
      ? sqlOf('record r NOT INDEXED WHERE r.rid > ? AND r.rid <= ?', from, from + slice)
      : sqlOf(`(SELECT DISTINCT rid FROM (${few.sql})) d CROSS JOIN record r ON r.rid = d.rid WHERE 1`, ...few.values)
  const found = db.all<TotalRow>(
    `SELECT ${keyOf(object, groupBy)} AS key, max(${labelOf(object, groupBy)}) AS label, ${currencyOf(figures)} AS currency, count(*) AS n
            ${figures.map((figure, at) => sums(object, figure, at)).join('')}
       FROM ${rows.sql} AND r.stream = ? AND r.list = '${object}' AND ${narrowed.sql}
      GROUP BY 1, 3`,
    ...rows.values,
    stream,
    ...narrowed.values,
  )
  const next = few === null && from + slice < last ? from + slice : null
  return { groups: groupsOf(db, connection, found, figures, groupBy), next }
}

type TotalRow = {
  readonly key: string | null
  readonly label: string | null
  readonly currency: string | null
  readonly n: number
} & Readonly<Record<`sum${number}` | `n${number}` | `weighted${number}`, number | null>>

function groupsOf(
  db: ReadDb,
  connection: ConnectionId,
  rows: readonly TotalRow[],
  figures: readonly string[],
  groupBy: string | null,
): readonly GroupTotal[] {
  const groups = new Map<string | null, GroupTotal>()
  for (const row of rows) {
    const known = groups.get(row.key) ?? { key: row.key, label: nameOfGroup(db, connection, row, groupBy), count: 0, figures: [] }
    const more = figures.flatMap((field, at): readonly FigureTotal[] => {
      const count = row[`n${at}`] ?? 0
      const currency = field === 'amount' ? row.currency : null
      return count === 0 ? [] : [{ field, currency, sum: row[`sum${at}`] ?? 0, count, weighted: row[`weighted${at}`] ?? 0 }]
    })
    groups.set(row.key, { ...known, count: known.count + row.n, figures: merged(known.figures, more) })
  }
  return [...groups.values()]
}

/** Rows are told apart by currency; a figure without one comes in several of them. */
function merged(known: readonly FigureTotal[], more: readonly FigureTotal[]): readonly FigureTotal[] {
  const all = [...known]
  for (const figure of more) {
    const at = all.findIndex(({ field, currency }) => field === figure.field && currency === figure.currency)
    const same = all[at]
    if (same === undefined) all.push(figure)
    else all[at] = { ...same, sum: same.sum + figure.sum, count: same.count + figure.count, weighted: same.weighted + figure.weighted }
  }
  return all
}

function nameOfGroup(db: ReadDb, connection: ConnectionId, { key, label }: TotalRow, groupBy: string | null): string | null {
  return groupBy === 'user_id' && key !== null ? namedRecord(db, connection, 'user', key).name : label
}

/** Columns stand in our own tables of names. */
function keyOf(object: ObjectType, groupBy: string | null): string {
  // A number too, as the text that a condition names.
  if (groupBy !== null && isCustomPath(object, groupBy)) return `CAST(${customKey(groupBy)} AS TEXT)`
  const column = groupBy === null ? null : indexedColumn(object, groupBy)
  if (column === null) return 'NULL'
  return timeColumns.has(column) ? `strftime('%Y-%m', r.${column} / 1000, 'unixepoch')` : `r.${column}`
}

/** As it is written; the column holds it folded. */
function labelOf(object: ObjectType, groupBy: string | null): string {
  const document = 'coalesce(r.view_json, r.remote_json)'
  if (groupBy === null || groupBy === 'user_id' || timeColumns.has(indexedColumn(object, groupBy) ?? 'name')) return 'NULL'
  if (isCustomPath(object, groupBy)) return customLabel(groupBy)
  if (groupBy === 'stages') return `json_extract(${document}, '$.stages[0].name')`
  return `json_extract(${document}, '$.${groupBy}')`
}

function currencyOf(figures: readonly string[]): string {
  return figures.includes('amount') ? `json_extract(coalesce(r.view_json, r.remote_json), '$.currency')` : 'NULL'
}

function sums(object: ObjectType, figure: string, at: number): string {
  const column = `r.${indexedColumn(object, figure)}`
  const weighted = figure === 'amount' ? `${column} * coalesce(r.probability, 100) / 100` : column
  return `, total(${column}) AS sum${at}, count(${column}) AS n${at}, total(${weighted}) AS weighted${at}`
}

function requireOne(offered: readonly string[], where: string, field: string): void {
  if (!offered.includes(field)) fail({ kind: 'bad-input', where, expected: `one of ${offered.join(', ')}`, got: preview(field) })
}
