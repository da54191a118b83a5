/**
 * Who is who: our ids and the CRM's.
 *
 * The id of a record born in the CRM is made from where it lives, so a rebuilt mirror gives the same; a record born here keeps
 * its random one for ever, and the id map says which of the CRM's it became. Links are kept by our ids, so nothing is rewritten
 * when the CRM gives a new record its own.
 */
import { hash } from 'node:crypto'
import { fieldsByObject } from '../../shared/model/fields'
import { type ConnectionId, type Instant, LOCAL_ID_PREFIX, parseRecordId, type RecordId, type RemoteId } from '../../shared/model/ids'
import { isJsonObject, type Json, type JsonObject } from '../../shared/model/json'
import type { ObjectType } from '../../shared/model/object-type'
import type { RecordDocument } from '../../shared/model/record'
import { handleOf, type ReadDb, type WriteDb } from './sql'

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'
/** Ids of ours: of records made here, and of those born in the CRM, which a link names while one is made anew there. */
const localId = new RegExp(`^(?:${LOCAL_ID_PREFIX}|r_)[a-z2-7]{26}$`)

export function recordIdFor(connection: ConnectionId, object: ObjectType, remoteId: RemoteId, document: RecordDocument): RecordId {
  const digest = hash('sha256', JSON.stringify([connection, object, kindOf(object, document), remoteId]), 'buffer')
  let text = ''
  for (let index = 0; index < 26; index += 1) text += ALPHABET[(digest[index] ?? 0) & 31]
  return parseRecordId(`r_${text}`)
}

/** An event's type, which is part of who it is; '' for all else. */
export function kindOf(object: ObjectType, document: RecordDocument): string {
  const type = document['type']
  return object === 'event' && typeof type === 'string' ? type : ''
}

/** Accepts our id or the CRM's. */
export function findRecordId(db: ReadDb, connection: ConnectionId, object: ObjectType, id: string): RecordId | null {
  const row =
    db.get<{ readonly id: RecordId }>(
      'SELECT r.id FROM record r JOIN stream s ON s.sid = r.stream WHERE r.id = ? AND s.connection = ? AND s.object = ?',
      id,
      connection,
      object,
    ) ??
    db.get<{ readonly id: RecordId }>(
      'SELECT r.id FROM record r WHERE r.stream = (SELECT sid FROM stream WHERE connection = ? AND object = ?) AND r.remote_id = ? ORDER BY r.rid LIMIT 1',
      connection,
      object,
      id,
    )
  return row?.id ?? null
}

export function remoteIdOf(db: ReadDb, recordId: RecordId): RemoteId | null {
  const row =
    db.get<{ readonly remote_id: RemoteId | null }>('SELECT remote_id FROM record WHERE id = ?', recordId) ??
    db.get<{ readonly remote_id: RemoteId | null }>('SELECT remote_id FROM id_map WHERE record_id = ?', recordId)
  return row?.remote_id ?? null
}

/** The CRM's version of a record as it was last seen, in the CRM's own ids; null where there is none. */
export function lastSeenDocument(
  db: ReadDb,
  connection: ConnectionId,
  object: ObjectType,
  remoteId: RemoteId,
  document: RecordDocument,
): JsonObject | null {
  const row = db.get<{ readonly remote_json: string | null }>(
    `SELECT remote_json FROM record
      WHERE stream = (SELECT sid FROM stream WHERE connection = ? AND object = ?) AND remote_id = ? AND kind = ?`,
    connection,
    object,
    remoteId,
    kindOf(object, document),
  )
  return row?.remote_json ? (JSON.parse(row.remote_json) as JsonObject) : null
}

