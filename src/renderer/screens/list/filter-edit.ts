/** Building a filter step by step: what a new condition begins with, and what changes when its field or operator does. */
import { checkFilter, type Condition, type Filter, filterFieldAt, filterFields, valueForm } from '../../../shared/model/filter'
import type { FieldKind } from '../../../shared/model/fields'
import type { Json } from '../../../shared/model/json'
import type { ObjectType } from '../../../shared/model/object-type'
import { operatorsOf } from './filter-operators'

export function firstCondition(object: ObjectType): Condition {
  return conditionOn(object, filterFields(object)[0]?.path ?? 'name')
}

/** @param format of a custom field that is defined; null for any other */
export function conditionOn(object: ObjectType, path: string, format: FieldKind | null = null): Condition {
  const field = filterFieldAt(object, path)
  const op: Condition['op'] = (field === null ? null : operatorsOf(field, format)[0]) ?? 'contains'
  return withOperator(object, { field: path, op, value: null }, op)
}

/** The value stays where the new operator takes one of the same form. */
export function withOperator(object: ObjectType, condition: Condition, op: Condition['op']): Condition {
  const kind = filterFieldAt(object, condition.field)?.kind ?? 'text'
  const form = valueForm(kind, op)
  const same = form === valueForm(kind, condition.op) && condition.value !== null
  return { ...condition, op, value: same ? condition.value : firstValue(form) }
}

function firstValue(form: ReturnType<typeof valueForm>): Json {
  switch (form) {
    case 'duration':
      return { count: 30, unit: 'day' }
    case 'unit':
      return 'month'
    case 'count':
      return 1
    case 'day-count':
      return 30
    case 'outcome':
      return 'open'
    default:
      return null
  }
}

/** Whether the mirror would take it: a value may still be missing. */
export function isComplete(object: ObjectType, filter: Filter): boolean {
  try {
    checkFilter(object, filter)
    return true
  } catch {
    return false // what is missing stands in the editor, empty
  }
}

/** The parts of a filter that stand side by side as chips, and how they are joined. */
export function chipsOf(filter: Filter | null): { readonly join: 'all' | 'any'; readonly chips: readonly Filter[] } {
  if (filter === null) return { join: 'all', chips: [] }
  if ('all' in filter) return { join: 'all', chips: filter.all }
  if ('any' in filter) return { join: 'any', chips: filter.any }
  return { join: 'all', chips: [filter] }
}

export function filterOfChips(join: 'all' | 'any', chips: readonly Filter[]): Filter | null {
  const [only] = chips
  if (only === undefined) return null
  if (chips.length === 1 && ('field' in only || join === 'all')) return only
  return groupOf(join, chips)
}

export function groupOf(join: 'all' | 'any', members: readonly Filter[]): Filter {
  return join === 'all' ? { all: members } : { any: members }
}
