/** Removing a connection from this computer: says how much goes, and names the changes that would be lost with it. */
import { totalChanges, useChanges } from '../../data/queries'
import type { Connection } from '../../../shared/model/views'
import type { ConnectionStatus } from '../../../shared/sync/report'
import { useCommand } from '../../data/mutations'
import { useText } from '../../messages/text'
import { markOfState } from '../../parts/badge'
import { Dialog } from '../../parts/dialog'
import { Mark } from '../../parts/mark'
import { RecordName } from '../../parts/value'
import { useGo } from '../../parts/link'
import { showToast } from '../../parts/toast'
import styles from './disconnect-dialog.module.css'

/** Names shown; the rest is a number. */
const NAMED = 5

export function DisconnectDialog({
  connection,
  status,
  onClose,
}: {
  readonly connection: Connection
  readonly status: ConnectionStatus
  readonly onClose: () => void
}) {
  const t = useText()
  const go = useGo()
  const disconnect = useCommand('connections.disconnect')
  const name = connection.name
  const unpushed = useChanges(connection.id).data ?? []
  const changes = totalChanges(status.changes)
  const records = Object.values(status.objects).reduce((sum, each) => sum + each.records, 0)
  const remove = async (): Promise<void> => {
    const done = await disconnect.run({ connection: connection.id, withChanges: changes > 0 })
    if (!done) return
    onClose()
    showToast({ fact: t('sync.disconnected'), name })
    go({ at: 'start' })
  }
  return (
    <Dialog
      title={t('sync.disconnect.title', { name, count: records })}
      action={{
        label: changes > 0 ? t('sync.disconnect.actionChanges', { name, count: changes }) : t('sync.disconnect.action', { name }),
        kind: 'danger-filled',
        busy: disconnect.busy,
        onPress: () => void remove(),
      }}
      onClose={onClose}
    >
      <p>{t('sync.disconnect.why', { name })}</p>
      {changes > 0 ? <p>{t('sync.disconnect.changes', { count: changes })}</p> : null}
      <ul className={styles.names}>
        {unpushed.slice(0, NAMED).map((change) => (
          <li key={change.id} className={styles.name}>
            <Mark name={markOfState(change.state)} label={t(`state.${change.state}`)} />
            <RecordName name={change.name} />
            <span className={styles.object}>{t(`object.${change.object}`, { count: 1 })}</span>
          </li>
        ))}
        {unpushed.length > NAMED ? <li>{t('sync.verified.more', { count: unpushed.length - NAMED })}</li> : null}
      </ul>
    </Dialog>
  )
}
