/** From a row of `record` to what a person sees of it: the one place where they are decoded. */
import { displayName, eventContent, eventSubject, firstMember, textOf } from '../../shared/model/record'
import { fieldsByObject } from '../../shared/model/fields'
import type { ConnectionId, Instant, RecordId, RemoteId } from '../../shared/model/ids'
import { isJsonObject, type Json, type JsonObject } from '../../shared/model/json'
import type { ObjectType } from '../../shared/model/object-type'
import type { RecordDocument } from '../../shared/model/record'
import { stageName } from './columns'
import { resolveReferences, targetOf } from './identity'
import type { ReadDb } from './sql'

/** The columns that `seenRow` needs, of a record called `r` in its stream `s`. */
export const seenColumns = 'r.rid, r.id, r.remote_id, s.connection, s.object, coalesce(r.view_json, r.remote_json) AS json, r.happens_at'

export interface SeenRow {
  readonly rid: number
  readonly id: RecordId
  readonly remote_id: RemoteId | null
  readonly connection: ConnectionId
  readonly object: ObjectType
  readonly json: string | null
  readonly happens_at: Instant | null
}

/** The document as the rep sees it, `id` being the CRM's or, before the first push, ours. */
export function documentOf(db: ReadDb, { json, id, remote_id, object }: Pick<SeenRow, 'json' | 'id' | 'remote_id' | 'object'>): RecordDocument {
  const document = json === null ? {} : (JSON.parse(json) as JsonObject)
  return { ...resolveReferences(db, object, document), id: remote_id ?? id }
}

/** The provider's own form of it, where it was fetched. */
export function rawOf(db: ReadDb, rid: number): JsonObject | null {
  const row = db.get<{ readonly raw_json: string | null }>('SELECT raw_json FROM record WHERE rid = ?', rid)
  return row?.raw_json ? (JSON.parse(row.raw_json) as JsonObject) : null
}

export interface NamedRecord {
  readonly id: RecordId
  readonly object: ObjectType
  readonly name: string | null
}

/** The record that a reference in a document means, by name; the name is null while we do not hold it. */
export function namedRecord(db: ReadDb, connection: ConnectionId, to: ObjectType, reference: string): NamedRecord {
  const { id, name } = namedDocument(db, connection, to, reference)
  return { id, object: to, name }
}

/** The same, with the document it is named by. */
export function namedDocument(
  db: ReadDb,
  connection: ConnectionId,
  to: ObjectType,
  reference: string,
): Pick<NamedRecord, 'id' | 'name'> & { readonly document: RecordDocument | null } {
  const id = targetOf(db, connection, to, reference)
  const row = db.get<{ readonly json: string | null }>('SELECT coalesce(view_json, remote_json) AS json FROM record WHERE id = ?', id)
  const document = row?.json ? (JSON.parse(row.json) as JsonObject) : null
  return { id, name: document ? displayName(to, document) : null, document }
}

/** Says what a reference is called; null while we do not hold it. */
export type NameReader = (connection: ConnectionId, to: ObjectType, reference: string) => string | null

/** For the rows of one page: a name that many of them share, as an owner's, is read once. */
export function nameReader(db: ReadDb): NameReader {
  const known = new Map<string, string | null>()
  return (connection, to, reference) => {
    const key = `${to} ${connection} ${reference}`
    const before = known.get(key)
    if (before !== undefined) return before
    const { name } = namedRecord(db, connection, to, reference)
    known.set(key, name)
    return name
  }
}

/** Names for every id that the document holds. */
export function namesIn(db: ReadDb, connection: ConnectionId, object: ObjectType, document: RecordDocument): Readonly<Record<string, NamedRecord>> {
  const names = new Map<string, NamedRecord>()
  for (const { path, to } of fieldsByObject[object]) {
    if (to === undefined) continue
    // A company with thousands of contacts shows them page by page, not all by name.
    for (const reference of referencesIn(document[path]).slice(0, 200)) names.set(reference, namedRecord(db, connection, to, reference))
  }
  return Object.fromEntries(names)
}

export function referencesIn(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return value === '' ? [] : [value]
  if (!Array.isArray(value)) return []
  return value.flatMap((entry: Json) => (isJsonObject(entry) ? referencesIn(entry['id']) : typeof entry === 'string' && entry !== '' ? [entry] : []))
}

/** One fact beside the name: what tells two of the same name apart. */
export function factOf(object: ObjectType, document: RecordDocument): string | null {
  switch (object) {
    case 'contact':
      return joined(textOf(document, 'title'), textOf(document, 'company')) ?? firstMember(document['emails'], 'email')
    case 'company':
      return joined(firstText(document['domains']), textOf(document, 'industry'))
    case 'deal':
      return joined(stageName(document), amountText(document))
    case 'lead':
      return joined(textOf(document, 'company_name'), textOf(document, 'status'))
    case 'event':
      return textOf(document, 'type')
    case 'user':
      return firstMember(document['emails'], 'email')
    case 'pipeline':
      return null
  }
}

export function nameOf(object: ObjectType, document: RecordDocument): string | null {
  return object === 'event' ? (textOf(document, 'name') ?? eventSubject(document)) : displayName(object, document)
}

export function firstText(list: Json | undefined): string | null {
  return Array.isArray(list) ? (list.find((entry: Json): entry is string => typeof entry === 'string' && entry !== '') ?? null) : null
}

/** The member of an event's content, where its type has it. */
export function contentMember(document: RecordDocument, key: string): Json | undefined {
  return eventContent(document)?.[key]
}

function amountText(document: RecordDocument): string | null {
  const { amount, currency } = document
  return typeof amount === 'number' ? joined(typeof currency === 'string' ? currency : null, String(amount), ' ') : null
}

function joined(first: string | null, second: string | null, by = ' · '): string | null {
  const parts = [first, second].filter((part) => part !== null)
  return parts.length === 0 ? null : parts.join(by)
}
