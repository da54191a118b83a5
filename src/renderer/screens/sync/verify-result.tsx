/** What *Verify* found: all equal, or each difference with both values. */
import type { Connection } from '../../../shared/model/views'
import { isEmptyValue, type Json } from '../../../shared/model/json'
import { preview } from '../../../shared/failure'
import type { Difference } from '../../../shared/sync/report'
import { useText } from '../../messages/text'
import { BoxTable } from '../../parts/box-table'
import { Button } from '../../parts/button'
import { formatTime } from '../../parts/format'
import { Mark } from '../../parts/mark'
import { EmptyValue } from '../../parts/value'
import styles from './verify-result.module.css'

export interface Verified {
  readonly equal: boolean
  readonly differences: readonly Difference[]
  readonly at: number
}

/** More than this is not read by a person; the command line lists all. */
const SHOWN = 100

export function VerifyResult({
  connection,
  verified,
  onClose,
}: {
  readonly connection: Connection
  readonly verified: Verified
  readonly onClose: () => void
}) {
  const t = useText()
  const { equal, differences, at } = verified
  const values = { name: connection.name, time: formatTime(at), count: differences.length }
  return (
    <div className={styles.result}>
      <div className={styles.head} role="status">
        <Mark name={equal ? 'pushed' : 'rejected'} label={null} />
        <span className={styles.words}>{equal ? t('sync.verified.equal', values) : t('sync.verified.different', values)}</span>
        <Button kind="quiet" small icon="x" label={t('action.close')} onPress={onClose} />
      </div>
      {equal ? null : (
        <BoxTable>
          <thead>
            <tr>
              <th scope="col">{t('sync.column.object')}</th>
              <th scope="col">{t('sync.verified.record')}</th>
              <th scope="col">{t('sync.verified.field')}</th>
              <th scope="col">{t('sync.verified.here')}</th>
              <th scope="col">{t('sync.verified.there', values)}</th>
            </tr>
          </thead>
          <tbody>
            {differences.slice(0, SHOWN).map((difference) => (
              <tr key={`${difference.object} ${difference.id} ${difference.path ?? ''}`}>
                <td>{t(`object.${difference.object}`, { count: 1 })}</td>
                <td className={styles.mono}>{difference.id}</td>
                <td>{difference.path ?? t('sync.verified.whole')}</td>
                <td>
                  <Side value={difference.mirror} />
                </td>
                <td>
                  <Side value={difference.remote} />
                </td>
              </tr>
            ))}
          </tbody>
        </BoxTable>
      )}
      {differences.length > SHOWN ? <p>{t('sync.verified.more', { count: differences.length - SHOWN })}</p> : null}
    </div>
  )
}

function Side({ value }: { readonly value: Json }) {
  return isEmptyValue(value) ? <EmptyValue /> : <bdi className={styles.value}>{preview(value)}</bdi>
}
