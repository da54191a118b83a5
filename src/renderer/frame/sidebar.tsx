/** The sidebar: whose records, which list, and at the foot what waits and how the sync stands. Under 1024 a rail of icons. */
import { useRouterState } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Focusable } from 'react-aria-components/Focusable'
import { Tooltip, TooltipTrigger } from 'react-aria-components/Tooltip'
import { addressOf, type Place } from '../address'
import { totalChanges, useConnectionStatus, useStatus } from '../data/queries'
import { digitCap, type KeyName, keyCapText, keyShortcuts } from '../keys'
import { useText } from '../messages/text'
import { CountBadge } from '../parts/badge'
import { classes } from '../parts/classes'
import { useColourPlace } from '../data/connection-colour'
import { ConnectionTile } from '../parts/connection-tile'
import { formatNumber } from '../parts/format'
import { Icon, type IconName } from '../parts/icon'
import { KeyCap } from '../parts/key-cap'
import { useGo } from '../parts/link'
import { type MenuEntry, PopoverMenu } from '../parts/popover-menu'
import { useCurrentConnection } from './current-connection'
import { type ListEntry, mainLists, moreLists, objectIcons } from './navigation'
import styles from './sidebar.module.css'
import { SyncPill } from './sync-pill'

export function Sidebar({ onSearch }: { readonly onSearch: () => void }) {
  const t = useText()
  const status = useStatus().data
  const waiting = status?.connections.reduce((sum, { changes }) => sum + totalChanges(changes), 0) ?? 0
  const urgent = status?.connections.some(({ changes }) => changes.rejected + changes.conflict > 0) ?? false
  return (
    <div className={styles.side}>
      <ConnectionSwitcher />
      <AriaButton className={styles.find} onPress={onSearch}>
        <Icon name="search" />
        <span className={styles.label}>{t('nav.search')}</span>
        <span className={styles.wide}>
          <KeyCap name="palette" />
        </span>
      </AriaButton>
      <div className={styles.lists}>
        <nav aria-label={t('nav.main')}>
          <ReportItem at="home" icon="home" shows="goHome" />
          {mainLists.map((entry) => (
            <ListItem key={entry.object} entry={entry} />
          ))}
        </nav>
        <nav aria-label={t('nav.more')}>
          <h2 className={styles.section}>{t('nav.more')}</h2>
          <ReportItem at="analytics" icon="chart" shows="goAnalytics" />
          {moreLists.map((entry) => (
            <ListItem key={entry.object} entry={entry} />
          ))}
        </nav>
      </div>
      <nav className={styles.foot} aria-label={t('nav.foot')}>
        <Item to={{ at: 'changes' }} icon="changes" label={t('nav.changes')} shows="goChanges">
          {waiting > 0 ? (
            <span className={styles.badge}>
              <CountBadge tone={urgent ? 'rejected' : 'waiting'} label={t('nav.changesCount', { count: waiting })}>
                {formatNumber(waiting)}
              </CountBadge>
            </span>
          ) : null}
        </Item>
        <SyncPill />
        <Item to={{ at: 'settings' }} icon="settings" label={t('nav.settings')} shows="goSettings" />
      </nav>
    </div>
  )
}

function ListItem({ entry: { object, goKey } }: { readonly entry: ListEntry }) {
  const t = useText()
  const { connection } = useCurrentConnection()
  const records = useConnectionStatus(connection?.id ?? null)?.objects[object]?.records
  if (!connection) return null
  return (
    <Item to={{ at: 'list', connection: connection.id, object }} icon={objectIcons[object]} label={t(`title.${object}`)} shows={goKey}>
      <span className={styles.count}>{records ? formatNumber(records) : ''}</span>
    </Item>
  )
}

function ReportItem({ at, icon, shows }: { readonly at: 'home' | 'analytics'; readonly icon: IconName; readonly shows: KeyName }) {
  const t = useText()
  const { connection } = useCurrentConnection()
  return connection ? <Item to={{ at, connection: connection.id }} icon={icon} label={t(`${at}.title`)} shows={shows} /> : null
}

interface ItemProps {
  readonly to: Place
  readonly icon: IconName
  readonly label: string
  readonly shows: KeyName | null
  readonly children?: ReactNode
}

function Item({ to, icon, label, shows, children }: ItemProps) {
  const path = useRouterState({ select: (state) => state.location.pathname })
  const address = addressOf(to)
  const current = path === address || path.startsWith(`${address}/`)
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      <Focusable>
        <a
          href={`#${address}`}
          className={classes(styles.item, current && styles.current)}
          {...(current ? { 'aria-current': 'page' as const } : {})}
          {...(shows ? { 'aria-keyshortcuts': keyShortcuts(shows) } : {})}
        >
          <Icon name={icon} />
          <span className={styles.label}>{label}</span>
          {children}
        </a>
      </Focusable>
      <Tooltip className={styles.tooltip} placement="right">
        {label} {shows ? <kbd aria-hidden="true">{keyCapText(shows)}</kbd> : null}
      </Tooltip>
    </TooltipTrigger>
  )
}

function ConnectionSwitcher() {
  const t = useText()
  const go = useGo()
  const { connection, index, all } = useCurrentConnection()
  const colourPlace = useColourPlace()
  const entries: (MenuEntry | 'line')[] = all.map((each, at) => ({
    id: each.id,
    label: each.name,
    cap: digitCap('connections', at + 1),
    lead: <ConnectionTile name={each.name} index={colourPlace(each, at)} />,
    current: each.id === connection?.id,
    onAction: () => go({ at: 'list', connection: each.id, object: 'contact' }),
  }))
  if (all.length > 0) entries.push('line')
  entries.push(
    { id: ' connect', label: t('nav.connect'), icon: 'plus', onAction: () => go({ at: 'connect' }) },
    { id: ' sync', label: t('nav.sync'), icon: 'sync', shows: 'goSync', onAction: () => go({ at: 'sync' }) },
  )
  return (
    <PopoverMenu
      label={t('nav.connections')}
      entries={entries}
      trigger={
        <AriaButton className={styles.switcher}>
          <ConnectionTile name={connection?.name ?? 'S'} index={connection ? colourPlace(connection, index) : null} />
          <span className={styles.label}>
            <bdi>{connection?.name ?? t('pill.none')}</bdi>
            <span className="visually-hidden">{t('nav.switch')}</span>
          </span>
          <span className={styles.wide}>
            <Icon name="updown" />
          </span>
        </AriaButton>
      }
    />
  )
}
