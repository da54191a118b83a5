/** A push of several under way: how far it is on each connection, about how long it still takes, and a way to stop it. */
import type { ConnectionStatus, PushProgress } from '../../../shared/sync/report'
import { type Text, useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { ProgressBar } from '../../parts/progress-bar'
import styles from './push-bar.module.css'

export interface PushBarProps {
  readonly connections: readonly ConnectionStatus[]
  readonly onStop: () => void
}

/** Nothing where nothing is under way, or one change: that is over before anyone could read it. */
export function PushBar({ connections, onStop }: PushBarProps) {
  const t = useText()
  const pushes = connections.flatMap(({ connection, name, pushing }) => (pushing && pushing.total > 1 ? [{ connection, name, pushing }] : []))
  if (pushes.length === 0) return null
  return (
    <section className={styles.bar} aria-label={t('changes.pushing')}>
      <ul className={styles.pushes}>
        {pushes.map(({ connection, name, pushing: { done, total, leftMs } }) => (
          <li key={connection} className={styles.push}>
            <span className={styles.words}>{t('changes.pushingTo', { done, total, crm: name })}</span>
            <span className={styles.progress}>
              <ProgressBar label={t('changes.pushingTo', { done, total, crm: name })} value={done} max={total} />
            </span>
            <span className={styles.left}>{leftWords(t, leftMs)}</span>
          </li>
        ))}
      </ul>
      <Button small onPress={onStop}>
        {t('action.cancel')}
      </Button>
    </section>
  )
}

/** Seconds by tens, then minutes: nobody needs it finer, and it should not flicker. */
function leftWords(t: Text, leftMs: PushProgress['leftMs']): string {
  if (leftMs === null) return ''
  const seconds = Math.ceil(leftMs / 10_000) * 10
  return seconds <= 60 ? t('changes.secondsLeft', { seconds }) : t('changes.minutesLeft', { minutes: Math.round(leftMs / 60_000) })
}
