/** What a list screen reads: its rows, how many match, what they add up to. */
import type { Filter } from '../../../shared/model/filter'
import type { ConnectionId } from '../../../shared/model/ids'
import type { ViewSort } from '../../../shared/model/list-view'
import type { ObjectType } from '../../../shared/model/object-type'
import { figureFields, type GroupTotal } from '../../../shared/model/totals'
import { type ListSelection, useTotals } from '../../data/list-queries'
import { useConnection } from '../../data/queries'
import type { ListState } from '../../data/list-state'
import type { RecordList } from '../../data/record-list'
import { useRecordList } from '../../data/use-record-list'
import { useKeptState } from './use-kept-state'

export interface ListDataQuery {
  readonly connection: ConnectionId
  readonly object: ObjectType
  readonly search: string
  readonly filter: Filter | null
  readonly sort: readonly ViewSort[]
  readonly groupBy: string | null
  readonly fields: readonly string[]
}

export interface ListData {
  readonly selection: ListSelection
  readonly list: RecordList
  readonly state: ListState
  /** The rows on screen: those of the query before, until the first of this one are there. */
  readonly shown: ListState
  /** All that match, as far as it is known. */
  readonly count: number
  readonly known: boolean
  /** Over everything that matches; null while it is counted. */
  readonly totals: readonly GroupTotal[] | null
  /** The same by group; null where there are none, or while they are counted. */
  readonly groups: readonly GroupTotal[] | null
}

export function useListData({ connection, object, search, filter, sort, groupBy, fields }: ListDataQuery): ListData {
  const me = useConnection(connection)?.me ?? null
  const selection: ListSelection = { connection, object, search, filter, me }
  // Groups stand together: the list is sorted by what they share, then as asked.
  const own = sort.filter(({ field }) => field !== groupBy)
  const inGroups =
    groupBy === null ? sort : [sort.find(({ field }) => field === groupBy) ?? { field: groupBy, descending: false }, ...own].slice(0, 5)
  // A heading says what its group shares, also where no column shows it.
  const needed = groupBy?.startsWith('metadata.') && !fields.includes(groupBy) ? [...fields, groupBy] : fields
  const { list, state } = useRecordList({ ...selection, sort: inGroups, fields: needed })
  const shown = useKeptState(state)
  const totals = useTotals(selection, { figures: figureFields(object) })
  const groups = useTotals(selection, { figures: figureFields(object), groupBy, enabled: groupBy !== null })
  const counted = totals?.reduce((sum, group) => sum + group.count, 0) ?? null
  return {
    selection,
    list,
    state,
    shown,
    count: shown.complete ? shown.offset + shown.rows.length : Math.max(counted ?? 0, shown.offset + shown.rows.length),
    known: shown.complete || counted !== null,
    totals,
    groups: groupBy === null ? null : groups,
  }
}
