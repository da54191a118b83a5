/**
 * The language of filters: conditions on fields, joined by *all of* and *any of*, up to three deep.
 *
 *   { "all": [ { "field": "title", "op": "contains", "value": "sales" },
 *              { "any": [ { "field": "user_id", "op": "me" }, { "field": "sync", "op": "unpushed" } ] } ] }
 *
 * One model for the screen's chips, the command line's `--filter`, saved views and the mirror, which makes SQL of it. Which
 * operators a field takes follows from its kind, and the form of the value from both; the tables below say it once for all.
 * Text is compared without case and accents. Dates in words are kept as words.
 */
import { z } from 'zod'
import { fail, preview } from '../failure'
import { fieldAt, fieldsByObject, type FieldDefinition, type FieldKind } from './fields'
import { isJsonObject, isSafeKey, type Json } from './json'
import type { ObjectType } from './object-type'
import { type DateOperator, dateOperators, spanOf } from './time-words'

export type FilterKind =
  | 'text'
  | 'address'
  | 'phone'
  | 'number'
  | 'money'
  | 'date'
  | 'choice'
  | 'stage'
  | 'tags'
  | 'boolean'
  | 'user'
  | 'relation'
  | 'activity'
  | 'sync'
  | 'custom'

const ends = ['empty', 'not-empty'] as const
const text = ['contains', 'not-contains', 'is', 'is-not', 'starts', 'ends', 'any-of', ...ends] as const
const number = ['is', 'is-not', 'lt', 'lte', 'gt', 'gte', 'between', ...ends] as const
const tags = ['has-any', 'has-all', 'has-none', 'exactly', ...ends] as const

/** In the order in which they are offered; the first is what a new condition begins with. */
export const operatorsByKind = {
  text,
  address: ['contains', 'is', 'domain', ...ends],
  phone: ['digits', 'is', 'country', ...ends],
  number,
  money: [...number, 'currency'],
  date: [...dateOperators, ...ends],
  choice: ['any-of', 'none-of', ...ends],
  stage: ['any-of', 'none-of', 'stage-before', 'stage-after', 'outcome', ...ends],
  tags,
  boolean: ['yes', 'no', 'not-set'],
  user: ['me', 'any-of', 'none-of', 'not-active', ...ends],
  relation: ['any-of', 'linked', 'not-linked', 'count-is', 'count-more', 'count-less', 'where'],
  activity: [...dateOperators, 'none-for', ...ends],
  sync: ['unpushed', 'rejected', 'conflict', 'held', 'made-here', 'changed-since'],
  /** What a custom field holds is known to the CRM alone: whatever fits its value. */
  custom: [
    'contains',
    'not-contains',
    'is',
    'is-not',
    'starts',
    'ends',
    'any-of',
    'lt',
    'lte',
    'gt',
    'gte',
    ...dateOperators.filter((op) => op !== 'between'),
    'has-all',
    'yes',
    'no',
    ...ends,
  ],
} as const satisfies Readonly<Record<FilterKind, readonly string[]>>

export type Operator = (typeof operatorsByKind)[FilterKind][number]

const operators = [...new Set(Object.values(operatorsByKind).flat())] as [Operator, ...Operator[]]

export interface Condition {
  readonly field: string
  readonly op: Operator
  /** Null for operators that take none. */
  readonly value: Json
}
export type Filter = Condition | { readonly all: readonly Filter[] } | { readonly any: readonly Filter[] }

/** What an operator is given, and so which input asks for it. */
export type ValueForm =
  | 'none'
  | 'text'
  | 'texts'
  | 'number'
  | 'numbers'
  | 'duration'
  | 'unit'
  | 'day'
  | 'days'
  | 'day-count'
  | 'count'
  | 'outcome'
  | 'filter'

export const dealOutcomes = ['open', 'won', 'lost'] as const
export type DealOutcome = (typeof dealOutcomes)[number]

const DEEPEST = 3
const MOST_CONDITIONS = 100

const safeKey = z
  .string()
  .min(1)
  .max(500)
  .refine((key) => key.split('.').every(isSafeKey), 'a field name')

const conditionSchema = z.strictObject({ field: safeKey, op: z.enum(operators), value: z.json().default(null) })

function groupSchema(deeper: z.ZodType<Filter, FilterInput>): z.ZodType<Filter, FilterInput> {
  const members = z.array(deeper).max(MOST_CONDITIONS)
  return z.union([conditionSchema, z.strictObject({ all: members }), z.strictObject({ any: members })])
}

