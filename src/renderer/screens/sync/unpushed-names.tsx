/** The records whose changes would go: the first by name, the rest as a number. */
import type { Change } from '../../../shared/sync/change'
import { useText } from '../../messages/text'
import { markOfState } from '../../parts/badge'
import { Mark } from '../../parts/mark'
import { RecordName } from '../../parts/value'
import styles from './disconnect-dialog.module.css'

const NAMED = 5

export function UnpushedNames({ changes }: { readonly changes: readonly Change[] }) {
  const t = useText()
  return (
    <ul className={styles.names}>
      {changes.slice(0, NAMED).map((change) => (
        <li key={change.id} className={styles.name}>
          <Mark name={markOfState(change.state)} label={t(`state.${change.state}`)} />
          <RecordName name={change.name} />
          <span className={styles.object}>{t(`object.${change.object}`, { count: 1 })}</span>
        </li>
      ))}
      {changes.length > NAMED ? <li>{t('sync.verified.more', { count: changes.length - NAMED })}</li> : null}
    </ul>
  )
}
