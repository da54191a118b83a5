/** The ways in: sample data in one click, or a Unified API key; and which CRMs there are and how each stands. */
import { useId } from 'react'
import type { ConnectionId } from '../../../shared/model/ids'
import { useConnection, useConnections } from '../../data/queries'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { Icon } from '../../parts/icon'
import { useGo } from '../../parts/link'
import styles from './connect-screen.module.css'
import { KeyForm } from './key-form'
import { ProviderGrid } from './provider-grid'
import { SampleCard } from './sample-card'

/** @param renew the connection whose key is no longer accepted */
export function ConnectScreen({ renew }: { readonly renew: ConnectionId | null }) {
  const t = useText()
  const go = useGo()
  const title = useId()
  const first = useConnections().data?.[0]
  const renewed = useConnection(renew)
  return (
    <main className={styles.page} aria-labelledby={title}>
      <div className={styles.scroll}>
        <header className={styles.head}>
          <h1 className={styles.title} id={title}>
            {t('connect.title')}
          </h1>
          {first ? (
            <Button icon="left" onPress={() => go({ at: 'start' })}>
              {t('connect.back', { name: first.name })}
            </Button>
          ) : null}
          <p className={styles.intro}>{t('connect.intro')}</p>
        </header>
        <div className={styles.columns}>
          <ProviderGrid />
          <div className={styles.side}>
            <SampleCard />
            <KeyForm key={renewed?.id ?? ''} renew={renewed} />
          </div>
        </div>
      </div>
      <footer className={styles.foot}>
        <Icon name="lock" small /> {t('connect.privacy')}
      </footer>
    </main>
  )
}
