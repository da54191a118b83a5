/** A list for a screen: its state, rendered again when it changes. */
import { useSyncExternalStore } from 'react'
import type { ListQuery, ListState } from './list-state'
import type { RecordList } from './record-list'
import { useListCache } from './satchel'

export function useRecordList(query: ListQuery): { readonly list: RecordList; readonly state: ListState } {
  const list = useListCache().listFor(query)
  return { list, state: useSyncExternalStore(list.subscribe, list.getState) }
}
