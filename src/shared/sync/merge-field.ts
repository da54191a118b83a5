/**
 * Three-way merge, one field at a time, and what follows from it for a record.
 *
 *        base          what the rep was looking at
 *       ╱    ╲
 *    mine   theirs     the rep's value · the CRM's value now
 *
 * A field that only one side touched takes that side's value. Lists that are sets of something (addresses, numbers, links,
 * tags) merge entry by entry. Everything else that both touched, to different ends, is a conflict: nobody wins by being late.
 *
 * Always true, and tested as properties:
 *  1. merge(base, x, x) = x, and merge(base, base, y) = y
 *  2. every entry that the rep added is in the result or the field is in conflict; what they removed stays removed
 *  3. merging two lists gives the same set whichever side is called mine
 */
import { fieldAt, type FieldKind } from '../model/fields'
import { type FieldPath, readField, writeField } from '../model/field-path'
import { parseInstant } from '../model/ids'
import { canonicalJson, isEmptyValue, isJsonObject, type Json, type JsonObject } from '../model/json'
import type { ObjectType } from '../model/object-type'

export type FieldMerge = { readonly kind: 'merged'; readonly value: Json | undefined } | { readonly kind: 'conflict' }

/** One edited field of a change. `base` null: it was absent or empty; `value` null: the rep cleared it. */
export interface PatchField {
  readonly path: FieldPath
  readonly base: Json
  readonly value: Json
}

/** How the fields of a change stand against the CRM's record. */
export interface Comparison {
  /** Both sides moved them, to different ends: a person decides. */
  readonly disputed: readonly PatchField[]
  /** The CRM holds that value already. */
  readonly settled: readonly PatchField[]
  /** They still have to be sent. */
  readonly pending: readonly PatchField[]
}

/**
 * Whether two values mean the same to a person: absent, null, "" and [] are equal; numbers, dates and booleans by value;
 * e-mails by lower-cased address and phones by digits, with the same first one and no contradicting label; ids and tags as
 * sets; anything else by canonical JSON.
 */
export function sameValue(kind: FieldKind, a: Json | undefined, b: Json | undefined): boolean {
  if (isEmptyValue(a) || isEmptyValue(b)) return isEmptyValue(a) && isEmptyValue(b)
  if (isList(a) && isList(b)) {
    const keys = keysOf(kind)
    if (keys) return sameSet(entriesByKey(keys, a), entriesByKey(keys, b)) && (!keys.firstIsMain || keys.of(a[0]) === keys.of(b[0]))
  }
  return scalarText(kind, a) === scalarText(kind, b)
}

/**
 * Whether what came back is what was sent, to the letter: what a person would notice when they look. Parts that the CRM added are no
 * difference; another way to write a number or a date is none either; another way to write a phone number is one.
 */
export function keptAsSent(kind: FieldKind, sent: Json | undefined, kept: Json | undefined): boolean {
  if (isEmptyValue(sent) || isEmptyValue(kept)) return isEmptyValue(sent) && isEmptyValue(kept)
  return writtenInOneWay.has(kind) ? isWithin(sent, kept) : sameValue(kind, sent, kept)
}

/** Kinds whose values a person reads as they stand. The others have more than one way to write the same. */
const writtenInOneWay: ReadonlySet<FieldKind> = new Set(['text', 'long-text', 'select', 'texts', 'emails', 'phones', 'custom'])

/** Three-way merge of one field. The value of `merged` is the one to show and to send; undefined where it is absent. */
export function mergeField(
  kind: FieldKind,
  { base, mine, theirs }: { readonly base: Json | undefined; readonly mine: Json | undefined; readonly theirs: Json | undefined },
): FieldMerge {
  // In this order: where both ended at the same value, the CRM's way of writing it is kept.
  if (sameValue(kind, mine, theirs) || sameValue(kind, mine, base)) return { kind: 'merged', value: theirs }
  if (sameValue(kind, theirs, base)) return { kind: 'merged', value: mine }
  // A custom field is listed as text whatever it holds, so a list there is a set as well.
  const keys = keysOf(kind) ?? (kind === 'text' && (isList(mine) || isList(theirs)) ? canonicalKeys : null)
  if (keys && [base, mine, theirs].every((side) => isEmptyValue(side) || isList(side)))
    return mergeLists(keys, asList(base), asList(mine), asList(theirs))
  return { kind: 'conflict' }
}

/** The record as the rep sees it: the CRM's with the edits laid over it. A field in dispute shows the rep's value. */
export function overlay(object: ObjectType, remote: JsonObject, fields: readonly PatchField[]): JsonObject {
  return fields.reduce((record, field) => {
    const merge = mergeField(kindOf(object, field.path), { base: field.base, mine: field.value, theirs: readField(remote, field.path) })
    const shown = merge.kind === 'conflict' ? field.value : merge.value
    return writeField(record, field.path, shown === null ? undefined : shown)
  }, remote)
}

