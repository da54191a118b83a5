/**
 * Reading and writing one field of a record by its path.
 *
 * `title` · `address.city` · `metadata.tier` (the custom field with that slug). Nothing here changes what it is given.
 */
import { fail, preview } from '../failure'
import { type FieldDefinition, fieldAt, fieldsByObject, objectValuedFields } from './fields'
import type { Brand } from './ids'
import { isJsonObject, isSafeKey, type Json, type JsonObject } from './json'
import type { ObjectType } from './object-type'

export type FieldPath = Brand<string, 'FieldPath'>

/** One field and its new value; null means cleared. */
export interface FieldValue {
  readonly path: FieldPath
  readonly value: Json
}

/** Checks that the object type has such a field; the error lists what it has. */
export function parseFieldPath(object: ObjectType, raw: string): FieldPath {
  if (raw.split('.').every(isSafeKey) && fieldAt(object, raw) && raw !== 'metadata') return raw as FieldPath
  const known = fieldsByObject[object].map((field) => (field.path === 'metadata' ? 'metadata.‹slug›' : field.path))
  return fail({ kind: 'bad-input', where: `field of ${object}`, expected: `one of ${known.join(', ')}`, got: preview(raw) })
}

export function definitionOf(object: ObjectType, path: FieldPath): FieldDefinition {
  return fieldAt(object, path) ?? fail({ kind: 'bad-input', where: 'field', expected: `a field of ${object}`, got: preview(path) })
}

/** The value at a path; undefined where the record does not say. */
export function readField(record: JsonObject, path: FieldPath): Json | undefined {
  const [head, rest] = splitPath(path)
  const value = own(record, head)
  if (rest === null) return value
  if (head === 'metadata') return own(customField(value, rest) ?? {}, 'value')
  return isJsonObject(value) ? own(value, rest) : undefined
}

/** A copy with that value at the path; `undefined` removes the field. */
export function writeField(record: JsonObject, path: FieldPath, value: Json | undefined): JsonObject {
  const [head, rest] = splitPath(path)
  if (rest === null) return withMember(record, head, value)
  const whole = own(record, head)
  if (head === 'metadata') return withMember(record, head, withCustomField(whole, rest, value))
  const parts = withMember(isJsonObject(whole) ? whole : {}, rest, value)
  return withMember(record, head, Object.keys(parts).length === 0 && !isJsonObject(whole) ? undefined : parts)
}

/**
 * Unfolds a record, or a part of one, into field values: objects by part, custom fields by slug, all else as it is.
 * Read-only fields are left out; a field that the model does not know is an error that names the known ones.
 */
export function unfoldFields(object: ObjectType, data: JsonObject): readonly FieldValue[] {
  const values: FieldValue[] = []
  for (const [key, value] of Object.entries(data)) {
    if (value === undefined || key === 'id' || key === 'raw') continue
    if (objectValuedFields.has(key) && isJsonObject(value)) {
      for (const [part, inner] of Object.entries(value)) {
        if (inner !== undefined) values.push({ path: parseFieldPath(object, `${key}.${part}`), value: inner })
      }
    } else if (key === 'metadata' && Array.isArray(value)) {
      for (const entry of value) {
        const slug = isJsonObject(entry) ? entry['slug'] : null
        if (!isJsonObject(entry) || typeof slug !== 'string') {
          fail({ kind: 'bad-input', where: 'metadata', expected: 'entries with a slug and a value', got: preview(entry) })
        }
        values.push({ path: parseFieldPath(object, `metadata.${slug}`), value: entry['value'] ?? null })
      }
    } else {
      const path = parseFieldPath(object, key)
      if (!definitionOf(object, path).readOnly) values.push({ path, value })
    }
  }
  return values
}

function splitPath(path: FieldPath): readonly [string, string | null] {
  const dot = path.indexOf('.')
  return dot < 0 ? [path, null] : [path.slice(0, dot), path.slice(dot + 1)]
}

function own(record: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined
}

function withMember(record: JsonObject, key: string, value: Json | undefined): JsonObject {
  if (value !== undefined) return { ...record, [key]: value }
  const { [key]: _removed, ...rest } = record
  return rest
}

function customField(metadata: Json | undefined, slug: string): JsonObject | undefined {
  return Array.isArray(metadata) ? metadata.find((entry: Json): entry is JsonObject => isJsonObject(entry) && entry['slug'] === slug) : undefined
}

/** Keeps the entry's id, format and whatever else the CRM put there; only the value is ours. */
function withCustomField(metadata: Json | undefined, slug: string, value: Json | undefined): Json | undefined {
  const entries: readonly Json[] = Array.isArray(metadata) ? metadata : []
  const present = customField(metadata, slug)
  if (value === undefined) return present ? entries.filter((entry) => entry !== present) : metadata
  if (!present) return [...entries, { slug, value }]
  return entries.map((entry) => (entry === present ? { ...present, value } : entry))
}
