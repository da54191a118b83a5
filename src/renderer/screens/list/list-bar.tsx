/** The bar above a list: the search over it, its filters, what the download and the network mean for it, its order and columns. */
import { type ReactNode, type Ref, useImperativeHandle, useRef, useState } from 'react'
import type { ObjectType } from '../../../shared/model/object-type'
import type { ConnectionStatus } from '../../../shared/sync/report'
import { useText } from '../../messages/text'
import { classes } from '../../parts/classes'
import { formatWhen } from '../../parts/format'
import { Icon } from '../../parts/icon'
import { KeyCap } from '../../parts/key-cap'
import { useNow } from '../../parts/use-now'
import styles from './list-bar.module.css'

export interface ListBarProps {
  readonly object: ObjectType
  readonly search: string
  readonly status: ConnectionStatus | null
  /** The rows shown are still those of the search before. */
  readonly busy: boolean
  /** The filters. */
  readonly children: ReactNode
  /** At the end: what belongs to the view, the sort, the columns. */
  readonly tools: ReactNode
  readonly ref: Ref<HTMLInputElement>
  readonly onSearch: (text: string) => void
  readonly onLeave: () => void
  /** Leaves it for the first of what was found. */
  readonly onEnter: () => void
}

export function ListBar({ object, search, status, busy, children, tools, ref, onSearch, onLeave, onEnter }: ListBarProps) {
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
            else if (event.key === 'Escape') onLeave()
            else if (event.key === 'ArrowDown' || (event.key === 'Enter' && !event.nativeEvent.isComposing)) onEnter()
            else return
            event.preventDefault()
          }}
        />
        {text === '' ? <KeyCap name="search" /> : null}
      </label>
      {children}
      <span className={styles.note} role="status">
        <Note object={object} status={status} />
      </span>
      {tools}
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
