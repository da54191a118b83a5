/** Finding records by what is known of them: by key, by id, by the value of any field. The keys must be up to date (`indexKeys`). */
import type { FieldPath } from '../../shared/model/field-path'
import { readField } from '../../shared/model/field-path'
import type { ConnectionId, RecordId, RemoteId } from '../../shared/model/ids'
import type { JsonObject } from '../../shared/model/json'
import type { ObjectType } from '../../shared/model/object-type'
import type { RecordDocument } from '../../shared/model/record'
import { findRecordId, findStream } from './identity'
import { domainKey, emailKey, nameKey, phoneKey } from './match-keys'
import { documentOf, factOf, nameOf, type SeenRow, seenColumns } from './rows'
import type { ReadDb } from './sql'

export interface KnownRecord {
  readonly id: RecordId
  readonly remoteId: RemoteId | null
  readonly name: string | null
  readonly fact: string | null
  readonly document: RecordDocument
}

export type KeyKind = 'email' | 'domain' | 'phone' | 'name'

/** As many as a person would look at; beyond that a key tells nothing. */
const MOST_FOUND = 20

/** Shown records that have this e-mail, domain, phone or name, in the order in which they came; 20 at most. */
export function recordsByKey(db: ReadDb, connection: ConnectionId, object: ObjectType, kind: KeyKind, text: string): readonly KnownRecord[] {
  const key = keyOf(object, kind, text)
  const stream = findStream(db, connection, object)
  if (key === null || stream === null) return []
  const rows = db.all<SeenRow>(
    `SELECT ${seenColumns} FROM match_key k CROSS JOIN record r ON r.rid = k.rid CROSS JOIN stream s ON s.sid = r.stream
      WHERE k.stream = ? AND k.key = ? AND r.list IS NOT NULL ORDER BY k.rid LIMIT ${MOST_FOUND}`,
    stream,
    key,
  )
  return rows.map((row) => known(db, row))
}

/** Null when there is none, or it is deleted here. Accepts our id or the CRM's. */
export function recordById(db: ReadDb, connection: ConnectionId, object: ObjectType, id: string): KnownRecord | null {
  const recordId = findRecordId(db, connection, object, id)
  const row =
    recordId === null
      ? undefined
      : db.get<SeenRow>(`SELECT ${seenColumns} FROM record r CROSS JOIN stream s ON s.sid = r.stream WHERE r.id = ? AND r.list IS NOT NULL`, recordId)
  return row ? known(db, row) : null
}

export interface DocumentPlace {
  readonly name: string | null
  readonly rid: number
}

/**
 * All documents of a type, some at a time, by name: what an index does not know is looked up in what the caller makes of them. Served by the
 * type's index of names; `next` is null at the end.
 */
export function documentsAfter(
  db: ReadDb,
  connection: ConnectionId,
  object: ObjectType,
  after: DocumentPlace | null,
  limit: number,
): { readonly rows: readonly { readonly id: RecordId; readonly document: JsonObject }[]; readonly next: DocumentPlace | null } {
  const stream = findStream(db, connection, object)
  if (stream === null) return { rows: [], next: null }
  const from = `SELECT rid, id, name, coalesce(view_json, remote_json) AS json FROM record INDEXED BY ${object}_by_name WHERE stream = ? AND list = '${object}'`
  const place = after ?? { name: '', rid: 0 }
  const named =
    place.name === null
      ? []
      : db.all<DocumentRow>(`${from} AND name IS NOT NULL AND (name, rid) > (?, ?) ORDER BY name, rid LIMIT ?`, stream, place.name, place.rid, limit)
  const rest = limit - named.length
  const nameless =
    rest === 0
      ? []
      : db.all<DocumentRow>(`${from} AND name IS NULL AND rid > ? ORDER BY rid LIMIT ?`, stream, place.name === null ? place.rid : 0, rest)
  const rows = [...named, ...nameless]
  const last = rows.at(-1)
  return {
    rows: rows.map(({ id, json }) => ({ id, document: json === null ? {} : (JSON.parse(json) as JsonObject) })),
    next: last && rows.length === limit ? { name: last.name, rid: last.rid } : null,
  }
}

interface DocumentRow extends DocumentPlace {
  readonly id: RecordId
  readonly json: string | null
}

/** The text by which a record is found in a field with one plain value; null where it holds none. */
export function plainValue(document: JsonObject, path: FieldPath): string | null {
  const value = readField(document, path)
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim().toLowerCase() || null : null
}

function keyOf(object: ObjectType, kind: KeyKind, text: string): string | null {
  switch (kind) {
    case 'email':
      return emailKey(text)
    case 'domain':
      return domainKey(text)
    case 'phone':
      return phoneKey(text)
    case 'name':
      return nameKey(object, text)
  }
}

function known(db: ReadDb, row: SeenRow): KnownRecord {
  const document = documentOf(db, row)
  return { id: row.id, remoteId: row.remote_id, name: nameOf(row.object, document), fact: factOf(row.object, document), document }
}
