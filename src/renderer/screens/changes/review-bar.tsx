/** The bar over the review: how much is ticked, how many stand where, and when it was last checked against the CRM. */
import { useText } from '../../messages/text'
import { StateBadge } from '../../parts/badge'
import { Button } from '../../parts/button'
import { formatWhen } from '../../parts/format'
import { Tick } from '../../parts/tick'
import { useNow } from '../../parts/use-now'
import styles from './review-bar.module.css'
import type { Review } from './use-review'

const states = ['rejected', 'conflict', 'waiting', 'pushing', 'held'] as const

export function ReviewBar({ review }: { readonly review: Review }) {
  const t = useText()
  const now = useNow()
  const { ticked, waiting, open, checks, place } = review
  return (
    <div className={styles.bar}>
      {waiting.length === 0 ? null : (
        <Tick checked={ticked.length === waiting.length} mixed={ticked.length > 0 && ticked.length < waiting.length} onChange={review.tickAll}>
          {t('changes.ticked', { ticked: ticked.length, count: waiting.length })}
        </Tick>
      )}
      {states.map((state) => {
        const count = open.filter((change) => change.state === state).length
        return count === 0 ? null : <StateBadge key={state} state={state} count={count} />
      })}
      <span className={styles.grow} />
      {checks.last === null ? null : (
        <span role="status">
          {t(checks.last.fresh ? 'changes.checkedAt' : 'changes.checkedOffline', { crm: place, time: formatWhen(checks.last.at, now) })}
        </span>
      )}
      {ticked.length > 0 ? (
        <Button kind="quiet" small onPress={() => review.discard(ticked)}>
          {t('changes.discardTicked')}
        </Button>
      ) : null}
    </div>
  )
}
