/** What changed between two lists whose entries are told apart by what they mean: e-mail addresses, numbers, tags, links. */
import type { FieldKind } from '../../../shared/model/fields'
import type { Json } from '../../../shared/model/json'
import { sameValue } from '../../../shared/sync/merge-field'

export interface ListDiff {
  readonly added: readonly Json[]
  readonly removed: readonly Json[]
  readonly kept: readonly Json[]
  /** The entry that became the first one, where nothing else says so. */
  readonly newMain: Json | null
}

/** Kinds that hold a set of entries, so that + and − say more than old and new. */
export function isListKind(kind: FieldKind): boolean {
  return kind === 'emails' || kind === 'phones' || kind === 'texts' || kind === 'urls' || kind === 'relations'
}

export function diffLists(kind: FieldKind, before: Json | undefined, after: Json | undefined): ListDiff {
  const [left, right] = [listOf(before), listOf(after)]
  const has = (list: readonly Json[], entry: Json): boolean => list.some((other) => sameValue(kind, [other], [entry]))
  const added = right.filter((entry) => !has(left, entry))
  const removed = left.filter((entry) => !has(right, entry))
  const [first, was] = [right[0], left[0]]
  const mainMatters = (kind === 'emails' || kind === 'phones') && first !== undefined && was !== undefined
  return {
    added,
    removed,
    kept: right.filter((entry) => has(left, entry)),
    newMain: mainMatters && !sameValue(kind, [first], [was]) && has(left, first) ? first : null,
  }
}

/** A value as a list: a CRM that sends one address instead of a list of them still shows it. */
export function listOf(value: Json | undefined): readonly Json[] {
  if (Array.isArray(value)) return value as readonly Json[] // `isArray` forgets what the array is made of
  return value === undefined || value === null || value === '' ? [] : [value]
}
