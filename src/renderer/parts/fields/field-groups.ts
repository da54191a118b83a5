/** Which fields of a record stand where: what a rep reads first, what belongs to it, what the company added, what the CRM keeps. */
import type { CustomField } from '../../../shared/model/custom-field'
import { type FieldDefinition, fieldsByObject } from '../../../shared/model/fields'
import { type FieldPath, parseFieldPath, readField } from '../../../shared/model/field-path'
import { isEmptyValue, isJsonObject, type JsonObject } from '../../../shared/model/json'
import type { ObjectType } from '../../../shared/model/object-type'
import { customFields } from './custom-fields'
import type { EditableField } from './editable-field'

export const fieldGroups = ['main', 'more', 'custom', 'system'] as const
export type FieldGroup = (typeof fieldGroups)[number]

/** In the order in which they stand; what is not named here and not the CRM's own belongs to `more`. */
const mainFields: Readonly<Record<ObjectType, readonly string[]>> = {
  contact: ['name', 'title', 'company', 'company_ids', 'emails', 'telephones', 'user_id'],
  company: ['name', 'domains', 'websites', 'industry', 'employees', 'telephones', 'user_id', 'description'],
  deal: ['name', 'company_ids', 'contact_ids', 'pipelines', 'stages', 'amount', 'probability', 'closing_at', 'user_id', 'description'],
  event: ['type', 'user_id', 'contact_ids', 'company_ids', 'deal_ids', 'lead_ids'],
  lead: ['name', 'company_name', 'status', 'source', 'emails', 'telephones', 'user_id'],
  pipeline: ['name', 'is_active', 'display_order', 'deal_probability', 'stages'],
  user: ['name', 'emails', 'employment_status'],
}

/** `currency` is edited beside the amount; `metadata` by its own fields. */
const shownElsewhere: ReadonlySet<string> = new Set(['currency', 'metadata'])

export function groupFields(
  object: ObjectType,
  document: JsonObject,
  definitions: readonly CustomField[] = [],
): Readonly<Record<FieldGroup, readonly EditableField[]>> {
  const known = fieldsByObject[object].filter((field) => !shownElsewhere.has(field.path) && isOfThisEvent(object, document, field.path))
  const main = mainFields[object].flatMap((path) => known.filter((field) => field.path === path))
  const content = object === 'event' ? known.filter((field) => field.path.includes('.')) : []
  const first = object === 'event' ? [...main.slice(0, 1), ...content, ...main.slice(1)] : main
  return {
    main: first.map((field) => editable(object, field)),
    more: known.filter((field) => !first.includes(field) && !isStamp(field.path)).map((field) => editable(object, field)),
    custom: customFields(document, definitions),
    system: known.filter((field) => isStamp(field.path)).map((field) => editable(object, field)),
  }
}

/** With the CRM's own list of industries, where it has one; a record's own word beside it stays a choice. */
export function withIndustries(groups: Readonly<Record<FieldGroup, readonly EditableField[]>>, industries: readonly string[]): typeof groups {
  if (industries.length === 0) return groups
  const options = industries.map((each) => ({ value: each, label: each }))
  const offering = (field: EditableField): EditableField => (field.path === 'industry' ? { ...field, kind: 'select', options } : field)
  return { ...groups, main: groups.main.map(offering) }
}

/** The field at a path of this record, custom ones among them; null for one that the model does not know. */
export function fieldAtPath(object: ObjectType, document: JsonObject, path: string, definitions: readonly CustomField[] = []): EditableField | null {
  const custom = customFields(document, definitions).find((field) => field.path === path)
  if (custom) return custom
  const known = fieldsByObject[object].find((field) => field.path === path)
  return known
    ? editable(object, known)
    : path.startsWith('metadata.')
      ? { path: path as FieldPath, kind: 'text', label: path.slice('metadata.'.length), readOnly: null, options: null, to: null }
      : null
}

export function isEmptyField(document: JsonObject, field: EditableField): boolean {
  return isEmptyValue(readField(document, field.path))
}

function editable(object: ObjectType, field: FieldDefinition): EditableField {
  return {
    path: parseFieldPath(object, field.path),
    kind: field.kind,
    label: null,
    readOnly: field.readOnly ? 'by-crm' : field.kind === 'object' ? 'whole' : null,
    options: field.options ? field.options.map((option) => ({ value: option, label: option })) : null,
    to: field.to ?? null,
  }
}

function isStamp(path: string): boolean {
  return path === 'created_at' || path === 'updated_at'
}

/** A call has no subject: of an event's contents only those of its type are shown, and others that hold something. */
function isOfThisEvent(object: ObjectType, document: JsonObject, path: string): boolean {
  if (object !== 'event' || !path.includes('.')) return true
  const content = path.slice(0, path.indexOf('.'))
  const type = document['type']
  return typeof type === 'string' && type !== '' ? content === type.toLowerCase() || isJsonObject(document[content]) : isJsonObject(document[content])
}
