/**
 * What a deal counts in, as SQL over `record r`, and the narrowing that every report shares.
 *
 * The expressions are those of the indexes `deal_facts` and `deal_closed`, letter by letter: SQLite then reads them from the
 * index and never opens a document. Where a deal names no pipeline, its stage says which one it stands in.
 */
import type { ConnectionId } from '../../../shared/model/ids'
import type { ClosingDays, Day } from '../../../shared/model/calendar'
import type { MoneySum, MoneySums, Pipeline, Stage } from '../../../shared/model/reports'
import { findStream } from '../identity'
import type { ReadDb, SqlValue } from '../sql'

export const fact = {
  pipeline: `json_extract(coalesce(r.view_json, r.remote_json), '$.pipelines[0].id')`,
  stage: `json_extract(coalesce(r.view_json, r.remote_json), '$.stages[0].id')`,
  currency: `json_extract(coalesce(r.view_json, r.remote_json), '$.currency')`,
} as const

export interface DealSlice {
  readonly connection: ConnectionId
  /** The CRM's id; null: of all pipelines. */
  readonly pipeline: string | null
  /** The CRM's id of the user; null: everybody's. */
  readonly owner: string | null
}

export interface Conditions {
  readonly sql: readonly string[]
  readonly values: readonly SqlValue[]
}

/** Where every deal names its pipeline. */
export const onePipeline = `${fact.pipeline} = ?`

/** Conditions on `r` for a slice of the deals; null where the connection has none yet. */
export function sliceConditions(db: ReadDb, { connection, pipeline, owner }: DealSlice, pipelines: readonly Pipeline[]): Conditions | null {
  const stream = findStream(db, connection, 'deal')
  if (stream === null) return null
  const sql = [`r.stream = ?`, `r.list = 'deal'`]
  const values: SqlValue[] = [stream]
  const chosen = pipeline === null ? null : pipelines.find(({ id }) => id === pipeline)
  // The empty one is all there is: every deal stands in it.
  if (pipeline !== null && pipeline !== '' && !someWithoutPipeline(db, stream)) {
    sql.push(onePipeline)
    values.push(pipeline)
  } else if (pipeline !== null && pipeline !== '') {
    sql.push(`(${fact.pipeline} = ? OR (${fact.pipeline} IS NULL AND ${fact.stage} IN (SELECT value FROM json_each(?))))`)
    values.push(pipeline, JSON.stringify(chosen?.stages.map(({ id }) => id) ?? []))
  }
  if (owner !== null) {
    sql.push('r.owner = ?')
    values.push(owner)
  }
  return { sql, values }
}

/** Where all deals name their pipeline, the index leads to those of one; the other way is to look at every deal. */
function someWithoutPipeline(db: ReadDb, stream: number): boolean {
  const one = `SELECT 1 FROM record r INDEXED BY deal_facts WHERE r.stream = ? AND r.list = 'deal' AND ${fact.pipeline} IS NULL LIMIT 1`
  return db.get(one, stream) !== undefined
}

export function and(conditions: Conditions, sql: string, ...values: readonly SqlValue[]): Conditions {
  return { sql: [...conditions.sql, sql], values: [...conditions.values, ...values] }
}

/** A close date is a day: the last one counts to its end. */
export function closingWithin(conditions: Conditions, { from, to }: ClosingDays): Conditions {
  const after = from === null ? conditions : and(conditions, 'r.closing_at >= ?', startOfDay(from))
  return to === null ? after : and(after, 'r.closing_at < ?', startOfDay(to) + DAY_MS)
}

export const DAY_MS = 86_400_000

function startOfDay(day: Day): number {
  return Date.parse(`${day}T00:00:00.000Z`)
}

/** Sums of one group, told apart by whether the deals carry a probability of their own. */
export interface GroupRow {
  readonly stage: string | number | null
  readonly closed: number
  readonly certain: number
  readonly currency: string | null
  readonly n: number
  readonly amount: number
  readonly weighted: number
  readonly bare: number
  readonly bare_n: number
}

/**
 * The facts of the deals that match, as a table `r` to group by in another order than the index has. Materialized: else SQLite
 * carries whole documents through its sort.
 */
export function factsTable(index: 'deal_facts' | 'deal_closed', { sql }: Conditions, more: readonly string[] = []): string {
  return `WITH r AS MATERIALIZED (
    SELECT ${fact.stage} AS stage, ${fact.currency} AS currency, ${['closed_at', 'amount', 'probability', ...more].map((column) => `r.${column}`).join(', ')}
      FROM record r INDEXED BY ${index} WHERE ${sql.join(' AND ')})`
}

/** What a group of deals adds up to. `bare` is the amount of those without a probability: their stage's is laid on it later. */
export const groupSums = `
  count(*) AS n, coalesce(sum(r.amount), 0.0) AS amount, coalesce(sum(r.amount * r.probability), 0.0) / 100 AS weighted,
  coalesce(sum(CASE WHEN r.probability IS NULL THEN r.amount END), 0.0) AS bare, sum(r.probability IS NULL) AS bare_n`

/** What a deal in a stage that nobody knows counts as: the close date and a probability of 100 tell. */
export const ownState = `r.closed_at IS NOT NULL AS closed, coalesce(r.probability, 0) >= 100 AS certain`

/** Adds rows up for each currency. */
export class MoneyTally {
  private readonly sums = new Map<string | null, { count: number; amount: number; weighted: number }>()

  add(row: Pick<GroupRow, 'currency' | 'n' | 'amount' | 'weighted' | 'bare'>, stage: Pick<Stage, 'probability'>): void {
    const currency = typeof row.currency === 'string' && row.currency.trim() !== '' ? row.currency.trim().toUpperCase() : null
    const sum = this.sums.get(currency) ?? { count: 0, amount: 0, weighted: 0 }
    sum.count += row.n
    sum.amount += row.amount
    sum.weighted += row.weighted + (row.bare * (stage.probability ?? 100)) / 100
    this.sums.set(currency, sum)
  }

  get count(): number {
    return this.sums.values().reduce((count, sum) => count + sum.count, 0)
  }

  result(): MoneySums {
    return [...this.sums]
      .map(([currency, { count, amount, weighted }]): MoneySum => ({ currency, count, amount: cents(amount), weighted: cents(weighted) }))
      .toSorted((a, b) => b.count - a.count || (a.currency ?? '~').localeCompare(b.currency ?? '~', 'en'))
  }
}

/** Sums of fractions are rounded once, at the end, to what a currency can show. */
function cents(value: number): number {
  return Math.round(value * 1000) / 1000
}
