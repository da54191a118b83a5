/**
 * The fields that a company added in its CRM, as they are defined there: name, format, options. Their values stand in a record's
 * `metadata`, by slug.
 *
 * A definition is kept as it came, what we do not know of it too; a format that we do not know is shown and left alone.
 */
import type { FieldKind } from './fields'
import { isEmptyValue, isJsonObject, isSafeKey, type Json, type JsonObject } from './json'
import type { ObjectType } from './object-type'

/** Whose records carry custom fields. */
export const customFieldObjects = ['contact', 'company', 'deal', 'lead'] as const
export type CustomFieldObject = (typeof customFieldObjects)[number]

export function hasCustomFields(object: ObjectType): object is CustomFieldObject {
  return (customFieldObjects as readonly string[]).includes(object)
}

/** In the order in which they are offered. */
export const fieldFormats = [
  'TEXT',
  'TEXTAREA',
  'NUMBER',
  'DATE',
  'YES_NO',
  'BOOLEAN',
  'SINGLE_SELECT',
  'MULTIPLE_SELECT',
  'CURRENCY',
  'PRICE',
  'MEASUREMENT',
  'URL',
  'FILE',
] as const
export type FieldFormat = (typeof fieldFormats)[number]

export function isSelect(format: string | null): boolean {
  return format === 'SINGLE_SELECT' || format === 'MULTIPLE_SELECT'
}

const kindOfFormat: Readonly<Record<FieldFormat, FieldKind>> = {
  TEXT: 'text',
  TEXTAREA: 'long-text',
  NUMBER: 'number',
  MEASUREMENT: 'number',
  PRICE: 'money',
  CURRENCY: 'money',
  DATE: 'date-time',
  BOOLEAN: 'boolean',
  YES_NO: 'boolean',
  SINGLE_SELECT: 'select',
  MULTIPLE_SELECT: 'texts',
  URL: 'url',
  FILE: 'url',
}

/** How values of a format are shown and edited; null for a format that we do not know. */
export function kindOfFieldFormat(format: string | null): FieldKind | null {
  const known = format?.toUpperCase() ?? ''
  return Object.hasOwn(kindOfFormat, known) ? kindOfFormat[known as FieldFormat] : null
}

export interface CustomField {
  readonly object: CustomFieldObject
  /** What `metadata` entries are named by. */
  readonly slug: string
  /** The CRM's id of the definition; null where it gives none. */
  readonly id: string | null
  readonly name: string
  /** As the CRM says it; null where it does not. */
  readonly format: string | null
  readonly options: readonly string[]
  readonly isRequired: boolean
  /** The definition as it came. */
  readonly document: JsonObject
}

/** Required fields that a new record gives no value. */
export function missingRequired(fields: readonly CustomField[], record: JsonObject): readonly CustomField[] {
  const entries = Array.isArray(record['metadata']) ? (record['metadata'] as readonly Json[]).filter(isJsonObject) : []
  return fields.filter(({ isRequired, slug }) => isRequired && isEmptyValue(entries.find((entry) => entry['slug'] === slug)?.['value']))
}

/** A definition as it came, of this object type; null for one that can't be told by a slug, or is another type's. */
export function readCustomField(object: CustomFieldObject, raw: Json): CustomField | null {
  if (!isJsonObject(raw)) return null
  const type = textIn(raw['object_type'])
  if (type !== null && type !== `crm_${object}`) return null
  const slug = textIn(raw['slug']) ?? textIn(raw['id'])
  if (slug === null || !slug.split('.').every(isSafeKey)) return null
  const options = Array.isArray(raw['options']) ? raw['options'].flatMap((option: Json) => optionIn(option) ?? []) : []
  return {
    object,
    slug,
    id: textIn(raw['id']),
    name: textIn(raw['name']) ?? slug,
    format: textIn(raw['format'])?.toUpperCase() ?? null,
    options,
    isRequired: raw['is_required'] === true,
    document: raw,
  }
}

/** Some send options as objects, though the protocol says texts. */
function optionIn(option: Json): string | null {
  return isJsonObject(option) ? (textIn(option['value']) ?? textIn(option['label']) ?? textIn(option['name'])) : textIn(option)
}

function textIn(value: Json | undefined): string | null {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value : null
}
