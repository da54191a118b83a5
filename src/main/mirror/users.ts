/** The people of a CRM. */
import type { ConnectionId, RemoteId } from '../../shared/model/ids'
import type { ReadDb } from './sql'

/** The CRM's id of the user with that e-mail address, in any case; null where we see no such user. */
export function findUserByEmail(db: ReadDb, connection: ConnectionId, email: string): RemoteId | null {
  const row = db.get<{ readonly remote_id: RemoteId }>(
    `SELECT r.remote_id FROM record r JOIN stream s ON s.sid = r.stream, json_each(r.remote_json, '$.emails') e
      WHERE s.connection = ? AND s.object = 'user' AND r.remote_id IS NOT NULL AND r.quarantined IS NULL
        AND lower(json_extract(e.value, '$.email')) = ?
      ORDER BY r.rid LIMIT 1`,
    connection,
    email.trim().toLowerCase(),
  )
  return row?.remote_id ?? null
}
