/** Who changed what, when: a line for each field, from here, from the CRM, by a push or by a decision. */
import { eventTypes, fieldsByObject } from '../../shared/model/fields'
import { type FieldPath, readField } from '../../shared/model/field-path'
import { type ConnectionId, type Instant, parseRecordId, type RecordId, type RemoteId } from '../../shared/model/ids'
import { isJsonObject, type Json, type JsonObject } from '../../shared/model/json'
import type { ObjectType } from '../../shared/model/object-type'
import { type HistoryEntry, RECORD_PATH } from '../../shared/sync/change'
import { sameValue } from '../../shared/sync/merge-field'
import { findRecordId, recordIdFor } from './identity'
import type { ReadDb, WriteDb } from './sql'

interface HistoryRow {
  readonly entry: number
  readonly record_id: RecordId
  readonly at: Instant
  readonly origin: HistoryEntry['origin']
  readonly path: string
  readonly old: string
  readonly new: string
}

/** Newest first; of a record that is gone as well. */
export function recordHistory(db: ReadDb, connection: ConnectionId, object: ObjectType, id: string, limit: number): readonly HistoryEntry[] {
  const recordId = findRecordId(db, connection, object, id) ?? goneRecordId(db, connection, object, id)
  if (recordId === null) return []
  return db.all<HistoryRow>('SELECT * FROM history WHERE record_id = ? ORDER BY entry DESC LIMIT ?', recordId, limit).map(toEntry)
}

/** One line of that record's history. */
export function historyEntry(db: ReadDb, recordId: RecordId, entry: number): HistoryEntry | null {
  const row = db.get<HistoryRow>('SELECT * FROM history WHERE entry = ? AND record_id = ?', entry, recordId)
  return row ? toEntry(row) : null
}

function toEntry({ entry, at, origin, path, old, new: value }: HistoryRow): HistoryEntry {
  return { id: entry, at, origin, path, old: JSON.parse(old) as Json, new: JSON.parse(value) as Json }
}

/** Its row is gone, its history stays under our id: the given one, or the one that the CRM's id makes. */
function goneRecordId(db: ReadDb, connection: ConnectionId, object: ObjectType, id: string): RecordId | null {
  const kinds = object === 'event' ? eventTypes.map((type) => ({ type })) : [{}]
  const ours = [parseRecordId(id), ...kinds.map((kind) => recordIdFor(connection, object, id as RemoteId, kind))]
  const mapped = db.get<{ readonly record_id: RecordId }>(
    'SELECT record_id FROM id_map WHERE stream = (SELECT sid FROM stream WHERE connection = ? AND object = ?) AND remote_id = ?',
    connection,
    object,
    id,
  )
  return [...ours, ...(mapped ? [mapped.record_id] : [])].find((each) => db.get('SELECT 1 FROM history WHERE record_id = ? LIMIT 1', each)) ?? null
}

export function noteHistory(db: WriteDb, recordId: RecordId, entry: Omit<HistoryEntry, 'id'>): void {
  db.run(
    'INSERT INTO history (record_id, at, origin, path, old, new) VALUES (?, ?, ?, ?, ?, ?)',
    recordId,
    entry.at,
    entry.origin,
    entry.path,
    JSON.stringify(entry.old),
    JSON.stringify(entry.new),
  )
}

/** A line about the record as a whole: it went, or is there again. */
export function noteRecord(db: WriteDb, recordId: RecordId, is: 'deleted' | 'there again', origin: HistoryEntry['origin'], now: Instant): void {
  const [old, value] = is === 'deleted' ? [null, is] : ['deleted', null]
  noteHistory(db, recordId, { at: now, origin, path: RECORD_PATH, old, new: value })
}

export interface Differing {
  readonly object: ObjectType
  readonly recordId: RecordId
  readonly before: JsonObject
  readonly after: JsonObject
  readonly origin: HistoryEntry['origin']
  readonly now: Instant
}

/** A line for every field that differs; a stamp alone is no news. */
export function noteDifferences(db: WriteDb, { object, recordId, before, after, origin, now }: Differing): void {
  for (const field of fieldsByObject[object]) {
    if (field.readOnly && object !== 'user') continue
    const paths = field.kind === 'custom' ? slugs(before, after).map((slug) => `metadata.${slug}`) : [field.path]
    for (const path of paths) {
      const old = readField(before, path as FieldPath)
      const value = readField(after, path as FieldPath)
      const kind = field.kind === 'custom' ? 'text' : field.kind
      if (!sameValue(kind, old, value)) noteHistory(db, recordId, { at: now, origin, path, old: old ?? null, new: value ?? null })
    }
  }
}

function slugs(...documents: readonly JsonObject[]): readonly string[] {
  const found = new Set<string>()
  for (const { metadata } of documents) {
    if (!Array.isArray(metadata)) continue
    for (const entry of metadata) if (isJsonObject(entry) && typeof entry['slug'] === 'string') found.add(entry['slug'])
  }
  return [...found]
}
