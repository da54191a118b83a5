/** Activities: how many a week, and what today holds. */
import { eventTypes } from '../../../shared/model/fields'
import type { Span } from '../../../shared/model/calendar'
import type { ConnectionId } from '../../../shared/model/ids'
import type { ActivitySum, Agenda, AgendaItem, EventPage } from '../../../shared/model/reports'
import { findStream } from '../identity'
import { aboutOf } from '../list-values'
import { documentOf, nameOf, type SeenRow, seenColumns } from '../rows'
import type { ReadDb, SqlValue } from '../sql'
import { DAY_MS } from './facts'
import { openTask, taskTime, type TodayBorders } from './planned'

export interface ActivityQuery {
  readonly connection: ConnectionId
  readonly owner: string | null
  readonly spans: readonly Span[]
}

/** Counted by when they happen; a task by when it is due. Each type by itself, so that the index is walked and nothing compared. */
export function activityReport(db: ReadDb, { connection, owner, spans }: ActivityQuery): readonly ActivitySum[] {
  const stream = findStream(db, connection, 'event')
  const types = stream === null ? [] : [...eventTypesOf(db, stream), null]
  return spans.map(({ from, to }) => {
    const counts: Record<string, number> = {}
    for (const type of types) {
      const count =
        db.get<{ readonly n: number }>(
          `SELECT count(*) AS n FROM record r INDEXED BY event_facts
            WHERE r.stream = ? AND r.list = 'event' AND r.type IS ? AND r.happens_at >= ? AND r.happens_at < ?${owner === null ? '' : ' AND r.owner = ?'}`,
          stream,
          type,
          from,
          to,
          ...ownerValue(owner),
        )?.n ?? 0
      const name = eventTypes.find((each) => each.toLowerCase() === type) ?? 'OTHER'
      if (count > 0) counts[name] = (counts[name] ?? 0) + count
    }
    return { from, to, counts }
  })
}

/** The types that there are, from one place in the index to the next: a few looks, however many events. An event without one has none here. */
export function eventTypesOf(db: ReadDb, stream: number): readonly string[] {
  const rows = db.all<{ readonly type: string }>(
    `WITH RECURSIVE kind (type) AS (
       SELECT min(r.type) FROM record r INDEXED BY event_facts WHERE r.stream = ? AND r.list = 'event'
       UNION ALL
       SELECT (SELECT min(r.type) FROM record r INDEXED BY event_facts WHERE r.stream = ? AND r.list = 'event' AND r.type > kind.type)
         FROM kind WHERE kind.type IS NOT NULL)
     SELECT type FROM kind WHERE type IS NOT NULL`,
    stream,
    stream,
  )
  return rows.map(({ type }) => type)
}

export interface AgendaQuery extends TodayBorders {
  readonly connection: ConnectionId
  readonly owner: string | null
  /** Of the overdue tasks only the latest ones are named. */
  readonly overdueLimit: number
}

/** Today's meetings and calls, and the tasks that are due today or were before: overdue first, then by time. */
export function agenda(db: ReadDb, { connection, owner, dayStart, dayEnd, overdueLimit }: AgendaQuery): Agenda {
  const stream = findStream(db, connection, 'event')
  if (stream === null) return { items: [], overdue: 0 }
  const mine = owner === null ? '' : ' AND r.owner = ?'
  const late = `FROM record r INDEXED BY event_open_task CROSS JOIN stream s ON s.sid = r.stream WHERE r.stream = ? AND ${openTask} AND ${taskTime} < ?${mine}`
  const overdue = db.get<{ readonly n: number }>(`SELECT count(*) AS n ${late}`, stream, dayStart, ...ownerValue(owner))?.n ?? 0
  const lateRows = db.all<SeenRow>(
    `SELECT ${seenColumns} ${late} ORDER BY r.happens_at DESC LIMIT ?`,
    stream,
    dayStart,
    ...ownerValue(owner),
    overdueLimit,
  )
  const todayRows = db.all<SeenRow>(
    `SELECT ${seenColumns} FROM record r INDEXED BY event_facts CROSS JOIN stream s ON s.sid = r.stream
      WHERE r.stream = ? AND r.list = 'event' AND r.happens_at >= ? AND r.happens_at < ? AND r.type IN ('meeting', 'call', 'task')${mine}
        AND (r.type <> 'task' OR (${openTask})) ORDER BY r.happens_at, r.rid LIMIT 100`,
    stream,
    dayStart,
    dayEnd,
    ...ownerValue(owner),
  )
  return { items: [...lateRows.map((row) => itemOf(db, row, true)), ...todayRows.map((row) => itemOf(db, row, false))], overdue }
}

export interface EventsQuery extends Omit<ActivityQuery, 'spans'> {
  readonly span: Span
  /** Null: of every type. */
  readonly type: string | null
  readonly limit: number
}

/** The activities behind a week, the newest first. */
export function eventsBehind(db: ReadDb, { connection, owner, span, type, limit }: EventsQuery): EventPage {
  const stream = findStream(db, connection, 'event')
  if (stream === null) return { rows: [], total: 0 }
  const where = `r.stream = ? AND r.list = 'event' AND r.happens_at >= ? AND r.happens_at < ?${owner === null ? '' : ' AND r.owner = ?'}${type === null ? '' : ' AND r.type = ?'}`
  const values = [stream, span.from, span.to, ...ownerValue(owner), ...(type === null ? [] : [type.toLowerCase()])]
  const index = type === null ? 'event_by_happens_at' : 'event_facts'
  const total = db.get<{ readonly n: number }>(`SELECT count(*) AS n FROM record r INDEXED BY ${index} WHERE ${where}`, ...values)?.n ?? 0
  const rows = db.all<SeenRow>(
    `SELECT ${seenColumns} FROM record r INDEXED BY ${index} CROSS JOIN stream s ON s.sid = r.stream WHERE ${where} ORDER BY r.happens_at DESC LIMIT ?`,
    ...values,
    limit,
  )
  return { rows: rows.map((row) => itemOf(db, row, false)), total }
}

function itemOf(db: ReadDb, row: SeenRow, overdue: boolean): AgendaItem {
  const document = documentOf(db, row)
  return {
    id: row.id,
    type: typeof document['type'] === 'string' ? document['type'] : '',
    name: nameOf('event', document),
    about: aboutOf(db, row, document),
    // A midnight in UTC is a day, not a time.
    at: row.happens_at !== null && row.happens_at % DAY_MS !== 0 ? row.happens_at : null,
    overdue,
  }
}

function ownerValue(owner: string | null): readonly SqlValue[] {
  return owner === null ? [] : [owner]
}
