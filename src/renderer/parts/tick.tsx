/** A box to tick, alone or before its words; `mixed` where only some of what it stands for is ticked. */
import type { ReactNode } from 'react'
import styles from './tick.module.css'

export interface TickProps {
  readonly checked: boolean
  readonly mixed?: boolean
  /** Its name, where no words stand beside it. */
  readonly label?: string
  readonly children?: ReactNode
  readonly autoFocus?: boolean
  readonly onChange: () => void
}

export function Tick({ checked, mixed = false, label, children, autoFocus = false, onChange }: TickProps) {
  return (
    <label className={styles.frame}>
      <input
        type="checkbox"
        className={styles.tick}
        checked={checked}
        autoFocus={autoFocus}
        aria-label={label}
        ref={(box) => {
          if (box) box.indeterminate = mixed
        }}
        onChange={onChange}
      />
      {children}
    </label>
  )
}
