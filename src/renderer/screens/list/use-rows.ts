/**
 * Which row the keys are on and which rows are ticked.
 *
 * The active row is a record, not a position: when rows come and go it stays on its record. A position that is not read yet
 * (End, in a long list) becomes a record as soon as it is.
 */
import { type RefObject, useEffect, useRef, useState } from 'react'
import type { RecordId } from '../../../shared/model/ids'
import { type ListState, rowAt } from '../../data/list-state'
import type { RecordList } from '../../data/record-list'
import type { KeyHandlers } from '../../parts/keyboard'
import type { GridHandle } from './grid'

type Loaded = Pick<ListState, 'rows' | 'offset'>

export interface RowsParts {
  readonly list: RecordList
  readonly loaded: Loaded
  readonly count: number
  readonly grid: RefObject<GridHandle | null>
}

export interface Rows {
  readonly activeIndex: number | null
  readonly selected: ReadonlySet<RecordId>
  /** The question before the ticked records are deleted is open. */
  readonly asking: boolean
  readonly keys: KeyHandlers
  readonly goTo: (index: number) => void
  /** So many rows down, or up. */
  readonly move: (step: number) => void
  readonly activate: (index: number) => void
  readonly tick: (index: number, extend: boolean) => void
  readonly tickAll: () => void
  readonly clear: () => void
  readonly ask: (asking: boolean) => void
  readonly setHand: (on: boolean) => void
}

const nobody: ReadonlySet<RecordId> = new Set()

export function useRows({ list, loaded, count, grid }: RowsParts): Rows {
  const [active, setActive] = useState<{ readonly index: number; readonly id: RecordId | null } | null>(() => activeAgain(list, loaded))
  const [selected, setSelected] = useState<ReadonlySet<RecordId>>(nobody)
  const [asking, setAsking] = useState(false)
  const hand = useRef(false)
  const anchor = useRef<number | null>(null)

  const activeIndex = active === null ? null : indexOf(loaded, active)
  const tellHand = (selection = selected) => list.setHandOn(hand.current || selection.size > 0)
  useEffect(() => () => list.setHandOn(false), [list])
  // A row that was jumped to before it was read: now it is, the keys are on its record.
  const arrivedId = active?.id === null ? rowAt(loaded, active.index)?.id : undefined
  if (active && arrivedId !== undefined) setActive({ index: active.index, id: arrivedId })
  const activeId = active?.id ?? null
  useEffect(() => {
    if (activeId !== null) list.remember({ activeId })
  }, [list, activeId])

  const activate = (index: number): void => {
    const id = rowAt(loaded, index)?.id ?? null
    list.remember({ activeId: id })
    anchor.current = index
    setActive({ index, id })
  }
  const moveTo = (index: number): void | false => {
    if (count === 0) return false
    const to = Math.max(0, Math.min(count - 1, index))
    activate(to)
    grid.current?.show(to)
    hand.current = true
    tellHand()
    return undefined
  }
  const select = (next: ReadonlySet<RecordId>): void => {
    setSelected(next)
    tellHand(next)
  }
  const tick = (index: number, extend: boolean): void => {
    const from = extend ? (anchor.current ?? index) : index
    const first = Math.max(0, Math.min(from, index) - loaded.offset)
    const ids = loaded.rows.slice(first, Math.max(from, index) + 1 - loaded.offset).map(({ id }) => id)
    const on = extend || !ids.every((id) => selected.has(id))
    const next = new Set(selected)
    for (const id of ids) {
      if (on) next.add(id)
      else next.delete(id)
    }
    anchor.current = index
    select(next)
  }
  const tickAll = (): void => select(selected.size >= loaded.rows.length ? nobody : new Set(loaded.rows.map(({ id }) => id)))
  const extend = (step: number): void | false => {
    const from = activeIndex ?? 0
    const to = from + step
    const row = rowAt(loaded, to)
    if (!row) return false
    const next = new Set(selected)
    for (const id of [rowAt(loaded, from)?.id, row.id]) if (id) next.add(id)
    select(next)
    return moveTo(to)
  }
  const page = () => grid.current?.pageSize ?? 10

  return {
    activeIndex,
    selected,
    asking,
    activate,
    goTo: (index) => void moveTo(index),
    move: (step) => void moveTo((activeIndex ?? 0) + step),
    tick,
    tickAll,
    clear: () => select(nobody),
    ask: setAsking,
    setHand: (on) => {
      hand.current = on
      tellHand()
    },
    keys: {
      next: () => moveTo(activeIndex === null ? 0 : activeIndex + 1),
      previous: () => moveTo(activeIndex === null ? 0 : activeIndex - 1),
      first: () => moveTo(0),
      last: () => moveTo(count - 1),
      pageDown: () => moveTo((activeIndex ?? 0) + page()),
      pageUp: () => moveTo((activeIndex ?? 0) - page()),
      extendNext: () => extend(1),
      extendPrevious: () => extend(-1),
      select: () => (activeIndex === null ? false : tick(activeIndex, false)),
      selectAll: tickAll,
      close: () => (selected.size > 0 ? select(nobody) : false),
      remove: () => {
        const id = activeIndex === null ? undefined : rowAt(loaded, activeIndex)?.id
        if (selected.size === 0 && id === undefined) return false
        if (selected.size === 0 && id !== undefined) select(new Set([id]))
        return setAsking(true)
      },
    },
  }
}

function activeAgain(list: RecordList, loaded: Loaded): { readonly index: number; readonly id: RecordId } | null {
  const id = list.getPlace().activeId
  const index = id === null ? -1 : loaded.rows.findIndex((row) => row.id === id)
  return id === null || index < 0 ? null : { index: loaded.offset + index, id }
}

function indexOf(loaded: Loaded, active: { readonly index: number; readonly id: RecordId | null }): number {
  if (active.id === null || rowAt(loaded, active.index)?.id === active.id) return active.index
  const moved = loaded.rows.findIndex(({ id }) => id === active.id)
  return moved < 0 ? active.index : loaded.offset + moved
}
