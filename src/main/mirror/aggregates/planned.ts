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

/** The deals that an event `r` names, letter by letter as in the indexes: the first and the second one. */
const firstDeal = `json_extract(coalesce(r.view_json, r.remote_json), '$.deal_ids[0]')`
const secondDeal = `json_extract(coalesce(r.view_json, r.remote_json), '$.deal_ids[1]')`
/** By what a deal `r` is named: the CRM's id, and before its first push ours. `deal_facts` holds both. */
export const dealReference = 'coalesce(r.remote_id, r.id)'

/**
 * Rows `deal` and the columns asked for, one for each deal that an event names; `deal` as `dealReference` has it. An event that was
 * made here may still name a deal by our id when the CRM has given it one.
 */
export function dealsNamed(from: string, columns: readonly string[]): string {
  const named = (deal: string): string =>
    [`coalesce((SELECT m.remote_id FROM id_map m WHERE m.record_id = ${deal}), ${deal}) AS deal`, ...columns].join(', ')
  return `SELECT ${named(firstDeal)} ${from} AND ${firstDeal} IS NOT NULL
          UNION ALL
          SELECT ${named('named.value')} FROM (SELECT r.rid ${from} AND ${secondDeal} IS NOT NULL) few CROSS JOIN record r ON r.rid = few.rid
            CROSS JOIN json_each(coalesce(r.view_json, r.remote_json), '$.deal_ids') named WHERE named.key > 0`
}

/** Rows `deal, at`: the first planned activity of each deal that has one; without a time it is the last to come. */
export function nextByDeal(db: ReadDb, connection: ConnectionId, now: Instant): { readonly sql: string; readonly values: readonly SqlValue[] } {
  const stream = findStream(db, connection, 'event')
  if (stream === null) return { sql: 'SELECT NULL AS deal, NULL AS at WHERE 0', values: [] }
  const tasks = dealsNamed(`FROM record r INDEXED BY event_open_task WHERE r.stream = ? AND ${openTask}`, [`${taskTime} AS at`])
  const meetings = dealsNamed(
    `FROM record r INDEXED BY event_facts WHERE r.stream = ? AND r.list = 'event' AND r.type IN ('meeting', 'call') AND r.happens_at >= ?`,
    ['r.happens_at AS at'],
  )
  return {
    sql: `SELECT deal, min(at) AS at FROM (${tasks} UNION ALL ${meetings}) GROUP BY deal`,
    values: [stream, stream, stream, now, stream, now],
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
