/**
 * One record's row: the CRM's truth, the view with the open changes over it, and what is made of the view: columns, links and
 * words. Everything that changes a record ends here, so these can't drift apart.
 */
import { fieldsByObject } from '../../shared/model/fields'
import type { ChangeId, ConnectionId, RecordId, RemoteId } from '../../shared/model/ids'
import type { Json, JsonObject } from '../../shared/model/json'
import type { ObjectType } from '../../shared/model/object-type'
import { overlay, type PatchField } from '../../shared/sync/merge-field'
import { columnNames, columnsOf } from './columns'
import { cutElsewhere, cutLinks } from './cut-links'
import { kindOf, requireStream, resolveReferences, resolveValue, targetOf } from './identity'
import { forgetKeys, queueForMatching } from './match-keys'
import { queueForSearch } from './search-index'
import type { ReadDb, WriteDb } from './sql'
import { touchRecord } from './touched'

export interface StoredRecord {
  readonly rid: number
  readonly id: RecordId
  readonly list: ObjectType | null
  readonly remote_id: RemoteId | null
  readonly seq: number
  readonly updated_at: number | null
  readonly quarantined: string | null
  readonly raw_json: string | null
  readonly remote_json: string | null
  readonly view_json: string | null
}

/** One change as far as a view needs it. */
interface OpenPatch {
  readonly id: ChangeId
  readonly kind: 'create' | 'update' | 'delete'
  readonly state: string
  readonly patch: string
  readonly data: string | null
}

const OPEN = `state IN ('waiting', 'held', 'pushing', 'rejected', 'conflict')`

export function findStored(db: ReadDb, id: RecordId): StoredRecord | undefined {
  return db.get<StoredRecord>('SELECT * FROM record WHERE id = ?', id)
}

/** The record as the rep sees it. */
export function shownOf(record: Pick<StoredRecord, 'view_json' | 'remote_json'>): JsonObject {
  return JSON.parse(record.view_json ?? record.remote_json ?? '{}') as JsonObject
}

/** Makes the view anew from the CRM's truth and the open changes in their order; the whole of what the rep sees follows. */
export function refreshView(db: WriteDb, connection: ConnectionId, object: ObjectType, id: RecordId): void {
  const row = findStored(db, id)
  if (!row) return
  const changes = db.all<OpenPatch>(`SELECT id, kind, state, patch, data FROM change WHERE record_id = ? AND ${OPEN} ORDER BY change.id`, id)
  const remote = row.remote_json === null ? null : (JSON.parse(row.remote_json) as JsonObject)
  const view = changes.length === 0 ? null : viewOf(db, object, remote, changes)
  // A deletion that the CRM refused, or that a person has to decide about, brings the record back.
  const hidden = changes.some((change) => change.kind === 'delete' && change.state !== 'rejected' && change.state !== 'conflict')
  writeView(db, { connection, object, rid: row.rid, id, document: view ?? remote ?? {}, view, list: hidden ? null : object })
  if (view !== null && remote !== null) cutLinks(db, { connection, object, id, remote, view })
}

/** The record as the rep sees it: remote with the patches over it, references to records made here as the CRM knows them by now. */
function viewOf(db: ReadDb, object: ObjectType, remote: JsonObject | null, changes: readonly OpenPatch[]): JsonObject {
  let view = remote ?? {}
  for (const { data, patch } of changes) {
    if (data !== null) view = Object.assign({}, view, resolveReferences(db, object, JSON.parse(data) as JsonObject))
    view = overlay(object, view, parsePatch(db, patch))
  }
  return view
}

export function parsePatch(db: ReadDb, patch: string): readonly PatchField[] {
  const fields = JSON.parse(patch) as readonly PatchField[]
  if (!patch.includes('"new_') && !patch.includes('"r_')) return fields
  return fields.map(({ path, base, value }) => ({ path, base: resolveValue(db, base), value: resolveValue(db, value) }))
}

