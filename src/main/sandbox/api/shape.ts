/**
 * A stored record as it goes out: with id and stamps, or only the fields that were asked for.
 *
 * `raw` is the record in the CRM's own naming. It is there only when asked for, and then without the CRM's own extra
 * properties unless each of them is named (`raw.legacy_id`).
 */
import { isJsonObject, type Json, type JsonObject } from '../../../shared/model/json'
import { wireFields } from '../catalogue'
import { idOf } from '../store/open'
import type { StoredRecord } from '../store/records'

export interface ShapeTraits {
  /** Stamps to the second or minute, or none at all. */
  readonly stamps: 'millisecond' | 'second' | 'minute' | 'none'
}

/** What a write body's `raw` held is kept under this key of the document, out of sight. */
export const RAW_KEY = '__raw'

const units = { millisecond: 1, second: 1_000, minute: 60_000 } as const

export function wholeRecord(record: StoredRecord, { stamps }: ShapeTraits): JsonObject {
  const { [RAW_KEY]: _hidden, ...document } = record.document
  const own = { id: idOf(record.key), created_at: new Date(record.createdAt).toISOString() }
  if (stamps === 'none') return { ...own, ...document }
  const updatedAt = record.updatedAt - (record.updatedAt % units[stamps])
  return { ...own, updated_at: new Date(updatedAt).toISOString(), ...document }
}

export function shapeRecord(record: StoredRecord, fields: readonly string[], traits: ShapeTraits): JsonObject {
  const whole = wholeRecord(record, traits)
  if (fields.length === 0) return whole
  const shaped: Record<string, Json | undefined> = {}
  for (const name of fields) {
    if (Object.hasOwn(whole, name)) shaped[name] = whole[name]
  }
  if (fields.some((name) => name === 'raw' || name.startsWith('raw.'))) shaped['raw'] = rawRecord(record, fields)
  return shaped
}

function rawRecord(record: StoredRecord, fields: readonly string[]): JsonObject {
  const raw: Record<string, Json | undefined> = { __id: idOf(record.key) }
  const known = wireFields[record.object]
  const extras: Record<string, Json | undefined> = {}
  for (const [name, value] of Object.entries(record.document)) {
    if (name === RAW_KEY) Object.assign(extras, isJsonObject(value) ? value : {})
    else if (Object.hasOwn(known, name)) raw[camelCase(name)] = value
    else extras[name] = value
  }
  for (const name of fields) {
    const property = name.startsWith('raw.') ? name.slice('raw.'.length) : null
    if (property !== null && Object.hasOwn(extras, property)) raw[property] = extras[property]
  }
  return raw
}

function camelCase(name: string): string {
  return name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
