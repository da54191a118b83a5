/** What was on its way when we ended, sorted out at the start; and what has been kept long enough, from time to time. */
import { type ConnectionId, type Instant, instant, type RecordId } from '../../shared/model/ids'
import type { WritableObjectType } from '../../shared/model/object-type'
import { type ChangeRow, OPEN } from './change-row'
import { moveChange } from './moves'
import type { WriteDb } from './sql'
import { dropOldSweeps } from './sweep'
import { transaction } from './transaction'
import { refreshView } from './view'

const DAY_MS = 86_400_000
/** Pushed changes can be looked at that long, discarded ones longer. */
const KEEP_PUSHED_MS = 7 * DAY_MS
const KEEP_DISCARDED_MS = 30 * DAY_MS
/** A sweep that has not ended by then compares with what is long past. */
const KEEP_SWEEPS_MS = 7 * DAY_MS

/** Updates and deletes are looked up before they are sent, so they simply wait again; a create is looked for first. */
export function recoverOutbox(db: WriteDb, now: Instant): void {
  // A start that finds nothing to do writes nothing: it costs no flush, and works on a full disk.
  if (!db.get('SELECT 1 FROM change LIMIT 1') && !db.get('SELECT 1 FROM sweep LIMIT 1')) return
  transaction(db, 'person', () => {
    for (const row of db.all<ChangeRow>(`SELECT * FROM change WHERE state = 'pushing'`))
      moveChange(db, row.id, row.kind === 'create' ? 'look' : 'return', { uncertain: 1 })
    pruneOutbox(db, now)
    const dirty = db.all<{ readonly connection: ConnectionId; readonly object: WritableObjectType; readonly record_id: RecordId }>(
      `SELECT DISTINCT connection, object, record_id FROM change WHERE state IN ${OPEN}`,
    )
    for (const { connection, object, record_id } of dirty) refreshView(db, connection, object, record_id)
  })
}

/** Pushed changes and discarded ones that nobody will reverse or restore any more, and sweeps that never ended. */
export function pruneOutbox(db: WriteDb, now: Instant): void {
  transaction(db, 'person', () => {
    db.run(`DELETE FROM change WHERE state = 'pushed' AND updated_at < ?`, now - KEEP_PUSHED_MS)
    db.run(`DELETE FROM change WHERE state = 'discarded' AND updated_at < ?`, now - KEEP_DISCARDED_MS)
    db.run('DELETE FROM conflict_field WHERE change_id NOT IN (SELECT id FROM change)')
    dropOldSweeps(db, instant(now - KEEP_SWEEPS_MS))
  })
}
