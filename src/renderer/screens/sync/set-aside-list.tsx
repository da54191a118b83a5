/** Records that came in a form that could not be read in full: shown with what could be, and with what the CRM sent. */
import { useState } from 'react'
import type { Connection } from '../../../shared/model/views'
import type { SetAside } from '../../../shared/sync/journal'
import { useCommand } from '../../data/mutations'
import { useSetAside } from '../../data/queries'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { RecordLink } from '../../parts/fields/record-link'
import { showToast } from '../../parts/toast'
import styles from './set-aside-list.module.css'

export function SetAsideList({ connection }: { readonly connection: Connection }) {
  const t = useText()
  const { data = [] } = useSetAside(connection.id)
  if (data.length === 0) return null
  return (
    <section aria-label={t('setAside.title')}>
      <h3 className={styles.title}>
        {t('setAside.title')} <span>{data.length}</span>
      </h3>
      <ul>
        {data.map((record) => (
          <Row key={`${record.object} ${record.remoteId ?? JSON.stringify(record.payload)}`} connection={connection} record={record} />
        ))}
      </ul>
    </section>
  )
}

function Row({ connection, record }: { readonly connection: Connection; readonly record: SetAside }) {
  const t = useText()
  const [open, setOpen] = useState(false)
  const refresh = useCommand('records.refresh')
  const { object, recordId, name, reason, payload } = record
  const tryAgain = async (id: NonNullable<SetAside['recordId']>): Promise<void> => {
    const asked = await refresh.run({ connection: connection.id, object, id })
    if (asked !== undefined) showToast({ fact: t(asked ? 'setAside.asked' : 'setAside.notReached', { crm: connection.name }), failed: !asked })
  }
  return (
    <li className={styles.row}>
      <div className={styles.name}>
        {recordId === null ? (
          <bdi>{name ?? t('value.noName')}</bdi>
        ) : (
          <RecordLink connection={connection.id} object={object} id={recordId} name={name} />
        )}
      </div>
      <div className={styles.why}>
        {t(`object.${object}`, { count: 1 })} · {reason}
      </div>
      <div className={styles.actions}>
        <Button kind="link" onPress={() => setOpen(!open)}>
          {t(open ? 'setAside.hide' : 'setAside.show')}
        </Button>
        {recordId === null ? null : (
          <Button kind="link" busy={refresh.busy} onPress={() => void tryAgain(recordId)}>
            {t('action.tryAgain')}
          </Button>
        )}
      </div>
      {open ? (
        <pre className={styles.payload} tabIndex={0}>
          {JSON.stringify(payload, null, 2)}
        </pre>
      ) : null}
    </li>
  )
}
