/** What a field is called. */
import type { ObjectType } from '../../../shared/model/object-type'
import { type MessageId, messages } from '../../messages'
import type { Text } from '../../messages/text'
import type { EditableField } from './editable-field'

/** The message of `deal.name` before that of `name`; a field that nobody named keeps its path, which is at least exact. */
export function fieldLabel(t: Text, object: ObjectType, field: Pick<EditableField, 'path' | 'label'>): string {
  if (field.label !== null) return field.label
  const short = field.path.replace(/^(note|call|meeting|email|task|marketing_email|form|page_view)\./, '')
  for (const id of [`field.${object}.${field.path}`, `field.${field.path}`, `field.${short}`]) if (isMessage(id)) return t(id)
  return field.path.replace(/^metadata\./, '')
}

/** An option of the model in words; one that only this CRM knows, as it is. */
export function optionLabel(t: Text, path: string, value: string): string {
  const id = path === 'type' ? `event.${value}` : `option.${value}`
  return isMessage(id) ? t(id) : value
}

/** `WORK` as “work”; what a CRM calls differently, in its own words. */
export function addressKind(t: Text, kind: string): string {
  const id = `kind.${kind.toUpperCase()}`
  return isMessage(id) ? t(id) : kind
}

function isMessage(id: string): id is MessageId {
  return Object.hasOwn(messages, id)
}
