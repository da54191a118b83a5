/** How much stands in each stage of a pipeline, and what is expected to close in which month: sums, never loaded records. */
import type { ClosingDays } from '../../../shared/model/calendar'
import type { ForecastReport, MonthSum, Pipeline, PipelineReport, Stage, StageSum } from '../../../shared/model/reports'
import type { ReadDb } from '../sql'
import {
  closingWithin,
  type Conditions,
  type DealSlice,
  fact,
  type GroupRow,
  groupSums,
  MoneyTally,
  onePipeline,
  ownState,
  sliceConditions,
  and,
  factsTable,
} from './facts'
import { hasStageProbability, readPipelines, stageOfRow, stagesById } from './stages'

export interface PipelineQuery extends DealSlice {
  readonly closing: ClosingDays
}

/** The chosen pipeline, or the first one. Deals in no known stage come first, where there are any. */
export function pipelineReport(db: ReadDb, query: PipelineQuery): PipelineReport {
  const pipelines = readPipelines(db, query.connection)
  const pipeline = pipelines.find(({ id }) => id === query.pipeline) ?? pipelines[0] ?? null
  if (pipeline === null) return { pipelines, pipeline, stages: [], hasProbability: false }
  const conditions = sliceConditions(db, { ...query, pipeline: pipeline.id }, pipelines)
  // Before the first deal the stages are there all the same.
  const rows = conditions === null ? [] : groupsByStage(db, closingWithin(conditions, query.closing))
  return {
    pipelines,
    pipeline,
    stages: stageSums(pipeline, rows),
    hasProbability: hasStageProbability([pipeline]) || rows.some((row) => row.n > row.bare_n),
  }
}

function groupsByStage(db: ReadDb, { sql, values }: Conditions): readonly GroupRow[] {
  // The index has them in this order. A pipeline that is fixed must not stand in it: SQLite would look for its value in the document.
  const inOrder = sql.includes(onePipeline) ? '' : `${fact.pipeline}, `
  return db.all<GroupRow>(
    `SELECT ${fact.stage} AS stage, 0 AS closed, 0 AS certain, ${fact.currency} AS currency, ${groupSums}
       FROM record r INDEXED BY deal_facts WHERE ${sql.join(' AND ')} GROUP BY ${inOrder}${fact.stage}, ${fact.currency}`,
    ...values,
  )
}

/** A stage of another pipeline, or one that is gone, is none that this board can show a column for. */
export const noStage: Stage = { id: '', name: null, probability: null, kind: 'open' }

function stageSums(pipeline: Pipeline, rows: readonly GroupRow[]): readonly StageSum[] {
  const byId = new Map(pipeline.stages.map((stage) => [stage.id, stage]))
  const tallies = new Map<string, MoneyTally>()
  for (const row of rows) {
    const stage = byId.get(String(row.stage)) ?? noStage
    const tally = tallies.get(stage.id) ?? new MoneyTally()
    tally.add(row, stage)
    tallies.set(stage.id, tally)
  }
  const stages = tallies.has('') ? [noStage, ...pipeline.stages] : pipeline.stages
  return stages.map((stage) => ({ stage, count: tallies.get(stage.id)?.count ?? 0, sums: tallies.get(stage.id)?.result() ?? [] }))
}

export interface ForecastQuery extends DealSlice {
  /** `2026-11` and so on, rising, without gaps. */
  readonly months: readonly string[]
}

/** Open deals by the month of their close date, as calendar days. */
export function forecastReport(db: ReadDb, query: ForecastQuery): ForecastReport {
  const pipelines = readPipelines(db, query.connection)
  const conditions = sliceConditions(db, query, pipelines)
  const open = conditions === null ? null : and(conditions, notOver, overStages(pipelines))
  const rows =
    open === null
      ? []
      : db.all<GroupRow & { readonly month: string | null }>(
          `${factsTable('deal_facts', open, ['closing_at'])}
           SELECT r.stage, ${ownState}, r.currency, strftime('%Y-%m', r.closing_at / 1000, 'unixepoch') AS month, ${groupSums}
             FROM r GROUP BY r.stage, closed, certain, r.currency, month`,
          ...open.values,
        )
  const byId = stagesById(pipelines)
  const tallies = new Map<string, MoneyTally>()
  let known = hasStageProbability(pipelines)
  for (const row of rows) {
    const stage = stageOfRow(byId, row)
    if (stage.kind !== 'open') continue
    known ||= row.n > row.bare_n
    const month = bucketOf(row.month, query.months)
    const tally = tallies.get(month) ?? new MoneyTally()
    tally.add(row, stage)
    tallies.set(month, tally)
  }
  const months = ['before', ...query.months, 'after', 'none'].map((month): MonthSum => ({ month, sums: tallies.get(month)?.result() ?? [] }))
  return { months, hasProbability: known }
}

/** Stages that are won or lost, as a parameter; what is left may still be over by its own dates. */
export const notOver = `coalesce(${fact.stage}, '') NOT IN (SELECT value FROM json_each(?))`

export function overStages(pipelines: readonly Pipeline[]): string {
  return JSON.stringify(pipelines.flatMap(({ stages }) => stages.filter(({ kind }) => kind !== 'open').map(({ id }) => id)))
}

function bucketOf(month: string | null, months: readonly string[]): string {
  if (month === null) return 'none'
  if (months.includes(month)) return month
  return month < (months[0] ?? '') ? 'before' : 'after'
}
