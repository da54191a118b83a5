/** What stands in an open editor: fields ready to be saved, or why they can't be. */
import type { FieldPath } from '../../../shared/model/field-path'
import type { Json } from '../../../shared/model/json'
import type { EditableField } from './editable-field'

export type Draft =
  | { readonly ok: true; readonly values: readonly DraftValue[] }
  | { readonly ok: false; readonly why: 'not-a-number' | 'not-an-email' | 'not-a-date' }

export interface DraftValue {
  readonly path: FieldPath
  /** Null clears the field. */
  readonly value: Json
}

/** What every editor takes. It tells of each change; who holds it decides when to save. */
export interface EditorProps {
  readonly field: EditableField
  readonly value: Json | undefined
  readonly label: string
  readonly autoFocus?: boolean
  readonly invalid?: boolean
  /** The id of the element that says what is wrong. */
  readonly describedBy?: string
  readonly onDraft: (draft: Draft) => void
  /** A choice that is complete by being made: an option, a day. */
  readonly onCommit?: () => void
}

export function draftOf(field: EditableField, value: Json): Draft {
  return { ok: true, values: [{ path: field.path, value }] }
}
