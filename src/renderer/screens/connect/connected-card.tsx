/** A CRM that is connected, or was: how it stands, and where it goes on. */
import type { Connection } from '../../../shared/model/views'
import type { ConnectionState, ConnectionStatus } from '../../../shared/sync/report'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { classes } from '../../parts/classes'
import { useColourPlace } from '../../data/connection-colour'
import { ConnectionTile } from '../../parts/connection-tile'
import { useGo } from '../../parts/link'
import { Mark, type MarkName } from '../../parts/mark'
import styles from './provider-grid.module.css'

export interface ConnectedCardProps {
  readonly connection: Connection
  readonly index: number
  readonly status: ConnectionStatus | null
}

const marks: Readonly<Record<ConnectionState, MarkName>> = {
  connected: 'pushed',
  'sign-in': 'key',
  offline: 'off',
  paused: 'paused',
  waiting: 'wait',
  unlinked: 'off',
}

export function isExpired(status: ConnectionStatus | null): boolean {
  return status?.state === 'sign-in'
}

export function ConnectedCard({ connection, index, status }: ConnectedCardProps) {
  const t = useText()
  const go = useGo()
  const state = status?.state ?? 'connected'
  const needsSignIn = state === 'sign-in' || state === 'unlinked'
  const count = Object.values(status?.objects ?? {}).reduce((sum, each) => sum + each.records, 0)
  const words =
    state === 'connected'
      ? t('connect.provider.records', { count })
      : state === 'unlinked'
        ? t('connect.provider.unlinked')
        : t(`sync.connection.${state}`)
  return (
    <li className={classes(styles.card, styles.connected, state === 'sign-in' && styles.expired)}>
      <ConnectionTile name={connection.name} index={useColourPlace()(connection, index)} size="large" />
      <div className={styles.words}>
        <bdi className={styles.name}>{connection.name}</bdi>
        <div className={styles.state}>
          <Mark name={marks[state]} label={null} /> <span className={styles.clip}>{words}</span>
        </div>
      </div>
      <Button small onPress={() => go(needsSignIn ? { at: 'connect', renew: connection.id } : { at: 'sync' })}>
        {needsSignIn ? t('connect.provider.takeUp') : t('connect.provider.manage')}
      </Button>
    </li>
  )
}
