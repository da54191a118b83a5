/** The columns that lists sort and filter by, made of a record as the rep sees it. The one place that knows what each holds. */
import { displayName, eventSubject, eventTime, firstMember, textOf } from '../../shared/model/record'
import { parseInstant } from '../../shared/model/ids'
import type { Json, JsonObject } from '../../shared/model/json'
import type { ObjectType } from '../../shared/model/object-type'
import { sortKey } from './fold'
import type { SqlValue } from './sql'

/** In the order in which statements name them. */
export const columnNames = [
  'name',
  'title',
  'company',
  'owner',
  'industry',
  'employees',
  'stages',
  'amount',
  'closing_at',
  'probability',
  'closed_at',
  'type',
  'happens_at',
  'status',
  'source',
  'display_order',
  'created_at',
  'updated_at',
] as const
export type ColumnName = (typeof columnNames)[number]

export function columnsOf(object: ObjectType, view: JsonObject): readonly SqlValue[] {
  const values: Partial<Record<ColumnName, SqlValue>> = {
    name: sortKey(object === 'event' ? eventSubject(view) : displayName(object, view)),
    owner: textOf(view, 'user_id'),
    created_at: parseInstant(view['created_at']),
    updated_at: parseInstant(view['updated_at']),
    ...own[object](view),
  }
  return columnNames.map((column) => values[column] ?? null)
}

/** The column that a field is sorted by, or null where there is none. */
export function columnOf(field: string): ColumnName | null {
  const renamed: Readonly<Record<string, ColumnName>> = { user_id: 'owner', company_name: 'company' }
  const name = Object.hasOwn(renamed, field) ? renamed[field] : field
  return columnNames.find((column) => column === name) ?? null
}

/** Columns that hold folded text: what is compared with them is folded too. */
export const foldedColumns: ReadonlySet<ColumnName> = new Set(['name', 'title', 'company', 'industry', 'stages', 'status', 'source', 'type'])
export const timeColumns: ReadonlySet<ColumnName> = new Set(['closing_at', 'closed_at', 'happens_at', 'created_at', 'updated_at'])

const text = (view: JsonObject, key: string): string | null => sortKey(textOf(view, key))

const own: Readonly<Record<ObjectType, (view: JsonObject) => Partial<Record<ColumnName, SqlValue>>>> = {
  contact: (view) => ({ title: text(view, 'title'), company: text(view, 'company') }),
  company: (view) => ({ industry: text(view, 'industry'), employees: numberOf(view['employees']) }),
  deal: (view) => ({
    stages: sortKey(stageName(view)),
    amount: numberOf(view['amount']),
    probability: numberOf(view['probability']),
    closing_at: parseInstant(view['closing_at']),
    closed_at: parseInstant(view['closed_at']),
  }),
  event: (view) => ({ type: text(view, 'type'), happens_at: eventTime(view) }),
  lead: (view) => ({ company: text(view, 'company_name'), status: text(view, 'status'), source: text(view, 'source') }),
  pipeline: (view) => ({ display_order: numberOf(view['display_order']) }),
  user: () => ({}),
}

/** The first stage by name, else by id. */
export function stageName(view: JsonObject): string | null {
  return firstMember(view['stages'], 'name') ?? firstMember(view['stages'], 'id')
}

function numberOf(value: Json | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}
