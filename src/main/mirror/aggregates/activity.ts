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

/** Counted by when they happen; a task by when it is due. */
export function activityReport(db: ReadDb, { connection, owner, spans }: ActivityQuery): readonly ActivitySum[] {
  const stream = findStream(db, connection, 'event')
  return spans.map(({ from, to }) => {
    const row =
      stream === null
        ? undefined
        : db.get<Readonly<Record<string, number>>>(
            `SELECT ${countedTypes}, count(*) AS all_types FROM record r INDEXED BY event_facts
              WHERE r.stream = ? AND r.list = 'event' AND r.happens_at >= ? AND r.happens_at < ?${owner === null ? '' : ' AND r.owner = ?'}`,
            stream,
            from,
            to,
            ...ownerValue(owner),
          )
    const counts = eventTypes.map((type) => [type, row?.[type] ?? 0] as const)
    const other = (row?.['all_types'] ?? 0) - counts.reduce((sum, [, count]) => sum + count, 0)
    return { from, to, counts: Object.fromEntries([...counts, ['OTHER', other] as const].filter(([, count]) => count > 0)) }
  })
}

/** Each type counted by itself: grouping would sort half a million of them. */
const countedTypes = eventTypes.map((type) => `coalesce(sum(r.type = '${type.toLowerCase()}'), 0) AS ${type}`).join(', ')

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
  const total = db.get<{ readonly n: number }>(`SELECT count(*) AS n FROM record r INDEXED BY event_facts WHERE ${where}`, ...values)?.n ?? 0
  const rows = db.all<SeenRow>(
    `SELECT ${seenColumns} FROM record r INDEXED BY event_facts CROSS JOIN stream s ON s.sid = r.stream WHERE ${where} ORDER BY r.happens_at DESC LIMIT ?`,
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
