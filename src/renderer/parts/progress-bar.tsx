/** How far something is; without a value: under way, nobody knows how far. */
import styles from './progress-bar.module.css'

export interface ProgressBarProps {
  readonly label: string
  /** Null: not known. */
  readonly value: number | null
  readonly max: number
}

export function ProgressBar({ label, value, max }: ProgressBarProps) {
  return <progress className={styles.bar} aria-label={label} max={max} {...(value === null ? {} : { value })} />
}
