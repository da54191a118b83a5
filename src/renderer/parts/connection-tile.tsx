/** A connection's tile: a letter on one of five colours. The colour is the second sign, never the only one. */
import { classes } from './classes'
import styles from './connection-tile.module.css'
import { firstGrapheme } from './initials'

export interface ConnectionTileProps {
  readonly name: string
  /** Its place among the connections, or null for one that is not connected. */
  readonly index: number | null
  readonly size?: 'small' | 'normal' | 'large'
}

const colours = [styles.one, styles.two, styles.three, styles.four, styles.five]

export function ConnectionTile({ name, index, size = 'normal' }: ConnectionTileProps) {
  const colour = index === null ? styles.neutral : colours[index % colours.length]
  return (
    <span className={classes(styles.tile, colour, size !== 'normal' && styles[size])} aria-hidden="true">
      {firstGrapheme(name) || '·'}
    </span>
  )
}
