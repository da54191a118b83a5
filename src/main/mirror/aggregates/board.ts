/**
 * The board: a column for each stage of one pipeline. Heads are sums over everything that matches; cards are the first ones
 * in the board's order: overdue, today, nothing planned, later, then by close date. In a closed stage the last closed comes first.
 */
import type { Instant, RecordId } from '../../../shared/model/ids'
import { textOf } from '../../../shared/model/record'
import type { Board, BoardGroup, DealCard, Pipeline, Stage } from '../../../shared/model/reports'
import type { RowMark } from '../../../shared/model/views'
import { openChangesOf } from '../lists'
import { linkedName } from '../list-values'
import { documentOf, nameOf, namedDocument, type SeenRow, seenColumns } from '../rows'
import type { ReadDb } from '../sql'
import { type Sql, sqlOf } from '../filter-piece'
import { type GroupedColumns, groupedColumns } from './board-groups'
import { and, closingWithin, type Conditions, DAY_MS, fact, sliceConditions } from './facts'
import { pipelineReport, type PipelineQuery } from './pipeline'
import { dealReference, nextActivity, nextByDeal, type TodayBorders } from './planned'

export interface BoardQuery extends PipelineQuery, TodayBorders {
  readonly groupBy?: BoardGroup
  readonly now: Instant
  /** Cards of a column, by the stage's id; others get `limit`. */
  readonly limits: Readonly<Record<string, number>>
  readonly limit: number
  /** After so many days without activity or edit a card rests. */
  readonly restsAfterDays: number
}

export function readBoard(db: ReadDb, query: BoardQuery): Board {
  const { pipelines, pipeline, stages, hasProbability } = pipelineReport(db, query)
  if (pipeline === null) return { pipelines, pipeline, columns: [], hasProbability }
  const { groupBy = 'stage' } = query
  const grouped = groupBy === 'stage' ? null : groupedColumns(db, { ...query, groupBy }, pipeline, pipelines)
  const sums = grouped?.sums ?? stages
  const places = grouped === null ? placesOf(db, query, pipeline, pipelines) : groupedPlaces(db, query, pipeline, grouped)
  const owners = ownerNames(db, query)
  const rows = cardRows(db, [...places.values()].flat())
  const columns = sums.map((sum) => ({
    ...sum,
    cards: (places.get(sum.stage.id) ?? []).flatMap((place) => {
      const row = rows.get(place.rid)
      return row ? [cardOf(db, query, place, row, sum.stage, owners)] : []
    }),
  }))
  return { pipelines, pipeline, columns, hasProbability }
}

/** The first cards of each owner or month. */
function groupedPlaces(
  db: ReadDb,
  query: BoardQuery,
  pipeline: Pipeline,
  { key, conditions }: GroupedColumns,
): ReadonlyMap<string, readonly Place[]> {
  return byColumn(query, openPlaces(db, query, pipeline, conditions, sqlOf(key)))
}

function byColumn(query: BoardQuery, rows: readonly Place[]): Map<string, Place[]> {
  const places = new Map<string, Place[]>()
  for (const row of rows) {
    const column = places.get(row.stage) ?? []
    if (column.length < (query.limits[row.stage] ?? query.limit)) column.push(row)
    places.set(row.stage, column)
  }
  return places
}

interface Place {
  readonly rid: number
  readonly stage: string
  readonly planned: number
  readonly at: Instant | null
}

/** The rows of the cards to show, by stage, in their order. */
function placesOf(db: ReadDb, query: BoardQuery, pipeline: Pipeline, pipelines: readonly Pipeline[]): ReadonlyMap<string, readonly Place[]> {
  const slice = sliceConditions(db, { ...query, pipeline: pipeline.id }, pipelines)
  if (slice === null) return new Map()
  const conditions = closingWithin(slice, query.closing)
  const known = JSON.stringify(pipeline.stages.map(({ id }) => id))
  const column = sqlOf(`CASE WHEN ${fact.stage} IN (SELECT value FROM json_each(?)) THEN ${fact.stage} ELSE '' END`, known)
  const places = byColumn(query, openPlaces(db, query, pipeline, conditions, column))
  for (const { id, kind } of pipeline.stages) if (kind !== 'open') places.set(id, closedPlaces(db, id, conditions, query.limits[id] ?? query.limit))
  return places
}

/** Ranked by what comes next; only the first ones of each column leave the database. */
function openPlaces(db: ReadDb, query: BoardQuery, pipeline: Pipeline, conditions: Conditions, column: Sql): readonly Place[] {
  const next = nextByDeal(db, query.connection, query.now)
  const over = JSON.stringify(pipeline.stages.filter(({ kind }) => kind !== 'open').map(({ id }) => id))
  return db.all<Place>(
    `WITH next AS MATERIALIZED (${next.sql}),
          deal AS MATERIALIZED (
            SELECT r.rid, ${dealReference} AS reference, r.closing_at, ${column.sql} AS stage
              FROM record r INDEXED BY deal_facts
             WHERE ${conditions.sql.join(' AND ')} AND coalesce(${fact.stage}, '') NOT IN (SELECT value FROM json_each(?))),
          placed AS (
            SELECT d.rid, d.stage, n.deal IS NOT NULL AS planned, n.at,
                   row_number() OVER (PARTITION BY d.stage ORDER BY
                     CASE WHEN n.deal IS NULL THEN 3 WHEN n.at IS NULL THEN 4 WHEN n.at < ? THEN 1 WHEN n.at < ? THEN 2 ELSE 4 END,
                     d.closing_at IS NULL, d.closing_at, d.rid) AS place
              FROM deal d LEFT JOIN next n ON n.deal = d.reference)
     SELECT rid, stage, planned, at FROM placed WHERE place <= ? ORDER BY stage, place`,
    ...next.values,
    ...column.values,
    ...conditions.values,
    over,
    query.dayStart,
    query.dayEnd,
    Math.max(query.limit, ...Object.values(query.limits)),
  )
}

