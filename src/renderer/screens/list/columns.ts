/**
 * The columns that each list has at first, in their order, and which of them fit. What does not fit leaves from the right;
 * nothing is squeezed below what can be read.
 */
import type { Json } from '../../../shared/model/json'
import type { ObjectType } from '../../../shared/model/object-type'
import type { ListRow } from '../../../shared/model/views'
import type { ShownColumn, ViewSort } from '../../../shared/model/list-view'
import { type FilterField, filterFieldAt, filterFields } from '../../../shared/model/filter'
import { fieldAt, sortableFields } from '../../../shared/model/fields'
import type { MessageId } from '../../messages'

export type ColumnKind =
  | 'name'
  | 'text'
  | 'texts'
  | 'emails'
  | 'phones'
  | 'owner'
  | 'number'
  | 'money'
  | 'percent'
  | 'moment'
  | 'stage'
  | 'event-kind'
  | 'boolean'

export interface Column {
  /** The field path it is sorted by and marked unpushed with. */
  readonly path: string
  /** Null: as the field is called. */
  readonly label: MessageId | null
  /** The CRM's own name for a custom field. */
  readonly ownLabel: string | null
  readonly kind: ColumnKind
  /** Where its value may stand in a row, the best first. */
  readonly from: readonly string[]
  readonly sortable: boolean
  /** Narrower than this it leaves; pixels. */
  readonly min: number
  /** Its share of the room that is left. */
  readonly grow: number
  /** As the rep made it; null: as it fits best. */
  readonly width: number | null
  /** Stays when others leave, at the beginning. */
  readonly pinned: boolean
}

export type Sort = ViewSort

const column = (
  path: string,
  kind: ColumnKind,
  min: number,
  grow: number,
  options: Partial<Pick<Column, 'from' | 'label' | 'sortable'>> = {},
): Column => ({
  path,
  kind,
  min,
  grow,
  label: `column.${path}` as MessageId,
  ownLabel: null,
  from: [path],
  sortable: false,
  width: null,
  pinned: false,
  ...options,
})
const sortable = { sortable: true } as const

const name = column('name', 'name', 160, 2, sortable)
const owner = column('user_id', 'owner', 144, 0.5, { from: ['owner', 'user_id'] })
const lastActivity: Column = { ...column('last_activity', 'moment', 108, 0), label: null }
const nextActivity: Column = { ...column('next_activity', 'moment', 108, 0), label: null }
const updated = column('updated_at', 'moment', 120, 0, sortable)
const emails = column('emails', 'emails', 140, 2.5, { from: ['emails', 'email'] })
const phones = column('telephones', 'phones', 152, 0.5, { from: ['telephones', 'telephone'] })

export const columnsOf: Readonly<Record<ObjectType, readonly Column[]>> = {
  contact: [
    name,
    column('company', 'text', 120, 2, { ...sortable, from: ['company', 'company_ids'] }),
    column('title', 'text', 120, 2, sortable),
    emails,
    phones,
    owner,
    lastActivity,
    updated,
  ],
  company: [
    name,
    column('domains', 'texts', 120, 2),
    column('industry', 'text', 120, 2, sortable),
    column('employees', 'number', 88, 0, sortable),
    owner,
    lastActivity,
    updated,
  ],
  deal: [
    name,
    column('company', 'text', 120, 2, { from: ['company', 'company_ids'] }),
    column('stages', 'stage', 120, 1.5, { ...sortable, from: ['stage', 'stages'] }),
    column('amount', 'money', 124, 0.5, sortable),
    column('closing_at', 'moment', 108, 0, sortable),
    column('probability', 'percent', 88, 0, sortable),
    owner,
    nextActivity,
    updated,
  ],
  event: [
    column('type', 'event-kind', 128, 0, sortable),
    column('name', 'name', 160, 3, { ...sortable, label: 'column.subject' }),
    column('about', 'text', 120, 2, { from: ['about', 'contact', 'contact_ids', 'company', 'company_ids', 'deal', 'deal_ids', 'lead_ids'] }),
    column('happens_at', 'moment', 108, 0, { ...sortable, from: ['happens_at', 'created_at'] }),
    owner,
  ],
  lead: [
    name,
    column('company_name', 'text', 120, 2, { ...sortable, from: ['company_name', 'company', 'company_id'] }),
    emails,
    phones,
    column('source', 'text', 104, 1, sortable),
    column('status', 'text', 104, 1, sortable),
    owner,
    column('created_at', 'moment', 120, 0, sortable),
  ],
  pipeline: [
    name,
    column('display_order', 'number', 80, 0, sortable),
    column('is_active', 'boolean', 88, 0),
    column('created_at', 'moment', 120, 0, sortable),
    updated,
  ],
  user: [name, emails, column('employment_status', 'text', 120, 1), column('created_at', 'moment', 120, 0, sortable)],
}

