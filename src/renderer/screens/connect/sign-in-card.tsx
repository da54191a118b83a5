/**
 * Signing in to one CRM: what it allows, what is to be downloaded, the key where none is known yet; then the wait for the browser,
 * and each way in which it can end.
 */
import { useState } from 'react'
import { describeFailure } from '../../../shared/failure'
import { regions } from '../../../shared/regions'
import type { Connection } from '../../../shared/model/views'
import { useConnections } from '../../data/queries'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { ConnectionTile } from '../../parts/connection-tile'
import { FormError } from '../../parts/form-fields'
import { useGo } from '../../parts/link'
import { showToast } from '../../parts/toast'
import styles from './card.module.css'
import { errorsOf, type FormErrors } from './check-form'
import { checkGateway, GatewayFields, gatewayOf, type GatewayValues } from './gateway-fields'
import { ObjectChoice, type Choosable, choosable } from './object-choice'
import { ProviderSupport } from './provider-support'
import { SignInWait } from './sign-in-wait'
import { useSignIn } from './use-sign-in'

export interface SignInCardProps {
  readonly provider: { readonly id: string; readonly name: string }
  /** The connection that is signed in again. */
  readonly again: Connection | null
  readonly onClose: () => void
}

export function SignInCard({ provider, again, onClose }: SignInCardProps) {
  const t = useText()
  const go = useGo()
  const connections = useConnections().data ?? []
  const [gateway, setGateway] = useState<GatewayValues>(() => gatewayOf(again))
  const [objects, setObjects] = useState<readonly Choosable[]>(choosable)
  const [typed, setTyped] = useState<FormErrors>({})
  const flow = useSignIn(
    (connection) => {
      showToast({ fact: t('signIn.connected'), name: connection.name })
      go({ at: 'list', connection: connection.id, object: objects[0] ?? 'contact' })
    },
    (why) => showToast({ fact: t('signIn.unremoved', { why: describeFailure(why) }), failed: true }),
  )
  const { phase } = flow
  // The key of one connection opens all of its workspace.
  const known = connections.find(({ sample, unlinked, url }) => !sample && !unlinked && (again === null || url === again.url)) ?? null
  const isAboutKey = phase.kind === 'failed' && phase.failure !== 'bug' && ['not-authorized', 'bad-input'].includes(phase.failure.kind)
  const needsKey = known === null || isAboutKey
  const errors = Object.keys(typed).length > 0 ? typed : phase.kind === 'failed' ? errorsOf(t, phase.failure) : {}

  const start = (): void => {
    const wrong = {
      ...(needsKey && (known === null || gateway.token !== '') ? checkGateway(t, gateway) : {}),
      ...(objects.length === 0 ? { form: t('signIn.noObjects') } : {}),
    }
    setTyped(wrong)
    if (Object.keys(wrong).length > 0) return
    const own = gateway.token.trim() !== ''
    void flow.start({
      provider: provider.id,
      again: again?.id ?? null,
      url: own ? (gateway.region === 'own' ? gateway.url.trim() : regions[gateway.region]) : null,
      workspaceId: gateway.workspaceId.trim() || null,
      token: own ? { value: gateway.token.trim() } : null,
      objects: again || objects.length === choosable.length ? null : withPipelines(objects),
    })
  }
  return (
    <section className={styles.card} aria-label={t(again ? 'signIn.againTitle' : 'signIn.title', { name: provider.name })}>
      <div className={styles.top}>
        <ConnectionTile name={provider.name} index={null} />
        <h2 className={styles.title}>{t(again ? 'signIn.againTitle' : 'signIn.title', { name: provider.name })}</h2>
      </div>
      <p className={styles.why}>{why()}</p>
      {phase.kind === 'waiting' || phase.kind === 'other-account' ? (
        <SignInWait provider={provider.name} phase={phase} onCancel={flow.cancel} onKeepApart={() => void flow.keepApart()} />
      ) : (
        <form
          className={styles.form}
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            start()
          }}
        >
          {known && !again ? <p className={styles.quiet}>{t('signIn.keyOf', { name: known.name })}</p> : null}
          {needsKey ? (
            <GatewayFields
              values={gateway}
              errors={errors}
              onChange={(part) => {
                setGateway({ ...gateway, ...part })
                setTyped({})
              }}
            />
          ) : null}
          {again ? null : <ObjectChoice chosen={objects} onChange={setObjects} />}
          <FormError error={errors.form} />
          <div className={styles.actions}>
            <Button type="submit" kind="primary" busy={phase.kind === 'starting'}>
              {phase.kind === 'starting' ? t('signIn.starting') : phase.kind === 'failed' ? t('signIn.retry') : t('signIn.go')}
            </Button>
            <Button kind="quiet" onPress={onClose}>
              {t('signIn.close')}
            </Button>
          </div>
        </form>
      )}
      <ProviderSupport provider={provider} connection={again} />
    </section>
  )

  function why(): string {
    if (!again) return t('signIn.why', { name: provider.name })
    return again.account === null ? t('signIn.againWhySame') : t('signIn.againWhy', { account: again.account })
  }
}

/** A deal without its pipelines has no stage. */
function withPipelines(objects: readonly Choosable[]): (Choosable | 'pipeline')[] {
  return objects.includes('deal') ? [...objects, 'pipeline'] : [...objects]
}
