/** The rows of a list and what the rep does on them: keys on rows and cells, editing in place, ticking, the peek beside them. */
import { type RefObject, useRef, useState } from 'react'
import { isWritable, type ObjectType } from '../../../shared/model/object-type'
import { rowAt } from '../../data/list-state'
import { useChanges, useRecord } from '../../data/queries'
import { type Abilities, useAbilities } from '../../data/support'
import { useText } from '../../messages/text'
import { openQuickLog } from '../../frame/quick-log/quick-log-store'
import { useKeys } from '../../parts/keyboard'
import { useGo } from '../../parts/link'
import { CellEditor } from './cell-editor'
import { type Column, sortAfterClick } from './columns'
import { editedPath } from './editable-columns'
import { Grid, type GridHandle } from './grid'
import { groupsOf } from './groups'
import { JumpField } from './jump-field'
import styles from './list-body.module.css'
import { oldValuesOf } from './old-values'
import { PendingCard } from './pending-card'
import { PeekPanel } from './peek-panel'
import { SelectionBar } from './selection-bar'
import { useCellActions } from './use-cell-actions'
import { useCellFilter } from './use-cell-filter'
import { useCells } from './use-cells'
import type { ListColumns } from './use-list-columns'
import type { ListData } from './use-list-data'
import type { ListViewState } from './use-list-view'
import { useRows } from './use-rows'
import { useTrail } from './use-trail'
import { useTypeAhead } from './use-type-ahead'

export interface ListBodyProps {
  readonly crm: string
  readonly data: ListData
  readonly view: ListViewState
  readonly columns: ListColumns
  readonly grid: RefObject<GridHandle | null>
}

