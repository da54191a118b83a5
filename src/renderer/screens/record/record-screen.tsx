/** One record, or the form that makes one. */
import type { ConnectionId, RecordId } from '../../../shared/model/ids'
import type { ObjectType } from '../../../shared/model/object-type'
import { failureOf } from '../../../shared/failure'
import { type RecordTarget, useRecord, useSettings } from '../../data/queries'
import { failureWords } from '../../data/mutations'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { EmptyState } from '../../parts/empty-state'
import { useGo } from '../../parts/link'
import { CreateForm } from './create-form'
import { RecordPage } from './record-page'
import styles from './record.module.css'

export interface RecordScreenProps {
  readonly connection: ConnectionId
  readonly object: ObjectType
  /** Null makes a new one. */
  readonly id: RecordId | null
  /** What a new one begins with. */
  readonly name: string | null
}

export function RecordScreen({ connection, object, id, name }: RecordScreenProps) {
  const { data: settings } = useSettings()
  // A draft of the form may be kept in the settings.
  if (id === null && !settings) return <div className={styles.loading} aria-busy="true" />
  return id === null ? (
    <CreateForm connection={connection} object={object} name={name} />
  ) : (
    <OpenRecord connection={connection} object={object} id={id} />
  )
}

function OpenRecord({ connection, object, id }: RecordTarget) {
  const t = useText()
  const go = useGo()
  const { data, error, refetch } = useRecord({ connection, object, id })
  if (data) return <RecordPage view={data} />
  if (!error) return <div className={styles.loading} aria-busy="true" />
  const gone = failureOf(error)?.kind === 'not-found'
  return (
    <EmptyState icon="file" title={t(gone ? 'record.gone' : 'record.failed')} why={gone ? t('record.goneWhy') : failureWords(t, error)}>
      <Button onPress={() => (gone ? go({ at: 'list', connection, object }) : void refetch())}>
        {t(gone ? 'record.toList' : 'action.tryAgain')}
      </Button>
    </EmptyState>
  )
}
