/**
 * The columns that each list has at first, in their order, and which of them fit. What does not fit leaves from the right;
 * nothing is squeezed below what can be read.
 */
import type { Json } from '../../../shared/model/json'
import type { ObjectType } from '../../../shared/model/object-type'
import type { ListRow } from '../../../shared/model/views'
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
  readonly label: MessageId
  readonly kind: ColumnKind
  /** Where its value may stand in a row, the best first. */
  readonly from: readonly string[]
  readonly sortable: boolean
  /** Narrower than this it leaves; pixels. */
  readonly min: number
  /** Its share of the room that is left. */
  readonly grow: number
}

export interface Sort {
  readonly field: string
  readonly descending: boolean
}

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
  from: [path],
  sortable: false,
  ...options,
})
const sortable = { sortable: true } as const

const name = column('name', 'name', 160, 2, sortable)
const owner = column('user_id', 'owner', 144, 0.5, { from: ['owner', 'user_id'] })
const updated = column('updated_at', 'moment', 108, 0, sortable)
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
    updated,
  ],
  company: [
    name,
    column('domains', 'texts', 120, 2),
    column('industry', 'text', 120, 2, sortable),
    column('employees', 'number', 88, 0, sortable),
    owner,
    updated,
  ],
  deal: [
    name,
    column('company', 'text', 120, 2, { from: ['company', 'company_ids'] }),
    column('stages', 'stage', 120, 1.5, { ...sortable, from: ['stage', 'stages'] }),
    column('amount', 'money', 112, 0.5, sortable),
    column('closing_at', 'moment', 108, 0, sortable),
    column('probability', 'percent', 88, 0, sortable),
    owner,
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
    column('created_at', 'moment', 108, 0, sortable),
  ],
  pipeline: [
    name,
    column('display_order', 'number', 80, 0, sortable),
    column('is_active', 'boolean', 88, 0),
    column('created_at', 'moment', 108, 0, sortable),
    updated,
  ],
  user: [name, emails, column('employment_status', 'text', 120, 1), column('created_at', 'moment', 108, 0, sortable)],
}

const defaultSorts: Readonly<Record<ObjectType, Sort>> = {
  contact: { field: 'name', descending: false },
  company: { field: 'name', descending: false },
  deal: { field: 'closing_at', descending: false },
  event: { field: 'happens_at', descending: true },
  lead: { field: 'created_at', descending: true },
  pipeline: { field: 'display_order', descending: false },
  user: { field: 'name', descending: false },
}

/** The sort that an address asks for: a field path, with a minus for descending; the list's own where it asks for none we have. */
export function parseSort(object: ObjectType, raw: string | null): Sort {
  const match = /^(-?)(.+)$/.exec(raw ?? '')
  const field = match?.[2]
  const known = columnsOf[object].some((each) => each.sortable && each.path === field)
  return field !== undefined && known ? { field, descending: match?.[1] === '-' } : defaultSorts[object]
}

/** For the address; absent where it is the list's own. */
export function writeSort(object: ObjectType, sort: Sort): string | undefined {
  const own = defaultSorts[object]
  if (own.field === sort.field && own.descending === sort.descending) return undefined
  return `${sort.descending ? '-' : ''}${sort.field}`
}

/** A click on a header: that column, and on a second click the other way round. Moments begin with the latest. */
export function sortAfterClick(current: Sort, clicked: Column): Sort {
  if (current.field === clicked.path) return { field: clicked.path, descending: !current.descending }
  return {
    field: clicked.path,
    descending: ['moment', 'money', 'number', 'percent'].includes(clicked.kind) && clicked.path !== 'closing_at' && clicked.path !== 'display_order',
  }
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

export function fitColumns(columns: readonly Column[], width: number): FittedColumns {
  const narrow = width < NARROW
  const minOf = (each: Column) => (narrow && each.kind === 'owner' ? AVATAR_WIDTH : each.min)
  const needed = (some: readonly Column[]) => LEAD_WIDTH + some.reduce((sum, each) => sum + minOf(each), 0)
  let fitting = columns
  const leastOf = columns.findIndex(({ kind }) => kind === 'name') + 1
  while (fitting.length > leastOf && needed(fitting) > width) fitting = fitting.slice(0, -1)
  const tracks = fitting.map((each) =>
    each.grow === 0 || (narrow && each.kind === 'owner') ? `${minOf(each)}px` : `minmax(${minOf(each)}px, ${each.grow}fr)`,
  )
  return { columns: fitting, template: ['36px', '24px', ...tracks].join(' '), narrow }
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
