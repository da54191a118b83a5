/** What can be done with a change where it stands: the urgent always in sight, the rest under the pointer or the focus. */
import type { ReactNode } from 'react'
import type { Change } from '../../../shared/sync/change'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { useGo } from '../../parts/link'
import styles from './change-row.module.css'
import type { Review } from './use-review'

export function ChangeActions({ review, change }: { readonly review: Review; readonly change: Change }) {
  const t = useText()
  const go = useGo()
  const { actions } = review
  const act = (words: string, onPress: () => void): ReactNode => (
    <Button kind="quiet" small onPress={onPress}>
      {words}
    </Button>
  )
  const discard = act(t('changes.discard'), () => review.discard([change]))
  switch (change.state) {
    case 'conflict':
      return (
        <span className={styles.actions}>
          <Button small shows="openConflict" onPress={() => go({ at: 'conflict', change: change.id })}>
            {t('changes.resolve')}
          </Button>
          {discard}
        </span>
      )
    case 'rejected':
      return (
        <span className={styles.actions}>
          {change.kind === 'delete' ? null : (
            <Button small onPress={() => review.edit(change)}>
              {t('changes.edit')}
            </Button>
          )}
          <Button small onPress={() => void actions.retry(change)}>
            {t('action.tryAgain')}
          </Button>
          {discard}
        </span>
      )
    case 'held':
      return (
        <span className={styles.actions}>
          {act(t('changes.release'), () => void actions.release([change]))}
          {discard}
        </span>
      )
    case 'waiting':
      return (
        <span className={`${styles.actions} ${styles.onHover}`}>
          {change.decided ? act(t('changes.reopen'), () => void actions.reopen(change)) : null}
          {act(t('changes.hold'), () => void actions.hold([change]))}
          {discard}
        </span>
      )
    case 'pushed':
      return <span className={`${styles.actions} ${styles.onHover}`}>{act(t('changes.reverse'), () => void actions.reverse([change]))}</span>
    case 'discarded':
      return <span className={`${styles.actions} ${styles.onHover}`}>{act(t('changes.restore'), () => void actions.restore([change]))}</span>
    case 'pushing':
      return null
  }
}