/** Read backwards from the last one closed, so that a stage of a hundred thousand costs what its first cards cost. */
function closedPlaces(db: ReadDb, stage: string, conditions: Conditions, limit: number): Place[] {
  const { sql, values } = and(conditions, `${fact.stage} = ?`, stage)
  const read = (index: string, more: string, count: number): readonly { readonly rid: number }[] =>
    db.all(`SELECT r.rid FROM record r INDEXED BY ${index} WHERE ${[...sql, more].join(' AND ')} LIMIT ?`, ...values, count)
  const dated = read('deal_closed', 'r.closed_at IS NOT NULL ORDER BY r.closed_at DESC', limit)
  const undated = dated.length < limit ? read('deal_facts', 'r.closed_at IS NULL', limit - dated.length) : []
  return [...dated, ...undated].map(({ rid }) => ({ rid, stage, planned: 0, at: null }))
}

interface Owner {
  readonly name: string | null
  readonly active: boolean
}

interface CardRow extends SeenRow {
  readonly updated_at: Instant | null
  readonly created_at: Instant | null
  readonly mark: RowMark
}

/** The rows of all cards and their marks, each read at once. */
function cardRows(db: ReadDb, places: readonly Place[]): ReadonlyMap<number, CardRow> {
  const rows = db.all<Omit<CardRow, 'mark'>>(
    `SELECT ${seenColumns}, r.updated_at, r.created_at
       FROM json_each(?) f CROSS JOIN record r ON r.rid = f.value CROSS JOIN stream s ON s.sid = r.stream`,
    JSON.stringify(places.map(({ rid }) => rid)),
  )
  const open = openChangesOf(
    db,
    rows.map(({ id }) => id),
  )
  return new Map(rows.map((row) => [row.rid, { ...row, mark: open.get(row.id)?.mark ?? null }]))
}

function cardOf(db: ReadDb, query: BoardQuery, { planned, at }: Place, row: CardRow, stage: Stage, ownerOf: (id: string) => Owner): DealCard {
  const document = documentOf(db, row)
  const { amount, currency } = document
  const owner = textOf(document, 'user_id')
  const quiet = stage.kind === 'open' && planned === 0 ? quietDays(db, row, query.now) : null
  return {
    id: row.id,
    name: nameOf('deal', document),
    company: linkedName(db, row, document, 'company_ids', 'company'),
    amount: typeof amount === 'number' ? amount : null,
    currency: typeof currency === 'string' && currency !== '' ? currency : null,
    closingAt: textOf(document, stage.kind === 'open' ? 'closing_at' : 'closed_at') ?? textOf(document, 'closing_at'),
    owner: owner === null ? null : { id: owner, ...ownerOf(owner) },
    mark: row.mark,
    next: nextActivity(planned === 1, at, query),
    restsDays: quiet !== null && quiet >= query.restsAfterDays ? quiet : null,
  }
}

/** Whole days since the last activity or edit; null when the CRM says nothing of either. */
function quietDays(
  db: ReadDb,
  row: { readonly id: RecordId; readonly updated_at: Instant | null; readonly created_at: Instant | null },
  now: Instant,
): number | null {
  const last = Math.max(lastActivity(db, row.id, now) ?? 0, row.updated_at ?? 0, row.created_at ?? 0, lastEdit(db, row.id) ?? 0)
  return last === 0 ? null : Math.max(0, Math.floor((now - last) / DAY_MS))
}

/** The last activity that names this deal and is not still to come. */
export function lastActivity(db: ReadDb, deal: RecordId, now: Instant): Instant | null {
  return (
    db.get<{ readonly at: Instant | null }>(
      `SELECT max(e.happens_at) AS at FROM link l CROSS JOIN record e ON e.rid = l.owner
        WHERE l.target = ? AND l.rel = 'deal_ids' AND e.list = 'event' AND e.happens_at <= ?`,
      deal,
      now,
    )?.at ?? null
  )
}

function lastEdit(db: ReadDb, deal: RecordId): Instant | null {
  return db.get<{ readonly at: Instant | null }>('SELECT at FROM history WHERE record_id = ? ORDER BY entry DESC LIMIT 1', deal)?.at ?? null
}

/** The same few people own all cards: each is looked up once. */
function ownerNames(db: ReadDb, { connection }: BoardQuery): (id: string) => Owner {
  const known = new Map<string, Owner>()
  return (id) => {
    const remembered = known.get(id)
    if (remembered) return remembered
    const user = namedDocument(db, connection, 'user', id)
    const owner = { name: user.name, active: user.document?.['employment_status'] !== 'INACTIVE' }
    known.set(id, owner)
    return owner
  }
}
