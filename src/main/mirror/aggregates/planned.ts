/**
 * What is planned: tasks that are not done, and calls and meetings still to come.
 *
 * A task without a due date has no day: it is planned, and never late. Activities name their deals, so what comes next on a deal
 * is found from the few planned ones, not from the many past ones.
 */
import type { ConnectionId, Instant } from '../../../shared/model/ids'
import type { NextActivity } from '../../../shared/model/reports'
import { findStream } from '../identity'
import type { ReadDb, SqlValue } from '../sql'

/** Letter by letter as in the index `event_open_task`. */
const due = `json_extract(coalesce(r.view_json, r.remote_json), '$.task.due_at')`
export const openTask = `r.list = 'event' AND r.type = 'task' AND coalesce(json_extract(coalesce(r.view_json, r.remote_json), '$.task.status'), '') <> 'COMPLETED'`
/** When a task is due; null where it says no day, though a time stands in the column (it was then recorded). */
export const taskTime = `CASE WHEN coalesce(${due}, '') = '' THEN NULL ELSE r.happens_at END`

/** Rows `rid, at, task`: everything planned, with the parameters that it takes. */
export function planned(stream: number, now: Instant): { readonly sql: string; readonly values: readonly SqlValue[] } {
  return {
    sql: `SELECT r.rid, ${taskTime} AS at, 1 AS task FROM record r INDEXED BY event_open_task WHERE r.stream = ? AND ${openTask}
          UNION ALL
          SELECT r.rid, r.happens_at AS at, 0 AS task FROM record r INDEXED BY event_facts
           WHERE r.stream = ? AND r.list = 'event' AND r.happens_at >= ? AND r.type IN ('meeting', 'call')`,
    values: [stream, stream, now],
  }
}

/** Rows `deal, at`: the first planned activity of each deal that has one; without a time it is the last to come. */
export function nextByDeal(db: ReadDb, connection: ConnectionId, now: Instant): { readonly sql: string; readonly values: readonly SqlValue[] } {
  const stream = findStream(db, connection, 'event')
  if (stream === null) return { sql: 'SELECT NULL AS deal, NULL AS at WHERE 0', values: [] }
  const { sql, values } = planned(stream, now)
  return {
    sql: `SELECT l.target AS deal, min(p.at) AS at FROM (SELECT * FROM (${sql}) ORDER BY rid) p CROSS JOIN link l ON l.owner = p.rid AND l.rel = 'deal_ids' GROUP BY l.target`,
    values,
  }
}

export interface TodayBorders {
  readonly dayStart: Instant
  readonly dayEnd: Instant
}

export function nextActivity(has: boolean, at: Instant | null, { dayStart, dayEnd }: TodayBorders): NextActivity {
  if (!has) return { state: 'none', at: null }
  if (at === null || at >= dayEnd) return { state: 'later', at }
  return { state: at < dayStart ? 'overdue' : 'today', at }
}
