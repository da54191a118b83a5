/**
 * A place in a sorted list, and the cursor that carries it from page to page.
 *
 * A list has two parts: the rows that have a value in the first sort, then those without one. A place is after a row, after all
 * rows of one first key, or at the beginning of a part.
 */
import { fail, preview } from '../../shared/failure'
import { type Sql, sqlOf } from './filter-piece'
import type { SortedColumn } from './sorting'
import type { SqlValue } from './sql'

export type Sorts = readonly [SortedColumn, ...SortedColumn[]]

export interface Place {
  /** In the part without a value in the first sort. */
  readonly empty: boolean
  /** Null: at the part's beginning. */
  readonly after: After | null
}

export interface After {
  /** A key a sort; only the first where `rid` is null. */
  readonly keys: readonly SqlValue[]
  /** Null: after every row with that first key. */
  readonly rid: number | null
}

export const beginning: Place = { empty: false, after: null }

export function cursorOf({ empty, after }: Place, sorts: Sorts): string {
  return Buffer.from(JSON.stringify([signature(sorts), empty, after?.keys ?? null, after?.rid ?? null])).toString('base64url')
}

/** A cursor of another sort is of no use, and so is anything that is none. */
export function parseCursor(text: string, sorts: Sorts): Place {
  let parts: unknown
  try {
    parts = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch {
    parts = null
  }
  const [of, empty, keys, rid] = Array.isArray(parts) ? (parts as readonly unknown[]) : []
  const fits = of === signature(sorts) && typeof empty === 'boolean'
  if (fits && keys === null && rid === null) return { empty, after: null }
  if (fits && isKeys(keys)) {
    if (typeof rid === 'number' && keys.length === sorts.length) return { empty, after: { keys, rid } }
    if (rid === null && keys.length === 1) return { empty, after: { keys, rid } }
  }
  return fail({ kind: 'bad-input', where: 'after', expected: 'the place that the page before gave, with the same sort', got: preview(text) })
}

/** What holds of the rows behind a place. Rows without a value come last, whichever way a sort goes; equal rows go by `rid`. */
export function behind({ keys, rid }: After, sorts: Sorts): Sql {
  const alternatives: string[] = []
  const values: SqlValue[] = []
  keys.forEach((key, at) => {
    // Behind an empty value of this sort stand only rows that a later sort, or the row's number, puts there.
    const sort = sorts[at]
    if (key === null || sort === undefined) return
    alternatives.push(`(${[...same(sorts, at), `(${sort.key} ${sort.descending ? '<' : '>'} ? OR ${sort.key} IS NULL)`].join(' AND ')})`)
    values.push(...keys.slice(0, at), key)
  })
  if (rid !== null) {
    alternatives.push(`(${[...same(sorts, sorts.length), `r.rid ${sorts[0].descending ? '<' : '>'} ?`].join(' AND ')})`)
    values.push(...keys, rid)
  }
  return sqlOf(alternatives.length === 0 ? '0' : `(${alternatives.join(' OR ')})`, ...values)
}

/** `ORDER BY`, for one part or for both. */
export function orderOf(sorts: Sorts, part: 'with-value' | 'empty' | 'both'): string {
  const direction = (descending: boolean): string => (descending ? 'DESC' : 'ASC')
  const keys = sorts.flatMap(({ key, descending }, at) => {
    if (at === 0 && part === 'empty') return []
    const ordered = `${key} ${direction(descending)}`
    return at === 0 && part === 'with-value' ? [ordered] : [`${key} IS NULL`, ordered]
  })
  return [...keys, `r.rid ${direction(sorts[0].descending)}`].join(', ')
}

function same(sorts: Sorts, upTo: number): readonly string[] {
  return sorts.slice(0, upTo).map(({ key }) => `${key} IS ?`)
}

function signature(sorts: Sorts): string {
  return sorts.map(({ field, descending }) => `${descending ? '-' : ''}${field}`).join(' ')
}

function isKeys(keys: unknown): keys is readonly SqlValue[] {
  return Array.isArray(keys) && keys.every((key) => key === null || typeof key === 'string' || typeof key === 'number')
}
