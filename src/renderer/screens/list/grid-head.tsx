/** The header of a grid: what each column is, its sort, and an edge to drag it wider or narrower. */
import { type PointerEvent, useRef } from 'react'
import type { ViewSort } from '../../../shared/model/list-view'
import type { ObjectType } from '../../../shared/model/object-type'
import { useText } from '../../messages/text'
import { classes } from '../../parts/classes'
import { Icon } from '../../parts/icon'
import { LEAST_WIDTH, MOST_WIDTH } from './column-menu'
import { columnLabel } from './column-label'
import { type Column, isAtEnd } from './columns'
import { filterFieldLabel } from './filter-words'
import styles from './grid-head.module.css'
import { RowTick } from './row-tick'

export interface GridHeadProps {
  readonly object: ObjectType
  /** The field whose groups stand before the columns. */
  readonly groupBy: string | null
  readonly columns: readonly Column[]
  readonly sort: readonly ViewSort[]
  readonly allTicked: boolean
  readonly onSort: (column: Column, more: boolean) => void
  readonly onTickAll: () => void
  readonly onWidth: (column: Column, width: number) => void
}

export function GridHead({ object, groupBy, columns, sort, allTicked, onSort, onTickAll, onWidth }: GridHeadProps) {
  const t = useText()
  return (
    <div role="rowgroup" className={styles.head}>
      <div role="row" aria-rowindex={1} className={styles.row}>
        <div role="columnheader" className={styles.tick} onClick={onTickAll}>
          <RowTick ticked={allTicked} />
          <span className="visually-hidden">{t('column.select')}</span>
        </div>
        <div role="columnheader">
          <span className="visually-hidden">{t('column.mark')}</span>
        </div>
        {groupBy === null ? null : (
          <div role="columnheader" className={styles.cell}>
            <span className={styles.text}>{t('list.groupedBy', { field: filterFieldLabel(t, object, groupBy) })}</span>
          </div>
        )}
        {columns.map((column, at) => {
          const label = columnLabel(t, object, column)
          const rank = sort.findIndex(({ field }) => field === column.path)
          const sorted = sort[rank]
          return (
            <div
              key={column.path}
              role="columnheader"
              className={classes(styles.cell, column.sortable && styles.sortable, isAtEnd(column, at, columns) && styles.end)}
              {...(rank === 0 && sorted ? { 'aria-sort': sorted.descending ? ('descending' as const) : ('ascending' as const) } : {})}
              {...(column.sortable ? { onClick: (event) => onSort(column, event.shiftKey), title: t('column.sortBy', { column: label }) } : {})}
            >
              <span className={styles.text}>{label}</span>
              {sorted ? <Icon name={sorted.descending ? 'down' : 'up'} /> : null}
              {sorted && sort.length > 1 ? <span className={styles.rank}>{rank + 1}</span> : null}
              <Edge onWidth={(width) => onWidth(column, width)} />
            </div>
          )
        })}
      </div>
    </div>
  )
}

/** Dragged, it makes its column wider; by keys the menu of columns does the same. */
function Edge({ onWidth }: { readonly onWidth: (width: number) => void }) {
  const begun = useRef<{ readonly x: number; readonly width: number } | null>(null)
  const widthAt = (event: PointerEvent): number | null => {
    const from = begun.current
    if (from === null) return null
    const step = getComputedStyle(event.currentTarget).direction === 'rtl' ? from.x - event.clientX : event.clientX - from.x
    return Math.max(LEAST_WIDTH, Math.min(MOST_WIDTH, Math.round(from.width + step)))
  }
  return (
    <span
      className={styles.edge}
      aria-hidden="true"
      onClick={(event) => event.stopPropagation()}
      onPointerDown={(event) => {
        event.preventDefault()
        event.currentTarget.setPointerCapture(event.pointerId)
        begun.current = { x: event.clientX, width: event.currentTarget.parentElement?.getBoundingClientRect().width ?? 0 }
      }}
      onPointerUp={(event) => {
        const width = widthAt(event)
        const moved = begun.current !== null && Math.abs(event.clientX - begun.current.x) > 2
        begun.current = null
        if (width !== null && moved) onWidth(width)
      }}
      onPointerCancel={() => {
        begun.current = null
      }}
    />
  )
}