/** How each list stands before anybody sorts it. */
export const defaultSorts: Readonly<Record<ObjectType, Sort>> = {
  contact: { field: 'name', descending: false },
  company: { field: 'name', descending: false },
  deal: { field: 'closing_at', descending: false },
  event: { field: 'happens_at', descending: true },
  lead: { field: 'created_at', descending: true },
  pipeline: { field: 'display_order', descending: false },
  user: { field: 'name', descending: false },
}

/**
 * A click on a header: that column alone, and on a second click the other way round. With `more` it orders what the sorts before it
 * leave equal. Moments and figures begin with the latest and the largest.
 */
export function sortAfterClick(sorts: readonly Sort[], clicked: Column, more = false): readonly Sort[] {
  const known = sorts.find(({ field }) => field === clicked.path)
  const isFirst = known !== undefined && (more || known === sorts[0])
  const next = { field: clicked.path, descending: isFirst ? !known.descending : beginsDescending(clicked) }
  if (!more) return [next]
  return known ? sorts.map((sort) => (sort === known ? next : sort)) : [...sorts, next].slice(0, MOST_SORTS)
}

/** As the contract takes them. */
export const MOST_SORTS = 5

function beginsDescending({ kind, path }: Column): boolean {
  return ['moment', 'money', 'number', 'percent'].includes(kind) && path !== 'closing_at' && path !== 'display_order'
}

/** The checkbox and the mark, before the first column. */
export const LEAD_WIDTH = 36 + 24
/** Under this width an owner is an avatar. */
export const NARROW = 1000
const AVATAR_WIDTH = 60

export interface FittedColumns {
  readonly columns: readonly Column[]
  /** For `grid-template-columns`, the two leading ones included. */
  readonly template: string
  readonly narrow: boolean
}

/** Of the groups, where there are any: their names and sums, before the first column. */
export const GROUP_WIDTH = 200

export function fitColumns(asked: readonly Column[], width: number, grouped = false): FittedColumns {
  const narrow = width < NARROW
  const minOf = (each: Column) => each.width ?? (narrow && each.kind === 'owner' ? AVATAR_WIDTH : each.min)
  const needed = (some: readonly Column[]) => LEAD_WIDTH + (grouped ? GROUP_WIDTH : 0) + some.reduce((sum, each) => sum + minOf(each), 0)
  const isKept = (each: Column) => each.kind === 'name' || each.pinned
  let fitting = [...asked.filter(({ pinned }) => pinned), ...asked.filter(({ pinned }) => !pinned)]
  while (needed(fitting) > width) {
    // What stands before the name of an activity, its kind, is part of it.
    const last = fitting.findLastIndex((each, at) => !isKept(each) && at > fitting.findIndex(({ kind }) => kind === 'name'))
    if (last < 0) break
    fitting = fitting.filter((_, at) => at !== last)
  }
  const tracks = fitting.map((each) =>
    each.width !== null || each.grow === 0 || (narrow && each.kind === 'owner') ? `${minOf(each)}px` : `minmax(${minOf(each)}px, ${each.grow}fr)`,
  )
  return { columns: fitting, template: ['36px', '24px', ...(grouped ? [`${GROUP_WIDTH}px`] : []), ...tracks].join(' '), narrow }
}

