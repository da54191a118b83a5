/** What a list asks for and what it has: the shapes that `record-list.ts` works on. */
import type { InputOf, SatchelOperations } from '../../shared/contract/operations'
import type { Filter } from '../../shared/model/filter'
import type { ConnectionId, RecordId } from '../../shared/model/ids'
import type { ListMarks, ListSeek } from '../../shared/model/list-marks'
import type { ObjectType } from '../../shared/model/object-type'
import type { ListRow, Page } from '../../shared/model/views'

export interface ListQuery {
  readonly connection: ConnectionId
  readonly object: ObjectType
  readonly search: string
  readonly sort: ListSort | readonly ListSort[] | null
  readonly filter?: Filter | null
  /** Who *me* is in the filter. */
  readonly me?: string | null
  /** Values to show besides those that every list of the type shows. */
  readonly fields?: readonly string[]
}

interface ListSort {
  readonly field: string
  readonly descending: boolean
}

export interface ListState {
  readonly rows: readonly ListRow[]
  /** So many rows stand before `rows`. */
  readonly offset: number
  /** The end is known: no row stands behind `rows`. */
  readonly complete: boolean
  readonly kind: 'first-read' | 'ready' | 'failed'
  readonly error: unknown
  /** Rows that came while a hand was on the list, and are not shown yet. */
  readonly arrived: number
  /** Rows that stopped matching under the hand: they stay until it leaves. */
  readonly leaving: ReadonlySet<RecordId>
  /** Values that changed by themselves, for the soft tint; by record. */
  readonly changed: ReadonlySet<RecordId>
}

/** How a list was when the rep left it. */
export interface ListLeft {
  readonly scrollTop: number
  readonly activeId: RecordId | null
  /** All that match; null where it was not known. */
  readonly count: number | null
}

/** The row at a place in the whole list, where it is loaded. */
export function rowAt({ rows, offset }: Pick<ListState, 'rows' | 'offset'>, index: number): ListRow | undefined {
  return rows[index - offset]
}

export interface ReadList {
  page(input: InputOf<SatchelOperations['records.list']>): Promise<Page<ListRow>>
  ids(input: InputOf<SatchelOperations['records.ids']>): Promise<Page<RecordId>>
  marks(input: InputOf<SatchelOperations['records.marks']>): Promise<ListMarks>
  seek(input: InputOf<SatchelOperations['records.seek']>): Promise<ListSeek | null>
}
