/**
 * The body of a write, checked field by field: a known field of the wrong type is refused by name, dates come out in one form,
 * what is not said clearly is not guessed.
 *
 * `null` means cleared and leaves nothing behind. Keys that the protocol does not know are kept. The protocol would let a
 * gateway ignore them, but a CRM has such fields, they come back in every read, and whoever replaces a record without them has
 * lost a customer's data. Here that can be seen.
 */
import { isJsonObject, isSafeKey, type Json, type JsonObject } from '../../../shared/model/json'
import { type CrmObject, wireFields, type WireType } from '../catalogue'
import { refuse } from './refusal'

/** Set by the CRM; what a client sends for them is no error and no effect. */
const ownFields = new Set(['id', 'created_at', 'updated_at', 'raw'])

/** The named fields of a body: null where it clears one. */
export function parseBody(object: CrmObject, body: unknown): Readonly<Record<string, Json>> {
  if (!isJsonObject(body)) return refuse('the body is not a JSON object')
  const fields: Record<string, Json> = {}
  for (const [name, value] of Object.entries(body)) {
    if (value === undefined || ownFields.has(name) || !isSafeKey(name)) continue
    const type = Object.hasOwn(wireFields[object], name) ? wireFields[object][name] : undefined
    fields[name] = value === null || type === undefined ? value : parseValue(name, type, value)
  }
  return fields
}

function parseValue(name: string, type: WireType, value: Json): Json {
  if (typeof type === 'object') return parseMembers(name, type, value)
  switch (type) {
    case 'text':
    case 'link':
    case 'owner':
      return typeof value === 'string' ? value : refuse(`${name} must be a string`)
    case 'number':
      return typeof value === 'number' ? value : refuse(`${name} must be a number`)
    case 'boolean':
      return typeof value === 'boolean' ? value : refuse(`${name} must be true or false`)
    case 'date':
      return parseDate(name, value)
    case 'texts':
    case 'links':
      return parseList(name, value, (entry, at) => (typeof entry === 'string' ? entry : refuse(`${at} must be a string`)))
    case 'emails':
      return parseList(name, value, (entry, at) => parseMembers(at, { email: 'text', type: 'text' }, entry))
    case 'telephones':
      return parseList(name, value, (entry, at) => {
        const telephone = parseMembers(at, { telephone: 'text', type: 'text' }, entry)
        return typeof telephone['telephone'] === 'string' ? telephone : refuse(`${at}.telephone is required`)
      })
    case 'references':
      return parseList(name, value, (entry, at) => parseMembers(at, { id: 'text', name: 'text', type: 'text' }, entry))
    case 'metadata':
      return parseList(name, value, parseCustomField)
    case 'stages':
      return parseList(name, value, parseStage)
    case 'objects':
      return parseList(name, value, (entry, at) => (isJsonObject(entry) ? entry : refuse(`${at} must be an object`)))
  }
}

function parseList(name: string, value: Json, parse: (entry: Json, at: string) => Json): readonly Json[] {
  if (!Array.isArray(value)) return refuse(`${name} must be a list`)
  return value.map((entry: Json, index) => parse(entry, `${name}[${index}]`))
}

function parseMembers(name: string, members: Readonly<Record<string, WireType>>, value: Json): JsonObject {
  if (!isJsonObject(value)) return refuse(`${name} must be an object`)
  const parsed: Record<string, Json> = {}
  for (const [member, inner] of Object.entries(value)) {
    if (inner === undefined || inner === null || !isSafeKey(member)) continue
    const type = Object.hasOwn(members, member) ? members[member] : undefined
    parsed[member] = type === undefined ? inner : parseValue(`${name}.${member}`, type, inner)
  }
  return parsed
}

function parseCustomField(entry: Json, at: string): JsonObject {
  if (!isJsonObject(entry)) return refuse(`${at} must be an object`)
  const named = typeof entry['slug'] === 'string' || typeof entry['id'] === 'string'
  if (!named) return refuse(`${at} needs a slug`)
  if (entry['value'] === undefined || entry['value'] === null) return refuse(`${at}.value is required`)
  return entry
}

function parseStage(entry: Json, at: string): JsonObject {
  const stage = parseMembers(at, { id: 'text', name: 'text', deal_probability: 'number', display_order: 'number' }, entry)
  for (const flag of ['active', 'is_closed']) {
    if (stage[flag] !== undefined && typeof stage[flag] !== 'boolean') refuse(`${at}.${flag} must be true or false`)
  }
  return stage
}

/** Dates are accepted with any zone and kept in one form, to the millisecond. */
function parseDate(name: string, value: Json): string {
  const instant = typeof value === 'string' ? parseDateText(value) : null
  return instant === null ? refuse(`${name} must be a date like 2026-03-04T10:15:30.000Z`) : new Date(instant).toISOString()
}

const datePattern = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/

/** Milliseconds since 1970, or null. The 30th of February is no date, though JavaScript makes one of it. */
export function parseDateText(text: string): number | null {
  const match = datePattern.exec(text)
  if (!match) return null
  const days = new Date(Date.UTC(Number(match[1]), Number(match[2]), 0)).getUTCDate()
  if (Number(match[3]) > days) return null
  const instant = Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
  return Number.isNaN(instant) ? null : instant
}
