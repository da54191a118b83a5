/** What is asked before a push: at the very first one what a push does, later only where something is deleted in the CRM. */
import { useText } from '../../messages/text'
import { Dialog } from '../../parts/dialog'
import { planOf } from './change-groups'
import { FirstPush } from './first-push'
import styles from './push-dialogs.module.css'
import type { Review } from './use-review'

export interface PushDialogsProps {
  readonly review: Review
  readonly isFirst: boolean
  readonly onPush: () => void
}

export function PushDialogs({ review, isFirst, onPush }: PushDialogsProps) {
  const t = useText()
  const { asking, place, offline } = review
  if (asking === null) return null
  const plan = planOf(asking)
  const words = t(offline ? 'changes.approve' : 'changes.push', { count: plan.count, place, deletions: plan.deletions })
  const close = (): void => review.ask(null)
  if (isFirst) return <FirstPush plan={plan} place={place} words={words} onPush={onPush} onClose={close} />
  return (
    <Dialog
      title={plan.deletions > 0 ? t('changes.deleteTitle', { count: plan.deletions, place }) : words}
      action={{
        label: words,
        kind: plan.deletions > 0 ? 'danger-filled' : 'primary',
        onPress: onPush,
      }}
      onClose={close}
    >
      <ul className={styles.toDelete}>
        {asking
          .filter(({ kind }) => kind === 'delete')
          .slice(0, 10)
          .map((change) => (
            <li key={change.id}>
              <bdi>{change.name ?? t('value.noName')}</bdi>
            </li>
          ))}
      </ul>
      {plan.deletions > 0 ? <p>{t('changes.deleteWhy', { place })}</p> : null}
    </Dialog>
  )
}
