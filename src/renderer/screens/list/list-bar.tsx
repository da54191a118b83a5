/** The bar above a list: the search over it, what the download and the network mean for it, and its sort. */
import { type Ref, useImperativeHandle, useRef, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import type { ObjectType } from '../../../shared/model/object-type'
import type { ConnectionStatus } from '../../../shared/sync/report'
import { useText } from '../../messages/text'
import { classes } from '../../parts/classes'
import { formatWhen } from '../../parts/format'
import { Icon } from '../../parts/icon'
import { KeyCap } from '../../parts/key-cap'
import { PopoverMenu } from '../../parts/popover-menu'
import { useNow } from '../../parts/use-now'
import { columnsOf, type Sort, sortAfterClick } from './columns'
import styles from './list-bar.module.css'

export interface ListBarProps {
  readonly object: ObjectType
  readonly search: string
  readonly sort: Sort
  readonly status: ConnectionStatus | null
  /** The rows shown are still those of the search before. */
  readonly busy: boolean
  readonly ref: Ref<HTMLInputElement>
  readonly onSearch: (text: string) => void
  readonly onSort: (sort: Sort) => void
  readonly onLeave: () => void
}

export function ListBar({ object, search, sort, status, busy, ref, onSearch, onSort, onLeave }: ListBarProps) {
  const t = useText()
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(search)
  useImperativeHandle(ref, () => input.current as HTMLInputElement, []) // mounted before any handler can run
  // Back, forward and *Clear* change the address from outside; what is being typed is ahead of it.
  const [followed, setFollowed] = useState(search)
  if (followed !== search) {
    setFollowed(search)
    if (text.trim() !== search) setText(search)
  }
  const type = (next: string) => {
    setText(next)
    onSearch(next.trim())
  }
  return (
    <div className={classes(styles.bar, busy && styles.busy)} role="search">
      <label className={styles.field}>
        <Icon name="search" small />
        <input
          ref={input}
          className={styles.input}
          type="search"
          aria-label={t('list.search', { objects: t(`title.${object}`) })}
          placeholder={t('list.search', { objects: t(`object.${object}`, { count: 2 }) })}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => type(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && text !== '') type('')
            else if (event.key === 'ArrowDown' || event.key === 'Escape' || (event.key === 'Enter' && !event.nativeEvent.isComposing)) onLeave()
            else return
            event.preventDefault()
          }}
        />
        {text === '' ? <KeyCap name="search" /> : null}
      </label>
      <span className={styles.note} role="status">
        <Note object={object} status={status} />
      </span>
      <SortMenu object={object} sort={sort} onSort={onSort} />
    </div>
  )
}

function Note({ object, status }: { readonly object: ObjectType; readonly status: ConnectionStatus | null }) {
  const t = useText()
  const now = useNow()
  const one = status?.objects[object]
  if (!status || !one) return null
  if (one.pull.kind === 'backfilling') return <>{t('list.downloading', { count: Math.max(one.pull.stored, one.records) })}</>
  const old = status.state !== 'connected' && one.lastSyncAt !== null
  return old && one.lastSyncAt !== null ? <>{t('list.asOf', { time: formatWhen(one.lastSyncAt, now) })}</> : null
}

function SortMenu({ object, sort, onSort }: { readonly object: ObjectType; readonly sort: Sort; readonly onSort: (sort: Sort) => void }) {
  const t = useText()
  const sortable = columnsOf[object].filter((column) => column.sortable)
  const current = sortable.find(({ path }) => path === sort.field)
  return (
    <PopoverMenu
      label={t('list.sort')}
      placement="bottom end"
      entries={sortable.map((column) => ({
        id: column.path,
        label: t(column.label),
        current: column === current,
        onAction: () => onSort(sortAfterClick(sort, column)),
      }))}
      trigger={
        <AriaButton
          className={styles.sort}
          aria-label={t('list.sortedBy', { column: current ? t(current.label) : '', descending: String(sort.descending) })}
        >
          <Icon name="sort" small />
          {current ? t(current.label) : ''}
          <Icon name={sort.descending ? 'down' : 'up'} small />
        </AriaButton>
      }
    />
  )
}
