/** The foot of a list: how many match, how many of this kind are unpushed, and what arrived while a hand was on the rows. */
import type { ConnectionId } from '../../../shared/model/ids'
import type { ObjectType } from '../../../shared/model/object-type'
import { useChanges } from '../../data/queries'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import styles from './list-foot.module.css'

export interface ListFootProps {
  readonly connection: ConnectionId
  readonly object: ObjectType
  readonly count: number
  /** The count is of all that match. */
  readonly known: boolean
  readonly arrived: number
  /** Reading on failed; the rows so far are shown. */
  readonly failed: boolean
  readonly onShowArrived: () => void
  readonly onRetry: () => void
}

export function ListFoot({ connection, object, count, known, arrived, failed, onShowArrived, onRetry }: ListFootProps) {
  const t = useText()
  const unpushed = useChanges(connection).data?.filter((change) => change.object === object).length ?? 0
  const noun = t(`object.${object}`, { count })
  return (
    <div className={styles.foot}>
      <span role="status" className={styles.count}>
        {t(known ? 'list.count' : 'list.countUnknown', { count, noun })}
      </span>
      {unpushed > 0 ? <span>{t('list.unpushed', { count: unpushed })}</span> : null}
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