export function ListBody({ crm, data, view, columns: { columns, widen }, grid }: ListBodyProps) {
  const t = useText()
  const go = useGo()
  const { selection, list, shown, count, known } = data
  const { connection, object } = selection
  const reachable = list.reachable(count)
  const rows = useRows({ list, loaded: shown, count: reachable, grid })
  const [everything, setEverything] = useState(false)
  const [peeking, setPeeking] = useState(false)
  const [showOld, setShowOld] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const typeAhead = useTypeAhead()
  const changes = useChanges(connection).data
  const abilities = useAbilities(connection, object)
  const canWrite = isWritable(object) && object !== 'pipeline' && abilities.update
  const actions = useCellActions(connection, object)
  const filterBy = useCellFilter(connection, object, view)
  const columnAt = (path: string): Column | undefined => columns.find((column) => column.path === path)
  const onScreen = (): readonly Column[] => grid.current?.columns ?? columns
  const cells = useCells({
    rows,
    rowAt: (index) => rowAt(shown, index),
    columns: onScreen,
    canEdit: (path) => isTaken(object, path, abilities),
    grid,
    onClear: actions.clear,
    onPaste: actions.paste,
    textOf: (row, path) => actions.textOf(row, columnAt(path)),
  })
  const active = rows.activeIndex === null ? undefined : rowAt(shown, rows.activeIndex)
  useTrail({ list, count: known ? count : null, activeIndex: rows.activeIndex, grid })
  const editing = cells.editing && cells.cell ? editedPath(object, cells.cell.path) : null
  // In cell mode the record of the cell is at hand before its editor opens: what is typed next has somewhere to go.
  const wanted = cells.cell && active ? active.id : null

  const open = (index: number): void | false => {
    const row = rowAt(shown, index)
    return row ? go({ at: 'record', connection, object, id: row.id }) : false
  }
  const clear = (): void => {
    setEverything(false)
    rows.clear()
  }
  useKeys({
    open: () => (rows.activeIndex === null ? false : open(rows.activeIndex)),
    ...rows.keys,
    selectAll: () => {
      const all = rows.selected.size >= shown.rows.length
      if (all && count > rows.selected.size) return setEverything(true)
      setEverything(false)
      return rows.tickAll()
    },
    close: () => {
      if (rows.selected.size > 0) return clear()
      return peeking ? setPeeking(false) : false
    },
    peek: () => (active ? setPeeking(!peeking) : false),
    editCells: () => (canWrite ? cells.enter() : false),
    showOld: () => setShowOld(!showOld),
    logActivity: () =>
      active && object !== 'event' && object !== 'pipeline' && object !== 'user' ? openQuickLog({ ...active, connection, object }) : false,
    jump: () => (count === 0 ? false : typeAhead.open()),
  })
  return (
    <div className={styles.body}>
      <div className={styles.rows} ref={box}>
        <Grid
          key={JSON.stringify([view.search, view.filter, view.sort, view.groupBy])}
          ref={grid}
          label={t('list.label', { objects: t(`title.${object}`), connection: crm })}
          object={object}
          columns={columns}
          loaded={shown}
          count={shown.rows.length === 0 ? SKELETON_ROWS : reachable}
          total={known ? count : null}
          sort={view.sort}
          activeIndex={rows.activeIndex}
          activePath={cells.cell?.path ?? null}
          old={showOld && changes ? oldValuesOf(changes, t('value.empty')) : null}
          leaving={shown.leaving}
          groups={view.groupBy === null ? null : groupsOf(object, view.groupBy, data.groups)}
          selected={rows.selected}
          changed={shown.changed}
          initialScrollTop={list.getPlace().scrollTop}
          placeOf={(row) => ({ at: 'record', connection, object, id: row.id })}
          onSort={(column, more) => view.show({ sort: sortAfterClick(view.sort, column, more) })}
          onWidth={(column, width) => view.setColumns(widen(column, width))}
          onActivate={(index, path) => {
            if (canWrite && path !== null) cells.press(index, path, index === rows.activeIndex)
            rows.activate(index)
          }}
          onOpen={(index, path) => {
            if (!(canWrite && path !== null && path !== 'name' && cells.edit(index, path))) void open(index)
          }}
          onFilter={(index, path) => filterBy(rowAt(shown, index), columnAt(path))}
          onKey={(event) => cells.onKeyDown(event) || typeAhead.onKey(event)}
          onTick={(index, extend) => {
            setEverything(false)
            rows.tick(index, extend)
          }}
          onTickAll={() => {
            setEverything(false)
            rows.tickAll()
          }}
          onShown={({ start, end, scrollTop }) => {
            list.remember({ scrollTop })
            list.show(start, end)
          }}
          onHand={(on) => rows.setHand(on || cells.editing)}
        />
        {typeAhead.first === null ? null : (
          <JumpField
            object={object}
            field={view.sort[0]?.field ?? 'name'}
            count={reachable}
            first={typeAhead.first}
            find={(text) => list.find(text)}
            onGo={rows.goTo}
            onClose={() => {
              typeAhead.close()
              grid.current?.focus()
            }}
          />
        )}
        <PendingCard
          connection={connection}
          object={object}
          columns={columns}
          rowAt={(index) => rowAt(shown, index)}
          cellAt={({ index, path }) => grid.current?.cell(index, path) ?? null}
          keysOn={cells.editing ? null : cells.cell}
          box={box}
        />
        {wanted ? <KeepAtHand connection={connection} object={object} id={wanted} /> : null}
        {editing !== null && active && cells.cell ? (
          <CellEditor
            key={`${active.id} ${editing}`}
            connection={connection}
            object={object}
            id={active.id}
            path={editing}
            crm={crm}
            anchor={() => (cells.cell ? (grid.current?.cell(cells.cell.index, cells.cell.path) ?? null) : null)}
            takeTyped={cells.takeTyped}
            onClose={cells.closeEditor}
          />
        ) : null}
        {rows.selected.size > 0 ? (
          <SelectionBar
            selection={selection}
            crm={crm}
            ticked={everything ? { kind: 'all', count } : { kind: 'rows', ids: [...rows.selected] }}
            matching={known && !everything ? count : null}
            canWrite={canWrite}
            asking={rows.asking}
            onAsk={rows.ask}
            onTickMatching={() => setEverything(true)}
            onClear={clear}
            onDone={() => void list.showArrived()}
          />
        ) : null}
      </div>
      {peeking && active && rows.activeIndex !== null ? (
        <PeekPanel
          connection={connection}
          object={object}
          id={active.id}
          crm={crm}
          index={rows.activeIndex}
          count={count}
          onMove={rows.move}
          onClose={() => setPeeking(false)}
        />
      ) : null}
    </div>
  )
}

/** Reads a record before it is needed. */
function KeepAtHand(target: Parameters<typeof useRecord>[0]) {
  useRecord(target)
  return null
}

/** Rows in outline before the first ones ever. */
const SKELETON_ROWS = 12

/** Whether there is an editor for the column, and the CRM takes what it holds. */
function isTaken(object: ObjectType, path: string, { writes }: Abilities): boolean {
  const field = editedPath(object, path)
  return field !== null && writes(field)
}
