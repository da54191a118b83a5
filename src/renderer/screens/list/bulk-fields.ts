/** The fields that an edit of many offers: those of the model that can be edited, then the company's own, by their definitions. */
import type { CustomField } from '../../../shared/model/custom-field'
import { fieldsByObject } from '../../../shared/model/fields'
import type { ObjectType } from '../../../shared/model/object-type'
import { customFields } from '../../parts/fields/custom-fields'
import type { EditableField } from '../../parts/fields/editable-field'
import { fieldAtPath } from '../../parts/fields/field-groups'
import { editedPath } from './editable-columns'

export function bulkFields(object: ObjectType, definitions: readonly CustomField[]): readonly EditableField[] {
  const own = fieldsByObject[object].flatMap(({ path }) =>
    path === 'metadata' || editedPath(object, path) === null ? [] : (fieldAtPath(object, {}, path) ?? []),
  )
  return [...own, ...customFields({}, definitions).filter(({ readOnly }) => readOnly === null)]
}
