/** A person in a disc: initials, or the first character where the script has no initials. Decorative: the name stands beside it. */
import styles from './avatar.module.css'
import { classes } from './classes'
import { initials } from './initials'

export interface AvatarProps {
  readonly name: string | null
  readonly kind?: 'person' | 'me' | 'inactive'
  readonly large?: boolean
}

export function Avatar({ name, kind = 'person', large = false }: AvatarProps) {
  return (
    <span className={classes(styles.avatar, kind !== 'person' && styles[kind], large && styles.large)} aria-hidden="true">
      {initials(name)}
    </span>
  )
}
