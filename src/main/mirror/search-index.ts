/**
 * Keeping the search index up to date.
 *
 * A row whose words changed goes to a backlog first. Indexing two thousand at once costs an eighth of indexing each page: a
 * first walk pays little, and a poll's few rows are indexed right after its commit.
 */
import { displayName, eventContent, eventSubject, firstMember, textOf } from '../../shared/model/record'
import { isJsonObject, type Json, type JsonObject } from '../../shared/model/json'
import type { ObjectType } from '../../shared/model/object-type'
import { fold } from './fold'
import { type Handle, handleOf, type WriteDb } from './sql'

/** About 25 ms of work: a person's save may have to wait for it. */
const BATCH = 2000
/** Few enough for nobody to notice. */
const FEW = 100

export function queueForSearch(db: WriteDb, rid: number): void {
  handleOf(db).state.searchWaits = true
  db.run('INSERT OR IGNORE INTO search_backlog (rid) VALUES (?)', rid)
}

/** Indexes what waits, when that is worth a transaction; true when it did something. */
export function indexSearchBacklog(handle: Handle, inTransaction: (step: () => void) => void): boolean {
  if (!handle.state.searchWaits) return false
  const waiting = handle.get<{ readonly n: number }>(`SELECT count(*) AS n FROM (SELECT 1 FROM search_backlog LIMIT ${BATCH})`)?.n ?? 0
  // A person's own edit is findable at once, unless a first walk has left many before it.
  const due = handle.state.searchDue || (handle.state.durability === 'person' && waiting <= FEW)
  handle.state.searchWaits = waiting > 0
  if (waiting === 0 || (waiting < BATCH && !due)) return false
  handle.state.searchDue = false
  inTransaction(() => indexBatch(handle))
  return true
}

/** The next rows of the backlog, in the transaction of the caller. */
export function indexBatch(db: WriteDb): void {
  const rows = db.all<SearchRow>(`
    SELECT b.rid, r.stream, s.object, r.list, coalesce(r.view_json, r.remote_json) AS json
      FROM search_backlog b LEFT JOIN record r ON r.rid = b.rid LEFT JOIN stream s ON s.sid = r.stream
     ORDER BY b.rid LIMIT ${BATCH}`)
  for (const { rid, stream, object, list, json } of rows) {
    db.run('DELETE FROM search WHERE rowid = ?', rid)
    if (list !== null && json !== null) {
      const words = wordsOf(object, JSON.parse(json) as JsonObject)
      db.run(
        'INSERT INTO search (rowid, scope, name, company, title, email, phone, other) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        rid,
        `s${stream}`,
        ...words,
      )
    }
    db.run('DELETE FROM search_backlog WHERE rid = ?', rid)
  }
}

/** Builds the index anew: when it is in doubt. */
export function rebuildSearch(db: WriteDb): void {
  db.exec('DELETE FROM search; INSERT OR IGNORE INTO search_backlog (rid) SELECT rid FROM record')
  handleOf(db).state.searchDue = true
  handleOf(db).state.searchWaits = true
  while (db.get('SELECT 1 FROM search_backlog LIMIT 1')) indexBatch(db)
}

interface SearchRow {
  readonly rid: number
  readonly stream: number
  readonly object: ObjectType
  readonly list: string | null
  readonly json: string | null
}

/** In the order of the index's columns. */
function wordsOf(object: ObjectType, document: JsonObject): readonly string[] {
  const content = object === 'event' ? eventContent(document) : null
  const name = object === 'event' ? eventSubject(document) : displayName(object, document)
  const company = textOf(document, 'company') ?? textOf(document, 'company_name')
  const other = [
    ...strings(document['domains']),
    ...strings(document['tags']),
    ...customWords(document),
    content ? textOf(content, 'description')?.slice(0, 2000) : null,
  ]
  return [
    searchable(name),
    searchable(company),
    searchable(textOf(document, 'title') ?? textOf(document, 'industry')),
    searchable(members(document['emails'], 'email').join(' ')),
    members(document['telephones'], 'telephone').flatMap(phoneForms).join(' '),
    searchable(other.filter((text) => typeof text === 'string').join(' ')),
  ]
}

/** What the company's own fields say: texts and chosen options. */
function customWords(document: JsonObject): readonly string[] {
  const { metadata } = document
  if (!Array.isArray(metadata)) return []
  return metadata.slice(0, 100).flatMap((entry: Json) => {
    const value = isJsonObject(entry) ? entry['value'] : null
    return typeof value === 'string' ? [value.slice(0, 500)] : strings(value)
  })
}

/** Scripts that are written without spaces are split a character at a time, and searched as a phrase. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu

/** Text as it is indexed and as it is asked for. */
export function searchable(text: string | null): string {
  if (text === null) return ''
  const folded = fold(text)
  // O'Brien is found as obrien too.
  const squeezed = /['’]/.test(folded) ? `${folded} ${folded.replaceAll(/['’]/g, '')}` : folded
  return squeezed.replaceAll(unspaced, ' $& ')
}

/** The digits of a number, from each of its groups on: found with its country code, without, and by its last part. */
function phoneForms(telephone: string): readonly string[] {
  const groups = telephone.slice(0, 60).match(/\d+/g) ?? []
  return groups.map((_, index) => groups.slice(index).join('').replace(/^0+/, ''))
}

function members(list: Json | undefined, key: string): readonly string[] {
  if (!Array.isArray(list)) return []
  return list
    .slice(0, 50)
    .map((entry: Json) => firstMember([entry], key))
    .filter((value) => value !== null)
}

function strings(list: Json | undefined): readonly string[] {
  return Array.isArray(list) ? list.slice(0, 50).filter((entry: Json) => typeof entry === 'string') : []
}
