/** The foot of a list: how many match, how many of this kind are unpushed, and what arrived while a hand was on the rows. */
import type { ConnectionId } from '../../../shared/model/ids'
import type { ObjectType } from '../../../shared/model/object-type'
import { addTotals, type GroupTotal } from '../../../shared/model/totals'
import { useChanges } from '../../data/queries'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { formatMoney, formatNumber, formatPercent } from '../../parts/format'
import { filterFieldLabel } from './filter-words'
import styles from './list-foot.module.css'

export interface ListFootProps {
  readonly connection: ConnectionId
  readonly object: ObjectType
  readonly count: number
  /** The count is of all that match. */
  readonly known: boolean
  /** Over everything that matches; null while it is counted. */
  readonly totals: readonly GroupTotal[] | null
  readonly arrived: number
  /** Reading on failed; the rows so far are shown. */
  readonly failed: boolean
  readonly onShowArrived: () => void
  readonly onRetry: () => void
}

export function ListFoot({ connection, object, count, known, totals, arrived, failed, onShowArrived, onRetry }: ListFootProps) {
  const t = useText()
  const unpushed = useChanges(connection).data?.filter((change) => change.object === object).length ?? 0
  const noun = t(`object.${object}`, { count })
  return (
    <div className={styles.foot}>
      <span role="status" className={styles.count}>
        {t(known ? 'list.count' : 'list.countUnknown', { count, noun })}
      </span>
      {unpushed > 0 ? <span>{t('list.unpushed', { count: unpushed })}</span> : null}
      <Figures object={object} totals={totals} />
      <span className={styles.room} />
      {failed ? (
        <span role="alert">
          {t('list.failed')}{' '}
          <Button kind="link" onPress={onRetry}>
            {t('action.tryAgain')}
          </Button>
        </span>
      ) : null}
      {arrived > 0 ? (
        <Button small icon="up" onPress={onShowArrived}>
          {t('list.new', { count: arrived })}
        </Button>
      ) : null}
    </div>
  )
}

/** Money as a sum, of the currency that has most of it; how many others there are stands behind it. Other figures as an average. */
function Figures({ object, totals }: { readonly object: ObjectType; readonly totals: readonly GroupTotal[] | null }) {
  const t = useText()
  const figures = totals?.reduce<readonly GroupTotal[]>((sum, group) => addTotals(sum, [{ ...group, key: null, label: null }]), [])[0]?.figures ?? []
  const money = figures.filter(({ field }) => field === 'amount').toSorted((a, b) => b.count - a.count)
  const [most] = money
  const all = money.map(({ sum, currency }) => formatMoney(sum, currency)).join(' · ')
  return (
    <>
      {most ? (
        <span className={styles.figure} title={all}>
          {t('list.sum')} <strong>{formatMoney(most.sum, most.currency)}</strong>{' '}
          {money.length > 1 ? t('list.more', { count: money.length - 1 }) : null}
        </span>
      ) : null}
      {most && object === 'deal' ? (
        <span className={styles.figure}>
          {t('list.weighted')} <strong>{formatMoney(most.weighted, most.currency)}</strong>
        </span>
      ) : null}
      {figures
        .filter(({ field }) => field !== 'amount' && field !== 'display_order')
        .map(({ field, sum, count }) => (
          <span key={field} className={styles.figure}>
            {t('list.averageOf', { field: filterFieldLabel(t, object, field) })}{' '}
            <strong>{field === 'probability' ? formatPercent(Math.round(sum / count)) : formatNumber(Math.round(sum / count))}</strong>
          </span>
        ))}
    </>
  )
}