/** As it may be written: a condition without a value may leave it out. */
export type FilterInput =
  | { readonly field: string; readonly op: Operator; readonly value?: Json | undefined }
  | { readonly all: readonly FilterInput[] }
  | { readonly any: readonly FilterInput[] }

const levels = Array.from({ length: DEEPEST }).reduce<z.ZodType<Filter, FilterInput>>((deeper) => groupSchema(deeper), conditionSchema)

/** A filter, at most three groups deep and of a hundred conditions in all. Whether its fields exist depends on the object: `checkFilter`. */
export const filterSchema: z.ZodType<Filter, FilterInput> = levels.refine(
  (filter) => conditionsOf(filter).length <= MOST_CONDITIONS,
  `at most ${MOST_CONDITIONS} conditions`,
)

export function conditionsOf(filter: Filter): readonly Condition[] {
  if ('all' in filter) return filter.all.flatMap(conditionsOf)
  if ('any' in filter) return filter.any.flatMap(conditionsOf)
  return [filter]
}

/** Fields that only filters know: what is unpushed, and what was or will be done with a record. */
const activityFields: readonly FilterField[] = ['last_activity', 'next_activity'].map((path) => ({
  path,
  kind: 'activity' as const,
  to: null,
  options: null,
}))
const syncField: FilterField = { path: 'sync', kind: 'sync', to: null, options: null }

export interface FilterField {
  readonly path: string
  readonly kind: FilterKind
  /** For users and relations: what is chosen from. */
  readonly to: ObjectType | null
  readonly options: readonly string[] | null
}

/** All fields that lists of this type can be filtered by, custom ones aside. */
export function filterFields(object: ObjectType): readonly FilterField[] {
  const own = fieldsByObject[object].flatMap((field) => asFilterField(field) ?? [])
  const time: readonly FilterField[] = object === 'event' ? [{ path: 'happens_at', kind: 'date', to: null, options: null }] : []
  const subject: readonly FilterField[] = object === 'event' ? [{ path: 'name', kind: 'text', to: null, options: null }] : []
  const hasActivities = ['contact', 'company', 'deal', 'lead'].includes(object)
  return [...subject, ...time, ...own, ...(hasActivities ? activityFields : []), ...(object === 'user' ? [] : [syncField])]
}

export function filterFieldAt(object: ObjectType, path: string): FilterField | null {
  const known = filterFields(object).find((field) => field.path === path)
  if (known) return known
  return path.startsWith('metadata.') && fieldAt(object, path) ? { path, kind: 'custom', to: null, options: null } : null
}

const kinds: Readonly<Record<FieldKind, FilterKind | null>> = {
  text: 'text',
  'long-text': 'text',
  number: 'number',
  money: 'money',
  percent: 'number',
  boolean: 'boolean',
  'date-time': 'date',
  url: 'address',
  select: 'choice',
  texts: 'tags',
  urls: 'address',
  emails: 'address',
  phones: 'phone',
  user: 'user',
  relation: 'relation',
  relations: 'relation',
  references: 'choice',
  stages: 'stage',
  object: null,
  custom: null,
}

function asFilterField({ path, kind, to, options }: FieldDefinition): FilterField | null {
  const filterKind = kinds[kind]
  return filterKind === null ? null : { path, kind: filterKind, to: to ?? null, options: options ?? null }
}

/** The form of the value that an operator takes on fields of a kind. */
export function valueForm(kind: FilterKind, op: Operator): ValueForm {
  switch (op) {
    case 'in-last':
    case 'in-next':
    case 'more-than-ago':
    case 'more-than-ahead':
      return 'duration'
    case 'this':
    case 'last':
    case 'next':
      return 'unit'
    case 'on':
    case 'before':
    case 'after':
    case 'changed-since':
      return 'day'
    case 'none-for':
      return 'day-count'
    case 'between':
      return kind === 'date' || kind === 'activity' ? 'days' : 'numbers'
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return 'number'
    case 'is':
    case 'is-not':
      return kind === 'number' || kind === 'money' ? 'number' : 'text'
    case 'any-of':
    case 'none-of':
    case 'has-any':
    case 'has-all':
    case 'has-none':
    case 'exactly':
      return 'texts'
    case 'domain':
      return 'texts'
    case 'contains':
    case 'not-contains':
    case 'starts':
    case 'ends':
    case 'digits':
    case 'country':
    case 'currency':
    case 'stage-before':
    case 'stage-after':
      return 'text'
    case 'count-is':
    case 'count-more':
    case 'count-less':
      return 'count'
    case 'outcome':
      return 'outcome'
    case 'where':
      return 'filter'
    case 'empty':
    case 'not-empty':
    case 'yes':
    case 'no':
    case 'not-set':
    case 'me':
    case 'not-active':
    case 'linked':
    case 'not-linked':
    case 'unpushed':
    case 'rejected':
    case 'conflict':
    case 'held':
    case 'made-here':
      return 'none'
  }
}

