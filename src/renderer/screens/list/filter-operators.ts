/** The operators that a field is offered: all of its kind, and of a custom field those that fit the format it is defined with. */
import type { FieldKind } from '../../../shared/model/fields'
import { type Condition, type FilterField, operatorsByKind } from '../../../shared/model/filter'

type Operator = Condition['op']

const ends = ['empty', 'not-empty'] as const
const words = ['contains', 'not-contains', 'is', 'is-not', 'starts', 'ends', 'any-of', ...ends] as const
const figures = ['is', 'is-not', 'lt', 'lte', 'gt', 'gte', ...ends] as const

/** Each of them is one that custom fields take; what has a kind of its own here is compared as that. */
const customOperators: Partial<Record<FieldKind, readonly Operator[]>> = {
  text: words,
  'long-text': words,
  url: words,
  number: figures,
  money: figures,
  percent: figures,
  select: ['any-of', 'is-not', ...ends],
  texts: ['any-of', 'has-all', ...ends],
  // Some CRMs write words for yes and no.
  boolean: ['yes', 'no', 'is', 'is-not', ...ends],
  'date-time': ['on', 'before', 'after', 'in-last', 'in-next', 'more-than-ago', 'more-than-ahead', 'this', 'last', 'next', ...ends],
}

/**
 * In the order in which they are offered; the first is what a new condition begins with.
 *
 * @param format how the values of a custom field are shown and edited; null where nobody defined it
 * @param chosen what a condition has already: it stays to be seen, though the field's format may have changed since
 */
export function operatorsOf(field: FilterField, format: FieldKind | null, chosen: Operator | null = null): readonly Operator[] {
  const all: readonly Operator[] = operatorsByKind[field.kind]
  const fitting = field.kind === 'custom' && format !== null ? (customOperators[format] ?? all) : all
  return chosen !== null && all.includes(chosen) && !fitting.includes(chosen) ? [...fitting, chosen] : fitting
}
