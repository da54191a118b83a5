/**
 * A menu that opens from a button. The trigger is one of our buttons (or any pressable element); items carry an icon, a key
 * and, where they can't act, the reason.
 */
import type { ReactElement, ReactNode, RefObject } from 'react'
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import { Separator } from 'react-aria-components/Separator'
import { classes } from './classes'
import { Icon, type IconName } from './icon'
import { KeyCap } from './key-cap'
import styles from './popover-menu.module.css'
import type { KeyName } from '../keys'

export interface MenuEntry {
  readonly id: string
  readonly label: string
  readonly icon?: IconName
  /** In the place of an icon: a tile, an avatar, a mark. */
  readonly lead?: ReactNode
  readonly shows?: KeyName
  /** A key that has no name of its own: one of nine. */
  readonly cap?: string | undefined
  readonly reason?: string | null
  readonly danger?: boolean
  readonly current?: boolean
  readonly onAction: () => void
}

export interface PopoverMenuProps {
  readonly label: string
  readonly trigger: ReactElement
  /** `'line'` draws a separator. */
  readonly entries: readonly (MenuEntry | 'line')[]
  readonly placement?: 'bottom start' | 'bottom end' | 'top start' | 'right top'
}

export function PopoverMenu({ label, trigger, entries, placement = 'bottom start' }: PopoverMenuProps) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className={styles.popover} placement={placement} offset={4}>
        <Menu className={styles.menu} aria-label={label}>
          {withKeys(entries).map(({ key, entry }) =>
            entry === 'line' ? <Separator key={key} className={styles.line} /> : <MenuEntryView key={key} entry={entry} />,
          )}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}

export interface AnchoredMenuProps extends Pick<PopoverMenuProps, 'label' | 'entries'> {
  /** What it stands at, and where focus returns to. */
  readonly anchor: RefObject<Element | null>
  readonly onClose: () => void
}

/** The same menu, opened by a key on what is focused. Rendered while it is open. */
export function AnchoredMenu({ label, entries, anchor, onClose }: AnchoredMenuProps) {
  return (
    <Popover
      className={styles.popover}
      triggerRef={anchor}
      placement="bottom start"
      offset={4}
      isOpen
      onOpenChange={(open) => (open ? undefined : onClose())}
      aria-label={label}
    >
      <Menu className={styles.menu} aria-label={label} autoFocus="first" onClose={onClose}>
        {withKeys(entries).map(({ key, entry }) =>
          entry === 'line' ? <Separator key={key} className={styles.line} /> : <MenuEntryView key={key} entry={entry} />,
        )}
      </Menu>
    </Popover>
  )
}

/** A line has no name of its own; it takes that of the entry before it. */
function withKeys(entries: PopoverMenuProps['entries']): readonly { readonly key: string; readonly entry: MenuEntry | 'line' }[] {
  let before = 'first'
  return entries.map((entry) => {
    if (entry === 'line') return { key: `line after ${before}`, entry }
    before = entry.id
    return { key: entry.id, entry }
  })
}

function MenuEntryView({ entry }: { readonly entry: MenuEntry }) {
  const reason = entry.reason ?? null
  return (
    <MenuItem
      id={entry.id}
      textValue={entry.label}
      isDisabled={reason !== null}
      onAction={entry.onAction}
      className={classes(styles.item, entry.danger && styles.danger)}
    >
      {entry.lead ?? (entry.icon ? <Icon name={entry.icon} /> : null)}
      <span className={styles.words}>
        <span className={styles.label}>{entry.label}</span>
        {reason === null ? null : <span className={styles.reason}>{reason}</span>}
      </span>
      {entry.current ? <Icon name="check" small /> : null}
      {entry.shows ? <KeyCap name={entry.shows} /> : entry.cap ? <kbd aria-hidden="true">{entry.cap}</kbd> : null}
    </MenuItem>
  )
}
