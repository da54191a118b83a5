/**
 * The grid of a list: a fixed header over as many rows as there are, of which only those in view exist.
 *
 * One tab stop: the focus stays on the grid, `aria-activedescendant` names the row the keys are on. What the keys do is said
 * by the screen; the grid draws, scrolls and tells which rows it needs.
 */
import { type KeyboardEvent, type Ref, useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { RecordId } from '../../../shared/model/ids'
import type { ViewSort } from '../../../shared/model/list-view'
import type { ListRow } from '../../../shared/model/views'
import { type ListState, rowAt } from '../../data/list-state'
import { addressOf, type Place } from '../../address'
import { setGeometry } from '../../parts/geometry'
import { useNow } from '../../parts/use-now'
import type { ObjectType } from '../../../shared/model/object-type'
import { type Column, type FittedColumns, fitColumns } from './columns'
import { GridHead } from './grid-head'
import styles from './grid.module.css'
import { gridWindow, type GridWindow, scrollToShow } from './grid-window'
import type { Groups } from './groups'
import type { OldValues } from './old-values'
import { Row } from './row'

export interface GridHandle {
  focus(): void
  /** The keys are on the first row. */
  enter(): void
  /** Brings a row into view. */
  show(index: number): void
  /** Rows of one page. */
  readonly pageSize: number
  /** The columns that find room. */
  readonly columns: readonly Column[]
  /** The element of a cell, where it is on screen. */
  cell(index: number, path: string): HTMLElement | null
}

export interface GridProps {
  readonly label: string
  readonly object: ObjectType
  readonly columns: readonly Column[]
  /** What is loaded of it. */
  readonly loaded: Pick<ListState, 'rows' | 'offset'>
  /** Rows that can be scrolled to; those not read yet keep their place. */
  readonly count: number
  /** All that match; null while it is not known. */
  readonly total: number | null
  readonly sort: readonly ViewSort[]
  readonly activeIndex: number | null
  /** In cell mode, the path of the column that the keys are on. */
  readonly activePath: string | null
  /** Old values of unpushed fields, by record and path; they stand before the new ones while they are asked for. */
  readonly old: OldValues | null
  readonly leaving: ReadonlySet<RecordId>
  readonly groups: Groups | null
  readonly selected: ReadonlySet<RecordId>
  readonly changed: ReadonlySet<RecordId>
  readonly initialScrollTop: number
  readonly placeOf: (row: ListRow) => Place
  /** `more`: beside the sorts that there are. */
  readonly onSort: (column: Column, more: boolean) => void
  readonly onWidth: (column: Column, width: number) => void
  readonly onActivate: (index: number, path: string | null) => void
  readonly onOpen: (index: number, path: string | null) => void
  /** A click with Alt on a cell: only rows like it. */
  readonly onFilter: (index: number, path: string) => void
  /** True when it took the key. */
  readonly onKey: (event: KeyboardEvent) => boolean
  readonly onTick: (index: number, extend: boolean) => void
  readonly onTickAll: () => void
  readonly onShown: (window: { readonly start: number; readonly end: number; readonly scrollTop: number }) => void
  /** A pointer or the focus is on the rows, or has left. */
  readonly onHand: (on: boolean) => void
  readonly ref: Ref<GridHandle>
}

const HEAD_HEIGHT = 32

export function Grid(props: GridProps) {
  const {
    loaded,
    total,
    activeIndex,
    activePath,
    old,
    leaving,
    groups,
    onKey,
    selected,
    changed,
    label,
    object,
    sort,
    placeOf,
    onSort,
    onWidth,
    onActivate,
    onOpen,
    onFilter,
    onTick,
    onTickAll,
    onHand,
    ref,
  } = props
  const now = useNow()
  const box = useRef<HTMLDivElement>(null)
  const { fitted, rowHeight, place, window } = useGridGeometry(box, props)
  useImperativeHandle(ref, () => ({
    focus: () => box.current?.focus({ preventScroll: true }),
    enter: () => {
      const element = box.current
      if (!element) return
      element.focus({ preventScroll: true })
      element.scrollTop = 0
      onActivate(0, null)
    },
    show: (index) => {
      const element = box.current
      if (element) element.scrollTop = scrollToShow(place(), index)
    },
    get pageSize() {
      return Math.max(1, Math.floor(place().viewport / rowHeight) - 1)
    },
    columns: fitted.columns,
    cell: (index, path) => box.current?.querySelector<HTMLElement>(`[data-index="${index}"] [data-path="${CSS.escape(path)}"]`) ?? null,
  }))

  const indexAt = (target: EventTarget): number | null => {
    const row = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null
    return row ? Number(row.dataset['index']) : null
  }
  const pathAt = (target: EventTarget): string | null =>
    target instanceof Element ? (target.closest<HTMLElement>('[data-path]')?.dataset['path'] ?? null) : null
  const rowId = (index: number) => `row-${index}`
  const allTicked = loaded.rows.length > 0 && selected.size >= loaded.rows.length
  return (
    <div
      ref={box}
      className={styles.grid}
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-rowcount={total === null ? -1 : total + 1}
      aria-colcount={fitted.columns.length + (groups ? 3 : 2)}
      aria-multiselectable="true"
      aria-activedescendant={
        activeIndex === null || activeIndex < window.start || activeIndex >= window.end
          ? undefined
          : activePath === null
            ? rowId(activeIndex)
            : `${rowId(activeIndex)}-${activePath}`
      }
      onKeyDown={(event) => {
        if (event.target === box.current && onKey(event)) event.preventDefault()
      }}
      onPointerEnter={() => onHand(true)}
      onPointerLeave={() => onHand(false)}
      onFocus={() => onHand(true)}
      onBlur={() => onHand(false)}
      onClick={(event) => {
        const index = indexAt(event.target)
        if (index === null) return
        const path = pathAt(event.target)
        if (event.altKey && path !== null) {
          event.preventDefault()
          return onFilter(index, path)
        }
        onActivate(index, path)
        if (event.target instanceof Element && event.target.closest('[data-tick]')) onTick(index, event.shiftKey)
      }}
      onDoubleClick={(event) => {
        const index = indexAt(event.target)
        if (index !== null && !(event.target instanceof Element && event.target.closest('[data-tick]'))) onOpen(index, pathAt(event.target))
      }}
    >
      <GridHead
        object={object}
        groupBy={groups?.field ?? null}
        columns={fitted.columns}
        sort={sort}
        allTicked={allTicked}
        onSort={onSort}
        onTickAll={onTickAll}
        onWidth={onWidth}
      />
      <div className={styles.track} role="presentation">
        <div className={styles.rows} role="rowgroup">
          {Array.from({ length: window.end - window.start }, (_, at) => {
            const index = window.start + at
            const row = rowAt(loaded, index)
            const before = rowAt(loaded, index - 1)
            // The first row of a group says which; so does the first that is drawn, when its beginning is out of sight.
            const heads = groups !== null && row !== undefined && (at === 0 || before === undefined || groups.keyOf(before) !== groups.keyOf(row))
            return (
              <Row
                key={row?.id ?? `unread-${index}`}
                id={rowId(index)}
                row={row}
                index={index}
                columns={fitted.columns}
                narrow={fitted.narrow}
                href={row ? `#${addressOf(placeOf(row))}` : undefined}
                active={index === activeIndex}
                activePath={index === activeIndex ? activePath : null}
                old={(row && old?.get(row.id)) ?? null}
                leaving={row ? leaving.has(row.id) : false}
                grouped={groups !== null}
                head={heads && groups && row ? groups.headOf(row) : null}
                selected={row ? selected.has(row.id) : false}
                arrived={row ? changed.has(row.id) : false}
                now={now}
              />
            )
          })}
        </div>
      </div>
    </div>
  )
}

interface GridGeometry {
  readonly fitted: FittedColumns
  readonly rowHeight: number
  readonly place: () => Parameters<typeof gridWindow>[0]
  readonly window: GridWindow
}

/** Measures the box, follows its scrolling, and writes what follows from it into custom properties. */
function useGridGeometry(
  box: { readonly current: HTMLDivElement | null },
  { columns, count, groups, initialScrollTop, onShown }: GridProps,
): GridGeometry {
  const [size, setSize] = useState({ width: 1200, height: 800, rowHeight: 32 })
  const [scrollTop, setScrollTop] = useState(initialScrollTop)
  const rowHeight = size.rowHeight
  const viewport = size.height - HEAD_HEIGHT
  const window = gridWindow({ scrollTop, viewport, rowHeight, count })
  const grouped = groups !== null
  // The same columns while the width is the same: rows are painted again only when what they show changes.
  const fitted = useMemo(() => fitColumns(columns, size.width, grouped), [columns, size.width, grouped])
  const [startTop] = useState(initialScrollTop)

  useLayoutEffect(() => {
    const element = box.current
    if (element) setGeometry(element, { '--columns': fitted.template, '--track': `${window.track}px`, '--offset': `${window.offset}px` })
  })
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return undefined
    const measure = () => {
      const height = Number.parseInt(getComputedStyle(element).getPropertyValue('--row'), 10) || 32
      setSize({ width: element.clientWidth, height: element.clientHeight, rowHeight: height })
    }
    const onScroll = () => setScrollTop(element.scrollTop)
    measure()
    element.scrollTo({ top: startTop })
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    const density = new MutationObserver(measure)
    density.observe(document.documentElement, { attributeFilter: ['data-density'] })
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      observer.disconnect()
      density.disconnect()
      element.removeEventListener('scroll', onScroll)
    }
  }, [box, startTop])
  // After each paint: telling the same again costs nothing, and rows that came may leave others to be read.
  useEffect(() => {
    onShown({ start: window.start, end: window.end, scrollTop })
  })

  return {
    fitted,
    rowHeight,
    window,
    place: () => ({ scrollTop: box.current?.scrollTop ?? scrollTop, viewport, rowHeight, count }),
  }
}
