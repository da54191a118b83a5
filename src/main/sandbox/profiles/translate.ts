/**
 * Ids and names of custom fields between the sandbox's own form and a profile's, wherever a record, a filter or a definition
 * carries one.
 */
import { isJsonObject, type Json, type JsonObject } from '../../../shared/model/json'
import { linkFieldsOf, type SandboxObject, wireFields } from '../catalogue'
import type { Definitions } from '../store/definitions'
import type { IdKind, Profile } from './profile'

export interface Translator {
  /** The CRM's id of a record of ours. */
  idOut(kind: IdKind, id: string): string
  /** Ours. One that this CRM would not give comes out as an id of nothing. */
  idIn(kind: IdKind, id: string): string
  recordOut(object: SandboxObject, record: JsonObject): JsonObject
  recordIn(object: SandboxObject, record: JsonObject): JsonObject
  definitionOut(definition: JsonObject): JsonObject
  definitionIn(definition: JsonObject): JsonObject
}

/** Before an id that this CRM would not give: no id of ours begins so. */
const NOTHING = '~'

export interface TranslatorParts {
  readonly profile: Profile
  readonly definitions: Definitions
  /** The type of an event of ours, where its id tells types apart. */
  readonly eventType: (id: string) => string | undefined
}

export function createTranslator({ profile, definitions, eventType }: TranslatorParts): Translator {
  const idOut = (kind: IdKind, id: string): string =>
    /^\d+$/.test(id) ? profile.ids[kind].encode(id, kind === 'event' ? eventType(id) : undefined) : id.replace(NOTHING, '')
  const idIn = (kind: IdKind, id: string): string => (id === '' ? '' : (profile.ids[kind].decode(id) ?? `${NOTHING}${id}`))
  const slugOut = (slug: string): string => profile.slug(slug)
  const slugIn = (slug: string): string => definitions.all().find((definition) => profile.slug(definition.slug) === slug)?.slug ?? slug

  const record = (object: SandboxObject, given: JsonObject, id: (kind: IdKind, id: string) => string, slug: (slug: string) => string): JsonObject => {
    const changed: Record<string, Json | undefined> = { ...given }
    if (typeof given['id'] === 'string') changed['id'] = id(object, given['id'])
    for (const [field, kind] of idFields(object)) if (given[field] !== undefined) changed[field] = eachId(given[field], (one) => id(kind, one))
    if (Array.isArray(given['metadata']))
      changed['metadata'] = given['metadata'].map((entry: Json) => (isJsonObject(entry) ? withSlug(entry, slug) : entry))
    if (isJsonObject(given['raw'])) changed['raw'] = rawRecord(object, given['raw'], id)
    return changed
  }

  return {
    idOut,
    idIn,
    recordOut: (object, given) => record(object, given, idOut, slugOut),
    recordIn: (object, given) => record(object, given, idIn, slugIn),
    definitionOut: (definition) => withSlug(definition, slugOut),
    definitionIn: (definition) => withSlug(definition, slugIn),
  }
}

/** The fields of an object type that hold ids, and of what. */
function idFields(object: SandboxObject): readonly (readonly [string, IdKind])[] {
  const links = linkFieldsOf(object).map(({ field, to }) => [field, to] as const)
  const others = Object.entries(wireFields[object]).flatMap(([field, type]): [string, IdKind][] => {
    if (type === 'owner') return [[field, 'employee']]
    if (type === 'stages') return [[field, 'stage']]
    if (type === 'references') return [[field, field === 'stages' ? 'stage' : 'pipeline']]
    return []
  })
  return [...links, ...others]
}

function eachId(value: Json | undefined, change: (id: string) => string): Json | undefined {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((entry: Json) => eachId(entry, change) ?? null)
  return isJsonObject(value) && typeof value['id'] === 'string' ? { ...value, id: change(value['id']) } : value
}

function withSlug(entry: JsonObject, change: (slug: string) => string): JsonObject {
  return typeof entry['slug'] === 'string' ? { ...entry, slug: change(entry['slug']) } : entry
}

/** The CRM's own record, whose names are in camel case here. Its id is the untouched one. */
function rawRecord(object: SandboxObject, raw: JsonObject, id: (kind: IdKind, id: string) => string): JsonObject {
  const changed: Record<string, Json | undefined> = { ...raw }
  if (typeof raw['__id'] === 'string') changed['__id'] = id(object, raw['__id']).replace(/^[a-z_]+-/, '')
  for (const [field, kind] of idFields(object)) {
    const name = field.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
    if (raw[name] !== undefined) changed[name] = eachId(raw[name], (one) => id(kind, one))
  }
  return changed
}
