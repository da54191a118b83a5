/**
 * A person has a full name and its parts, and CRMs differ in which of them they believe. When the rep edits only one side, the
 * other follows where it said the same before; where it did not (a title, another order), it is left alone.
 */
import type { FieldPath, FieldValue } from '../../shared/model/field-path'
import { readField } from '../../shared/model/field-path'
import type { Json } from '../../shared/model/json'
import type { ObjectType } from '../../shared/model/object-type'
import type { RecordDocument } from '../../shared/model/record'

const path = { name: 'name' as FieldPath, first: 'first_name' as FieldPath, last: 'last_name' as FieldPath }

/** The edits with what follows from them. */
export function withWholeName(object: ObjectType, document: RecordDocument, edits: readonly FieldValue[]): readonly FieldValue[] {
  if (object !== 'contact' && object !== 'lead') return edits
  const edited = (field: FieldPath): boolean => edits.some((edit) => edit.path === field)
  if (edited(path.name) || !(edited(path.first) || edited(path.last))) return edits
  const valueNow = (field: FieldPath): Json | undefined =>
    edits.find((edit) => edit.path === field)?.value ?? (edited(field) ? null : readField(document, field))
  const before = joined(readField(document, path.first), readField(document, path.last))
  const name = readField(document, path.name)
  if (typeof name === 'string' && name !== '' && name !== before) return edits
  return [...edits, { path: path.name, value: joined(valueNow(path.first), valueNow(path.last)) }]
}

function joined(...parts: readonly (Json | undefined)[]): string {
  return parts.filter((part): part is string => typeof part === 'string' && part.trim() !== '').join(' ')
}
