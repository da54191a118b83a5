/** The condition "is ‹value›" of a cell, for a click with Alt on it; null where lists can't be filtered by its column. */
import { type Condition, filterFieldAt } from '../../../shared/model/filter'
import { isEmptyValue, type Json } from '../../../shared/model/json'
import type { ObjectType } from '../../../shared/model/object-type'
import { wordsOf } from './words'

/** `userId` finds a person by the name that a cell shows: conditions name people by the CRM's id. */
export function conditionOfCell(
  object: ObjectType,
  path: string,
  value: Json | undefined,
  userId: (name: string) => string | null,
): Condition | null {
  const field = filterFieldAt(object, path)
  const [first] = wordsOf(value)
  if (field === null || field.kind === 'relation' || field.kind === 'activity' || field.kind === 'sync') return null
  if (isEmptyValue(value) || first === undefined)
    return field.kind === 'boolean' ? { field: path, op: 'not-set', value: null } : { field: path, op: 'empty', value: null }
  const is = (op: Condition['op'], of: Json): Condition => ({ field: path, op, value: of })
  switch (field.kind) {
    case 'number':
    case 'money':
      return typeof value === 'number' ? is('is', value) : null
    case 'date':
      return /^\d{4}-\d\d-\d\d/.test(first) ? is('on', first.slice(0, 10)) : null
    case 'boolean':
      return is(value === true ? 'yes' : 'no', null)
    case 'tags':
      return is('has-any', [first])
    case 'choice':
    case 'stage':
      return is('any-of', [first])
    case 'user': {
      const id = userId(first)
      return id === null ? null : is('any-of', [id])
    }
    case 'text':
    case 'address':
    case 'phone':
    case 'custom':
      return is('is', first)
  }
}
