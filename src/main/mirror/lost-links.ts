/**
 * Open changes that link to a record which is gone from the CRM: sent as they are, they would be refused, or link to nothing. The rep is
 * asked about each: take the link away, choose another record, keep it, or discard the change. Where the record is made anew the links
 * follow it by themselves.
 */
import { fieldsByObject } from '../../shared/model/fields'
import { type FieldPath, readField, writeField } from '../../shared/model/field-path'
import { type ChangeId, type ConnectionId, type Instant, parseChangeId, type RecordId, type RemoteId } from '../../shared/model/ids'
import { isJsonObject, type Json, type JsonObject } from '../../shared/model/json'
import type { ObjectType } from '../../shared/model/object-type'
import type { ChangeError } from '../../shared/sync/change'
import { unapproved } from './approval'
import { type ChangeRow, dataOf, patchOf, updateChange } from './change-row'
import { moveChange } from './moves'
import type { ReadDb, WriteDb } from './sql'
import { touchOutbox } from './touched'
import { refreshView } from './view'

export interface GoneRecord {
  readonly connection: ConnectionId
  readonly object: ObjectType
  readonly recordId: RecordId
  readonly remoteId: RemoteId | null
  readonly name: string | null
}

/** Must run in a transaction. Answers the changes that are in question now. */
export function askAboutLinks(db: WriteDb, gone: GoneRecord, now: Instant): readonly ChangeId[] {
  const ids = idsOf(gone)
  return rowsMentioning(db, gone, ['waiting', 'held', 'rejected']).flatMap((row) => {
    const links = linksOf(row, gone.object).filter(({ base, value }) => names(value, ids) && !names(base, ids))
    const [first] = links
    if (!first) return []
    const called = gone.name === null ? '' : ` “${gone.name}”`
    const error: ChangeError = {
      code: 'link-gone',
      message: `It links to the ${gone.object}${called}, which is gone from the CRM.`,
      field: first.path,
    }
    moveChange(db, row.id, 'ask', { record_conflict: 'link-gone', error: JSON.stringify(error), next_at: null, updated_at: now, ...unapproved })
    db.run('DELETE FROM conflict_field WHERE change_id = ?', row.id)
    for (const { path, base, value } of links) {
      db.run(
        'INSERT INTO conflict_field (change_id, path, base, mine, theirs, decision) VALUES (?, ?, ?, ?, ?, NULL)',
        row.id,
        path,
        JSON.stringify(base),
        JSON.stringify(value),
        JSON.stringify(replaced(value, ids, null)),
      )
    }
    touchOutbox(db, row.connection)
    refreshView(db, row.connection, row.object, row.record_id)
    return [parseChangeId(String(row.id))]
  })
}

/** The record is made anew and will have another id there: what links to it names it by ours until then, and nobody has to be asked. */
export function relinkTo(db: WriteDb, again: GoneRecord, now: Instant): void {
  const ids = idsOf(again)
  for (const row of rowsMentioning(db, again, ['waiting', 'held', 'rejected', 'conflict'])) {
    if (row.record_id === again.recordId || (row.state === 'conflict' && row.record_conflict !== 'link-gone')) continue
    const links = linksOf(row, again.object).filter(({ value }) => names(value, ids))
    if (links.length === 0) continue
    const following = new Map<string, Json>(links.map(({ path, value }) => [path, replaced(value, ids, again.recordId)]))
    const patch = patchOf(row).map((field) => ({ ...field, value: following.get(field.path) ?? field.value }))
    const data = links.reduce<JsonObject>((document, { path }) => writeField(document, path, following.get(path)), dataOf(row))
    const set = { patch: JSON.stringify(patch), data: row.data === null ? null : JSON.stringify(data), updated_at: now }
    if (row.state === 'conflict') {
      db.run('DELETE FROM conflict_field WHERE change_id = ?', row.id)
      moveChange(db, row.id, 'unask', { ...set, record_conflict: null, error: null })
    } else updateChange(db, row.id, set)
    touchOutbox(db, row.connection)
    refreshView(db, row.connection, row.object, row.record_id)
  }
}

/** An edit or a new record, with what it says in the fields that link to records of that type. */
function linksOf(row: ChangeRow, to: ObjectType): readonly { readonly path: FieldPath; readonly base: Json; readonly value: Json }[] {
  const paths = fieldsByObject[row.object].flatMap((field) => (field.to === to ? [field.path] : []))
  if (row.kind === 'update') return patchOf(row).filter(({ path }) => paths.includes(path))
  if (row.kind === 'delete') return []
  const data = dataOf(row)
  return paths.map((path) => ({ path: path as FieldPath, base: null, value: readField(data, path as FieldPath) ?? null }))
}

function rowsMentioning(db: ReadDb, { connection, recordId, remoteId }: GoneRecord, states: readonly string[]): readonly ChangeRow[] {
  return db.all<ChangeRow>(
    `SELECT * FROM change
      WHERE connection = ?1 AND state IN ('waiting', 'held', 'pushing', 'rejected', 'conflict') AND state IN (SELECT value FROM json_each(?2)) AND kind <> 'delete'
        AND (instr(patch, ?3) OR instr(coalesce(data, ''), ?3) OR instr(patch, ?4) OR instr(coalesce(data, ''), ?4))
      ORDER BY id`,
    connection,
    JSON.stringify(states),
    JSON.stringify(recordId),
    JSON.stringify(remoteId ?? recordId),
  )
}

function idsOf({ recordId, remoteId }: GoneRecord): ReadonlySet<string> {
  return new Set(remoteId === null ? [recordId] : [recordId, remoteId])
}

function names(value: Json, ids: ReadonlySet<string>): boolean {
  if (Array.isArray(value)) return value.some((entry: Json) => names(entry, ids))
  return ids.has(idIn(value))
}

/** The value with another id in place of these, or without them. */
function replaced(value: Json, ids: ReadonlySet<string>, by: RecordId | null): Json {
  if (Array.isArray(value)) {
    return value.flatMap((entry: Json): readonly Json[] => (!ids.has(idIn(entry)) ? [entry] : by === null ? [] : [renamed(entry, by)]))
  }
  return !ids.has(idIn(value)) ? value : by === null ? null : renamed(value, by)
}

function renamed(entry: Json, by: RecordId): Json {
  return isJsonObject(entry) ? { ...entry, id: by } : by
}

/** The id that a link consists of, or has; '' for none. */
function idIn(entry: Json): string {
  const id = isJsonObject(entry) ? entry['id'] : entry
  return typeof id === 'string' ? id : ''
}