/**
 * Sorts the fields of a change by what they meet in the CRM's record.
 *
 * The parts of a name, and stage, pipeline, amount and currency of a deal, are decided as one: when one of a unit is in
 * dispute, so are the others that would still be sent. `seen` is the record as the mirror held it before `remote` came;
 * with it, a colleague's change to a member of the unit that the rep did not touch counts as well.
 */
export function compareWithRemote(object: ObjectType, fields: readonly PatchField[], remote: JsonObject, seen: JsonObject | null = null): Comparison {
  const stands = fields.map((field) => ({ field, unit: unitOf(object, field.path), stand: standOf(object, field, remote) }))
  const units = new Set(stands.flatMap(({ unit, stand }) => (unit !== null && stand === 'disputed' ? [unit] : [])))
  for (const { unit, stand } of stands) {
    if (unit !== null && stand === 'pending' && seen !== null && unitMoved(object, unit, fields, seen, remote)) units.add(unit)
  }
  const standing = (wanted: Stand): readonly PatchField[] =>
    stands.flatMap(({ field, unit, stand }) =>
      (stand === 'pending' && unit !== null && units.has(unit) ? 'disputed' : stand) === wanted ? [field] : [],
    )
  return { disputed: standing('disputed'), settled: standing('settled'), pending: standing('pending') }
}

/** The kind of a field; what the model does not know is compared as it stands. */
export function kindOf(object: ObjectType, path: string): FieldKind {
  return fieldAt(object, path)?.kind ?? 'object'
}

type Stand = 'disputed' | 'settled' | 'pending'

function standOf(object: ObjectType, field: PatchField, remote: JsonObject): Stand {
  const kind = kindOf(object, field.path)
  const theirs = readField(remote, field.path)
  const merge = mergeField(kind, { base: field.base, mine: field.value, theirs })
  if (merge.kind === 'conflict') return 'disputed'
  return sameValue(kind, merge.value, theirs) ? 'settled' : 'pending'
}

function unitOf(object: ObjectType, path: string): 'name' | 'stage' | null {
  return fieldAt(object, path)?.unit ?? null
}

function unitMoved(object: ObjectType, unit: 'name' | 'stage', fields: readonly PatchField[], seen: JsonObject, remote: JsonObject): boolean {
  const members = unitMembers(object, unit).filter((path) => !fields.some((field) => field.path === path))
  return members.some((path) => !sameValue(kindOf(object, path), readField(seen, path), readField(remote, path)))
}

function unitMembers(object: ObjectType, unit: 'name' | 'stage'): readonly FieldPath[] {
  const members = unit === 'name' ? ['name', 'first_name', 'last_name'] : ['stages', 'pipelines', 'amount', 'currency']
  return members.filter((path) => unitOf(object, path) === unit) as FieldPath[]
}

/** How the entries of a list are told apart. */
interface Keys {
  of(entry: Json | undefined): string
  /** What else an entry says about itself: the label of an address. Empty says nothing. */
  label(entry: Json): string
  /** Whether position 0 means something. */
  readonly firstIsMain: boolean
}

function keysOf(kind: FieldKind): Keys | null {
  switch (kind) {
    case 'emails':
      return emailKeys
    case 'phones':
      return phoneKeys
    case 'urls':
      return urlKeys
    case 'texts':
    case 'relations':
      return canonicalKeys
    case 'custom':
      return slugKeys
    default:
      return null
  }
}

const noLabel = (): string => ''
const labelOfType = (entry: Json): string => memberText(entry, 'type')
const emailKeys: Keys = { of: (entry) => memberText(entry, 'email').trim().toLowerCase(), label: labelOfType, firstIsMain: true }
const phoneKeys: Keys = { of: (entry) => phoneKey(memberText(entry, 'telephone')), label: labelOfType, firstIsMain: true }
const urlKeys: Keys = { of: (entry) => (typeof entry === 'string' ? urlText(entry) : canonicalJson(entry)), label: noLabel, firstIsMain: false }
const canonicalKeys: Keys = {
  of: (entry) => (typeof entry === 'string' ? normalText(entry) : canonicalJson(entry)),
  label: noLabel,
  firstIsMain: false,
}
const slugKeys: Keys = {
  of: (entry) => memberText(entry, 'slug'),
  label: (entry) => (isJsonObject(entry) ? canonicalJson(entry['value']) : ''),
  firstIsMain: false,
}

/** Digits alone, since CRMs reformat; where there are none ("ask reception"), the words. */
function phoneKey(text: string): string {
  const digits = text.replaceAll(/\D/g, '')
  return digits === '' ? text.trim().toLowerCase() : digits
}

/** Scheme and host without case, no slash at the end: the forms in which the same address comes back. */
function urlText(text: string): string {
  return text
    .trim()
    .replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, (origin) => origin.toLowerCase())
    .replace(/\/$/, '')
}

function normalText(text: string): string {
  return text.normalize('NFC').replaceAll('\r\n', '\n')
}

function memberText(entry: Json | undefined, member: string): string {
  const value = isJsonObject(entry) ? entry[member] : member === 'type' ? undefined : entry
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}

