/** By what the rows of a table can find their records, given what its columns mean. */
import type { MatchKey } from './import'
import type { WritableObjectType } from './object-type'

/** What the mapped columns can find a record by, the surest first. */
export function matchKeysFor(object: WritableObjectType, targets: readonly string[]): readonly MatchKey[] {
  const has = (...names: readonly string[]): boolean => targets.some((target) => names.includes(target.replace(/:.*/, '')))
  const hasName = has('name', 'last_name')
  const keys: readonly (readonly [MatchKey, boolean])[] = [
    ['id', has('id')],
    ['email', has('emails') && (object === 'contact' || object === 'lead')],
    ['domain', has('domains', 'websites') && object === 'company'],
    ['phone', has('telephones') && !has('emails', 'domains', 'id')],
    ['name-company', hasName && !has('id') && (object !== 'contact' || has('company', 'company_ids') || !has('emails'))],
  ]
  const usable = keys.filter(([, isUsable]) => isUsable).map(([key]) => key)
  // An id says it all; another key could only contradict it.
  return usable[0] === 'id' ? ['id'] : usable
}
