/** Views of the same thing, one of them shown: the names of the others stand beside it. */
import type { KeyName } from '../keys'
import { classes } from './classes'
import { KeyCap } from './key-cap'
import styles from './tabs.module.css'

export interface Tab<Id extends string> {
  readonly id: Id
  readonly label: string
  readonly shows?: KeyName
}

export interface TabsProps<Id extends string> {
  readonly label: string
  readonly tabs: readonly Tab<Id>[]
  /** Null: none of them, where tabs only lead somewhere. */
  readonly current: Id | null
  readonly onChoose: (id: Id) => void
}

export function Tabs<Id extends string>({ label, tabs, current, onChoose }: TabsProps<Id>) {
  return (
    <nav className={styles.tabs} aria-label={label}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          className={classes(styles.tab, tab.id === current && styles.on)}
          aria-current={tab.id === current}
          onClick={() => onChoose(tab.id)}
        >
          {tab.label} {tab.shows ? <KeyCap name={tab.shows} /> : null}
        </button>
      ))}
    </nav>
  )
}
