/** One row of a list. Painted again only when what it shows changed. */
import { memo } from 'react'
import type { ListRow } from '../../../shared/model/views'
import { useText } from '../../messages/text'
import { classes } from '../../parts/classes'
import { formatNumber } from '../../parts/format'
import { Mark } from '../../parts/mark'
import { RecordName } from '../../parts/value'
import { CellValue } from './cell'
import { type Column, columnValue, isAtEnd } from './columns'
import styles from './grid.module.css'
import type { GroupHead } from './groups'
import { RowTick } from './row-tick'

export interface RowProps {
  readonly id: string
  readonly row: ListRow | undefined
  /** From 0, over all rows. */
  readonly index: number
  readonly columns: readonly Column[]
  readonly narrow: boolean
  /** Where its name leads. A text and not a place: the same one does not paint the row again. */
  readonly href: string | undefined
  readonly active: boolean
  /** In cell mode, the column that the keys are on. */
  readonly activePath: string | null
  /** What unpushed fields were before, in words, by path; null while nobody asks. */
  readonly old: ReadonlyMap<string, string> | null
  readonly grouped: boolean
  /** At the first row of a group: what it is. */
  readonly head: GroupHead | null
  /** It stopped matching: it goes when the hand leaves the list. */
  readonly leaving: boolean
  readonly selected: boolean
  readonly arrived: boolean
  readonly now: number
}

export const Row = memo(function Row({
  id,
  row,
  index,
  columns,
  narrow,
  href,
  active,
  activePath,
  old,
  leaving,
  grouped,
  head,
  selected,
  arrived,
  now,
}: RowProps) {
  const t = useText()
  // The header is row 1.
  const rowIndex = index + 2
  if (!row) return <SkeletonRow id={id} rowIndex={rowIndex} columns={columns} grouped={grouped} active={active} />
  return (
    <div
      role="row"
      id={id}
      aria-rowindex={rowIndex}
      aria-selected={selected}
      data-index={index}
      className={classes(
        styles.row,
        selected && styles.selected,
        active && styles.active,
        arrived && styles.arrived,
        leaving && styles.leaving,
        head && styles.first,
      )}
    >
      <div role="gridcell" className={styles.tick} data-tick="">
        <RowTick ticked={selected} />
      </div>
      <div role="gridcell" className={styles.mark}>
        {row.mark ? <Mark name={row.mark} label={t(`mark.${row.mark}`)} /> : null}
      </div>
      {grouped ? <GroupCell head={head} /> : null}
      {columns.map((column, at) => {
        const was = old === null ? undefined : [column.path, ...column.from].flatMap((path) => old.get(path) ?? [])[0]
        const unpushed = row.unpushed.some((path) => column.path === path || column.from.includes(path))
        return (
          <div
            key={column.path}
            role="gridcell"
            id={`${id}-${column.path}`}
            data-path={column.path}
            data-unpushed={unpushed ? '' : undefined}
            className={classes(
              styles.cell,
              column.path === activePath && styles.activeCell,
              column.kind === 'name' && styles.name,
              isAtEnd(column, at, columns) && styles.end,
              isFigure(column) && styles.figure,
              unpushed && styles.unpushed,
            )}
          >
            {was === undefined ? null : (
              <>
                <s className={styles.was}>
                  <bdi>{was}</bdi>
                </s>{' '}
                →{' '}
              </>
            )}
            {column.kind === 'name' ? (
              <a href={href} tabIndex={-1} className={styles.link}>
                <RecordName name={row.name} />
              </a>
            ) : (
              <CellValue column={column} value={columnValue(row, column)} row={row} now={now} narrow={narrow} />
            )}
            {leaving && column.kind === 'name' ? <span className={styles.pill}>{t('list.movesOut')}</span> : null}
            {unpushed ? <span className="visually-hidden">, {t('list.unpushedCell')}</span> : null}
          </div>
        )
      })}
    </div>
  )
})

/** The name of a group, how many are in it and what they add up to; empty in all rows but its first. */
function GroupCell({ head }: { readonly head: GroupHead | null }) {
  const t = useText()
  return (
    <div role="gridcell" className={classes(styles.cell, styles.group)}>
      {head ? (
        <>
          <bdi className={styles.groupName}>{head.label ?? t('list.none')}</bdi>
          {head.count === null ? null : <span className={styles.groupCount}>{formatNumber(head.count)}</span>}
          {head.sum === null ? null : <span className={styles.groupSum}>{head.sum}</span>}
        </>
      ) : null}
    </div>
  )
}

/** A row that is not read yet keeps its place; nothing moves when it comes. */
function SkeletonRow({
  id,
  rowIndex,
  columns,
  grouped,
  active,
}: {
  readonly id: string
  readonly rowIndex: number
  readonly columns: readonly Column[]
  readonly grouped: boolean
  readonly active: boolean
}) {
  const t = useText()
  return (
    <div role="row" id={id} aria-rowindex={rowIndex} aria-busy="true" className={classes(styles.row, active && styles.active)}>
      <div role="gridcell" />
      <div role="gridcell" />
      {grouped ? <div role="gridcell" /> : null}
      {columns.map((column) => (
        <div key={column.path} role="gridcell" className={styles.cell}>
          <span className={styles.bar} aria-hidden="true" />
          {column.kind === 'name' ? <span className="visually-hidden">{t('list.loadingRow')}</span> : null}
        </div>
      ))}
    </div>
  )
}

function isFigure({ kind }: Column): boolean {
  return kind === 'money' || kind === 'number' || kind === 'percent'
}
