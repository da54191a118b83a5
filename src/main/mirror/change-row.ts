/** A row of `change`: how it is read, written and shown. The one place that knows both its columns and the `Change` of the model. */
import { randomUUID } from 'node:crypto'
import { invariant } from '../../shared/assert'
import { fieldsByObject } from '../../shared/model/fields'
import { type FieldPath, readField } from '../../shared/model/field-path'
import { type ChangeId, type ConnectionId, type Instant, parseChangeId, type RecordId } from '../../shared/model/ids'
import { isEmptyValue, isJsonObject, type Json, type JsonObject } from '../../shared/model/json'
import type { WritableObjectType } from '../../shared/model/object-type'
import type {
  Candidate,
  Change,
  ChangedField,
  ChangeError,
  ChangeKind,
  ChangeState,
  Decision,
  RecordConflict,
  RewrittenField,
} from '../../shared/sync/change'
import type { PatchField } from '../../shared/sync/merge-field'
import { isLocalId, remoteIdOf, resolveReferences, resolveValue } from './identity'
import { nameOf } from './rows'
import type { ReadDb, SqlValue, WriteDb } from './sql'

export interface ChangeRow {
  readonly id: number
  readonly connection: ConnectionId
  readonly object: WritableObjectType
  readonly record_id: RecordId
  readonly kind: ChangeKind
  readonly state: ChangeState
  readonly attempts: number
  readonly next_at: Instant | null
  readonly uncertain: number
  readonly probing: number
  readonly client_key: string
  readonly first_sent_at: Instant | null
  readonly batch: string | null
  readonly record_conflict: RecordConflict | null
  readonly created_at: Instant
  readonly updated_at: Instant
  readonly error: string | null
  readonly merged: string
  readonly patch: string
  readonly data: string | null
  readonly base_json: string | null
  readonly approved_at: Instant | null
  readonly priority: number | null
  readonly decided: string | null
  readonly rewritten: string | null
  readonly review: number | null
  readonly failing_since: Instant | null
  readonly candidates: string | null
}

export interface ConflictRow {
  readonly change_id: number
  readonly path: string
  readonly base: string
  readonly mine: string
  readonly theirs: string
  readonly decision: string | null
}

export const changeColumns = [
  'id',
  'connection',
  'object',
  'record_id',
  'kind',
  'state',
  'attempts',
  'next_at',
  'uncertain',
  'probing',
  'client_key',
  'first_sent_at',
  'batch',
  'record_conflict',
  'created_at',
  'updated_at',
  'error',
  'merged',
  'patch',
  'data',
  'base_json',
  'approved_at',
  'priority',
  'decided',
  'rewritten',
  'review',
  'failing_since',
  'candidates',
] as const satisfies readonly (keyof ChangeRow)[]

/** As SQL: the states in which a change is still somebody's business. */
export const OPEN = `('waiting', 'held', 'pushing', 'rejected', 'conflict')`

/** What makes a change: the rest begins as nothing. */
export type NewChange = Pick<ChangeRow, 'connection' | 'object' | 'record_id' | 'kind' | 'batch'> & { readonly now: Instant } & Partial<
    Pick<ChangeRow, 'state' | 'patch' | 'data' | 'base_json'>
  >

export function insertChange(db: WriteDb, { now, ...change }: NewChange): ChangeRow {
  const { lastInsertRowid } = db.run(
    'INSERT INTO change (connection, object, record_id, kind, state, client_key, batch, created_at, updated_at, patch, data, base_json) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    change.connection,
    change.object,
    change.record_id,
    change.kind,
    change.state ?? 'waiting',
    randomUUID(),
    change.batch,
    now,
    now,
    change.patch ?? '[]',
    change.data ?? null,
    change.base_json ?? null,
  )
  return requireRow(db, lastInsertRowid)
}

/** What may be set on a change besides its state, which only `moves` writes. */
export type ChangeColumns = Partial<Omit<ChangeRow, 'id' | 'state' | 'probing'>>

