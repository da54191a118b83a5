/** The list of one object type: search, sort, rows, what is selected, and what it says when there is nothing to show. */
import { useRef, useState } from 'react'
import type { ConnectionId } from '../../../shared/model/ids'
import { isWritable, type ObjectType } from '../../../shared/model/object-type'
import { useConnection, useConnectionStatus, useCount } from '../../data/queries'
import { useRecordList } from '../../data/use-record-list'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { formatNumber } from '../../parts/format'
import { useKeys } from '../../parts/keyboard'
import { useGo } from '../../parts/link'
import { PageHeader } from '../../parts/page-header'
import { ViewSwitch } from '../../parts/view-switch'
import { ExportDialog } from '../export/export-dialog'
import { columnsOf, parseSort, type Sort, sortAfterClick, writeSort } from './columns'
import { Grid, type GridHandle } from './grid'
import { ListBar } from './list-bar'
import { ListFoot } from './list-foot'
import { ListNothing } from './list-nothing'
import styles from './list-screen.module.css'
import { SelectionBar } from './selection-bar'
import { useKeptState } from './use-kept-state'
import { useRows } from './use-rows'

export interface ListScreenProps {
  readonly connection: ConnectionId
  readonly object: ObjectType
  readonly search: string
  /** As in the address; null for the list's own. */
  readonly sort: string | null
}

export function ListScreen({ connection, object, search, sort: sortText }: ListScreenProps) {
  const t = useText()
  const go = useGo()
  const grid = useRef<GridHandle>(null)
  const field = useRef<HTMLInputElement>(null)
  const [exporting, setExporting] = useState(false)
  const sort = parseSort(object, sortText)
  const { list, state } = useRecordList({ connection, object, search, sort })
  const shown = useKeptState(state)
  const counted = useCount(connection, object, search)
  const status = useConnectionStatus(connection)
  const crm = useConnection(connection)?.name ?? ''
  const count = shown.complete ? shown.rows.length : Math.max(counted ?? 0, shown.rows.length)
  const known = shown.complete || counted !== null
  const reachable = list.reachable(count)
  const rows = useRows({ list, rows: shown.rows, count: reachable, grid })
  const canWrite = isWritable(object) && object !== 'pipeline'

  const goTo = (next: { readonly search?: string; readonly sort?: Sort }) => {
    const written = writeSort(object, next.sort ?? sort)
    const text = next.search ?? search
    go({ at: 'list', connection, object, ...(text ? { search: text } : {}), ...(written ? { sort: written } : {}) }, { replace: true })
  }
  const open = (index: number): void | false => {
    const row = shown.rows[index]
    return row ? go({ at: 'record', connection, object, id: row.id }) : false
  }
  useKeys({
    search: () => field.current?.select(),
    open: () => (rows.activeIndex === null ? false : open(rows.activeIndex)),
    ...rows.keys,
  })

  const nothing = shown.rows.length === 0 && (state.kind !== 'first-read' || shown.kind === 'failed')
  return (
    <>
      <PageHeader
        title={t(`title.${object}`)}
        count={known && count > 0 ? formatNumber(count) : null}
        actions={
          <>
            {object === 'deal' ? <ViewSwitch connection={connection} shown="table" /> : null}
            {canWrite && (object === 'contact' || object === 'company') ? (
              <Button kind="quiet" icon="copy" onPress={() => go({ at: 'duplicates', connection, object })}>
                {t('duplicates.open')}
              </Button>
            ) : null}
            <Button kind="quiet" icon="download" onPress={() => setExporting(true)}>
              {t('export.open')}
            </Button>
            {canWrite ? (
              <>
                <Button kind="quiet" icon="upload" onPress={() => go({ at: 'import', connection, object })}>
                  {t('import.open')}
                </Button>
                <Button kind="primary" icon="plus" shows="create" onPress={() => go({ at: 'new', connection, object })}>
                  {t(`new.${object}`)}
                </Button>
              </>
            ) : null}
          </>
        }
      />
      <ListBar
        object={object}
        search={search}
        sort={sort}
        status={status}
        busy={shown !== state}
        ref={field}
        onSearch={(text) => goTo({ search: text })}
        onSort={(next) => goTo({ sort: next })}
        onLeave={() => grid.current?.focus()}
      />
      <div className={styles.body}>
        {nothing ? (
          <ListNothing
            object={object}
            search={search}
            crm={crm}
            state={state}
            status={status?.objects[object] ?? null}
            canWrite={canWrite}
            onRetry={() => list.retry()}
            onClear={() => goTo({ search: '' })}
            onCreate={() => go({ at: 'new', connection, object })}
          />
        ) : (
          <Grid
            key={JSON.stringify([search, sort])}
            ref={grid}
            label={t('list.label', { objects: t(`title.${object}`), connection: crm })}
            columns={columnsOf[object]}
            rows={shown.rows}
            count={shown.rows.length === 0 ? SKELETON_ROWS : reachable}
            total={known ? count : null}
            sort={sort}
            activeIndex={rows.activeIndex}
            selected={rows.selected}
            changed={shown.changed}
            initialScrollTop={list.getPlace().scrollTop}
            placeOf={(row) => ({ at: 'record', connection, object, id: row.id })}
            onSort={(column) => goTo({ sort: sortAfterClick(sort, column) })}
            onActivate={rows.activate}
            onOpen={(index) => void open(index)}
            onTick={rows.tick}
            onTickAll={rows.tickAll}
            onShown={({ start, end, scrollTop }) => {
              list.remember({ scrollTop })
              list.show(start, end)
            }}
            onHand={(on) => rows.setHand(on)}
          />
        )}
        {rows.selected.size > 0 ? (
          <SelectionBar
            connection={connection}
            object={object}
            crm={crm}
            selected={rows.selected}
            canWrite={canWrite}
            asking={rows.asking}
            onAsk={rows.ask}
            onClear={rows.clear}
            onDone={() => void list.showArrived()}
          />
        ) : null}
      </div>
      {exporting ? (
        <ExportDialog
          query={{ connection, object, search, sort: { ...sort } }}
          shown={columnsOf[object].flatMap(({ from }) => from)}
          onClose={() => setExporting(false)}
        />
      ) : null}
      <ListFoot
        connection={connection}
        object={object}
        count={count}
        known={known}
        arrived={state.arrived}
        failed={state.kind === 'failed' && !nothing}
        onShowArrived={() => void list.showArrived()}
        onRetry={() => list.retry()}
      />
    </>
  )
}

/** Rows in outline before the first ones ever. */
const SKELETON_ROWS = 12
