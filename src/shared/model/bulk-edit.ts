/**
 * One edit of many records: what becomes of each.
 *
 * Pure, and the same for the preview and for the edit itself, so that what was shown is what is done. A record of which nothing
 * changes is left alone: no change is made of it, and nothing is pushed.
 */
import { sameValue, kindOf } from '../sync/merge-field'
import { fieldAt } from './fields'
import { type FieldPath, readField } from './field-path'
import { isEmptyValue, isJsonObject, type Json, type JsonObject } from './json'
import type { ObjectType } from './object-type'

export const bulkActions = ['set', 'clear', 'add', 'remove', 'copy', 'replace'] as const
export type BulkAction = (typeof bulkActions)[number]

export interface BulkEdit {
  readonly path: FieldPath
  readonly action: BulkAction
  /**
   * `set` its new value · `add`, `remove` a list of entries · `copy` the path of the field it is copied from ·
   * `replace` `{"find": "…", "by": "…"}` · `clear` null
   */
  readonly value: Json
}

export interface EditedField {
  readonly path: FieldPath
  readonly old: Json
  readonly value: Json
}

/** The fields that come out different, in the order of the edits; a later edit of a field sees what an earlier one made of it. */
export function applyBulkEdits(object: ObjectType, document: JsonObject, edits: readonly BulkEdit[]): readonly EditedField[] {
  const values = new Map<FieldPath, Json>()
  const now = (path: FieldPath): Json => (values.has(path) ? (values.get(path) ?? null) : (readField(document, path) ?? null))
  for (const { path, action, value } of edits) values.set(path, edited(action, now(path), value, now))
  return [...values].flatMap(([path, value]) => {
    const old = readField(document, path) ?? null
    return sameValue(kindOf(object, path), old, value) ? [] : [{ path, old, value }]
  })
}

/** Fields whose entries can be added and removed one by one. */
export function isListField(object: ObjectType, path: string): boolean {
  return ['texts', 'urls', 'emails', 'phones', 'relations', 'references'].includes(fieldAt(object, path)?.kind ?? '')
}

function edited(action: BulkAction, old: Json, value: Json, now: (path: FieldPath) => Json): Json {
  switch (action) {
    case 'set':
      return value
    case 'clear':
      return null
    case 'add':
      return [...listOf(old), ...listOf(value).filter((entry) => !listOf(old).some((each) => sameEntry(each, entry)))]
    case 'remove':
      return listOf(old).filter((each) => !listOf(value).some((entry) => sameEntry(each, entry)))
    case 'copy':
      return typeof value === 'string' ? now(value as FieldPath) : old
    case 'replace': {
      const { find, by } = isJsonObject(value) ? value : {}
      return typeof old === 'string' && typeof find === 'string' && find !== '' && typeof by === 'string' ? old.replaceAll(find, by) : old
    }
  }
}

function listOf(value: Json): readonly Json[] {
  return isEmptyValue(value) ? [] : Array.isArray(value) ? (value as readonly Json[]) : [value]
}

/** An e-mail by its address, a phone by its digits, a reference by its id, anything else by what it says; case does not matter. */
function sameEntry(one: Json, other: Json): boolean {
  return entryKey(one) === entryKey(other)
}

function entryKey(entry: Json): string {
  if (!isJsonObject(entry)) return JSON.stringify(entry).toLowerCase()
  const { email, telephone, id } = entry
  if (typeof email === 'string') return JSON.stringify(email).toLowerCase()
  if (typeof telephone === 'string') return JSON.stringify(telephone.replaceAll(/\D/g, ''))
  return JSON.stringify(id ?? entry).toLowerCase()
}
