/** What was won and lost, and how fast: by the time at which deals were closed. */
import type { Span } from '../../../shared/model/calendar'
import { isJsonObject, type Json } from '../../../shared/model/json'
import type { OutcomeSum, Pipeline, Stage, StageKind, StageTime, VelocityReport } from '../../../shared/model/reports'
import type { ReadDb } from '../sql'
import {
  and,
  type Conditions,
  DAY_MS,
  type DealSlice,
  fact,
  factsTable,
  type GroupRow,
  groupSums,
  MoneyTally,
  ownState,
  sliceConditions,
} from './facts'
import { readPipelines, stageOfRow, stagesById } from './stages'

export interface SpansQuery extends DealSlice {
  /** Rising; each is summed for itself. */
  readonly spans: readonly Span[]
}

export function outcomeReport(db: ReadDb, query: SpansQuery): readonly OutcomeSum[] {
  const pipelines = readPipelines(db, query.connection)
  const conditions = sliceConditions(db, query, pipelines)
  const byId = stagesById(pipelines)
  return query.spans.map(({ from, to }) => {
    const tallies: Record<StageKind, MoneyTally> = { open: new MoneyTally(), won: new MoneyTally(), lost: new MoneyTally() }
    for (const row of conditions === null ? [] : closedGroups(db, closedWithin(conditions, { from, to }))) {
      const stage = stageOfRow(byId, row)
      tallies[stage.kind].add(row, stage)
    }
    return { from, to, won: tallies.won.result(), lost: tallies.lost.result() }
  })
}

/** Served by `deal_closed`: a month costs what is in it. */
export function closedWithin(conditions: Conditions, { from, to }: Span): Conditions {
  return and(conditions, 'r.closed_at IS NOT NULL AND r.closed_at >= ? AND r.closed_at < ?', from, to)
}

function closedGroups(db: ReadDb, conditions: Conditions): readonly GroupRow[] {
  return db.all<GroupRow>(
    `${factsTable('deal_closed', conditions)} SELECT r.stage, ${ownState}, r.currency, ${groupSums} FROM r GROUP BY r.stage, certain, r.currency`,
    ...conditions.values,
  )
}

/** From created to won, by when it was won; and for each stage how long deals stayed in it, as far as this copy saw both ends. */
export function velocityReport(db: ReadDb, query: SpansQuery): VelocityReport {
  const pipelines = readPipelines(db, query.connection)
  const conditions = sliceConditions(db, query, pipelines)
  const chosen = pipelines.find(({ id }) => id === query.pipeline) ?? pipelines[0]
  const spans = query.spans.map((span) => ({ ...span, days: conditions === null ? [] : cycleDays(db, closedWithin(conditions, span), pipelines) }))
  const days = spans.flatMap((span) => span.days)
  return {
    spans: spans.map(({ from, to, days: ofSpan }) => ({ from, to, won: ofSpan.length, medianDays: median(ofSpan) })),
    won: days.length,
    medianDays: median(days),
    stages: chosen === undefined || conditions === null ? [] : stageTimes(db, conditions, chosen, query.spans),
  }
}

function cycleDays(db: ReadDb, { sql, values }: Conditions, pipelines: readonly Pipeline[]): readonly number[] {
  const byId = stagesById(pipelines)
  return db
    .all<Pick<GroupRow, 'stage' | 'closed' | 'certain'> & { readonly took: number | null }>(
      `SELECT ${fact.stage} AS stage, ${ownState}, r.closed_at - r.created_at AS took FROM record r INDEXED BY deal_closed WHERE ${sql.join(' AND ')}`,
      ...values,
    )
    .flatMap((row) => (row.took !== null && row.took >= 0 && stageOfRow(byId, row).kind === 'won' ? [row.took / DAY_MS] : []))
}

/**
 * A stay ends with a move, and began with the move before it or, for the first one, when the deal was made. What was taken back or
 * corrected within the minute was no stay.
 */
function stageTimes(db: ReadDb, conditions: Conditions, pipeline: Pipeline, spans: readonly Span[]): readonly StageTime[] {
  const from = spans[0]?.from ?? 0
  const to = spans.at(-1)?.to ?? 0
  const moves = db.all<{ readonly record_id: string; readonly at: number; readonly old: string; readonly created_at: number | null }>(
    `SELECT h.record_id, h.at, h.old, r.created_at
       FROM history h INDEXED BY history_of_deals CROSS JOIN record r ON r.id = h.record_id
      WHERE h.at >= ? AND h.at < ? AND h.path IN ('stages', 'amount', 'closing_at') AND h.path = 'stages' AND ${conditions.sql.join(' AND ')} ORDER BY h.record_id, h.at, h.entry`,
    from,
    to,
    ...conditions.values,
  )
  const stays = new Map<string, number[]>()
  let before: { readonly record: string; readonly at: number } | null = null
  for (const { record_id: record, at, old, created_at: created } of moves) {
    const began: number | null = before?.record === record ? before.at : created
    before = { record, at }
    const stage = firstStageId(JSON.parse(old) as Json)
    if (began === null || stage === null || at - began < 60_000) continue
    stays.set(stage, [...(stays.get(stage) ?? []), (at - began) / DAY_MS])
  }
  return pipeline.stages
    .filter(({ kind }: Stage) => kind === 'open')
    .map((stage) => ({ stage, stays: stays.get(stage.id)?.length ?? 0, medianDays: median(stays.get(stage.id) ?? []) }))
}

export function firstStageId(stages: Json): string | null {
  const first: Json | undefined = Array.isArray(stages) ? (stages[0] as Json) : undefined
  const id = isJsonObject(first) ? first['id'] : undefined
  return typeof id === 'string' || typeof id === 'number' ? String(id) : null
}

/** Rounded to a tenth of a day. */
function median(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const value = sorted.length % 2 === 1 ? sorted[middle] : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
  return Math.round((value ?? 0) * 10) / 10
}
