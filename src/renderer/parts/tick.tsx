/** A box to tick, alone or before its words; `mixed` where only some of what it stands for is ticked. */
import type { ReactNode } from 'react'
import styles from './tick.module.css'

export interface TickProps {
  readonly checked: boolean
  readonly mixed?: boolean
  /** Its name, where no words stand beside it. */
  readonly label?: string
  readonly children?: ReactNode
  readonly onChange: () => void
}

export function Tick({ checked, mixed = false, label, children, onChange }: TickProps) {
  return (
    <label className={styles.frame}>
      <input
        type="checkbox"
        className={styles.tick}
        checked={checked}
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
