/** Which field a column edits. Some columns are made of others (what an activity is about) and edit none. */
import { definitionOf, type FieldPath } from '../../../shared/model/field-path'
import { fieldAt } from '../../../shared/model/fields'
import { isWritable, type ObjectType } from '../../../shared/model/object-type'

/** Null where the column can't be edited in the list. */
export function editedPath(object: ObjectType, path: string): FieldPath | null {
  // A deal's company is a link; a contact's is a text beside it.
  const of = object === 'deal' && path === 'company' ? 'company_ids' : path
  if (!isWritable(object) || fieldAt(object, of) === null) return null
  const field = definitionOf(object, of as FieldPath)
  return field.readOnly || field.kind === 'object' ? null : (of as FieldPath)
}
