/** What a record is linked with, from whichever side the link was made. */
import type { ConnectionId } from '../../shared/model/ids'
import type { ObjectType } from '../../shared/model/object-type'
import type { RecordDocument } from '../../shared/model/record'
import type { RelatedGroup, RelatedRecord } from '../../shared/model/views'
import { findRecordId } from './identity'
import { documentOf, factOf, nameOf, type SeenRow, seenColumns } from './rows'
import type { ReadDb } from './sql'

const groups: readonly ObjectType[] = ['contact', 'company', 'deal', 'lead']

/** Both ends of every link of the record `?1`, as rows; a link said by both sides counts once. */
const linked = `
  SELECT o.rid FROM record me CROSS JOIN link l ON l.owner = me.rid CROSS JOIN record o ON o.id = l.target WHERE me.id = ?1 AND o.list = ?2
  UNION
  SELECT o.rid FROM link l CROSS JOIN record o ON o.rid = l.owner WHERE l.target = ?1 AND o.list = ?2`

/** Linked contacts, companies, deals and leads, by name, `limit` of each; activities are the timeline's. */
export function relatedRecords(db: ReadDb, connection: ConnectionId, object: ObjectType, id: string, limit: number): readonly RelatedGroup[] {
  const recordId = findRecordId(db, connection, object, id)
  if (recordId === null) return []
  return groups.flatMap((other): readonly RelatedGroup[] => {
    const count = db.get<{ readonly n: number }>(`SELECT count(*) AS n FROM (${linked})`, recordId, other)?.n ?? 0
    if (count === 0) return []
    const rows = db.all<SeenRow>(
      `SELECT ${seenColumns} FROM (${linked}) f CROSS JOIN record r ON r.rid = f.rid CROSS JOIN stream s ON s.sid = r.stream ORDER BY r.name IS NULL, r.name, r.rid LIMIT ?3`,
      recordId,
      other,
      limit,
    )
    return [{ object: other, count, records: rows.map((row) => relatedRecord(row, documentOf(db, row))) }]
  })
}

/** Linked activities, newest first. */
export function timeline(
  db: ReadDb,
  connection: ConnectionId,
  object: ObjectType,
  id: string,
  limit: number,
): readonly (RelatedRecord & { readonly document: RecordDocument })[] {
  const recordId = findRecordId(db, connection, object, id)
  if (recordId === null) return []
  const rows = db.all<SeenRow>(
    `SELECT ${seenColumns} FROM (SELECT DISTINCT owner FROM link WHERE target = ?1) l CROSS JOIN record r ON r.rid = l.owner CROSS JOIN stream s ON s.sid = r.stream
      WHERE r.list = 'event' ORDER BY r.happens_at IS NULL, r.happens_at DESC, r.rid DESC LIMIT ?2`,
    recordId,
    limit,
  )
  return rows.map((row) => {
    const document = documentOf(db, row)
    return { ...relatedRecord(row, document), document }
  })
}

function relatedRecord(row: SeenRow, document: RecordDocument): RelatedRecord {
  return {
    id: row.id,
    remoteId: row.remote_id,
    object: row.object,
    name: nameOf(row.object, document),
    fact: factOf(row.object, document),
    at: row.happens_at,
  }
}
