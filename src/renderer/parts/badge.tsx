/** A state in a word and a shape, on its own tint; and the small count that stands beside *Changes*. */
import type { ReactNode } from 'react'
import type { ChangeState } from '../../shared/sync/change'
import { useText } from '../messages/text'
import styles from './badge.module.css'
import { classes } from './classes'
import { Mark, type MarkName } from './mark'

const markOf: Readonly<Record<ChangeState, MarkName>> = {
  waiting: 'waiting',
  held: 'held',
  pushing: 'pushing',
  pushed: 'pushed',
  rejected: 'rejected',
  conflict: 'conflict',
  discarded: 'lost',
}

/** The mark that stands for a state of a change. */
export function markOfState(state: ChangeState): MarkName {
  return markOf[state]
}

/** With `count`: how many are in that state. */
export function StateBadge({ state, count = null }: { readonly state: ChangeState; readonly count?: number | null }) {
  const t = useText()
  return (
    <span className={classes(styles.badge, styles[state])}>
      <Mark name={markOf[state]} label={null} />
      {count === null ? null : <span>{count} </span>}
      {t(`state.${state}`)}
    </span>
  )
}

export function CountBadge({
  children,
  label,
  tone = 'waiting',
}: {
  readonly children: ReactNode
  readonly label: string
  readonly tone?: 'waiting' | 'rejected'
}) {
  return (
    <span className={classes(styles.count, tone === 'rejected' && styles.countRejected)}>
      <span aria-hidden="true">{children}</span>
      <span className="visually-hidden">{label}</span>
    </span>
  )
}