/** The record that a reference means, whether or not we hold it yet. */
export function targetOf(db: ReadDb, connection: ConnectionId, to: ObjectType, reference: string): RecordId {
  if (isLocalId(reference)) return parseRecordId(reference)
  const mapped = db.get<{ readonly record_id: RecordId }>(
    'SELECT record_id FROM id_map WHERE stream = (SELECT sid FROM stream WHERE connection = ? AND object = ?) AND remote_id = ?',
    connection,
    to,
    reference,
  )
  return mapped?.record_id ?? recordIdFor(connection, to, reference as RemoteId, {})
}

export function isLocalId(id: string): boolean {
  // Most ids are shorter or longer, and are asked about by the thousand.
  return (id.length === 28 || id.length === 30) && localId.test(id)
}

/** A copy in which every reference to a record made here carries the CRM's id, where there is one by now. */
export function resolveReferences(db: ReadDb, object: ObjectType, document: RecordDocument): RecordDocument {
  let resolved: Record<string, Json | undefined> | null = null
  for (const { path, to } of fieldsByObject[object]) {
    const value = to === undefined ? undefined : document[path]
    if (value === undefined || !mentionsLocal(value)) continue
    resolved ??= { ...document }
    resolved[path] = resolveValue(db, value)
  }
  return resolved ?? document
}

/** The same for one value. */
export function resolveValue(db: ReadDb, value: Json): Json {
  if (typeof value === 'string') return isLocalId(value) ? (remoteIdOf(db, parseRecordId(value)) ?? value) : value
  if (Array.isArray(value)) return value.map((entry: Json) => resolveValue(db, entry))
  return isJsonObject(value) && typeof value['id'] === 'string' ? ({ ...value, id: resolveValue(db, value['id']) } satisfies JsonObject) : value
}

function mentionsLocal(value: Json): boolean {
  if (typeof value === 'string') return isLocalId(value)
  if (Array.isArray(value)) return value.some(mentionsLocal)
  return isJsonObject(value) && typeof value['id'] === 'string' && isLocalId(value['id'])
}

export interface KnownRecord {
  readonly remoteId: RemoteId
  readonly updatedAt: Instant
}

/** The records of the CRM that moved last, as far as we know: those that a listing of what moved lately has to name. */
export function lastMoved(db: ReadDb, connection: ConnectionId, object: ObjectType, many: number): readonly KnownRecord[] {
  return db.all<KnownRecord>(
    `SELECT remote_id AS remoteId, updated_at AS updatedAt FROM record
      WHERE stream = (SELECT sid FROM stream WHERE connection = ? AND object = ?)
        AND list = '${object}' AND remote_id IS NOT NULL AND updated_at IS NOT NULL AND quarantined IS NULL
      ORDER BY updated_at DESC LIMIT ?`,
    connection,
    object,
    many,
  )
}

/** The row of a connection's records of one type; null where nothing came yet. */
export function findStream(db: ReadDb, connection: ConnectionId, object: ObjectType): number | null {
  return db.get<{ readonly sid: number }>('SELECT sid FROM stream WHERE connection = ? AND object = ?', connection, object)?.sid ?? null
}

/** The first of the CRM's ids of a type, or the one that follows `after`: in an order that stays, whatever comes and goes. */
export function nextRemoteId(db: ReadDb, connection: ConnectionId, object: ObjectType, after: RemoteId | null): RemoteId | null {
  const row = db.get<{ readonly remote_id: RemoteId }>(
    `SELECT remote_id FROM record WHERE stream = (SELECT sid FROM stream WHERE connection = ? AND object = ?) AND remote_id > ?
     ORDER BY remote_id LIMIT 1`,
    connection,
    object,
    after ?? '',
  )
  return row?.remote_id ?? null
}

export function requireStream(db: WriteDb, connection: ConnectionId, object: ObjectType): number {
  const { streams } = handleOf(db).state
  const key = `${object} ${connection}`
  const known = streams.get(key) ?? findStream(db, connection, object)
  const sid = known ?? db.run('INSERT INTO stream (connection, object) VALUES (?, ?)', connection, object).lastInsertRowid
  streams.set(key, sid)
  return sid
}