export function updateChange(db: WriteDb, id: number, set: ChangeColumns): void {
  invariant(!('state' in set) && !('probing' in set), 'a state is written by a move')
  writeState(db, id, set)
}

/** For `moves`, and for what is put back as its copy knows it: everybody else sets columns, and moves. */
export function writeState(db: WriteDb, id: number, set: Partial<Omit<ChangeRow, 'id'>>): void {
  const columns = changeColumns.filter((column) => column !== 'id' && column in set)
  if (columns.length === 0) return
  const values = columns.map((column): SqlValue => set[column as keyof typeof set] ?? null)
  db.run(`UPDATE change SET ${columns.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`, ...values, id)
}

export function findRow(db: ReadDb, id: ChangeId | number): ChangeRow | undefined {
  return db.get<ChangeRow>('SELECT * FROM change WHERE id = ?', Number(id))
}

function requireRow(db: ReadDb, id: number): ChangeRow {
  const row = findRow(db, id)
  if (!row) throw new Error(`change ${id} was just written`)
  return row
}

/** The record's changes that are not settled, oldest first. */
export function openRows(db: ReadDb, recordId: RecordId): readonly ChangeRow[] {
  return db.all<ChangeRow>(`SELECT * FROM change WHERE record_id = ? AND state IN ${OPEN} ORDER BY id`, recordId)
}

export function conflictRows(db: ReadDb, id: number): readonly ConflictRow[] {
  return db.all<ConflictRow>('SELECT * FROM conflict_field WHERE change_id = ? ORDER BY path', id)
}

export function patchOf(row: Pick<ChangeRow, 'patch'>): readonly PatchField[] {
  return JSON.parse(row.patch) as readonly PatchField[]
}

export function dataOf(row: Pick<ChangeRow, 'data'>): JsonObject {
  return row.data === null ? {} : (JSON.parse(row.data) as JsonObject)
}

/** A patch with that value for the field; the base is the one of the first edit. */
export function withField(patch: readonly PatchField[], field: PatchField): readonly PatchField[] {
  const known = patch.find(({ path }) => path === field.path)
  return known ? patch.map((each) => (each === known ? { ...known, value: field.value } : each)) : [...patch, field]
}

/** The fields of a document that the model knows and that say something, custom ones by slug. */
export function knownFields(object: WritableObjectType, document: JsonObject): readonly { readonly path: FieldPath; readonly value: Json }[] {
  return fieldsByObject[object].flatMap(({ path, kind, readOnly }) => {
    if (readOnly) return []
    const paths = kind === 'custom' ? slugsOf(document[path]).map((slug) => `metadata.${slug}`) : [path]
    return paths.flatMap((each) => {
      const value = readField(document, each as FieldPath)
      return isEmptyValue(value) ? [] : [{ path: each as FieldPath, value: value ?? null }]
    })
  })
}

