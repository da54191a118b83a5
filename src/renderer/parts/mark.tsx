/** A mark: the shape and colour of a state. `label` is what a screen reader hears; null where a word stands beside it. */
import { classes } from './classes'
import styles from './mark.module.css'
import { type MarkName, markShapes } from './mark-shapes'

export type { MarkName } from './mark-shapes'

export interface MarkProps {
  readonly name: MarkName
  readonly label: string | null
  readonly className?: string
}

export function Mark({ name, label, className }: MarkProps) {
  const said = label === null ? ({ 'aria-hidden': true } as const) : ({ role: 'img', 'aria-label': label } as const)
  return (
    <svg className={classes(styles.mark, styles[name], className)} viewBox="0 0 12 12" focusable="false" {...said}>
      {label === null ? null : <title>{label}</title>}
      {markShapes[name]}
    </svg>
  )
}
