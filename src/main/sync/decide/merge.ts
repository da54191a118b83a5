/**
 * Three-way merge of one record: a change, and the CRM's record as it is now.
 *
 * Starts from theirs, so that whatever the rep did not touch, fields that we do not know among it, goes back as it came. What
 * only the rep changed is laid over it; what both changed to different ends is left as it is there and handed to a person.
 *
 * Always true, and tested as properties: with no edits of mine the result is theirs; every value of mine is in the result, in
 * theirs already, or in a conflict; merging the result again changes nothing.
 */
import { type FieldPath, readField, writeField } from '../../../shared/model/field-path'
import type { FieldKind } from '../../../shared/model/fields'
import { isEmptyValue, type Json } from '../../../shared/model/json'
import type { ObjectType } from '../../../shared/model/object-type'
import type { RecordDocument } from '../../../shared/model/record'
import { changedBeside, compareWithRemote, kindOf, mergeField, type PatchField } from '../../../shared/sync/merge-field'

export interface FieldConflict {
  readonly path: FieldPath
  readonly base: Json
  readonly mine: Json
  readonly theirs: Json
}

export interface MergedRecord {
  /** The whole record as it should be in the CRM. */
  readonly document: RecordDocument
  readonly conflicts: readonly FieldConflict[]
  /** The fields of the change that `document` brings and the CRM does not hold yet. */
  readonly pending: readonly PatchField[]
  /** Fields that the CRM changed since the rep looked, and that go on as they are there. */
  readonly merged: readonly string[]
}

export interface MergeInput {
  readonly object: ObjectType
  readonly fields: readonly PatchField[]
  readonly theirs: RecordDocument
  /** The record as the mirror held it before; null where it held none. */
  readonly seen: RecordDocument | null
}

export function mergeRecord({ object, fields, theirs, seen }: MergeInput): MergedRecord {
  const { disputed, pending } = compareWithRemote(object, fields, theirs, seen)
  return {
    document: pending.reduce((record, field) => withPatch(object, record, field), theirs),
    conflicts: disputed.map(({ path, base, value }) => ({ path, base, mine: value, theirs: readField(theirs, path) ?? null })),
    pending,
    merged: seen === null ? [] : changedBeside(object, fields, seen, theirs),
  }
}

/** Whether the rep, who saw `seen`, would say that this is still the same record. Stamps move by themselves. */
export function sameRecord(object: ObjectType, seen: RecordDocument, theirs: RecordDocument): boolean {
  return changedBeside(object, [], seen, theirs).length === 0
}

function withPatch(object: ObjectType, record: RecordDocument, { path, base, value }: PatchField): RecordDocument {
  const kind = kindOf(object, path)
  const theirs = readField(record, path)
  const merge = mergeField(kind, { base, mine: value, theirs })
  const result = merge.kind === 'merged' ? merge.value : value
  return writeField(record, path, isEmptyValue(result) ? clearedValue(kind, theirs) : result)
}

/**
 * How a cleared field is said. Some CRMs keep what is left out, so text and lists are sent empty; a number, a date or an
 * object has no empty form: it is left out, and what the answer then holds is shown.
 */
export function clearedValue(kind: FieldKind, theirs: Json | undefined): Json | undefined {
  if (Array.isArray(theirs)) return []
  switch (kind) {
    case 'texts':
    case 'urls':
    case 'emails':
    case 'phones':
    case 'relations':
    case 'references':
    case 'stages':
    case 'custom':
      return []
    case 'text':
      // A custom field is listed as text whatever it holds.
      return theirs === undefined || typeof theirs === 'string' ? '' : undefined
    case 'long-text':
    case 'url':
    case 'select':
    case 'user':
    case 'relation':
      return ''
    case 'number':
    case 'money':
    case 'percent':
    case 'boolean':
    case 'date-time':
    case 'object':
      return undefined
  }
}