interface ViewWrite {
  readonly connection: ConnectionId
  readonly object: ObjectType
  readonly rid: number
  readonly id: RecordId
  /** What lists and search show. */
  readonly document: JsonObject
  /** Stored apart from the CRM's truth; null when they are the same. */
  readonly view: JsonObject | null
  readonly list: ObjectType | null
}

const updateColumns = `UPDATE record SET list = ?, view_json = ?, ${columnNames.map((name) => `${name} = ?`).join(', ')} WHERE rid = ?`

function writeView(db: WriteDb, { connection, object, rid, id, document, view, list }: ViewWrite): void {
  db.run(updateColumns, list, view === null ? null : JSON.stringify(view), ...columnsOf(object, document), rid)
  db.run('DELETE FROM link WHERE owner = ?', rid)
  writeLinks(db, connection, object, rid, id, document)
  queueForSearch(db, rid)
  queueForMatching(db, rid)
  touchRecord(db, connection, object, id)
}

const insertRecord = `
  INSERT INTO record (id, stream, list, remote_id, kind, seq, seen_at, raw_json, remote_json, ${columnNames.join(', ')})
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ${columnNames.map(() => '?').join(', ')})`

export interface NewRecord {
  readonly connection: ConnectionId
  readonly object: ObjectType
  readonly stream: number
  readonly id: RecordId
  readonly remoteId: RemoteId | null
  readonly seq: number
  readonly seenAt: number | null
  readonly document: JsonObject
  readonly rawJson: string | null
  /** The document as text; null for a record made here. */
  readonly remoteJson: string | null
}

/** A record that nobody here knew. */
export function addRecord(db: WriteDb, record: NewRecord): number {
  const { connection, object, document } = record
  const rid = db.run(
    insertRecord,
    record.id,
    record.stream,
    object,
    record.remoteId,
    kindOf(object, document),
    record.seq,
    record.seenAt,
    record.rawJson,
    record.remoteJson,
    ...columnsOf(object, document),
  ).lastInsertRowid
  writeLinks(db, connection, object, rid, record.id, document)
  queueForSearch(db, rid)
  queueForMatching(db, rid)
  touchRecord(db, connection, object, record.id)
  return rid
}

/** A record made here: the CRM knows nothing of it yet. */
export function addLocalRecord(db: WriteDb, record: Pick<NewRecord, 'connection' | 'object' | 'id' | 'document'>): number {
  const stream = requireStream(db, record.connection, record.object)
  return addRecord(db, { ...record, stream, remoteId: null, seq: 0, seenAt: null, rawJson: null, remoteJson: null })
}

/** Takes the row away with all that hangs on it. History stays. */
export function dropRecord(db: WriteDb, connection: ConnectionId, object: ObjectType, row: Pick<StoredRecord, 'rid' | 'id'>): void {
  db.run('DELETE FROM link WHERE owner = ?', row.rid)
  db.run('DELETE FROM search WHERE rowid = ?', row.rid)
  db.run('DELETE FROM search_backlog WHERE rid = ?', row.rid)
  forgetKeys(db, row.rid)
  db.run('DELETE FROM record WHERE rid = ?', row.rid)
  touchRecord(db, connection, object, row.id)
}

/** Only this side is stored; the other follows by asking the index from the target. */
function writeLinks(db: WriteDb, connection: ConnectionId, object: ObjectType, owner: number, ownId: RecordId, document: JsonObject): void {
  for (const field of fieldsByObject[object]) {
    const { path, kind, to } = field
    if (to === undefined || (kind !== 'relation' && kind !== 'relations')) continue
    const value = document[path]
    const ids: readonly Json[] = Array.isArray(value) ? value : [value ?? null]
    const targets = ids.flatMap((id) => (typeof id === 'string' && id !== '' ? [targetOf(db, connection, to, id)] : []))
    const cut = cutElsewhere(db, { connection, object, owner: ownId, field, targets })
    for (const target of targets)
      if (!cut.has(target)) db.run('INSERT OR IGNORE INTO link (owner, rel, target) VALUES (?, ?, ?)', owner, path, target)
  }
}