/** The first entry of a key counts; entries that say nothing are left out. */
function entriesByKey(keys: Keys, list: readonly Json[]): ReadonlyMap<string, { readonly entry: Json; readonly label: string }> {
  const entries = new Map<string, { entry: Json; label: string }>()
  for (const entry of list) {
    const key = keys.of(entry)
    if (key !== '' && !entries.has(key)) entries.set(key, { entry, label: keys.label(entry) })
  }
  return entries
}

type Entries = ReturnType<typeof entriesByKey>

function sameSet(a: Entries, b: Entries): boolean {
  return (
    a.size === b.size &&
    [...a].every(([key, { label }]) => {
      const other = b.get(key)
      return other !== undefined && sameLabel(label, other.label)
    })
  )
}

/** An absent label contradicts nothing: several CRMs drop it. */
function sameLabel(a: string, b: string): boolean {
  return a === b || a === '' || b === ''
}

/**
 * The CRM's list without what the rep removed, and with what they added, in its order; where the rep named another first
 * entry, that one is first. An entry that one side relabelled and the other removed or relabelled differently is a conflict.
 */
function mergeLists(keys: Keys, base: readonly Json[], mine: readonly Json[], theirs: readonly Json[]): FieldMerge {
  const [was, my, their] = [entriesByKey(keys, base), entriesByKey(keys, mine), entriesByKey(keys, theirs)]
  const merged = new Map<string, Json>()
  for (const key of new Set([...their.keys(), ...my.keys()])) {
    const [before, left, right] = [was.get(key), my.get(key), their.get(key)]
    const leftMoved = left !== undefined && before !== undefined && !sameLabel(left.label, before.label)
    const rightMoved = right !== undefined && before !== undefined && !sameLabel(right.label, before.label)
    if (before !== undefined && (left === undefined || right === undefined)) {
      if (leftMoved || rightMoved) return { kind: 'conflict' }
      continue
    }
    if (left !== undefined && right !== undefined && !sameLabel(left.label, right.label) && leftMoved === rightMoved) return { kind: 'conflict' }
    // The CRM's entry carries members that the rep never saw, so mine is taken only where mine says something new.
    const taken = right === undefined || leftMoved ? left : right
    if (taken) merged.set(key, taken.entry)
  }
  const main = keys.of(mine[0])
  const moved = keys.firstIsMain && mine.length > 0 && main !== keys.of(base[0]) && merged.has(main)
  const order = moved ? [main, ...[...merged.keys()].filter((key) => key !== main)] : [...merged.keys()]
  return { kind: 'merged', value: order.map((key) => merged.get(key) ?? null) }
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}

function asList(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : []
}

function isWithin(sent: Json | undefined, kept: Json | undefined): boolean {
  if (isList(sent)) return isList(kept) && sent.every((entry) => kept.some((other) => isWithin(entry, other)))
  if (isJsonObject(sent)) return isJsonObject(kept) && Object.keys(sent).every((key) => isEmptyValue(sent[key]) || isWithin(sent[key], kept[key]))
  return typeof sent === 'string' && typeof kept === 'string' ? normalText(sent) === normalText(kept) : sent === kept
}

/** A text that is the same for values that mean the same. */
function scalarText(kind: FieldKind, value: Json | undefined): string {
  switch (kind) {
    case 'number':
    case 'money':
    case 'percent': {
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
      return typeof number === 'number' && Number.isFinite(number) ? String(number) : canonicalJson(value)
    }
    case 'date-time': {
      const instant = parseInstant(typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? `${value}T00:00:00Z` : value)
      return instant === null ? canonicalJson(value) : String(instant)
    }
    case 'url':
      return typeof value === 'string' ? urlText(value) : canonicalJson(value)
    case 'references':
    case 'stages':
      return isList(value) ? value.map(referenceKey).join('\n') : referenceKey(value)
    default:
      return typeof value === 'string' ? normalText(value) : canonicalJson(value)
  }
}

/** A stage is the same by its id, whatever it is called today; by name where the CRM gives no id. */
function referenceKey(value: Json | undefined): string {
  if (!isJsonObject(value)) return typeof value === 'string' ? `id ${value}` : canonicalJson(value)
  const { id, name } = value
  if (typeof id === 'string' && id !== '') return `id ${id}`
  return typeof name === 'string' ? `name ${name.trim().toLowerCase()}` : canonicalJson(value)
}

/** The fields that the CRM changed from `seen` to `theirs`, other than these of the rep. Stamps move by themselves. */
export function changedBeside(
  object: ObjectType,
  fields: readonly Pick<PatchField, 'path'>[],
  seen: JsonObject,
  theirs: JsonObject,
): readonly string[] {
  const keys = new Set([...Object.keys(seen), ...Object.keys(theirs)])
  keys.delete('updated_at')
  return [...keys].filter(
    (key) => !sameValue(kindOf(object, key), seen[key], theirs[key]) && !fields.some(({ path }) => path === key || path.startsWith(`${key}.`)),
  )
}
