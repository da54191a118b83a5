/** The head of a page: title, count, tabs or facts, and the actions at the right, one of them primary. */
import { type ReactNode, useEffect } from 'react'
import styles from './page-header.module.css'

export interface PageHeaderProps {
  readonly title: ReactNode
  /** Already formatted; absent while it is not known. */
  readonly count?: string | null
  /** Tabs, a search box: what belongs to the title. */
  readonly children?: ReactNode
  readonly actions?: ReactNode
}

export function PageHeader({ title, count, children, actions }: PageHeaderProps) {
  // The window's title, and what a screen reader hears of a new page.
  useEffect(() => {
    document.title = typeof title === 'string' ? `${title} · Satchel` : 'Satchel'
  }, [title])
  return (
    <header className={styles.header}>
      <h1 className={styles.title} tabIndex={-1}>
        {title}
      </h1>
      {count ? <span className={styles.count}>{count}</span> : null}
      <div className={styles.middle}>{children}</div>
      {actions}
    </header>
  )
}
