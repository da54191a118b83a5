/**
 * The ways in which a record may be known besides its id: by e-mail, phone, domain, name. One key each, in an index of their own.
 *
 *   e:ada@acme.example        each e-mail, in lower case
 *   p:305550177               the last nine digits of each phone: what is left of it whoever writes the country code how
 *   d:acme.example            each domain of a company, of its websites too
 *   n:ada lovelace            the words of the name, sorted; a company's without its legal form
 *   w:‹company›               for contacts: their company, linked or by name
 *   b:‹beginning of a name›   for companies: names that may be the same, typed twice
 *
 * Keys are made when somebody asks for them, in slices: what comes in is only noted, so that a first download pays next to nothing.
 */
import { displayName, textOf } from '../../shared/model/record'
import type { ConnectionId } from '../../shared/model/ids'
import { isJsonObject, type Json, type JsonObject } from '../../shared/model/json'
import type { ObjectType } from '../../shared/model/object-type'
import { fold } from './fold'
import { targetOf } from './identity'
import type { ReadDb, WriteDb } from './sql'
import { transaction } from './transaction'

/** Shorter numbers are extensions, and everybody has them. */
const LEAST_DIGITS = 7
const DIGITS = 9
/** More entries than this in one list are no way to know a record by. */
const MOST_ENTRIES = 20
const BEGINNING = 5

export function queueForMatching(db: WriteDb, rid: number): void {
  db.run('INSERT OR IGNORE INTO match_backlog (rid) VALUES (?)', rid)
}

export function forgetKeys(db: WriteDb, rid: number): void {
  db.run('DELETE FROM match_key WHERE rid = ?', rid)
  db.run('DELETE FROM match_backlog WHERE rid = ?', rid)
}

/** Makes the keys of the next rows of the backlog; true while there are more. */
export function indexKeys(db: WriteDb, limit: number): boolean {
  return transaction(db, 'pulled', () => {
    const rows = db.all<QueuedRow>(
      `SELECT b.rid, r.stream, s.connection, s.object, r.list, coalesce(r.view_json, r.remote_json) AS json
         FROM match_backlog b LEFT JOIN record r ON r.rid = b.rid LEFT JOIN stream s ON s.sid = r.stream ORDER BY b.rid LIMIT ?`,
      limit,
    )
    for (const { rid, stream, connection, object, list, json } of rows) {
      forgetKeys(db, rid)
      if (list === null || json === null) continue
      for (const key of keysOfDocument(db, connection, object, JSON.parse(json) as JsonObject)) {
        db.run('INSERT OR IGNORE INTO match_key (stream, key, rid) VALUES (?, ?, ?)', stream, key, rid)
      }
    }
    return rows.length === limit
  })
}

interface QueuedRow {
  readonly rid: number
  readonly stream: number
  readonly connection: ConnectionId
  readonly object: ObjectType
  readonly list: string | null
  readonly json: string | null
}

export const emailKey = (email: string): string => `e:${email.trim().toLowerCase()}`

/** Null where there are too few digits to tell anybody apart. */
export function phoneKey(telephone: string): string | null {
  const digits = telephone.replaceAll(/\D/g, '').replace(/^0+/, '')
  return digits.length < LEAST_DIGITS ? null : `p:${digits.slice(-DIGITS)}`
}

/** Of an address, a host or a domain; null for what is none. */
export function domainKey(text: string): string | null {
  const host = text
    .trim()
    .toLowerCase()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, '')
    .replace(/^.*@/, '')
    .replace(/[/:?#].*$/s, '')
    .replace(/^www\./, '')
  return /^[^\s.]+(\.[^\s.]+)+$/.test(host) ? `d:${host}` : null
}

/** Null for what has no letter and no digit. */
export function nameKey(object: ObjectType, name: string): string | null {
  const words = nameWords(object, name)
  return words.length === 0 ? null : `n:${words.toSorted().join(' ')}`
}

const legalForms = new Set(
  'gmbh mbh ag kg kgaa ohg ug gbr ev eg co cokg inc incorporated llc llp lp ltd limited plc corp corporation company sa sas sarl sl slu spa srl bv nv ab as asa oy oyj aps sp z oo spzoo kft doo pty pte sdn bhd kk'.split(
    ' ',
  ),
)

function nameWords(object: ObjectType, name: string): readonly string[] {
  const words = fold(name.slice(0, 200))
    .replaceAll(/['’.]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
  if (object !== 'company') return words
  const bare = words.filter((word) => !legalForms.has(word))
  // A company called nothing but "AG" is called that.
  return bare.length === 0 ? words : bare
}

/** How near two names are is told by these: the words in their order, without what all have. */
export function plainName(object: ObjectType, name: string): string {
  return nameWords(object, name).join(' ')
}

/** All keys of a document; none for activities and pipelines. */
export function keysOfDocument(db: ReadDb, connection: ConnectionId, object: ObjectType, document: JsonObject): ReadonlySet<string> {
  const keys = new Set<string>()
  const add = (key: string | null): void => {
    if (key !== null) keys.add(key)
  }
  if (object === 'event' || object === 'pipeline') return keys
  for (const email of members(document['emails'], 'email')) add(emailKey(email))
  for (const telephone of members(document['telephones'], 'telephone')) add(phoneKey(telephone))
  const name = displayName(object, document)
  if (name !== null && !name.includes('@')) add(nameKey(object, name))
  if (object === 'company') {
    for (const domain of [...texts(document['domains']), ...texts(document['websites'])]) add(domainKey(domain))
    if (name !== null && plainName(object, name).length >= BEGINNING) add(`b:${plainName(object, name).replaceAll(' ', '').slice(0, BEGINNING)}`)
  }
  if (object === 'contact') {
    for (const id of texts(document['company_ids'])) add(`w:${targetOf(db, connection, 'company', id)}`)
    const company = textOf(document, 'company')
    if (company !== null) add(`w:${plainName('company', company)}`)
  }
  return keys
}

function members(list: Json | undefined, member: string): readonly string[] {
  if (!Array.isArray(list)) return []
  return list.slice(0, MOST_ENTRIES).flatMap((entry: Json) => {
    const value = isJsonObject(entry) ? entry[member] : null
    return typeof value === 'string' && value.trim() !== '' ? [value] : []
  })
}

function texts(list: Json | undefined): readonly string[] {
  return Array.isArray(list) ? list.slice(0, MOST_ENTRIES).filter((entry: Json): entry is string => typeof entry === 'string' && entry !== '') : []
}
