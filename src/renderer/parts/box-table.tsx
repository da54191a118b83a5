/** A table in a box, for a handful of rows that are read and not worked in: a head on the ground of the page, a line under each row. */
import type { ReactNode } from 'react'
import styles from './box-table.module.css'

export interface BoxTableProps {
  /** Set where the box can be scrolled by key: its name. */
  readonly label?: string
  /** What stands over the rows and is about all of them. */
  readonly note?: ReactNode
  readonly children: ReactNode
}

export function BoxTable({ label, note = null, children }: BoxTableProps) {
  return (
    <div className={styles.box} {...(label === undefined ? {} : { tabIndex: 0, role: 'group', 'aria-label': label })}>
      {note}
      <table className={styles.table}>{children}</table>
    </div>
  )
}

/** A mark or an icon, and its word. */
export function MarkedCell({ children }: { readonly children: ReactNode }) {
  return <span className={styles.marked}>{children}</span>
}
