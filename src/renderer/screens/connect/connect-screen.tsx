/** The ways in: sign in to a CRM, sample data in one click, or a connection that is there already; and how each CRM stands. */
import { useId, useState } from 'react'
import type { ConnectionId } from '../../../shared/model/ids'
import { providerName } from '../../../shared/model/providers'
import { useConnection, useConnections } from '../../data/queries'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { Icon } from '../../parts/icon'
import { useGo } from '../../parts/link'
import styles from './connect-screen.module.css'
import { KeyForm } from './key-form'
import { ProviderGrid } from './provider-grid'
import { SampleCard } from './sample-card'
import { SignInCard } from './sign-in-card'

/** @param renew the connection that is to be signed in again */
export function ConnectScreen({ renew }: { readonly renew: ConnectionId | null }) {
  const t = useText()
  const go = useGo()
  const title = useId()
  const first = useConnections().data?.[0]
  const renewed = useConnection(renew)
  const [chosen, setChosen] = useState<{ readonly id: string; readonly name: string } | null>(null)
  const provider = chosen ?? (renewed && !renewed.sample ? { id: renewed.provider, name: providerName(renewed.provider) } : null)
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
          <ProviderGrid chosen={chosen?.id ?? null} onChoose={setChosen} />
          <div className={styles.side}>
            {provider ? (
              <SignInCard
                key={`${provider.id} ${chosen === null ? (renewed?.id ?? '') : ''}`}
                provider={provider}
                again={chosen === null ? renewed : null}
                onClose={() => {
                  setChosen(null)
                  if (renew !== null) go({ at: 'connect' }, { replace: true })
                }}
              />
            ) : null}
            {provider ? null : <SampleCard />}
            {provider && (chosen || !renewed) ? null : <KeyForm key={renewed?.id ?? ''} renew={renewed} />}
          </div>
        </div>
      </div>
      <footer className={styles.foot}>
        <Icon name="lock" small /> {t('connect.privacy')}
      </footer>
    </main>
  )
}
