/**
 * Which changes are due in automatic mode: the record has been still for a moment, nobody has an editor open on it, and it is nothing that
 * a person should look at first. Deletions, merges, proposals and large batches wait for a review, whatever the mode.
 */
import { type ChangeId, type ConnectionId, type Instant, instant, parseChangeId, type RecordId } from '../../shared/model/ids'
import { OPEN } from './change-row'
import type { ReadDb } from './sql'

/** After the last edit of a record: long enough to go on typing, short enough to be gone before one forgets. */
export const SETTLE_MS = 10_000
/** A batch of more records is looked at before it goes. */
const LARGEST_BATCH = 50

export interface Due {
  readonly ids: readonly ChangeId[]
  /** When the next one is due; null: none is, until something is edited. */
  readonly nextAt: Instant | null
}

/** `editing`: until when somebody has an editor open on a record. */
export function dueChanges(db: ReadDb, connection: ConnectionId, editing: ReadonlyMap<RecordId, Instant>, now: Instant): Due {
  const rows = db.all<{ readonly id: number; readonly record_id: RecordId; readonly still_since: number }>(
    `SELECT c.id, c.record_id, (SELECT max(o.updated_at) FROM change o WHERE o.record_id = c.record_id AND o.state IN ${OPEN}) AS still_since
       FROM change c
      WHERE c.connection = ?1 AND c.state = 'waiting' AND c.kind <> 'delete' AND c.approved_at IS NULL AND c.review IS NULL
        AND (c.batch IS NULL OR c.batch NOT IN (
          SELECT b.batch FROM change b
           WHERE b.batch IS NOT NULL AND b.connection = ?1 AND b.state <> 'discarded'
           GROUP BY b.batch HAVING count(DISTINCT b.record_id) > ?2 OR max(b.kind = 'delete')
        ))
      ORDER BY c.id`,
    connection,
    LARGEST_BATCH,
  )
  const ids: ChangeId[] = []
  let nextAt: number | null = null
  for (const { id, record_id, still_since } of rows) {
    const at = Math.max(still_since + SETTLE_MS, editing.get(record_id) ?? 0)
    if (at <= now) ids.push(parseChangeId(String(id)))
    else nextAt = Math.min(nextAt ?? at, at)
  }
  return { ids, nextAt: nextAt === null ? null : instant(nextAt) }
}
