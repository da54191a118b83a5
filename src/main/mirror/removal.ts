/** Records that are gone in the CRM, and connections that are taken away. */
import type { ChangeId, ConnectionId, Instant, RecordId, RemoteId } from '../../shared/model/ids'
import { isWritable, type ObjectType } from '../../shared/model/object-type'
import { type ChangeRow, openRows, patchOf, updateChange, withField } from './change-row'
import { noteRecord } from './history'
import { findStream } from './identity'
import { askAboutLinks } from './lost-links'
import { moveChange } from './moves'
import { settleConflict, settleGone } from './outbox'
import { nameOf } from './rows'
import { handleOf, type WriteDb } from './sql'
import { touchOutbox } from './touched'
import { transaction } from './transaction'
import { dropRecord, shownOf, type StoredRecord } from './view'

export interface Removal {
  readonly removed: RecordId | null
  /** The rep's unpushed edit of it, which is kept and waits for a decision. */
  readonly conflict: ChangeId | null
}

/** The CRM said that it is gone. A record with unpushed edits is never removed: the rep decides. */
export function removeRecord(db: WriteDb, connection: ConnectionId, object: ObjectType, remoteId: RemoteId, now: Instant): Removal {
  return transaction(db, 'pulled', () => {
    const stream = findStream(db, connection, object)
    const row = stream === null ? undefined : db.get<StoredRecord>('SELECT * FROM record WHERE stream = ? AND remote_id = ?', stream, remoteId)
    if (!row) return { removed: null, conflict: null }
    const open = isWritable(object) ? openRows(db, row.id) : []
    const updates = open.filter((change) => change.kind === 'update')
    // What is on its way is judged by the read right before its write.
    if (updates.some((change) => change.state === 'pushing')) return { removed: null, conflict: null }
    const [first, ...others] = updates
    if (first)
      return first.record_conflict === 'deleted-remotely'
        ? { removed: null, conflict: null }
        : { removed: null, conflict: askAboutRecord(db, first, others, now) }
    for (const change of open) settleGone(db, String(change.id) as ChangeId, now, 'agree')
    if (open.length === 0) {
      dropRecord(db, connection, object, row)
      noteRecord(db, row.id, 'deleted', 'remote', now)
    }
    const name = nameOf(object, shownOf(row))
    const [asked] = askAboutLinks(db, { connection, object, recordId: row.id, remoteId, name }, now)
    return { removed: row.id, conflict: asked ?? null }
  })
}

/** One question about the record, with everything the rep typed in it. */
function askAboutRecord(db: WriteDb, first: ChangeRow, others: readonly ChangeRow[], now: Instant): ChangeId {
  const patch = others.flatMap(patchOf).reduce(withField, patchOf(first))
  for (const { id } of others) moveChange(db, id, 'replace', { patch: '[]', updated_at: now })
  for (const { id } of [first, ...others]) db.run('DELETE FROM conflict_field WHERE change_id = ?', id)
  updateChange(db, first.id, { patch: JSON.stringify(patch) })
  return settleConflict(db, String(first.id) as ChangeId, { disputed: [], recordConflict: 'deleted-remotely', merged: [], now })
}

/** Takes a connection's copy away for good, its unpushed changes too; answers how many records went. */
export function removeConnection(db: WriteDb, connection: ConnectionId): number {
  const { raw } = handleOf(db)
  // What was removed must not stay readable in the file's free pages.
  raw.pragma('secure_delete = ON')
  const removed = transaction(db, 'person', () => {
    const records = db.get<{ readonly n: number }>('SELECT coalesce(sum(records), 0) AS n FROM stream WHERE connection = ?', connection)?.n ?? 0
    const rows = 'SELECT r.rid FROM record r JOIN stream s ON s.sid = r.stream WHERE s.connection = ?'
    const ids = 'SELECT r.id FROM record r JOIN stream s ON s.sid = r.stream WHERE s.connection = ?'
    const streams = 'SELECT sid FROM stream WHERE connection = ?'
    for (const statement of [
      `DELETE FROM history WHERE record_id IN (${ids})`,
      `DELETE FROM link WHERE owner IN (${rows})`,
      `DELETE FROM search WHERE rowid IN (${rows})`,
      `DELETE FROM search_backlog WHERE rid IN (${rows})`,
      `DELETE FROM match_backlog WHERE rid IN (${rows})`,
      `DELETE FROM match_key WHERE stream IN (${streams})`,
      `DELETE FROM seen WHERE generation IN (SELECT generation FROM sweep WHERE stream IN (${streams}))`,
      `DELETE FROM sweep WHERE stream IN (${streams})`,
      `DELETE FROM sweep_log WHERE stream IN (${streams})`,
      `DELETE FROM missing WHERE stream IN (${streams})`,
      `DELETE FROM quarantine WHERE stream IN (${streams})`,
      `DELETE FROM id_map WHERE stream IN (${streams})`,
      `DELETE FROM record WHERE stream IN (${streams})`,
      'DELETE FROM conflict_field WHERE change_id IN (SELECT id FROM change WHERE connection = ?)',
      'DELETE FROM change WHERE connection = ?',
      'DELETE FROM edit_step WHERE connection = ?',
      'DELETE FROM not_duplicate WHERE connection = ?',
      'DELETE FROM landing_step WHERE connection = ?',
      'DELETE FROM landing WHERE connection = ?',
      'DELETE FROM checkpoint WHERE connection = ?',
      'DELETE FROM capability WHERE connection = ?',
      'DELETE FROM journal WHERE connection = ?',
      'DELETE FROM webhook_hint WHERE connection = ?',
      'DELETE FROM webhook_seen WHERE connection = ?',
      'DELETE FROM webhook_hearing WHERE connection = ?',
      'DELETE FROM webhook_log WHERE connection = ?',
      'DELETE FROM custom_field WHERE connection = ?',
      'DELETE FROM custom_field_pull WHERE connection = ?',
      'DELETE FROM stream WHERE connection = ?',
    ])
      db.run(statement, connection)
    // The index only notes that a row is gone; its words leave the file when the parts that hold them are written anew.
    db.run(`INSERT INTO search (search) VALUES ('optimize')`)
    handleOf(db).state.streams.clear()
    touchOutbox(db, connection)
    return records
  })
  raw.pragma('wal_checkpoint(TRUNCATE)')
  raw.pragma('secure_delete = OFF')
  return removed
}
