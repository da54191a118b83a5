/** What the foot of a list, a heading of a group and the values offered by a filter say: counts, sums, averages. */
import { fieldsByObject, sortableFields } from './fields'
import type { ObjectType } from './object-type'

export interface FigureTotal {
  readonly field: string
  /** Sums of several currencies are never added; null where the field is no money, or the record names none. */
  readonly currency: string | null
  readonly sum: number
  /** How many records have the figure: the average is `sum / count`. */
  readonly count: number
  /** Each by its probability, for a deal's amount; the same as `sum` where the CRM gives no probability. */
  readonly weighted: number
}

export interface GroupTotal {
  /** What the records share, as a condition names it: a text, a user's id, a month (`2026-11`); null: they have none. */
  readonly key: string | null
  /** In words; null where the key says it. */
  readonly label: string | null
  readonly count: number
  readonly figures: readonly FigureTotal[]
}

export interface Totals {
  readonly groups: readonly GroupTotal[]
  /** Where to go on counting; null when all that match are in. What came so far is to be added up: `addTotals`. */
  readonly next: number | null
}

/** Fields with a figure to add up. */
export function figureFields(object: ObjectType): readonly string[] {
  const sortable = sortableFields(object)
  return fieldsByObject[object]
    .filter(({ path, kind }) => sortable.includes(path) && ['number', 'money', 'percent'].includes(kind))
    .map(({ path }) => path)
}

/** Fields that lists can be grouped by: those with few values, and dates, by their month. */
export function groupFields(object: ObjectType): readonly string[] {
  return sortableFields(object).filter((path) => path !== 'name' && !figureFields(object).includes(path))
}

/** Parts of one count put together, the order kept in which groups first came. */
export function addTotals(one: readonly GroupTotal[], other: readonly GroupTotal[]): readonly GroupTotal[] {
  const groups = new Map(one.map((group) => [group.key, group]))
  for (const group of other) {
    const known = groups.get(group.key)
    groups.set(
      group.key,
      known
        ? { ...known, label: known.label ?? group.label, count: known.count + group.count, figures: addFigures(known.figures, group.figures) }
        : group,
    )
  }
  return [...groups.values()]
}

function addFigures(one: readonly FigureTotal[], other: readonly FigureTotal[]): readonly FigureTotal[] {
  const nameOf = ({ field, currency }: FigureTotal): string => JSON.stringify([field, currency])
  const figures = new Map(one.map((figure) => [nameOf(figure), figure]))
  for (const figure of other) {
    const known = figures.get(nameOf(figure))
    figures.set(
      nameOf(figure),
      known ? { ...known, sum: known.sum + figure.sum, count: known.count + figure.count, weighted: known.weighted + figure.weighted } : figure,
    )
  }
  return [...figures.values()]
}
