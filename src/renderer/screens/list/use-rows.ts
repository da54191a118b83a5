/**
 * Which row the keys are on and which rows are ticked.
 *
 * The active row is a record, not a position: when rows come and go it stays on its record. A position that is not read yet
 * (End, in a long list) becomes a record as soon as it is.
 */
import { type RefObject, useEffect, useRef, useState } from 'react'
import type { RecordId } from '../../../shared/model/ids'
import type { ListRow } from '../../../shared/model/views'
import type { RecordList } from '../../data/record-list'
import type { KeyHandlers } from '../../parts/keyboard'
import type { GridHandle } from './grid'

export interface RowsParts {
  readonly list: RecordList
  readonly rows: readonly ListRow[]
  readonly count: number
  readonly grid: RefObject<GridHandle | null>
}

export interface Rows {
  readonly activeIndex: number | null
  readonly selected: ReadonlySet<RecordId>
  /** The question before the ticked records are deleted is open. */
  readonly asking: boolean
  readonly keys: KeyHandlers
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

export function useRows({ list, rows, count, grid }: RowsParts): Rows {
  const [active, setActive] = useState<{ readonly index: number; readonly id: RecordId | null } | null>(() => activeAgain(list, rows))
  const [selected, setSelected] = useState<ReadonlySet<RecordId>>(nobody)
  const [asking, setAsking] = useState(false)
  const hand = useRef(false)
  const anchor = useRef<number | null>(null)

  const activeIndex = active === null ? null : indexOf(rows, active)
  const tellHand = (selection = selected) => list.setHandOn(hand.current || selection.size > 0)
  useEffect(() => () => list.setHandOn(false), [list])
  // A row that was jumped to before it was read: now it is, the keys are on its record.
  const arrivedId = active?.id === null ? rows[active.index]?.id : undefined
  if (active && arrivedId !== undefined) setActive({ index: active.index, id: arrivedId })
  const activeId = active?.id ?? null
  useEffect(() => {
    if (activeId !== null) list.remember({ activeId })
  }, [list, activeId])

  const activate = (index: number): void => {
    const id = rows[index]?.id ?? null
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
    const ids = rows.slice(Math.min(from, index), Math.max(from, index) + 1).map(({ id }) => id)
    const on = extend || !ids.every((id) => selected.has(id))
    const next = new Set(selected)
    for (const id of ids) {
      if (on) next.add(id)
      else next.delete(id)
    }
    anchor.current = index
    select(next)
  }
  const tickAll = (): void => select(selected.size >= rows.length ? nobody : new Set(rows.map(({ id }) => id)))
  const extend = (step: number): void | false => {
    const from = activeIndex ?? 0
    const to = from + step
    const row = rows[to]
    if (!row) return false
    const next = new Set(selected)
    for (const id of [rows[from]?.id, row.id]) if (id) next.add(id)
    select(next)
    return moveTo(to)
  }
  const page = () => grid.current?.pageSize ?? 10

  return {
    activeIndex,
    selected,
    asking,
    activate,
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
        const id = activeIndex === null ? undefined : rows[activeIndex]?.id
        if (selected.size === 0 && id === undefined) return false
        if (selected.size === 0 && id !== undefined) select(new Set([id]))
        return setAsking(true)
      },
    },
  }
}

function activeAgain(list: RecordList, rows: readonly ListRow[]): { readonly index: number; readonly id: RecordId } | null {
  const id = list.getPlace().activeId
  const index = id === null ? -1 : rows.findIndex((row) => row.id === id)
  return id === null || index < 0 ? null : { index, id }
}

function indexOf(rows: readonly ListRow[], active: { readonly index: number; readonly id: RecordId | null }): number {
  if (active.id === null || rows[active.index]?.id === active.id) return active.index
  const moved = rows.findIndex(({ id }) => id === active.id)
  return moved < 0 ? active.index : moved
}
