/** The CRMs there are, with a search; those that are connected say how they stand, the others can be signed in to. */
import { useState } from 'react'
import type { Connection } from '../../../shared/model/views'
import type { Provider } from '../../../shared/sync/support'
import { useConnections, useStatus } from '../../data/queries'
import { useProviders } from '../../data/support'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { classes } from '../../parts/classes'
import { ConnectionTile } from '../../parts/connection-tile'
import { Icon } from '../../parts/icon'
import { Segments } from '../../parts/segments'
import { ConnectedCard, isExpired } from './connected-card'
import styles from './provider-grid.module.css'

type Show = 'all' | 'connected' | 'expired'

export interface ProviderGridProps {
  /** The provider whose sign-in is open. */
  readonly chosen: string | null
  readonly onChoose: (provider: { readonly id: string; readonly name: string }) => void
}

export function ProviderGrid({ chosen, onChoose }: ProviderGridProps) {
  const t = useText()
  const [text, setText] = useState('')
  const [show, setShow] = useState<Show>('all')
  const providers = useProviders()
  const connections = useConnections().data ?? []
  const status = useStatus().data?.connections ?? []
  const statusOf = ({ id }: Connection) => status.find((each) => each.connection === id) ?? null
  const wanted = text.trim().toLocaleLowerCase()
  const matches = (name: string) => name.toLocaleLowerCase().includes(wanted)
  const expired = connections.filter((each) => isExpired(statusOf(each)))
  const connected = (show === 'expired' ? expired : connections).filter((each) => matches(each.name) || matches(each.provider))
  const others = show === 'all' ? providers.filter((provider) => matches(provider.name)) : []
  return (
    <section aria-label={t('connect.providers')} className={styles.section}>
      <div className={styles.bar}>
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
        {connections.length > 0 ? (
          <Segments
            label={t('connect.show')}
            value={show}
            options={[
              { id: 'all', label: t('connect.show.all') },
              { id: 'connected', label: t('connect.show.connected', { count: connections.length }) },
              ...(expired.length > 0 ? [{ id: 'expired' as const, label: t('connect.show.expired', { count: expired.length }) }] : []),
            ]}
            onChange={setShow}
          />
        ) : null}
      </div>
      <ul className={styles.grid}>
        {connected.map((connection) => (
          <ConnectedCard key={connection.id} connection={connection} index={connections.indexOf(connection)} status={statusOf(connection)} />
        ))}
        {others.map((provider) => (
          <ProviderCard
            key={provider.id}
            provider={provider}
            isChosen={provider.id === chosen}
            hasConnection={connections.some((each) => each.provider === provider.id)}
            onChoose={() => onChoose({ id: provider.id, name: provider.name })}
          />
        ))}
      </ul>
      {connected.length + others.length === 0 ? <p role="status">{t('connect.providers.none', { text })}</p> : null}
    </section>
  )
}

interface ProviderCardProps {
  readonly provider: Provider
  readonly isChosen: boolean
  readonly hasConnection: boolean
  readonly onChoose: () => void
}

function ProviderCard({ provider, isChosen, hasConnection, onChoose }: ProviderCardProps) {
  const t = useText()
  const inactive = provider.active === false
  const state = inactive ? 'connect.provider.inactive' : hasConnection ? 'connect.provider.another' : 'connect.provider.notConnected'
  return (
    <li className={classes(styles.card, isChosen && styles.chosen)}>
      <ConnectionTile name={provider.name} index={null} size="large" />
      <div className={styles.words}>
        <div className={styles.name}>{provider.name}</div>
        <div className={styles.state}>
          <span className={styles.clip}>{t(state)}</span>
        </div>
      </div>
      <Button
        small
        label={t('connect.provider.signInTo', { name: provider.name })}
        pressed={isChosen}
        reason={inactive ? t('connect.provider.inactiveWhy') : null}
        onPress={onChoose}
      >
        {t('connect.provider.signIn')}
      </Button>
    </li>
  )
}
