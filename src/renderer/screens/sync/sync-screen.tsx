/** The Sync centre: per connection and object type what is here, how fresh it is and what went wrong; and what one can do. */
import { useConnections, useSettings, useStatus } from '../../data/queries'
import { useWebhooks } from '../../data/webhooks'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { EmptyState } from '../../parts/empty-state'
import { useGo } from '../../parts/link'
import { PageHeader } from '../../parts/page-header'
import { ConnectionPanel } from './connection-panel'
import { ReceiverPanel } from './webhooks/receiver-panel'
import styles from './sync-screen.module.css'

export function SyncScreen() {
  const t = useText()
  const go = useGo()
  const connections = useConnections().data
  const status = useStatus().data
  const settings = useSettings().data
  const webhooks = useWebhooks().data ?? null
  return (
    <>
      <PageHeader
        title={t('sync.title')}
        actions={
          <Button icon="plus" onPress={() => go({ at: 'connect' })}>
            {t('sync.connect')}
          </Button>
        }
      />
      <section className={styles.page} tabIndex={0} aria-label={t('sync.title')}>
        {connections?.length === 0 ? (
          <EmptyState icon="sync" title={t('sync.none')}>
            <Button kind="primary" onPress={() => go({ at: 'connect' })}>
              {t('sync.connect')}
            </Button>
          </EmptyState>
        ) : (
          connections?.map((connection, index) => {
            const one = status?.connections.find((each) => each.connection === connection.id)
            return one ? <ConnectionPanel key={connection.id} connection={connection} index={index} status={one} webhooks={webhooks} /> : null
          })
        )}
        {webhooks && settings && webhooks.connections.length > 0 ? (
          <ReceiverPanel key={settings.webhooks.port} report={webhooks} port={settings.webhooks.port} />
        ) : null}
      </section>
    </>
  )
}
