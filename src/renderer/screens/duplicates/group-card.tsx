/** One group of records that look like one: who, and why we think so. */
import type { DuplicateGroup, DuplicateObject } from '../../../shared/model/duplicates'
import type { ConnectionId } from '../../../shared/model/ids'
import { objectIcons } from '../../frame/navigation'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { Icon } from '../../parts/icon'
import { Link } from '../../parts/link'
import { RecordName } from '../../parts/value'
import styles from './group-card.module.css'

export interface GroupCardProps {
  readonly connection: ConnectionId
  readonly object: DuplicateObject
  readonly group: DuplicateGroup
  readonly onMerge: () => void
  readonly onDistinct: () => void
}

export function GroupCard({ connection, object, group: { strength, reasons, records }, onMerge, onDistinct }: GroupCardProps) {
  const t = useText()
  const name = records[0]?.name ?? t('value.noName')
  return (
    <article className={styles.card} aria-label={name}>
      <ul className={styles.records}>
        {records.map((record) => (
          <li key={record.id} className={styles.record}>
            <Icon name={objectIcons[object]} />
            <Link to={{ at: 'record', connection, object, id: record.id }} className={styles.name}>
              <RecordName name={record.name} />
            </Link>
            <bdi className={styles.fact}>{record.fact}</bdi>
          </li>
        ))}
      </ul>
      <p className={styles.why}>
        <span className={styles.strength}>{t(`duplicates.strength.${strength}`)}</span>
        {reasons.map((reason) => t(`duplicates.reason.${reason}`)).join(', ')}
      </p>
      <Button kind="quiet" onPress={onDistinct}>
        {t('duplicates.distinct')}
        <span className="visually-hidden">{name}</span>
      </Button>
      <Button icon="batch" onPress={onMerge}>
        {t('duplicates.merge')}
        <span className="visually-hidden">{name}</span>
      </Button>
    </article>
  )
}
