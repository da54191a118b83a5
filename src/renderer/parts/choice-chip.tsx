/** A chip that names what a screen is narrowed by and opens a menu of the other choices. */
import { Button as AriaButton } from 'react-aria-components/Button'
import styles from './choice-chip.module.css'
import { Icon } from './icon'
import { type MenuEntry, PopoverMenu } from './popover-menu'

export interface ChoiceChipProps {
  /** The field: `Pipeline`. */
  readonly label: string
  /** What is chosen. */
  readonly value: string
  readonly entries: readonly (MenuEntry | 'line')[]
}

export function ChoiceChip({ label, value, entries }: ChoiceChipProps) {
  return (
    <PopoverMenu
      label={label}
      entries={entries}
      trigger={
        <AriaButton className={styles.chip}>
          <span className={styles.label}>{label}</span> <bdi className={styles.value}>{value}</bdi>
          <Icon name="down" small />
        </AriaButton>
      }
    />
  )
}