/** The value of a column in a row: the first place that says something. */
export function columnValue(row: ListRow, { from }: Column): Json | undefined {
  for (const key of from) {
    const value = row.values[key]
    if (value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)) return value
  }
  return undefined
}

/** Numbers stand at the right with their header; dates too where they end the row. */
export function isAtEnd(each: Column, index: number, columns: readonly Column[]): boolean {
  return ['number', 'money', 'percent'].includes(each.kind) || (each.kind === 'moment' && index === columns.length - 1)
}

/** All columns that a list can show: those it begins with, every other field, and the custom ones that are known. */
export function offeredColumns(
  object: ObjectType,
  custom: readonly { readonly path: string; readonly label: string }[],
  rawNames: readonly string[] = [],
): readonly Column[] {
  const first = columnsOf[object]
  const others = filterFields(object).filter(({ path, kind }) => kind !== 'sync' && !first.some((each) => each.path === path))
  const own = custom.map(({ path, label }): Column => ({ ...column(path, 'text', 120, 1), label: null, ownLabel: label, sortable: true }))
  return [...first, ...others.map((field) => columnOfField(object, field)), ...own, ...rawNames.map((name) => rawColumn(`${RAW}${name}`))]
}

/** Before the name of one of the provider's own fields: shown, and nothing more. */
const RAW = 'raw.'

function rawColumn(path: string): Column {
  return { ...column(path, 'text', 120, 1), label: null, ownLabel: path, sortable: false }
}

/** The columns as the rep left them; those that the list begins with where nothing was changed. */
export function shownColumns(object: ObjectType, offered: readonly Column[], layout: readonly ShownColumn[] | null): readonly Column[] {
  if (layout === null) return columnsOf[object]
  const chosen = layout.flatMap(({ path, width, pinned }): readonly Column[] => {
    const known = offered.find((each) => each.path === path)
    if (known) return [{ ...known, width, pinned }]
    // A field that no record has met yet keeps its place.
    if (path.startsWith(RAW)) return [{ ...rawColumn(path), width, pinned }]
    const field = filterFieldAt(object, path)
    return field?.kind === 'custom'
      ? [{ ...column(path, 'text', 120, 1), label: null, ownLabel: path.slice('metadata.'.length), sortable: true, width, pinned }]
      : []
  })
  const nameOf = columnsOf[object].filter(({ kind }) => kind === 'name')
  return chosen.some(({ kind }) => kind === 'name') ? chosen : [...nameOf, ...chosen]
}

/** What has to be asked for besides what every list brings along. */
export function extraFields(object: ObjectType, columns: readonly Column[]): readonly string[] {
  const brought = columnsOf[object].filter((each) => each !== lastActivity && each !== nextActivity)
  return columns.filter(({ path }) => !brought.some((each) => each.path === path)).map(({ path }) => path)
}

const kindOfFilter: Readonly<Record<FilterField['kind'], ColumnKind>> = {
  text: 'text',
  address: 'texts',
  phone: 'phones',
  number: 'number',
  money: 'money',
  date: 'moment',
  choice: 'text',
  stage: 'stage',
  tags: 'texts',
  boolean: 'boolean',
  user: 'owner',
  relation: 'texts',
  activity: 'moment',
  sync: 'text',
  custom: 'text',
}

function columnOfField(object: ObjectType, { path, kind }: FilterField): Column {
  const isFigure = kind === 'number' || kind === 'date' || kind === 'activity' || kind === 'boolean'
  const drawn = fieldAt(object, path)?.kind === 'percent' ? 'percent' : kindOfFilter[kind]
  return { ...column(path, drawn, isFigure ? 108 : 120, isFigure ? 0 : 1.5), label: null, sortable: sortableFields(object).includes(path) }
}
