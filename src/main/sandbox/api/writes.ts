/**
 * Create, replace, patch and delete, as the CRM means them.
 *
 *     POST    a new record; id and stamps are the CRM's
 *     PUT     the whole record: what is not sent is cleared, unknown fields and links among it
 *     PATCH   the named fields; lists and sub-objects as wholes; null clears
 *     DELETE  the record, and every link to it
 */
import { isJsonObject, type Json, type JsonObject } from '../../../shared/model/json'
import { type CrmObject, linkFieldsOf, wireFields } from '../catalogue'
import type { Effects } from '../faults/effects'
import type { Definitions } from '../store/definitions'
import { parseKey } from '../store/open'
import type { Records, StoredRecord } from '../store/records'
import { notFound, refuse } from './refusal'
import { RAW_KEY } from './shape'
import { nameStages, refuseIfUsed, settleStage } from './stages'
import { parseBody } from './values'

export interface WriteParts {
  readonly records: Records
  readonly definitions: Definitions
  readonly effects: Effects
  readonly now: () => number
}

export interface WriteTraits {
  /** Values come back in the CRM's own form. */
  readonly normalizes: (what: 'phone' | 'email' | 'text') => boolean
  /** A replacement leaves alone what it does not name, as with CRMs that only know partial updates. */
  readonly putKeeps: boolean
}

export const faithful: WriteTraits = { normalizes: () => false, putKeeps: false }

type By = 'client' | 'colleague'

export interface Writes {
  create(object: CrmObject, body: unknown, by: By, traits: WriteTraits): StoredRecord
  replace(object: CrmObject, id: string, body: unknown, by: By, traits: WriteTraits): StoredRecord
  patch(object: CrmObject, id: string, body: unknown, by: By, traits: WriteTraits): StoredRecord
  remove(object: CrmObject, id: string, by: By): void
}

export function createWrites({ records, definitions, effects, now }: WriteParts): Writes {
  function require(object: CrmObject, id: string): StoredRecord {
    const key = parseKey(object, id)
    return (key === null ? null : records.find(object, key)) ?? notFound(`${object} ${id}`)
  }

  function checked(object: CrmObject, fields: Readonly<Record<string, Json>>, body: unknown, before: JsonObject, traits: WriteTraits): JsonObject {
    const document = dropNulls({ ...before, ...fields })
    if (isJsonObject(body) && isJsonObject(body['raw']))
      document[RAW_KEY] = { ...(isJsonObject(before[RAW_KEY]) ? before[RAW_KEY] : {}), ...body['raw'] }
    checkLinks(records, object, fields)
    if (object === 'event' && typeof document['type'] !== 'string') refuse('type is required')
    if (object === 'deal') settleStage(records, document, fields)
    if (object === 'pipeline') nameStages(records, document)
    completeName(document, fields)
    nameCustomFields(definitions, object, document)
    return normalized(document, fields, traits)
  }

  function replaceWith(object: CrmObject, before: StoredRecord, document: JsonObject, verb: 'replace' | 'patch', by: By): StoredRecord {
    const after = records.replace(object, before.key, document, now())
    effects.note({ verb, by, before, after, at: after.updatedAt })
    return after
  }

  return {
    create(object, body, by, traits) {
      const fields = parseBody(object, body)
      const after = records.create(object, checked(object, fields, body, {}, traits), now())
      effects.note({ verb: 'create', by, before: null, after, at: after.updatedAt })
      return after
    },
    replace(object, id, body, by, traits) {
      const before = require(object, id)
      const fields = parseBody(object, body)
      const kept: JsonObject = traits.putKeeps
        ? before.document
        : before.document[RAW_KEY] === undefined
          ? {}
          : { [RAW_KEY]: before.document[RAW_KEY] }
      return replaceWith(object, before, checked(object, fields, body, kept, traits), 'replace', by)
    },
    patch(object, id, body, by, traits) {
      const before = require(object, id)
      const fields = parseBody(object, body)
      return replaceWith(object, before, checked(object, fields, body, before.document, traits), 'patch', by)
    },
    remove(object, id, by) {
      const before = require(object, id)
      if (object === 'pipeline') refuseIfUsed(records, before)
      records.remove(before.key)
      effects.note({ verb: 'delete', by, before, after: null, at: now() })
    },
  }
}

/** A link to nothing is refused: a client that sends an id of its own making, or of a deleted record, should hear of it. */
function checkLinks(records: Records, object: CrmObject, fields: Readonly<Record<string, Json>>): void {
  for (const link of linkFieldsOf(object)) {
    const value = fields[link.field]
    const ids = typeof value === 'string' ? [value] : Array.isArray(value) ? (value as readonly string[]) : []
    for (const id of ids) {
      if (id === '' && link.single) continue
      const key = parseKey(link.to, id)
      if (key === null || !records.exists(key)) refuse(`${link.field}: there is no ${link.to} “${id}”`)
    }
  }
  for (const [field, type] of Object.entries(wireFields[object])) {
    const id = fields[field]
    if (type !== 'owner' || typeof id !== 'string' || id === '') continue
    const key = parseKey('employee', id)
    if (key === null || !records.exists(key)) refuse(`${field}: there is no user “${id}”`)
  }
}

/** First and last name make the name when only they were written. */
function completeName(document: Record<string, Json>, fields: Readonly<Record<string, Json>>): void {
  if (fields['name'] !== undefined || (fields['first_name'] === undefined && fields['last_name'] === undefined)) return
  const parts = [document['first_name'], document['last_name']].filter((part): part is string => typeof part === 'string' && part !== '')
  if (parts.length > 0) document['name'] = parts.join(' ')
}

/** A value of a defined custom field is answered with the definition's id and format beside it. */
function nameCustomFields(all: Definitions, object: CrmObject, document: Record<string, Json>): void {
  const entries = document['metadata']
  if (!Array.isArray(entries)) return
  const definitions = all.of(object)
  document['metadata'] = entries.map((entry: Json) => {
    if (!isJsonObject(entry)) return entry
    const definition = definitions.find(({ id, slug }) => slug === entry['slug'] || id === entry['id'])
    return definition ? { id: definition.id, slug: definition.slug, format: definition['format'], ...entry } : entry
  })
}

function normalized(document: Record<string, Json>, fields: Readonly<Record<string, Json>>, { normalizes }: WriteTraits): JsonObject {
  const telephones = document['telephones']
  if (normalizes('phone') && Array.isArray(telephones) && fields['telephones'] !== undefined) {
    document['telephones'] = telephones.map((entry: Json) =>
      isJsonObject(entry)
        ? {
            ...entry,
            telephone: (typeof entry['telephone'] === 'string' ? entry['telephone'] : '').replaceAll(/[^\d+]/g, '').replace(/^00/, '+'),
          }
        : entry,
    )
  }
  const emails = document['emails']
  if (normalizes('email') && Array.isArray(emails) && fields['emails'] !== undefined) {
    document['emails'] = emails.map((entry: Json) =>
      isJsonObject(entry) && typeof entry['email'] === 'string' ? { ...entry, email: entry['email'].trim().toLowerCase() } : entry,
    )
  }
  if (normalizes('text')) {
    for (const [name, value] of Object.entries(document)) if (typeof value === 'string') document[name] = value.trim().replaceAll(/\s+/g, ' ')
  }
  return document
}

/** `null`, `""` and `[]` all clear; only an empty string and list leave a trace, as they do on most CRMs. */
function dropNulls(document: JsonObject): Record<string, Json> {
  const kept: Record<string, Json> = {}
  for (const [name, value] of Object.entries(document)) if (value !== undefined && value !== null) kept[name] = value
  return kept
}
