/** The list of one object type: its views and filters, its rows, what is selected, and what it says when there is nothing to show. */
import { useRef } from 'react'
import type { ConnectionId } from '../../../shared/model/ids'
import { isWritable, type ObjectType } from '../../../shared/model/object-type'
import type { ListPlace } from '../../address'
import { useAbilities } from '../../data/support'
import { useConnection, useConnectionStatus } from '../../data/queries'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { formatNumber } from '../../parts/format'
import { useKeys } from '../../parts/keyboard'
import { useGo } from '../../parts/link'
import { PageHeader } from '../../parts/page-header'
import { ColumnMenu } from './column-menu'
import { FilterBar } from './filter-bar'
import type { GridHandle } from './grid'
import { ViewSwitch } from '../../parts/view-switch'
import { ListBody } from './list-body'
import { ListBar } from './list-bar'
import { ListFoot } from './list-foot'
import { ListMenu } from './list-menu'
import { ListNothing } from './list-nothing'
import styles from './list-screen.module.css'
import { SortMenu } from './sort-menu'
import { useListColumns } from './use-list-columns'
import { useListData } from './use-list-data'
import { useListView } from './use-list-view'
import { ViewActions } from './view-actions'
import { ViewTabs } from './view-tabs'

export interface ListScreenProps {
  readonly connection: ConnectionId
  readonly object: ObjectType
  /** As in the address. */
  readonly place: ListPlace
}

export function ListScreen({ connection, object, place }: ListScreenProps) {
  const t = useText()
  const go = useGo()
  const grid = useRef<GridHandle>(null)
  const field = useRef<HTMLInputElement>(null)
  const view = useListView(connection, object, place)
  const { search, filter, sort, groupBy, show } = view
  const columns = useListColumns(connection, object, view.columns)
  const data = useListData({ connection, object, search, filter, sort, groupBy, fields: columns.fields })
  const { list, state, shown, count, known } = data
  const status = useConnectionStatus(connection)
  const crm = useConnection(connection)?.name ?? ''
  const abilities = useAbilities(connection, object)
  const canWrite = isWritable(object) && object !== 'pipeline' && (abilities.create || abilities.update)

  useKeys({ search: () => field.current?.select() })

  const nothing = shown.rows.length === 0 && (state.kind !== 'first-read' || shown.kind === 'failed')
  return (
    <>
      <PageHeader
        title={t(`title.${object}`)}
        count={known && count > 0 ? formatNumber(count) : null}
        actions={
          <>
            {object === 'deal' ? <ViewSwitch connection={connection} shown="table" /> : null}
            <ListMenu selection={data.selection} sort={sort} fields={columns.fields} canWrite={canWrite} />
            {canWrite ? (
              <Button
                kind="primary"
                icon="plus"
                shows="create"
                reason={abilities.create ? null : t('support.reason.no-create', { crm })}
                onPress={() => go({ at: 'new', connection, object })}
              >
                {t(`new.${object}`)}
              </Button>
            ) : null}
          </>
        }
      >
        <ViewTabs object={object} state={view} />
      </PageHeader>
      <ListBar
        object={object}
        search={search}
        status={status}
        busy={shown !== state}
        ref={field}
        onSearch={(text) => show({ search: text })}
        onLeave={() => grid.current?.focus()}
        onEnter={() => grid.current?.enter()}
        tools={
          <>
            <ViewActions state={view} />
            <SortMenu
              object={object}
              custom={columns.custom}
              sort={sort}
              groupBy={groupBy}
              onSort={(next) => show({ sort: next })}
              onGroup={(next) => show({ groupBy: next })}
            />
            <ColumnMenu object={object} columns={columns.columns} offered={columns.offered} onChange={view.setColumns} />
          </>
        }
      >
        <FilterBar connection={connection} object={object} filter={filter} onChange={(next) => show({ filter: next })} />
      </ListBar>
      <div className={styles.body}>
        {nothing ? (
          <ListNothing
            selection={data.selection}
            crm={crm}
            state={state}
            status={status?.objects[object] ?? null}
            canWrite={canWrite}
            onRetry={() => list.retry()}
            onClear={() => show({ search: '' })}
            onFilter={(next) => show({ filter: next })}
            onCreate={() => go({ at: 'new', connection, object })}
          />
        ) : (
          <ListBody crm={crm} data={data} view={view} columns={columns} grid={grid} />
        )}
      </div>
      <ListFoot
        connection={connection}
        object={object}
        count={count}
        known={known}
        totals={data.totals}
        arrived={state.arrived}
        failed={state.kind === 'failed' && !nothing}
        onShowArrived={() => void list.showArrived()}
        onRetry={() => list.retry()}
      />
    </>
  )
}
