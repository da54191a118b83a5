/**
 * What arrives, checked record by record.
 *
 * Tolerant where a CRM may be sloppy (nulls, numbers as text, unknown fields and values, absent anything), strict where the
 * rest of the program relies on a shape: an id, lists that are lists, objects that are objects, stamps that are times. A
 * record that fails is told apart with the reason, and costs nothing but itself.
 */
import { preview } from '../../../shared/failure'
import { fieldsByObject, type FieldKind, objectValuedFields } from '../../../shared/model/fields'
import { parseInstant, type RemoteId } from '../../../shared/model/ids'
import { isJsonObject, type Json, type JsonObject } from '../../../shared/model/json'
import type { ObjectType } from '../../../shared/model/object-type'

export type CheckedRecord =
  | { readonly ok: true; readonly remoteId: RemoteId; readonly record: JsonObject }
  | { readonly ok: false; readonly remoteId: RemoteId | null; readonly payload: Json; readonly reason: string }

export function checkRecord(object: ObjectType, payload: Json): CheckedRecord {
  if (!isJsonObject(payload)) return { ok: false, remoteId: null, payload, reason: `expected a record, got ${preview(payload)}` }
  const remoteId = idOf(payload)
  if (remoteId === null) return { ok: false, remoteId, payload, reason: `id: expected a non-empty text, got ${preview(payload['id'])}` }
  const reason = firstProblem(object, payload)
  return reason === null ? { ok: true, remoteId, record: payload } : { ok: false, remoteId, payload, reason }
}

/** An id is text; a number is the same id without its quotes. */
export function idOf(record: JsonObject): RemoteId | null {
  const id = record['id']
  if (typeof id === 'number' && Number.isFinite(id)) return String(id) as RemoteId
  return typeof id === 'string' && id.trim() !== '' ? (id as RemoteId) : null
}

function firstProblem(object: ObjectType, record: JsonObject): string | null {
  for (const whole of objectValuedFields) {
    const value = record[whole]
    if (isPresent(value) && fieldsByObject[object].some((field) => field.path.startsWith(`${whole}.`)) && !isJsonObject(value)) {
      return `${whole}: expected an object, got ${preview(value)}`
    }
  }
  for (const { path, kind } of fieldsByObject[object]) {
    const value = valueAt(record, path)
    const expected = isPresent(value) ? expectedInstead(path, kind, value) : null
    if (expected !== null) return `${path}: expected ${expected}, got ${preview(value)}`
  }
  return null
}

function expectedInstead(path: string, kind: FieldKind, value: Json): string | null {
  switch (kind) {
    case 'emails':
      return isListOf(value, (entry) => isJsonObject(entry) && isTextLike(entry['email'])) ? null : 'a list of e-mail addresses'
    case 'phones':
      return isListOf(value, (entry) => isJsonObject(entry) && isPresent(entry['telephone']) && isTextLike(entry['telephone']))
        ? null
        : 'a list of telephone numbers'
    case 'texts':
    case 'urls':
    case 'relations':
      return isListOf(value, isTextLike) ? null : 'a list of texts'
    case 'references':
    case 'stages':
      return isListOf(value, isJsonObject) ? null : 'a list of references'
    case 'custom':
      return isListOf(value, isJsonObject) ? null : 'a list of custom fields'
    case 'number':
    case 'money':
    case 'percent':
      return Number.isFinite(typeof value === 'string' && value.trim() !== '' ? Number(value) : value) ? null : 'a number'
    case 'boolean':
      return typeof value === 'boolean' ? null : 'true or false'
    case 'date-time':
      // Only the CRM's own stamps steer the pull; a date of the rep's that we can't read is shown as it is.
      if (path !== 'created_at' && path !== 'updated_at') return typeof value === 'string' ? null : 'a date'
      return parseInstant(value) === null ? 'a time with a zone' : null
    case 'object':
      return null
    default:
      return isTextLike(value) ? null : 'a text'
  }
}

function isListOf(value: Json, holds: (entry: Json) => boolean): boolean {
  return Array.isArray(value) && value.every((entry: Json) => holds(entry))
}

function isTextLike(value: Json | undefined): boolean {
  return !isPresent(value) || typeof value !== 'object'
}

function isPresent(value: Json | undefined): value is Exclude<Json, null> {
  return value !== undefined && value !== null
}

function valueAt(record: JsonObject, path: string): Json | undefined {
  const [head = '', part] = path.split('.')
  const whole = record[head]
  if (part === undefined) return whole
  return isJsonObject(whole) ? whole[part] : undefined
}
