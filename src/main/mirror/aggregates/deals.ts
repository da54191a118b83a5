/** The records behind a bar, a cell or a figure: the same narrowing that was summed, as rows. */
import type { ClosingDays, Span } from '../../../shared/model/calendar'
import type { Instant, RecordId } from '../../../shared/model/ids'
import type { DealPage, StageKind } from '../../../shared/model/reports'
import { rowsOf } from '../lists'
import { findStream } from '../identity'
import { type SeenRow, seenColumns } from '../rows'
import type { ReadDb } from '../sql'
import { eventTypesOf } from './activity'
import { lastActivity } from './board'
import { and, closingWithin, type Conditions, DAY_MS, type DealSlice, fact, sliceConditions } from './facts'
import { closedWithin } from './outcomes'
import { notOver, overStages } from './pipeline'
import { dealReference, dealsNamed } from './planned'
import { readPipelines } from './stages'

export interface DealsQuery extends DealSlice {
  readonly now: Instant
  /** Null: whatever became of them. */
  readonly kind: StageKind | null
  /** The CRM's id; empty: in no stage of the pipeline. */
  readonly stage: string | null
  readonly closing: ClosingDays
  /** Only those without a close date. */
  readonly undated: boolean
  readonly closed: Span | null
  readonly currency: { readonly code: string | null } | null
  /** Open deals made before then of which no activity is newer. */
  readonly quietSince: Instant | null
  readonly limit: number
}

/** The nearest close date first; those without one last. */
export function dealsBehind(db: ReadDb, query: DealsQuery): DealPage {
  const conditions = conditionsOf(db, query)
  if (conditions === null) return { rows: [], total: 0 }
  const index = query.closed === null ? 'deal_facts' : 'deal_closed'
  const order = query.closed === null ? 'r.closing_at IS NULL, r.closing_at, r.rid' : 'r.closed_at DESC, r.rid DESC'
  const found = db.all<{ readonly rid: number; readonly total: number }>(
    `WITH r AS MATERIALIZED (
       SELECT r.rid, r.closing_at, r.closed_at FROM record r INDEXED BY ${index} WHERE ${conditions.sql.join(' AND ')})
     SELECT r.rid, (SELECT count(*) FROM r) AS total FROM r ORDER BY ${order} LIMIT ?`,
    ...conditions.values,
    query.limit,
  )
  const total = found[0]?.total ?? 0
  const rows = db.all<SeenRow>(
    `SELECT ${seenColumns} FROM json_each(?) f CROSS JOIN record r ON r.rid = f.value CROSS JOIN stream s ON s.sid = r.stream ORDER BY f.key`,
    JSON.stringify(found.map(({ rid }) => rid)),
  )
  const shown = rowsOf(db, rows)
  if (query.quietSince === null) return { rows: shown, total }
  return { rows: shown.map((row) => ({ ...row, quietDays: daysQuiet(db, row.id, query.now) })), total }
}

function conditionsOf(db: ReadDb, query: DealsQuery): Conditions | null {
  const pipelines = readPipelines(db, query.connection)
  const slice = sliceConditions(db, query, pipelines)
  if (slice === null) return null
  let conditions = closingWithin(slice, query.closing)
  if (query.undated) conditions = and(conditions, 'r.closing_at IS NULL')
  if (query.closed !== null) conditions = closedWithin(conditions, query.closed)
  if (query.stage === '') {
    const known = pipelines.find(({ id }) => id === query.pipeline)?.stages ?? pipelines.flatMap(({ stages }) => stages)
    conditions = and(conditions, `coalesce(${fact.stage}, '') NOT IN (SELECT value FROM json_each(?))`, JSON.stringify(known.map(({ id }) => id)))
  } else if (query.stage !== null) conditions = and(conditions, `${fact.stage} = ?`, query.stage)
  if (query.currency !== null) {
    const { code } = query.currency
    conditions =
      code === null ? and(conditions, `trim(coalesce(${fact.currency}, '')) = ''`) : and(conditions, `upper(trim(${fact.currency})) = ?`, code)
  }
  if (query.kind !== null) conditions = ofKind(conditions, query.kind, pipelines)
  return query.quietSince === null ? conditions : quietSince(db, query, conditions, query.quietSince)
}

function ofKind(conditions: Conditions, kind: StageKind, pipelines: ReturnType<typeof readPipelines>): Conditions {
  const all = pipelines.flatMap(({ stages }) => stages)
  const known = JSON.stringify(all.map(({ id }) => id))
  // As `stageOfRow` has it: in a stage nobody knows, the deal's own close date and probability tell.
  const unknown = `coalesce(${fact.stage}, '') NOT IN (SELECT value FROM json_each(?))`
  if (kind === 'open') return and(and(conditions, notOver, overStages(pipelines)), `NOT (${unknown} AND r.closed_at IS NOT NULL)`, known)
  const own = `r.closed_at IS NOT NULL AND coalesce(r.probability, 0) ${kind === 'won' ? '>=' : '<'} 100`
  const stages = JSON.stringify(all.filter((stage) => stage.kind === kind).map(({ id }) => id))
  return and(conditions, `(${fact.stage} IN (SELECT value FROM json_each(?)) OR (${unknown} AND ${own}))`, stages, known)
}

/** Found from the few activities that are newer, not from all that are older; planned ones keep a deal awake too. */
function quietSince(db: ReadDb, { connection, owner }: DealsQuery, conditions: Conditions, since: Instant): Conditions {
  const events = findStream(db, connection, 'event') ?? 0
  const old = and(conditions, '(r.created_at < ? OR (r.created_at IS NULL AND r.remote_id IS NOT NULL))', since)
  // One person's deals are few: each is asked for its activities. Of all deals together, the recent activities are fewer.
  if (owner !== null) {
    return and(
      old,
      `NOT EXISTS (SELECT 1 FROM link l CROSS JOIN record e ON e.rid = l.owner
                    WHERE l.target = r.id AND l.rel = 'deal_ids' AND e.list = 'event' AND e.happens_at >= ?)`,
      since,
    )
  }
  const recent = (type: string): string =>
    dealsNamed(`FROM record r INDEXED BY event_facts WHERE r.stream = ? AND r.list = 'event' AND r.type ${type} AND r.happens_at >= ?`, [])
  const typed = [events, JSON.stringify(eventTypesOf(db, events)), since]
  return and(
    old,
    `${dealReference} NOT IN (${recent('IN (SELECT value FROM json_each(?))')} UNION ALL ${recent('IS NULL')})`,
    ...typed,
    ...typed,
    events,
    since,
    events,
    since,
  )
}

/** Null where no activity was ever seen. */
function daysQuiet(db: ReadDb, deal: RecordId, now: Instant): number | null {
  const last = lastActivity(db, deal, now)
  return last === null ? null : Math.max(0, Math.floor((now - last) / DAY_MS))
}
