/** Leaves word of the list for the records that are opened from it, and comes back to the row one ended on. */
import { type RefObject, useEffect, useRef } from 'react'
import type { RecordList } from '../../data/record-list'
import { useListCache } from '../../data/satchel'
import type { GridHandle } from './grid'

export interface TrailParts {
  readonly list: RecordList
  /** All that match; null while it is not known. */
  readonly count: number | null
  readonly activeIndex: number | null
  readonly grid: RefObject<GridHandle | null>
}

export function useTrail({ list, count, activeIndex, grid }: TrailParts): void {
  const lists = useListCache()
  useEffect(() => {
    lists.follow(list)
    list.remember({ count })
  }, [lists, list, count])
  // Back from a record that one went on to from another: its row is brought into view.
  const shownAtFirst = useRef(false)
  useEffect(() => {
    if (shownAtFirst.current) return
    shownAtFirst.current = true
    if (activeIndex !== null) grid.current?.show(activeIndex)
  })
}
