/** One setting: what it is called, what it means in a sentence, and its control at the end of the line. */
import type { ReactNode } from 'react'
import styles from './settings-screen.module.css'

export function SettingRow({ title, why, children }: { readonly title: string; readonly why?: string; readonly children?: ReactNode }) {
  return (
    <div className={styles.row}>
      <div className={styles.words}>
        <div>{title}</div>
        {why === undefined ? null : <div className={styles.why}>{why}</div>}
      </div>
      {children}
    </div>
  )
}
