/**
 * Between the wire and the model. They are nearly the same: the model is this API's own. What differs:
 *
 *   in    `raw` is taken out · an id is text · a deal's stage and pipeline from the older scalar fields, where only those came
 *   out   what the CRM sets alone is left out · the older scalars follow the reference that the rep changed
 *
 * Unknown fields go through untouched both ways: what is not sent back, a replace would erase.
 */
import { isJsonObject, type JsonObject } from '../../../shared/model/json'
import type { ObjectType } from '../../../shared/model/object-type'
import type { RecordDocument } from '../../../shared/model/record'
import type { IncomingRecord } from '../connector'
import type { CheckedRecord } from './wire'

const references = [
  { list: 'stages', id: 'stage_id', name: 'stage' },
  { list: 'pipelines', id: 'pipeline_id', name: 'pipeline' },
] as const

export function toIncoming(object: ObjectType, { remoteId, record }: Extract<CheckedRecord, { ok: true }>): IncomingRecord {
  const { raw, ...rest } = record
  const document: RecordDocument = { ...rest, id: remoteId, ...(object === 'deal' ? referencesFromScalars(rest) : {}) }
  return { object, remoteId, document, raw: isJsonObject(raw) ? raw : null }
}

/** The body of a write. */
export function toWire(object: ObjectType, document: RecordDocument): JsonObject {
  const { id: _id, raw: _raw, created_at: _created, updated_at: _updated, ...body } = document
  return object === 'deal' ? { ...body, ...scalarsFromReferences(body) } : body
}

function referencesFromScalars(deal: JsonObject): JsonObject {
  const found: Record<string, readonly JsonObject[]> = {}
  for (const { list, id, name } of references) {
    if (deal[list] !== undefined && deal[list] !== null) continue
    const reference = { ...textMember('id', deal[id]), ...textMember('name', deal[name]) }
    if (Object.keys(reference).length > 0) found[list] = [reference]
  }
  return found
}

function scalarsFromReferences(deal: JsonObject): JsonObject {
  const found: Record<string, string> = {}
  for (const { list, id, name } of references) {
    const reference = Array.isArray(deal[list]) ? (deal[list] as readonly unknown[])[0] : undefined
    if (!isJsonObject(reference)) continue
    const { id: newId, name: newName } = reference
    if (deal[id] !== undefined && typeof newId === 'string' && newId !== deal[id]) found[id] = newId
    // A name that belongs to another stage would contradict the id.
    if (deal[name] !== undefined && newId !== deal[id]) found[name] = typeof newName === 'string' ? newName : ''
  }
  return found
}

function textMember(key: 'id' | 'name', value: unknown): JsonObject {
  return typeof value === 'string' && value !== '' ? { [key]: value } : {}
}
