/**
 * Custom-field definitions as the API lists, makes, changes and removes them.
 *
 * A definition that goes takes its values with it, as in most CRMs; its slug and object type never change. Whoever renames an
 * option finds the records that hold the old one unchanged.
 */
import { isJsonObject, type Json, type JsonObject } from '../../../shared/model/json'
import { crmObjects, type CrmObject } from '../catalogue'
import type { Definition, Definitions } from '../store/definitions'
import type { Records } from '../store/records'
import { notFound, Refusal, refuse } from './refusal'

const formats = [
  'TEXT',
  'NUMBER',
  'DATE',
  'BOOLEAN',
  'FILE',
  'TEXTAREA',
  'SINGLE_SELECT',
  'MULTIPLE_SELECT',
  'MEASUREMENT',
  'PRICE',
  'YES_NO',
  'CURRENCY',
  'URL',
]

/** What the CRM itself calls each format. */
const originalFormats: Readonly<Record<string, string>> = {
  SINGLE_SELECT: 'enumeration',
  MULTIPLE_SELECT: 'enumeration',
  TEXT: 'string',
  TEXTAREA: 'text',
  YES_NO: 'boolean',
}

export interface DefinitionWrites {
  create(body: unknown): Definition
  replace(id: string, body: unknown): Definition
  patch(id: string, body: unknown): Definition
  remove(id: string): void
}

export function createDefinitionWrites(definitions: Definitions, records: Records, now: () => number): DefinitionWrites {
  const require = (id: string): Definition => definitions.find(id) ?? notFound('metadata')

  function write(before: Definition, fields: JsonObject, base: JsonObject): Definition {
    const at = new Date(now()).toISOString()
    const next = checked({ ...base, ...fields, id: before.id, slug: before.slug, object_type: before.object_type })
    const definition = { ...next, ...(before['created_at'] === undefined ? {} : { created_at: before['created_at'] }), updated_at: at }
    definitions.save(definition)
    return definition
  }

  return {
    create(body) {
      const fields = fieldsOf(body)
      const slug = typeof fields['slug'] === 'string' && fields['slug'] !== '' ? fields['slug'] : slugOf(fields['name'])
      const at = new Date(now()).toISOString()
      const definition = checked({ format: 'TEXT', is_required: false, ...fields, id: '', slug, created_at: at, updated_at: at })
      const taken = definitions.all().some((each) => each.slug === slug && each.object_type === definition.object_type)
      if (taken) throw new Refusal(409, `there is a custom field “${slug}” already`)
      const made = { ...definition, id: definitions.newId() }
      definitions.save(made)
      return made
    },
    replace: (id, body) => write(require(id), fieldsOf(body), { format: 'TEXT', is_required: false }),
    patch(id, body) {
      const before = require(id)
      return write(before, fieldsOf(body), before)
    },
    remove(id) {
      const { slug, object_type } = require(id)
      definitions.remove(id)
      const object = object_type.replace(/^crm_/, '')
      if ((crmObjects as readonly string[]).includes(object)) dropValues(records, object as CrmObject, slug)
    },
  }
}

/** The fields that a client may set. */
function fieldsOf(body: unknown): JsonObject {
  if (!isJsonObject(body)) return refuse('the body is not a JSON object')
  const { id: _id, created_at: _created, updated_at: _updated, raw: _raw, objects: _objects, ...fields } = body
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined))
}

function checked(fields: JsonObject): Definition {
  const { name, object_type: objectType, options } = fields
  const [id, slug, format] = [textOf(fields['id']), textOf(fields['slug']), textOf(fields['format'])]
  if (typeof name !== 'string' || name.trim() === '') return refuse('name is required')
  if (typeof objectType !== 'string' || objectType === '') return refuse('object_type is required')
  if (!formats.includes(format)) return refuse(`format must be one of ${formats.join(', ')}`)
  if (options !== undefined && !isTexts(options)) return refuse('options must be a list of strings')
  const isSelect = format === 'SINGLE_SELECT' || format === 'MULTIPLE_SELECT'
  if (isSelect && (!isTexts(options) || options.length === 0)) return refuse('options is required for a select')
  const original = fields['original_format'] ?? originalFormats[format] ?? format.toLowerCase()
  return { ...fields, id, name, slug, object_type: objectType, original_format: original }
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}

function isTexts(value: Json | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string')
}

function slugOf(name: Json | undefined): string {
  const words = typeof name === 'string' ? name : ''
  return words
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '')
}

/** The values go without a word: no record's stamp moves, as CRMs do it. */
function dropValues(records: Records, object: CrmObject, slug: string): void {
  for (const { key, updatedAt, document } of records.all(object)) {
    const entries = document['metadata']
    if (!Array.isArray(entries)) continue
    const rest = entries.filter((entry: Json) => !isJsonObject(entry) || entry['slug'] !== slug)
    if (rest.length === entries.length) continue
    records.replace(object, key, { ...document, metadata: rest }, updatedAt)
    records.stamp([key], updatedAt)
  }
}
