/** The records before and after one, in the list it was opened from. */
import { useEffect, useSyncExternalStore } from 'react'
import type { RecordId } from '../../shared/model/ids'
import { rowAt } from './list-state'
import type { RecordTarget } from './queries'
import { useListCache } from './satchel'

export interface Neighbours {
  /** From 0. */
  readonly index: number
  /** All that match; null while it is not known. */
  readonly count: number | null
  readonly next: RecordId | null
  readonly previous: RecordId | null
}

/** Rows around the record that are at hand before they are asked for. */
const AROUND = 20

const nothing = (): null => null
const never = (): (() => void) => () => undefined

/** Null where the record was opened from somewhere else. */
export function useNeighbours({ connection, object, id }: RecordTarget): Neighbours | null {
  const trail = useListCache().trail
  const list = trail?.query.connection === connection && trail.query.object === object ? trail : null
  const state = useSyncExternalStore(list?.subscribe ?? never, list?.getState ?? nothing)
  const at = state?.rows.findIndex((row) => row.id === id) ?? -1
  const index = state === null || at < 0 ? null : state.offset + at
  useEffect(() => {
    if (list === null || index === null) return undefined
    list.show(Math.max(0, index - AROUND), index + AROUND)
    list.remember({ activeId: id })
    // What is edited here may stop matching there: the place in the list is kept until one leaves it.
    list.setHandOn(true)
    return () => list.setHandOn(false)
  }, [list, index, id])
  if (list === null || state === null || index === null) return null
  const count = state.complete ? state.offset + state.rows.length : list.getPlace().count
  return { index, count, next: rowAt(state, index + 1)?.id ?? null, previous: rowAt(state, index - 1)?.id ?? null }
}
