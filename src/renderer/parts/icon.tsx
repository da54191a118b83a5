/** One of our icons. Always hidden from screen readers: the control beside or around it has the name. */
import { classes } from './classes'
import styles from './icon.module.css'
import { type IconName, iconShapes } from './icon-shapes'

export type { IconName } from './icon-shapes'

export interface IconProps {
  readonly name: IconName
  readonly small?: boolean
  readonly className?: string
}

export function Icon({ name, small = false, className }: IconProps) {
  return (
    <svg className={classes(styles.icon, small && styles.small, className)} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {iconShapes[name]}
    </svg>
  )
}