export function isDateOperator(op: Operator): op is DateOperator {
  return (dateOperators as readonly string[]).includes(op)
}

/** Fails with what would be right when a field does not exist, does not take the operator, or the operator not the value. */
export function checkFilter(object: ObjectType, filter: Filter, { inside = false }: { readonly inside?: boolean } = {}): void {
  for (const { field: path, op, value } of conditionsOf(filter)) {
    const field = filterFieldAt(object, path)
    if (field === null) {
      const known = filterFields(object).map((each) => each.path)
      const custom = fieldsByObject[object].some((each) => each.path === 'metadata') ? ['metadata.‹slug›'] : []
      return fail({ kind: 'bad-input', where: 'filter', expected: `a field of ${object}: ${[...known, ...custom].join(', ')}`, got: preview(path) })
    }
    const offered: readonly string[] = operatorsByKind[field.kind]
    // One level of conditions on related records; more is more than a person can hold in mind, or a computer in time.
    if (!offered.includes(op) || (inside && op === 'where'))
      fail({ kind: 'bad-input', where: `filter on ${path}`, expected: `one of the operators ${offered.join(', ')}`, got: preview(op) })
    const form = valueForm(field.kind, op)
    if (!fitsForm(form, value)) fail({ kind: 'bad-input', where: `filter on ${path}, ${op}`, expected: formWords[form], got: preview(value) })
    if (form === 'filter' && field.to !== null) checkFilter(field.to, parseInner(path, value), { inside: true })
  }
}

/** The conditions on a related record, which are a value of a condition. */
export function parseInner(path: string, value: Json): Filter {
  const parsed = filterSchema.safeParse(value)
  return parsed.success
    ? parsed.data
    : fail({ kind: 'bad-input', where: `filter on ${path}, where`, expected: formWords.filter, got: preview(value) })
}

const formWords: Readonly<Record<ValueForm, string>> = {
  none: 'no value',
  text: 'a text',
  texts: 'a list of texts',
  number: 'a number',
  numbers: 'two numbers, [from, to]',
  duration: '{"count": 30, "unit": "day"}, the unit being day, week, month, quarter or year',
  unit: 'day, week, month, quarter or year',
  day: 'a day such as 2026-12-18, or a date and time with its zone',
  days: 'two days, ["2026-12-01", "2026-12-18"]',
  'day-count': 'a number of days',
  count: 'a number, 0 or more',
  outcome: 'open, won or lost',
  filter: 'a filter on the related record',
}

function fitsForm(form: ValueForm, value: Json): boolean {
  const isWord = (each: Json): boolean => typeof each === 'string' && each.trim() !== '' && each.length <= 2000
  switch (form) {
    case 'none':
      return value === null
    case 'text':
      return isWord(value)
    case 'texts':
      return Array.isArray(value) && value.length > 0 && value.length <= 500 && value.every(isWord)
    case 'number':
      return typeof value === 'number' && Number.isFinite(value)
    case 'numbers':
      return Array.isArray(value) && value.length === 2 && value.every((each: Json) => typeof each === 'number' && Number.isFinite(each))
    case 'duration':
      return spanOf('in-last', value, REFERENCE) !== null
    case 'unit':
      return spanOf('this', value, REFERENCE) !== null
    case 'day':
      return spanOf('before', value, REFERENCE) !== null
    case 'days':
      return spanOf('between', value, REFERENCE) !== null
    case 'day-count':
    case 'count':
      return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 1_000_000
    case 'outcome':
      return (dealOutcomes as readonly Json[]).includes(value)
    case 'filter':
      return isJsonObject(value)
  }
}

/** Whether a value is one of the form does not depend on the day. */
const REFERENCE = 0 as Parameters<typeof spanOf>[2]
