/** The fields that a company added in its CRM: `metadata` entries, each with a slug, a value and, mostly, a format. */
import type { FieldKind } from '../../../shared/model/fields'
import { type FieldPath } from '../../../shared/model/field-path'
import { isJsonObject, isSafeKey, type Json, type JsonObject } from '../../../shared/model/json'
import type { EditableField } from './editable-field'

const kindOfFormat: Readonly<Record<string, FieldKind>> = {
  TEXT: 'text',
  TEXTAREA: 'long-text',
  NUMBER: 'number',
  MEASUREMENT: 'number',
  PRICE: 'number',
  CURRENCY: 'number',
  DATE: 'date-time',
  BOOLEAN: 'boolean',
  YES_NO: 'boolean',
  SINGLE_SELECT: 'select',
  MULTIPLE_SELECT: 'texts',
  URL: 'url',
}

export function customFields(document: JsonObject): readonly EditableField[] {
  const entries = document['metadata']
  if (!Array.isArray(entries)) return []
  const seen = new Set<string>()
  return entries.flatMap((entry: Json): readonly EditableField[] => {
    const slug = isJsonObject(entry) ? entry['slug'] : null
    if (!isJsonObject(entry) || typeof slug !== 'string' || slug === '' || !slug.split('.').every(isSafeKey) || seen.has(slug)) return []
    seen.add(slug)
    const kind = kindOf(entry)
    return [
      {
        // The slug stands in the document, so the path exists there by construction.
        path: `metadata.${slug}` as FieldPath,
        kind,
        label: labelOf(entry, slug),
        readOnly: kind === 'object' ? 'whole' : null,
        options: kind === 'select' ? optionsOf(entry) : null,
        to: null,
      },
    ]
  })
}

/** By its format; where the value is of another kind than that, by the value, since that is what must survive. */
function kindOf(entry: JsonObject): FieldKind {
  const { value, format } = entry
  const byFormat = typeof format === 'string' ? (kindOfFormat[format.toUpperCase()] ?? 'text') : null
  if (value === undefined || value === null || value === '') return byFormat ?? 'text'
  if (typeof value === 'boolean') return 'boolean'
  if (typeof value === 'number') return byFormat === 'percent' || byFormat === 'money' ? byFormat : 'number'
  if (Array.isArray(value)) return value.every((member: Json) => typeof member === 'string') ? 'texts' : 'object'
  if (isJsonObject(value)) return 'object'
  if (byFormat === null) return typeof value === 'string' && value.includes('\n') ? 'long-text' : 'text'
  return byFormat === 'boolean' || byFormat === 'number' || byFormat === 'texts' ? 'text' : byFormat
}

function labelOf(entry: JsonObject, slug: string): string {
  const name = entry['name'] ?? entry['label']
  return typeof name === 'string' && name.trim() !== '' ? name : slugInWords(slug)
}

/** `contract_months` as “Contract months”: nobody named it better yet. What is no slug made by a machine stays as it is. */
function slugInWords(slug: string): string {
  if (!/^[a-z0-9]+(_[a-z0-9]+)*$/.test(slug)) return slug
  const words = slug.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function optionsOf(entry: JsonObject): EditableField['options'] {
  const extra = entry['extra_data']
  const options = Array.isArray(extra) ? extra : isJsonObject(extra) && Array.isArray(extra['options']) ? extra['options'] : []
  return options.flatMap((option: Json) => {
    if (typeof option === 'string') return [{ value: option, label: option }]
    const value = isJsonObject(option) ? (option['value'] ?? option['id'] ?? option['name']) : null
    const label = isJsonObject(option) ? (option['label'] ?? option['name'] ?? value) : null
    return typeof value === 'string' ? [{ value, label: typeof label === 'string' ? label : value }] : []
  })
}
