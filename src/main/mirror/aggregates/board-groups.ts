/**
 * A board by owner or by close month instead of by stage: open deals of one pipeline, a column a group, with what it adds up to.
 *
 * A column is told as a stage is: its id (the CRM's of a user, or `2026-11`; empty for none), its name, always open.
 */
import type { BoardGroup, Pipeline, Stage, StageSum } from '../../../shared/model/reports'
import { namedDocument } from '../rows'
import type { ReadDb } from '../sql'
import type { BoardQuery } from './board'
import { and, closingWithin, type Conditions, factsTable, type GroupRow, groupSums, MoneyTally, sliceConditions } from './facts'
import { noStage, notOver, overStages } from './pipeline'
import { stagesById } from './stages'

export interface GroupedColumns {
  readonly sums: readonly StageSum[]
  /** The group of a deal, as SQL over `record r`. */
  readonly key: string
  readonly conditions: Conditions
}

type Grouping = Exclude<BoardGroup, 'stage'>

const keys: Readonly<Record<Grouping, string>> = {
  owner: `coalesce(r.owner, '')`,
  month: `coalesce(strftime('%Y-%m', r.closing_at / 1000, 'unixepoch'), '')`,
}

/** So many months from now on are there to be moved to, whether anything closes in them or not. */
const MONTHS_AHEAD = 3

/** Null where the connection has no deals yet. */
export function groupedColumns(
  db: ReadDb,
  query: BoardQuery & { readonly groupBy: Grouping },
  pipeline: Pipeline,
  pipelines: readonly Pipeline[],
): GroupedColumns | null {
  const slice = sliceConditions(db, { ...query, pipeline: pipeline.id }, pipelines)
  if (slice === null) return null
  const conditions = closingWithin(slice, query.closing)
  const open = and(conditions, notOver, overStages([pipeline]))
  const key = keys[query.groupBy]
  const rows = db.all<GroupRow & { readonly key: string }>(
    `${factsTable('deal_facts', open, ['owner', 'closing_at'])}
     SELECT ${key} AS key, r.stage, 0 AS closed, 0 AS certain, r.currency, ${groupSums} FROM r GROUP BY key, r.stage, r.currency`,
    ...open.values,
  )
  const stages = stagesById(pipelines)
  const tallies = new Map<string, MoneyTally>(query.groupBy === 'month' ? monthsAhead(query.now).map((month) => [month, new MoneyTally()]) : [])
  for (const row of rows) {
    const tally = tallies.get(row.key) ?? new MoneyTally()
    tally.add(row, stages.get(String(row.stage)) ?? noStage)
    tallies.set(row.key, tally)
  }
  const sums = [...tallies].map(([id, tally]): StageSum => ({ stage: columnOf(db, query, id), count: tally.count, sums: tally.result() }))
  return { sums: sums.toSorted((a, b) => inOrder(a.stage, b.stage)), key, conditions }
}

function columnOf(db: ReadDb, { connection, groupBy }: BoardQuery, id: string): Stage {
  const name = id === '' || groupBy === 'month' ? null : namedDocument(db, connection, 'user', id).name
  return { id, name, probability: null, kind: 'open' }
}

/** People by name, months by time, none at the end. */
function inOrder(a: Stage, b: Stage): number {
  return Number(a.id === '') - Number(b.id === '') || (a.name ?? a.id).localeCompare(b.name ?? b.id, 'en')
}

function monthsAhead(now: number): readonly string[] {
  const date = new Date(now)
  return Array.from({ length: MONTHS_AHEAD }, (_, at) =>
    new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + at, 1)).toISOString().slice(0, 7),
  )
}
