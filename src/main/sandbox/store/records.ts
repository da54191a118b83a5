/**
 * Single records of the sandbox: read, written and removed, with their links kept on both ends.
 *
 * Every write is one transaction, gives the record a stamp that is later than its last one, and leaves the linked records'
 * stamps alone. The API and the controls both write through here, so none of them can break a link.
 */
import type { Json, JsonObject } from '../../../shared/model/json'
import { type CrmObject, linkFields, linkFieldsOf, type LinkField, type SandboxObject } from '../catalogue'
import { FIRST_ID, HIGHEST_ID, idOf, keyOf, objectNumber, readAbout, type Store, writeAbout } from './open'

/** One record: its document as it travels, links in it, without `id` and stamps. */
export interface StoredRecord {
  readonly key: number
  readonly object: SandboxObject
  readonly createdAt: number
  readonly updatedAt: number
  readonly document: JsonObject
}

interface Row {
  readonly key: number
  readonly created_at: number
  readonly updated_at: number
  readonly document: string
}

export interface Records {
  read(object: SandboxObject, keys: readonly number[]): readonly StoredRecord[]
  find(object: SandboxObject, key: number): StoredRecord | null
  exists(key: number): boolean
  create(object: CrmObject, document: JsonObject, now: number): StoredRecord
  /** The whole of it: what the document does not hold is gone, links included. */
  replace(object: CrmObject, key: number, document: JsonObject, now: number): StoredRecord
  remove(key: number): void
  /** Sets a stamp as it is, backwards too: only for what a test wants to see. */
  stamp(keys: readonly number[], updatedAt: number): void
  count(object: SandboxObject): number
  /** Every one of a type, in order of age: for the few pipelines and employees. */
  all(object: SandboxObject): readonly StoredRecord[]
  /** How many deals stand in that pipeline. */
  dealsIn(pipeline: string): number
  /** The keys of that many records of a type, the youngest first. */
  newest(object: SandboxObject, limit: number): readonly number[]
  /** Grows with every write. A list remembers its place only while this stands still. */
  readonly version: number
}

