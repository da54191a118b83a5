/** The values of the columns that lists show, for one row: by field path, and by name for what it is linked with. */
import type { ConnectionId } from '../../shared/model/ids'
import { isEmptyValue, type Json } from '../../shared/model/json'
import type { ObjectType } from '../../shared/model/object-type'
import { firstMember, type RecordDocument, textOf } from '../../shared/model/record'
import { stageName } from './columns'
import { reverseFields } from './filter-links'
import { contentMember, namedRecord, nameOf, referencesIn, type SeenRow } from './rows'
import type { ReadDb } from './sql'

export function listValues(db: ReadDb, row: SeenRow, document: RecordDocument): Readonly<Record<string, Json>> {
  const values: Record<string, Json | null | undefined> = { ...ownValues(db, row, document), ...ownerOf(db, row.connection, document) }
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, Json] => !isEmptyValue(entry[1])))
}

function ownValues(db: ReadDb, row: SeenRow, document: RecordDocument): Record<string, Json | null | undefined> {
  const reach = {
    emails: membersOf(document['emails'], 'email'),
    telephones: membersOf(document['telephones'], 'telephone'),
    created_at: document['created_at'],
    updated_at: document['updated_at'],
  }
  switch (row.object) {
    case 'contact':
      return { ...reach, title: document['title'], company: textOf(document, 'company') ?? linkedName(db, row, document, 'company_ids', 'company') }
    case 'company':
      return { ...reach, domains: document['domains'], industry: document['industry'], employees: document['employees'] }
    case 'deal':
      return {
        ...pick(document, ['amount', 'currency', 'closing_at', 'closed_at', 'probability', 'created_at', 'updated_at']),
        stages: stageName(document),
        company: linkedName(db, row, document, 'company_ids', 'company'),
      }
    case 'lead':
      return { ...reach, ...pick(document, ['company_name', 'status', 'source']) }
    case 'event':
      return {
        ...pick(document, ['type', 'created_at', 'updated_at']),
        about: aboutOf(db, row, document),
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

function pick(document: RecordDocument, keys: readonly string[]): Record<string, Json | undefined> {
  return Object.fromEntries(keys.map((key) => [key, document[key]]))
}

/** What the entries of a list of e-mails or phones say; a list shows the first and how many more. */
function membersOf(list: Json | undefined, key: string): readonly string[] {
  return Array.isArray(list) ? list.slice(0, 20).flatMap((entry: Json) => firstMember([entry], key) ?? []) : []
}

function ownerOf(db: ReadDb, connection: ConnectionId, document: RecordDocument): Record<string, Json | null> {
  const id = textOf(document, 'user_id')
  return id === null ? {} : { user_id: namedRecord(db, connection, 'user', id).name ?? id }
}

/** The name of the first record linked by that field, or by the other side's. */
function linkedName(db: ReadDb, row: SeenRow, document: RecordDocument, field: string, to: ObjectType): string | null {
  const reference = referencesIn(document[field])[0]
  if (reference !== undefined) return namedRecord(db, row.connection, to, reference).name
  const linked = db.get<{ readonly json: string | null }>(
    `SELECT coalesce(o.view_json, o.remote_json) AS json FROM link l JOIN record o ON o.rid = l.owner
      WHERE l.target = ? AND l.rel IN (SELECT value FROM json_each(?)) AND o.list = ? LIMIT 1`,
    row.id,
    JSON.stringify(reverseFields(row.object, to)),
    to,
  )
  return linked?.json ? nameOf(to, JSON.parse(linked.json) as RecordDocument) : null
}

function aboutOf(db: ReadDb, row: SeenRow, document: RecordDocument): string | null {
  const sides: readonly (readonly [string, ObjectType])[] = [
    ['contact_ids', 'contact'],
    ['company_ids', 'company'],
    ['deal_ids', 'deal'],
    ['lead_ids', 'lead'],
  ]
  for (const [field, to] of sides) {
    const reference = referencesIn(document[field])[0]
    const name = reference === undefined ? null : namedRecord(db, row.connection, to, reference).name
    if (name !== null) return name
  }
  return null
}
