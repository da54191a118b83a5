/** The fields that a company added in its CRM: `metadata` entries, each with a slug, a value and, mostly, a format. */
import { type CustomField, kindOfFieldFormat } from '../../../shared/model/custom-field'
import type { FieldKind } from '../../../shared/model/fields'
import { type FieldPath } from '../../../shared/model/field-path'
import { isJsonObject, isSafeKey, type Json, type JsonObject } from '../../../shared/model/json'
import type { EditableField } from './editable-field'
import { splitChoices } from './joined-choices'

/** What the record holds, and what is defined and empty, in the order of the definitions; what nobody defined stands last. */
export function customFields(document: JsonObject, definitions: readonly CustomField[] = []): readonly EditableField[] {
  const entries = entriesBySlug(document)
  const defined = definitions.map((definition) => customField(definition.slug, entries.get(definition.slug) ?? {}, definition))
  const others = [...entries].filter(([slug]) => !definitions.some((definition) => definition.slug === slug))
  return [...defined, ...others.map(([slug, entry]) => customField(slug, entry, null))]
}

function entriesBySlug(document: JsonObject): ReadonlyMap<string, JsonObject> {
  const entries = new Map<string, JsonObject>()
  const metadata = document['metadata']
  for (const entry of Array.isArray(metadata) ? (metadata as readonly Json[]) : []) {
    const slug = isJsonObject(entry) ? entry['slug'] : null
    if (!isJsonObject(entry) || typeof slug !== 'string' || slug === '' || !slug.split('.').every(isSafeKey) || entries.has(slug)) continue
    entries.set(slug, entry)
  }
  return entries
}

function customField(slug: string, entry: JsonObject, definition: CustomField | null): EditableField {
  const format = typeof entry['format'] === 'string' ? entry['format'] : (definition?.format ?? null)
  const options = definition && definition.options.length > 0 ? definition.options.map((value) => ({ value, label: value })) : optionsOf(entry)
  const { kind, offered } = kindOf(entry['value'], format, options)
  return {
    // The slug stands in the document or in a definition, so the path exists there by construction.
    path: `metadata.${slug}` as FieldPath,
    kind,
    label: definition?.name ?? labelOf(entry, slug),
    readOnly: kind === 'object' ? 'whole' : null,
    options: offered,
    to: null,
    ...(definition?.isRequired ? { required: true as const } : {}),
  }
}

type Options = NonNullable<EditableField['options']>

/** By its format; where the value is of another kind than that, by the value, since that is what must survive. */
function kindOf(value: Json | undefined, format: string | null, options: Options): { readonly kind: FieldKind; readonly offered: Options | null } {
  const byFormat = kindOfFieldFormat(format)
  const choice = { kind: 'select', offered: options } as const
  const plain = (kind: FieldKind) => ({ kind, offered: null })
  if (value === undefined || value === null || value === '') {
    if (byFormat === 'select') return choice
    return byFormat === 'texts' ? { kind: 'texts', offered: options } : plain(byFormat ?? 'text')
  }
  if (typeof value === 'boolean') return plain('boolean')
  if (typeof value === 'number') return plain(byFormat === 'money' ? 'money' : 'number')
  if (Array.isArray(value)) return value.every((member: Json) => typeof member === 'string') ? { kind: 'texts', offered: options } : plain('object')
  if (isJsonObject(value)) return plain('object')
  if (typeof value !== 'string') return plain('object')
  if (byFormat === null) return plain(value.includes('\n') ? 'long-text' : 'text')
  if (byFormat === 'select') return choice
  if (byFormat === 'boolean') return { kind: 'select', offered: wordsOfYesAndNo(value) }
  // Several choices in one text: offered as choices where each is one that we know, and written back as they came.
  if (byFormat === 'texts') return isJoined(value, options) ? { kind: 'texts', offered: options } : plain('text')
  return plain(byFormat === 'number' || byFormat === 'money' ? 'text' : byFormat)
}

function isJoined(value: string, options: Options): boolean {
  return splitChoices(value).every((part) => options.some((option) => option.value === part))
}

/** Yes and no as this CRM writes them, by the one that is there. */
function wordsOfYesAndNo(value: string): Options {
  const pairs = [
    ['Yes', 'No'],
    ['yes', 'no'],
    ['true', 'false'],
    ['True', 'False'],
    ['1', '0'],
    ['Y', 'N'],
  ]
  return (pairs.find((pair) => pair.includes(value)) ?? []).map((word) => ({ value: word, label: word }))
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

function optionsOf(entry: JsonObject): Options {
  const extra = entry['extra_data']
  const options = Array.isArray(extra) ? extra : isJsonObject(extra) && Array.isArray(extra['options']) ? extra['options'] : []
  return options.flatMap((option: Json) => {
    if (typeof option === 'string') return [{ value: option, label: option }]
    const value = isJsonObject(option) ? (option['value'] ?? option['id'] ?? option['name']) : null
    const label = isJsonObject(option) ? (option['label'] ?? option['name'] ?? value) : null
    return typeof value === 'string' ? [{ value, label: typeof label === 'string' ? label : value }] : []
  })
}
