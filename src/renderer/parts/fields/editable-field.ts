/** A field as the interface shows and edits it. */
import type { FieldKind } from '../../../shared/model/fields'
import type { FieldPath } from '../../../shared/model/field-path'
import type { ObjectType } from '../../../shared/model/object-type'

export interface EditableField {
  readonly path: FieldPath
  readonly kind: FieldKind
  /** The CRM's own name for a custom field; null where the catalogue of messages has one. */
  readonly label: string | null
  /** Why it can't be edited; null where it can. `by-crm`: the CRM keeps it. `whole`: has no editor, only what it holds. */
  readonly readOnly: 'by-crm' | 'whole' | null
  readonly options: readonly { readonly value: string; readonly label: string }[] | null
  /** For links: what the ids point to. */
  readonly to: ObjectType | null
  /** The CRM takes no record without it. */
  readonly required?: true
}
