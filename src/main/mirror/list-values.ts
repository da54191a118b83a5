/** The values of the columns that lists show, for one row: by field path, and by name for what it is linked with. */
import { fieldAt } from '../../shared/model/fields'
import { type FieldPath, readField } from '../../shared/model/field-path'
import { type ConnectionId, type Instant, instant } from '../../shared/model/ids'
import { isEmptyValue, type Json } from '../../shared/model/json'
import type { ObjectType } from '../../shared/model/object-type'
import { firstMember, type RecordDocument, textOf } from '../../shared/model/record'
import { stageName } from './columns'
import { reverseFields } from './filter-links'
import { contentMember, nameOf, nameReader, type NameReader, rawOf, referencesIn, type SeenRow } from './rows'
import type { ReadDb } from './sql'

export interface ShownFields {
  /** Besides those that every list of the type shows. */
  readonly fields?: readonly string[]
  /** What divides activities into last and next. */
  readonly now?: Instant
  /** One for all rows of a page. */
  readonly names?: NameReader
}

export function listValues(
  db: ReadDb,
  row: SeenRow,
  document: RecordDocument,
  { fields = [], now = instant(0), names = nameReader(db) }: ShownFields = {},
): Readonly<Record<string, Json>> {
  const own: Record<string, Json | null | undefined> = { ...ownValues(db, row, document, names), ...ownerOf(row.connection, document, names) }
  const more = fields
    .filter((field) => own[field] === undefined)
    .map((field) => [field, shownValue(db, row, document, { path: field, now, names })] as const)
  const values = { ...own, ...Object.fromEntries(more) }
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, Json] => !isEmptyValue(entry[1])))
}

function ownValues(db: ReadDb, row: SeenRow, document: RecordDocument, names: NameReader): Record<string, Json | null | undefined> {
  const reach = {
    emails: membersOf(document['emails'], 'email'),
    telephones: membersOf(document['telephones'], 'telephone'),
    created_at: document['created_at'],
    updated_at: document['updated_at'],
  }
  switch (row.object) {
    case 'contact':
      return {
        ...reach,
        title: document['title'],
        company: textOf(document, 'company') ?? linkedName(db, row, document, 'company_ids', 'company', names),
      }
    case 'company':
      return { ...reach, domains: document['domains'], industry: document['industry'], employees: document['employees'] }
    case 'deal':
      return {
        ...pick(document, ['amount', 'currency', 'closing_at', 'closed_at', 'probability', 'created_at', 'updated_at']),
        stages: stageName(document),
        company: linkedName(db, row, document, 'company_ids', 'company', names),
      }
    case 'lead':
      return { ...reach, ...pick(document, ['company_name', 'status', 'source']) }
    case 'event':
      return {
        ...pick(document, ['type', 'created_at', 'updated_at']),
        about: aboutOf(db, row, document, names),
        happens_at: row.happens_at === null ? null : new Date(row.happens_at).toISOString(),
        name: nameOf('event', document),
        duration: contentMember(document, 'duration'),
        status: contentMember(document, 'status'),
      }
    case 'pipeline':
      return { ...pick(document, ['display_order', 'is_active', 'created_at', 'updated_at']) }
    case 'user':
      return { ...reach, employment_status: document['employment_status'] }
  }
}

/** A field that a rep chose to see: users and linked records by name, entries as what they say. */
function shownValue(
  db: ReadDb,
  row: SeenRow,
  document: RecordDocument,
  { path, now, names }: { readonly path: string; readonly now: Instant; readonly names: NameReader },
): Json | null | undefined {
  if (path === 'last_activity' || path === 'next_activity') return activityTime(db, row, path, now)
  if (path.startsWith(RAW)) return rawOf(db, row.rid)?.[path.slice(RAW.length)]
  const field = fieldAt(row.object, path)
  if (field === null) return null
  const value = readField(document, path as FieldPath)
  if (field.to !== undefined && field.kind !== 'references') {
    const { to } = field
    const called = referencesIn(value)
      .slice(0, 20)
      .map((reference) => names(row.connection, to, reference) ?? reference)
    if (called.length > 0 || field.kind === 'user') return called
    const name = linkedName(db, row, document, path, to, names)
    return name === null ? null : [name]
  }
  return value
}

/** Before the name of one of the provider's own fields. */
const RAW = 'raw.'

/** Of the linked activities, the last one up to now or the next one from then on. */
function activityTime(db: ReadDb, { id, object }: SeenRow, path: 'last_activity' | 'next_activity', now: Instant): string | null {
  const last = path === 'last_activity'
  const found = db.get<{ readonly at: number | null }>(
    `SELECT ${last ? 'max' : 'min'}(e.happens_at) AS at FROM link l CROSS JOIN record e ON e.rid = l.owner
      WHERE l.target = ? AND l.rel = ? AND e.list = 'event' AND e.happens_at ${last ? '<=' : '>'} ?`,
    id,
    `${object}_ids`,
    now,
  )
  return found?.at ? new Date(found.at).toISOString() : null
}

function pick(document: RecordDocument, keys: readonly string[]): Record<string, Json | undefined> {
  return Object.fromEntries(keys.map((key) => [key, document[key]]))
}

/** What the entries of a list of e-mails or phones say; a list shows the first and how many more. */
function membersOf(list: Json | undefined, key: string): readonly string[] {
  return Array.isArray(list) ? list.slice(0, 20).flatMap((entry: Json) => firstMember([entry], key) ?? []) : []
}

function ownerOf(connection: ConnectionId, document: RecordDocument, names: NameReader): Record<string, Json | null> {
  const id = textOf(document, 'user_id')
  return id === null ? {} : { user_id: names(connection, 'user', id) ?? id }
}

/** The name of the first record linked by that field, or by the other side's. */
export function linkedName(
  db: ReadDb,
  row: SeenRow,
  document: RecordDocument,
  field: string,
  to: ObjectType,
  names: NameReader = nameReader(db),
): string | null {
  const reference = referencesIn(document[field])[0]
  if (reference !== undefined) return names(row.connection, to, reference)
  const linked = db.get<{ readonly json: string | null }>(
    `SELECT coalesce(o.view_json, o.remote_json) AS json FROM link l JOIN record o ON o.rid = l.owner
      WHERE l.target = ? AND l.rel IN (SELECT value FROM json_each(?)) AND o.list = ? LIMIT 1`,
    row.id,
    JSON.stringify(reverseFields(row.object, to)),
    to,
  )
  return linked?.json ? nameOf(to, JSON.parse(linked.json) as RecordDocument) : null
}

export function aboutOf(db: ReadDb, row: SeenRow, document: RecordDocument, names: NameReader = nameReader(db)): string | null {
  const sides: readonly (readonly [string, ObjectType])[] = [
    ['contact_ids', 'contact'],
    ['company_ids', 'company'],
    ['deal_ids', 'deal'],
    ['lead_ids', 'lead'],
  ]
  for (const [field, to] of sides) {
    const reference = referencesIn(document[field])[0]
    const name = reference === undefined ? null : names(row.connection, to, reference)
    if (name !== null) return name
  }
  return null
}
