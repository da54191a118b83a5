/** The CRMs there are, with a search; those that are connected say how they stand and lead to the Sync centre. */
import { useState } from 'react'
import { classes } from '../../parts/classes'
import type { Connection } from '../../../shared/model/views'
import type { ConnectionStatus } from '../../../shared/sync/report'
import { useConnections, useStatus } from '../../data/queries'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { ConnectionTile } from '../../parts/connection-tile'
import { Icon } from '../../parts/icon'
import { Mark, type MarkName } from '../../parts/mark'
import { useGo } from '../../parts/link'
import styles from './provider-grid.module.css'
import { providers } from './providers'

export function ProviderGrid() {
  const t = useText()
  const [text, setText] = useState('')
  const connections = useConnections().data ?? []
  const status = useStatus().data?.connections ?? []
  const wanted = text.trim().toLocaleLowerCase()
  const matches = (name: string) => name.toLocaleLowerCase().includes(wanted)
  const connected = connections.filter((each) => matches(each.name) || matches(each.provider))
  const others = providers.filter((provider) => matches(provider.name) && !connections.some((each) => each.provider === provider.id))
  return (
    <section aria-label={t('connect.providers')} className={styles.section}>
      <label className={styles.search}>
        <Icon name="search" small />
        <input
          className={styles.input}
          type="search"
          aria-label={t('connect.providers.search', { count: providers.length })}
          placeholder={t('connect.providers.search', { count: providers.length })}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <p className={styles.note}>{t('connect.providers.note')}</p>
      <ul className={styles.grid}>
        {connected.map((connection) => (
          <ConnectedCard
            key={connection.id}
            connection={connection}
            index={connections.indexOf(connection)}
            status={status.find((each) => each.connection === connection.id) ?? null}
          />
        ))}
        {others.map((provider) => (
          <li key={provider.id} className={styles.card}>
            <ConnectionTile name={provider.name} index={null} size="large" />
            <div className={styles.words}>
              <div>{provider.name}</div>
              <div className={styles.state}>{t('connect.provider.notConnected')}</div>
            </div>
          </li>
        ))}
      </ul>
      {connected.length + others.length === 0 ? <p role="status">{t('connect.providers.none', { text })}</p> : null}
    </section>
  )
}

function ConnectedCard({
  connection,
  index,
  status,
}: {
  readonly connection: Connection
  readonly index: number
  readonly status: ConnectionStatus | null
}) {
  const t = useText()
  const go = useGo()
  const expired = status?.state === 'sign-in'
  const records = Object.values(status?.objects ?? {}).reduce((sum, each) => sum + each.records, 0)
  const mark: MarkName = expired
    ? 'key'
    : status?.state === 'offline'
      ? 'off'
      : status?.state === 'paused'
        ? 'paused'
        : status?.state === 'waiting'
          ? 'wait'
          : 'pushed'
  const words = status && status.state !== 'connected' ? t(`sync.connection.${status.state}`) : t('connect.provider.records', { count: records })
  return (
    <li className={classes(styles.card, styles.connected, expired && styles.expired)}>
      <ConnectionTile name={connection.name} index={index} size="large" />
      <div className={styles.words}>
        <bdi className={styles.name}>{connection.name}</bdi>
        <div className={styles.state}>
          <Mark name={mark} label={null} /> {words}
        </div>
      </div>
      <Button small onPress={() => go(expired ? { at: 'connect', renew: connection.id } : { at: 'sync' })}>
        {expired ? t('connect.provider.expired') : t('connect.provider.manage')}
      </Button>
    </li>
  )
}
