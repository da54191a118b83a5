/**
 * Several records that are one, field by field: what the keeper will hold. Pure, so that the dialog shows what the engine does.
 *
 * Lists are united, the keeper's entries first. Of other fields the keeper's value stays; where it has none, the first of the others that has
 * one gives it. A person may pick another record's value for any field that is no list.
 */
import { fieldsByObject, type FieldDefinition, type FieldKind } from './fields'
import { type FieldPath, readField } from './field-path'
import { isEmptyValue, isJsonObject, type Json, type JsonObject } from './json'
import { joinedList } from './joined-list'
import type { ObjectType } from './object-type'
import { sameValue } from '../sync/merge-field'

export interface MergedField {
  readonly path: FieldPath
  readonly kind: FieldKind
  /** Of the keeper first, then of the others in their order; null where a record has none. */
  readonly values: readonly Json[]
  readonly result: Json
  /** Whose value that is; null for united lists. */
  readonly from: number | null
  /** The records say different things. */
  readonly differs: boolean
  /** The keeper holds something else now. */
  readonly changes: boolean
}

/** `picked`: by path, the place of the record whose value is taken, 0 being the keeper. */
export function mergedFields(
  object: ObjectType,
  documents: readonly JsonObject[],
  picked: Readonly<Record<string, number>> = {},
): readonly MergedField[] {
  return fieldsByObject[object].flatMap((field) => {
    if (field.readOnly) return []
    const paths = field.kind === 'custom' ? customPaths(documents) : [field.path]
    return paths.flatMap((path) => {
      const merged = mergedField(field, path as FieldPath, documents, Object.hasOwn(picked, path) ? picked[path] : undefined)
      return merged.values.every(isEmptyValue) ? [] : [merged]
    })
  })
}

const lists: ReadonlySet<FieldKind> = new Set(['emails', 'phones', 'texts', 'urls', 'relations'])

function mergedField(field: FieldDefinition, path: FieldPath, documents: readonly JsonObject[], picked: number | undefined): MergedField {
  const kind = field.kind === 'custom' ? 'text' : field.kind
  const values = documents.map((document) => readField(document, path) ?? null)
  const [keepers = null] = values
  const differs = values.some((value) => !isEmptyValue(value) && !sameValue(kind, value, keepers))
  const base = { path, kind, values, differs }
  if (lists.has(kind)) {
    const result = values.reduce<Json>((united, value) => (isEmptyValue(value) ? united : joinedList(kind, united, value, 'add')), keepers)
    return { ...base, result, from: null, changes: !sameValue(kind, result, keepers) }
  }
  const first = values.findIndex((value) => !isEmptyValue(value))
  const from = picked !== undefined && picked >= 0 && picked < values.length ? picked : Math.max(0, isEmptyValue(keepers) ? first : 0)
  const result = values[from] ?? null
  return { ...base, result, from, changes: !sameValue(kind, result, keepers) }
}

function customPaths(documents: readonly JsonObject[]): readonly string[] {
  const slugs = documents.flatMap(({ metadata }) =>
    Array.isArray(metadata)
      ? metadata.flatMap((entry: Json) => (isJsonObject(entry) && typeof entry['slug'] === 'string' ? [entry['slug']] : []))
      : [],
  )
  return [...new Set(slugs)].map((slug) => `metadata.${slug}`)
}
