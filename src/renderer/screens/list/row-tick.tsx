/** The drawn box at the start of a row and of the heading: the cell around it takes the press and tells its state. */
import { classes } from '../../parts/classes'
import { Icon } from '../../parts/icon'
import styles from './row-tick.module.css'

export function RowTick({ ticked }: { readonly ticked: boolean }) {
  return (
    <span className={classes(styles.box, ticked && styles.ticked)} aria-hidden="true">
      {ticked ? <Icon name="check" /> : null}
    </span>
  )
}
