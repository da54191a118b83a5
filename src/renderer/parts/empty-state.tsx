/** What a place says when it has nothing to show: what is true, why, and one thing to do. */
import type { ReactNode } from 'react'
import styles from './empty-state.module.css'
import { Icon, type IconName } from './icon'

export interface EmptyStateProps {
  readonly icon: IconName
  readonly title: string
  readonly why?: ReactNode
  readonly children?: ReactNode
}

export function EmptyState({ icon, title, why, children }: EmptyStateProps) {
  return (
    <div className={styles.empty} role="status">
      <span className={styles.tile}>
        <Icon name={icon} />
      </span>
      <p className={styles.title}>{title}</p>
      {why ? <p className={styles.why}>{why}</p> : null}
      {children ? <div className={styles.actions}>{children}</div> : null}
    </div>
  )
}