/** As everybody outside sees it. */
export function toChange(db: ReadDb, row: ChangeRow): Change {
  return {
    id: String(row.id) as ChangeId,
    connection: row.connection,
    object: row.object,
    recordId: row.record_id,
    remoteId: remoteIdOf(db, row.record_id),
    name: nameOfRecord(db, row),
    kind: row.kind,
    state: row.state,
    fields: fieldsOf(db, row),
    error: row.error === null ? null : (JSON.parse(row.error) as ChangeError),
    recordConflict: row.record_conflict,
    merged: JSON.parse(row.merged) as readonly string[],
    rewritten: row.rewritten === null ? [] : (JSON.parse(row.rewritten) as readonly RewrittenField[]),
    decided: row.decided !== null && row.state !== 'pushed' && row.state !== 'pushing',
    candidates: row.state === 'conflict' && row.candidates !== null ? (JSON.parse(row.candidates) as readonly Candidate[]) : [],
    needs: needsOf(db, row),
    blocked: blockedBy(db, row),
    batch: row.batch,
    approved: row.approved_at !== null && (row.state === 'waiting' || row.state === 'pushing'),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

/** Open creates of records that this change cannot do without: its own record's, and those that it links to. */
export function needsOf(db: ReadDb, row: ChangeRow): readonly ChangeId[] {
  const own = row.kind === 'create' ? [] : [row.record_id]
  const linked = localIdsIn(`${row.patch}${row.data ?? ''}`)
  return [...own, ...linked].flatMap((recordId) => {
    if (recordId === row.record_id && row.kind === 'create') return []
    const create = db.get<{ readonly id: number }>(
      `SELECT id FROM change WHERE record_id = ? AND kind = 'create' AND state IN ${OPEN} ORDER BY id LIMIT 1`,
      recordId,
    )
    return create ? [parseChangeId(String(create.id))] : []
  })
}

/** Why what it needs does not go by itself; null where it does, or where it needs nothing. */
function blockedBy(db: ReadDb, row: ChangeRow): string | null {
  for (const id of needsOf(db, row)) {
    const need = findRow(db, id)
    const why = need && stuckBecause(need)
    if (!why) continue
    const name = nameOfRecord(db, need)
    return `It goes after change ${id}, the new ${need.object}${name === null ? '' : ` “${name}”`}, ${why}`
  }
  return null
}

function stuckBecause({ state, error }: ChangeRow): string | null {
  switch (state) {
    case 'rejected':
      return `which the CRM refused: “${error === null ? '' : (JSON.parse(error) as ChangeError).message}”`
    case 'held':
      return 'which is held.'
    case 'conflict':
      return 'which waits for your decision.'
    default:
      return null
  }
}

function localIdsIn(json: string): readonly RecordId[] {
  const found = json.match(/"(?:new|r)_[a-z2-7]{26}"/g) ?? []
  return [...new Set(found.map((quoted) => quoted.slice(1, -1)))].filter(isLocalId) as RecordId[]
}

function fieldsOf(db: ReadDb, row: ChangeRow): readonly ChangedField[] {
  if (row.kind === 'create') {
    const links = new Map(row.record_conflict === 'link-gone' ? conflictRows(db, row.id).map((each) => [each.path, each]) : [])
    return knownFields(row.object, resolveReferences(db, row.object, dataOf(row))).map(({ path, value }) => ({
      path,
      old: null,
      new: value,
      conflict: toConflict(db, links.get(path)),
    }))
  }
  if (row.kind === 'delete') {
    const base = row.base_json === null ? {} : (JSON.parse(row.base_json) as JsonObject)
    return knownFields(row.object, base).map(({ path, value }) => ({ path, old: value, new: null, conflict: null }))
  }
  const conflicts = new Map(row.state === 'conflict' ? conflictRows(db, row.id).map((each) => [each.path, each]) : [])
  return patchOf(row).map(({ path, base, value }) => ({
    path,
    old: resolveValue(db, base),
    new: resolveValue(db, value),
    conflict: toConflict(db, conflicts.get(path)),
  }))
}

function toConflict(db: ReadDb, row: ConflictRow | undefined): ChangedField['conflict'] {
  if (!row) return null
  const [base, mine, theirs] = [row.base, row.mine, row.theirs].map((text) => resolveValue(db, JSON.parse(text) as Json))
  return {
    base: base ?? null,
    mine: mine ?? null,
    theirs: theirs ?? null,
    decided: row.decision === null ? null : (JSON.parse(row.decision) as Decision),
  }
}

function nameOfRecord(db: ReadDb, row: ChangeRow): string | null {
  const stored = db.get<{ readonly json: string | null }>('SELECT coalesce(view_json, remote_json) AS json FROM record WHERE id = ?', row.record_id)
  const json = stored?.json ?? row.data ?? row.base_json
  return json === null ? null : nameOf(row.object, JSON.parse(json) as JsonObject)
}

function slugsOf(metadata: Json | undefined): readonly string[] {
  if (!Array.isArray(metadata)) return []
  return metadata.flatMap((entry: Json) => (isJsonObject(entry) && typeof entry['slug'] === 'string' ? [entry['slug']] : []))
}
