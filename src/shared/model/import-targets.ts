/** What a column may mean: the targets of an object type, and what each wants of a cell. See the nouns in `shared/model/import.ts`. */
import { fail, preview } from '../failure'
import { fieldAt, type FieldDefinition, type FieldKind, fieldsByObject } from './fields'
import { isSafeKey } from './json'
import type { ObjectType, WritableObjectType } from './object-type'

export interface Target {
  /** As it is written: `emails:HOME`. */
  readonly text: string
  /** The field that it fills; null for `id`, which only finds the record. */
  readonly path: string | null
  readonly kind: FieldKind | 'id' | 'last-first' | 'reference-ids'
  /** The kind of an address, in the CRM's words: `WORK`. */
  readonly label: string | null
  readonly to: ObjectType | null
}

/** Fails for what the object type does not have or what the CRM sets alone, naming what there is. */
export function parseTarget(object: WritableObjectType, text: string): Target {
  return (
    findTarget(object, text) ?? fail({ kind: 'bad-input', where: 'map', expected: `one of ${targetNames(object).join(', ')}`, got: preview(text) })
  )
}

export function findTarget(object: WritableObjectType, text: string): Target | null {
  if (!text.split('.').every(isSafeKey)) return null
  if (text === 'id') return { text, path: null, kind: 'id', label: null, to: null }
  if (text === 'name:last-first' && fieldAt(object, 'last_name')) return { text, path: 'name', kind: 'last-first', label: null, to: null }
  const [, list = '', label = ''] = /^(emails|telephones):([A-Z][A-Z0-9_]{0,30})$/.exec(text) ?? []
  if (list !== '') return fromField(text, fieldAt(object, list), label)
  const [, references = ''] = /^(stages|pipelines)\.id$/.exec(text) ?? []
  if (references !== '') {
    const field = fieldAt(object, references)
    return field && isReference(field) ? { text, path: references, kind: 'reference-ids', label: null, to: field.to ?? null } : null
  }
  return text === 'metadata' ? null : fromField(text, fieldAt(object, text), null)
}

function fromField(text: string, field: FieldDefinition | null, label: string | null): Target | null {
  // What has parts of its own has no form that a cell could hold.
  if (field === null || field.readOnly || field.kind === 'object' || field.kind === 'custom') return null
  return { text, path: field.path, kind: field.kind, label, to: field.to ?? null }
}

/** What a person chooses among, without custom fields, which only the records know. */
export function targetNames(object: WritableObjectType): readonly string[] {
  const fields = fieldsByObject[object].filter(({ readOnly, kind }) => !readOnly && kind !== 'object' && kind !== 'custom')
  const names = fields.flatMap((field) => [field.path, ...(isReference(field) ? [`${field.path}.id`] : [])])
  return ['id', ...(fieldAt(object, 'last_name') ? ['name:last-first'] : []), ...names]
}

function isReference({ kind }: FieldDefinition): boolean {
  return kind === 'references' || kind === 'stages'
}
