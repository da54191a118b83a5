/**
 * Marks in a list, every so many rows, and the place of a value: so that any row of a million is reached by reading a few hundred.
 *
 *   nothing narrows it, one sort    the index of the sort is hopped through, a seek a mark: no row is read
 *   else                            the list is walked as its pages are (`list-walk.ts`), and most of what it finds is let go
 *
 * Either in parts, so that nobody waits for the whole. A list that changes moves its rows against its marks; who keeps marks asks
 * for them again.
 */
import { instant } from '../../shared/model/ids'
import { type ListMark, type ListMarks, type ListSeek, MARK_EVERY } from '../../shared/model/list-marks'
import type { ObjectType } from '../../shared/model/object-type'
import { type ColumnName, foldedColumns, timeColumns } from './columns'
import { filterOf } from './filters'
import { fold } from './fold'
import { findStream } from './identity'
import { beginning, cursorOf, parseCursor, type Place } from './list-place'
import { countPart, placeAfter, sliceEnd, type Walk, walk } from './list-walk'
import type { ListQuery } from './lists'
import { type Sort, sortedColumns } from './sorting'
import type { ReadDb } from './sql'

/** How much one call does: either takes some 10 ms. */
export interface MarkEffort {
  /** Marks of a list that nothing narrows. */
  readonly hops: number
  /** Rows found of another. */
  readonly rows: number
  readonly every: number
}

const ordinaryEffort: MarkEffort = { hops: 200, rows: 5000, every: MARK_EVERY }

export type MarksQuery = Omit<ListQuery, 'limit'> & {
  /** So many rows stand before `after`. */
  readonly index: number
}

export function listMarks(db: ReadDb, { after, index, ...query }: MarksQuery, effort = ordinaryEffort): ListMarks {
  const { connection, object, sort } = query
  const sorts = sortedColumns(object, sort)
  const stream = findStream(db, connection, object)
  const narrowed = filterOf(db, stream ?? 0, query)
  const from = after === null ? beginning : parseCursor(after, sorts)
  if (stream === null) return { marks: [], count: 0, next: null }
  const walking: Walk = { db, object, stream, sorts, narrowed, limit: effort.rows }
  const isIndexed = sorts.length === 1 && sorts[0].column !== null
  return narrowed.isAll && isIndexed ? hop(walking, from, index, effort) : stroll(walking, from, index, effort)
}

function hop(walking: Walk, from: Place, index: number, { hops, every }: MarkEffort): ListMarks {
  const { sorts } = walking
  const marks: ListMark[] = []
  let place = from
  let count = index
  while (marks.length < hops) {
    const end = sliceEnd({ ...walking, effort: { few: 0, slice: every } }, place)
    if (end !== null) {
      place = { empty: place.empty, after: end }
      count += every
      marks.push({ index: count, after: cursorOf(place, sorts), key: end.keys[0] ?? null })
      continue
    }
    // Fewer rows than a hop are left of this part.
    count += countPart(walking, place)
    if (place.empty) return { marks, count, next: null }
    place = { empty: true, after: null }
    marks.push({ index: count, after: cursorOf(place, sorts), key: null })
  }
  return { marks, count, next: cursorOf(place, sorts) }
}

function stroll(walking: Walk, from: Place, index: number, { every }: MarkEffort): ListMarks {
  const { sorts } = walking
  const { rows, next } = walk(walking, from)
  const marks = rows.flatMap((row, at): ListMark[] => {
    const before = index + at + 1
    return before % every === 0 ? [{ index: before, after: cursorOf(placeAfter(row), sorts), key: row.keys[0] ?? null }] : []
  })
  return { marks, count: index + rows.length, next: next === null ? null : cursorOf(next, sorts) }
}

/** Where a value stands in the order of the first sort; null where it could not stand there: letters among figures. */
export function seekPlace({
  object,
  sort,
  text,
}: {
  readonly object: ObjectType
  readonly sort: Sort | readonly Sort[] | null
  readonly text: string
}): ListSeek | null {
  const sorts = sortedColumns(object, sort)
  const [{ column, descending }] = sorts
  // What no index orders is reached by its marks alone.
  const range = column === null ? null : rangeOf(column, text)
  if (range === null) return null
  // After all rows that have this first key.
  const after = (bound: string | number): string => cursorOf({ empty: false, after: { keys: [bound], rid: null } }, sorts)
  return { descending, ...(descending ? { after: after(range.above), key: range.above } : { after: after(range.below), key: range.from }) }
}

interface Range {
  /** The greatest key before all that fit. */
  readonly below: string | number
  readonly from: string | number
  /** The least key behind all that fit. */
  readonly above: string | number
}

function rangeOf(column: ColumnName, text: string): Range | null {
  if (foldedColumns.has(column)) return prefixRange(fold(text.slice(0, 200)).trimStart())
  if (timeColumns.has(column)) return timeRange(text.trim())
  // Ids of users are sorted, but nobody types one.
  return column === 'owner' ? null : numberRange(text)
}

/** No text that begins with anything is greater than it with this behind. */
const GREATEST = '\u{10FFFF}'

function prefixRange(prefix: string): Range | null {
  const last = Array.from(prefix).at(-1)?.codePointAt(0)
  if (last === undefined) return null
  const head = prefix.slice(0, prefix.length - String.fromCodePoint(last).length)
  // Surrogates are no characters: what stands before the ones behind them is before them.
  const before = last === 0 ? '' : String.fromCodePoint(last === 0xe0_00 ? 0xd7_ff : last - 1) + GREATEST
  return { below: head + before, from: prefix, above: prefix + GREATEST }
}

/** A year, a month or a day, in UTC as dates are kept. */
function timeRange(text: string): Range | null {
  const [, year, month, day] = /^(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$/.exec(text) ?? []
  if (year === undefined) return null
  const [y, m, d] = [Number(year), month === undefined ? 1 : Number(month), day === undefined ? 1 : Number(day)]
  const from = instant(Date.UTC(y, m - 1, d))
  const above = month === undefined ? Date.UTC(y + 1, 0, 1) : day === undefined ? Date.UTC(y, m, 1) : Date.UTC(y, m - 1, d + 1)
  return { below: from - 1, from, above }
}

function numberRange(text: string): Range | null {
  const number = Number(text.trim().replaceAll(/[\s,_’']/g, ''))
  if (text.trim() === '' || !Number.isFinite(number)) return null
  const next = Math.max(Number.MIN_VALUE, Math.abs(number) * Number.EPSILON)
  return { below: number - next, from: number, above: number + next }
}
