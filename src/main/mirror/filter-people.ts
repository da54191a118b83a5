/** Conditions on users: the owner, who made a lead. A document names them by the CRM's id. */
import type { Condition, FilterField } from '../../shared/model/filter'
import { type ConnectionId, parseRecordId } from '../../shared/model/ids'
import type { Json } from '../../shared/model/json'
import { type FilterScope, indexedSet, not, type Piece, piece, type Sql, sqlOf } from './filter-piece'
import { anyEntry, entriesOf, someEntry } from './filter-values'
import { fold } from './fold'
import { isLocalId, remoteIdOf } from './identity'
import { indexedColumn } from './sorting'
import type { ReadDb } from './sql'

export function userPiece(scope: FilterScope, field: FilterField, { op, value }: Condition): Piece {
  const column = indexedColumn(scope.object, field.path)
  const entries = entriesOf(scope, field.path)
  const oneOf = (ids: readonly string[]): Piece => {
    const list = JSON.stringify(ids)
    if (column === null) return piece(someEntry(entries, '@value IN (SELECT value FROM json_each(?))', list))
    const test = (of: string): Sql => sqlOf(`${of} IN (SELECT value FROM json_each(?))`, list)
    return piece(test(`${scope.alias}.${column}`), [indexedSet(scope, column, test(column))])
  }
  const filled = column === null ? anyEntry(entries) : sqlOf(`${scope.alias}.${column} IS NOT NULL`)
  switch (op) {
    case 'me':
      return oneOf(scope.me)
    case 'any-of':
      return oneOf(userIds(scope, value))
    case 'none-of':
      return not(oneOf(userIds(scope, value)))
    case 'not-active':
      return oneOf(inactiveUsers(scope))
    case 'empty':
      return not(filled)
    default:
      return piece(filled)
  }
}

/** The CRM's ids of users with an e-mail, or of the one with that id; folders of one person may name them twice. */
export function usersCalled(db: ReadDb, connection: ConnectionId, who: string): readonly string[] {
  const rows = db.all<{ readonly remote_id: string }>(
    `SELECT r.remote_id FROM record r JOIN stream s ON s.sid = r.stream
      WHERE s.connection = ? AND s.object = 'user' AND r.remote_id IS NOT NULL
        AND (r.remote_id = ? OR r.id = ? OR EXISTS (
          SELECT 1 FROM json_each(coalesce(r.view_json, r.remote_json), '$.emails') m
           WHERE folded(CASE m.type WHEN 'object' THEN json_extract(m.value, '$.email') ELSE m.atom END) = ?))`,
    connection,
    who,
    who,
    fold(who).trim(),
  )
  return rows.map(({ remote_id }) => remote_id)
}

/** As documents name them, whether the filter does by our id or the CRM's. */
function userIds({ db }: FilterScope, value: Json): readonly string[] {
  const asked = (Array.isArray(value) ? value : [value]).map(String)
  return asked.flatMap((id) => {
    const remote = id.startsWith('r_') || isLocalId(id) ? remoteIdOf(db, parseRecordId(id)) : null
    return remote === null ? [id] : [id, remote]
  })
}

function inactiveUsers({ db, connection }: FilterScope): readonly string[] {
  const rows = db.all<{ readonly remote_id: string }>(
    `SELECT r.remote_id FROM record r JOIN stream s ON s.sid = r.stream
      WHERE s.connection = ? AND s.object = 'user' AND r.remote_id IS NOT NULL
        AND folded(json_extract(coalesce(r.view_json, r.remote_json), '$.employment_status')) NOT IN ('', 'active')`,
    connection,
  )
  return rows.map(({ remote_id }) => remote_id)
}