export function createRecords(store: Store): Records {
  const rowsByKeys = store.prepare<[string], Row>(
    'SELECT key, created_at, updated_at, document FROM record WHERE key IN (SELECT value FROM json_each(?))',
  )
  const linksFrom = {
    left: store.prepare<[number, string], { own: number; other: number }>(
      'SELECT left_key AS own, right_key AS other FROM link WHERE kind = ? AND left_key IN (SELECT value FROM json_each(?)) ORDER BY position',
    ),
    right: store.prepare<[number, string], { own: number; other: number }>(
      'SELECT right_key AS own, left_key AS other FROM link WHERE kind = ? AND right_key IN (SELECT value FROM json_each(?)) ORDER BY position',
    ),
  }
  const insertRecord = store.prepare(
    'INSERT INTO record (key, object, search, created_at, updated_at, user_id, pipeline, type, document) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const updateRecord = store.prepare('UPDATE record SET search = ?, updated_at = ?, user_id = ?, pipeline = ?, type = ?, document = ? WHERE key = ?')
  const deleteRecord = store.prepare('DELETE FROM record WHERE key = ?')
  const insertLink = store.prepare('INSERT INTO link (kind, left_key, right_key) VALUES (?, ?, ?)')
  const deleteLinks = {
    left: store.prepare('DELETE FROM link WHERE kind = ? AND left_key = ?'),
    right: store.prepare('DELETE FROM link WHERE kind = ? AND right_key = ?'),
  }
  const last = store.prepare<[number, number], { key: number | null }>('SELECT max(key) AS key FROM record WHERE key BETWEEN ? AND ?')
  const found = store.prepare<[number], { one: 1 }>('SELECT 1 AS one FROM record WHERE key = ?')
  const counted = store.prepare<[number], { records: number }>('SELECT count(*) AS records FROM record WHERE object = ?')
  const keysOf = store.prepare<[number, number], { key: number }>('SELECT key FROM record WHERE key BETWEEN ? AND ? ORDER BY key')
  const youngest = store.prepare<[number, number], { key: number }>(
    'SELECT key FROM record WHERE object = ? ORDER BY updated_at DESC, key DESC LIMIT ?',
  )
  const inPipeline = store.prepare<[number, string], { deals: number }>('SELECT count(*) AS deals FROM record WHERE object = ? AND pipeline = ?')
  const setStamp = store.prepare('UPDATE record SET updated_at = ? WHERE key = ?')
  let version = 0

  function read(object: SandboxObject, keys: readonly number[]): readonly StoredRecord[] {
    const wanted = JSON.stringify(keys)
    const links = linkFieldsOf(object).map((link) => ({ link, byRecord: linked(link, wanted) }))
    const byKey = new Map(rowsByKeys.all(wanted).map((row) => [row.key, row]))
    return keys.flatMap((key) => {
      const row = byKey.get(key)
      if (!row) return []
      const document = JSON.parse(row.document) as Record<string, Json>
      for (const { link, byRecord } of links) {
        const ids = byRecord.get(key)
        if (ids) document[link.field] = link.single ? (ids[0] ?? '') : ids
      }
      return [{ key, object, createdAt: row.created_at, updatedAt: row.updated_at, document }]
    })
  }

  function linked(link: LinkField, wanted: string): Map<number, string[]> {
    const idsByRecord = new Map<number, string[]>()
    for (const { own, other } of linksFrom[link.end].iterate(link.kind, wanted)) {
      const ids = idsByRecord.get(own)
      if (ids) ids.push(idOf(other))
      else idsByRecord.set(own, [idOf(other)])
    }
    return idsByRecord
  }

  function find(object: SandboxObject, key: number): StoredRecord | null {
    return read(object, [key])[0] ?? null
  }

  function write(object: CrmObject, key: number, document: JsonObject, insert: (own: OwnColumns) => void): StoredRecord {
    const before = find(object, key)
    store.transaction(() => {
      insert(ownColumns(document))
      for (const link of linkFieldsOf(object)) {
        const wanted = linkedIds(document[link.field])
        // Untouched links keep their place: an unrelated edit must not reorder the other end's list.
        if (JSON.stringify(wanted) === JSON.stringify(linkedIds(before?.document[link.field]))) continue
        deleteLinks[link.end].run(link.kind, key)
        for (const id of wanted) {
          const other = keyOf(link.to, Number(id))
          if (link.end === 'left') insertLink.run(link.kind, key, other)
          else insertLink.run(link.kind, other, key)
        }
      }
    })()
    version += 1
    const written = find(object, key)
    if (!written) throw new Error(`record ${key} is gone right after it was written`)
    return written
  }

  return {
    read,
    find,
    exists: (key) => found.get(key) !== undefined,
    create(object, document, now) {
      // The id of a deleted record is never given again, as no CRM does.
      const lastKey = Number(readAbout(store, `last ${object}`) ?? last.get(keyOf(object, 0), keyOf(object, HIGHEST_ID))?.key ?? 0)
      const key = Math.max(lastKey + 1, keyOf(object, FIRST_ID))
      writeAbout(store, `last ${object}`, String(key))
      return write(object, key, document, ({ search, owner, pipeline, type, text }) =>
        insertRecord.run(key, objectNumber(object), search, now, now, owner, pipeline, type, text),
      )
    },
    replace(object, key, document, now) {
      const before = rowsByKeys.get(JSON.stringify([key]))
      const stamp = Math.max(now, (before?.updated_at ?? 0) + 1)
      return write(object, key, document, ({ search, owner, pipeline, type, text }) =>
        updateRecord.run(search, stamp, owner, pipeline, type, text, key),
      )
    },
    remove(key) {
      store.transaction(() => {
        deleteRecord.run(key)
        for (const kind of new Set(linkFields.map((link) => link.kind))) {
          deleteLinks.left.run(kind, key)
          deleteLinks.right.run(kind, key)
        }
      })()
      version += 1
    },
    stamp(keys, updatedAt) {
      store.transaction(() => keys.forEach((key) => setStamp.run(updatedAt, key)))()
      version += 1
    },
    all(object) {
      const keys = keysOf.all(keyOf(object, 0), keyOf(object, HIGHEST_ID))
      return read(
        object,
        keys.map((row) => row.key),
      )
    },
    dealsIn: (pipeline) => inPipeline.get(objectNumber('deal'), pipeline)?.deals ?? 0,
    newest: (object, limit) => youngest.all(objectNumber(object), limit).map((row) => row.key),
    count: (object) => counted.get(objectNumber(object))?.records ?? 0,
    get version() {
      return version
    },
  }
}

/** What a record's row holds beside its key and stamps. */
export interface OwnColumns {
  readonly search: string
  readonly owner: string | null
  readonly pipeline: string | null
  readonly type: string | null
  readonly text: string
}

const linkNames = new Set(linkFields.map((link) => link.field))

/** Splits a document into its row: the columns that lists use, and the rest as text. Links live in their own table. */
export function ownColumns(document: JsonObject): OwnColumns {
  const own: Record<string, Json | undefined> = {}
  for (const [name, value] of Object.entries(document)) if (!linkNames.has(name)) own[name] = value
  const emails = Array.isArray(document['emails']) ? (document['emails'] as readonly JsonObject[]) : []
  const search = [document['name'], ...emails.map((entry) => entry['email'])].map((text) =>
    typeof text === 'string' ? `${text.toLowerCase()}\n` : '\n',
  )
  return {
    search: search.join(''),
    owner: textOf(document['user_id']),
    pipeline: firstPipeline(document),
    type: textOf(document['type']),
    text: JSON.stringify(own),
  }
}

function firstPipeline(document: JsonObject): string | null {
  const pipelines = document['pipelines']
  return Array.isArray(pipelines) ? textOf((pipelines[0] as JsonObject | undefined)?.['id']) : null
}

function linkedIds(value: Json | undefined): readonly string[] {
  if (typeof value === 'string' && value !== '') return [value]
  return Array.isArray(value) ? value.filter((id) => typeof id === 'string') : []
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
