/** Known places in a list that is too long to be read to them: what a jump begins from. */

/** So many rows lie between two marks, where no sort ties more of them together: what a jump reads to come to its row. */
export const MARK_EVERY = 250

export interface ListMark {
  /** So many rows stand before it. */
  readonly index: number
  /** The cursor that goes on from there. */
  readonly after: string
  /** What the row before it is sorted by first, as it is compared; null where it has no value. */
  readonly key: ListKey
}

export type ListKey = string | number | null

/** A part of a list's marks, in order. */
export interface ListMarks {
  readonly marks: readonly ListMark[]
  /** Up to here the list was walked, counted from its beginning. */
  readonly count: number
  /** Where to go on; null at the end of the list. */
  readonly next: string | null
}

/** Where a value stands, or would. */
export interface ListSeek {
  /** The cursor before the first row that is not before the value. */
  readonly after: string
  /** Rows with a first key before this one are before the value. */
  readonly key: string | number
  readonly descending: boolean
}
