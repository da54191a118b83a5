/** Who changed what, when: a line for each field, from here, from the CRM, by a push or by a decision. */
import { fieldsByObject } from '../../shared/model/fields'
import { type FieldPath, readField } from '../../shared/model/field-path'
import type { ConnectionId, Instant, RecordId } from '../../shared/model/ids'
import { isJsonObject, type Json, type JsonObject } from '../../shared/model/json'
import type { ObjectType } from '../../shared/model/object-type'
import type { HistoryEntry } from '../../shared/sync/change'
import { sameValue } from '../../shared/sync/merge-field'
import { findRecordId } from './identity'
import type { ReadDb, WriteDb } from './sql'

/** Newest first. */
export function recordHistory(db: ReadDb, connection: ConnectionId, object: ObjectType, id: string, limit: number): readonly HistoryEntry[] {
  const recordId = findRecordId(db, connection, object, id)
  if (recordId === null) return []
  const rows = db.all<{
    readonly at: Instant
    readonly origin: HistoryEntry['origin']
    readonly path: string
    readonly old: string
    readonly new: string
  }>('SELECT at, origin, path, old, new FROM history WHERE record_id = ? ORDER BY entry DESC LIMIT ?', recordId, limit)
  return rows.map((row) => ({ at: row.at, origin: row.origin, path: row.path, old: JSON.parse(row.old) as Json, new: JSON.parse(row.new) as Json }))
}

export function noteHistory(db: WriteDb, recordId: RecordId, entry: HistoryEntry): void {
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
