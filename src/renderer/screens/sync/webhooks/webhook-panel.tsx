/** The webhooks of one connection: what the CRM tells of by itself, whether it does, and what one can do about it. */
import { useEffect, useState } from 'react'
import type { Connection } from '../../../../shared/model/views'
import type { WebhooksReport, WebhookStatus } from '../../../../shared/sync/webhook'
import { useCommand } from '../../../data/mutations'
import { useText } from '../../../messages/text'
import { ago } from '../../../parts/ago'
import { Button } from '../../../parts/button'
import { Mark } from '../../../parts/mark'
import { AddWebhooksDialog } from './add-webhooks-dialog'
import { SecretDialog } from './secret-dialog'
import { WebhookTable } from './webhook-table'
import styles from './webhook-panel.module.css'

/** A list of the CRM's that is older is asked for again when somebody looks. */
const LIST_GROWS_OLD_MS = 3_600_000

export interface WebhookPanelProps {
  readonly connection: Connection
  readonly report: WebhooksReport
  readonly now: number
}

export function WebhookPanel({ connection, report, now }: WebhookPanelProps) {
  const t = useText()
  const crm = connection.name
  const [open, setOpen] = useState<'add' | 'secret' | null>(null)
  const list = useCommand('webhooks.list', { quiet: true })
  const ask = useCommand('webhooks.list')
  const status = report.connections.find((each) => each.connection === connection.id)
  const isOld = status !== undefined && (status.listedAt === null || Date.now() - status.listedAt > LIST_GROWS_OLD_MS)
  const { run } = list
  useEffect(() => {
    if (isOld) void run({ connection: connection.id })
    // Once for each look at the screen: what it answers makes the list young.
    // eslint-disable-next-line react/exhaustive-deps -- `run` is another one with each answer
  }, [connection.id])
  if (status === undefined) return null
  return (
    <section className={styles.panel} aria-label={`${t('webhooks.title')}: ${crm}`}>
      <header className={styles.head}>
        <h3 className={styles.title}>{t('webhooks.title')}</h3>
        <Facts status={status} now={now} />
        <Button small icon="plus" onPress={() => setOpen('add')}>
          {t('webhooks.add')}
        </Button>
        {connection.sample ? null : (
          <Button small icon="key" onPress={() => setOpen('secret')}>
            {t('webhooks.secret')}
          </Button>
        )}
        <Button
          small
          kind="quiet"
          icon="sync"
          label={t('webhooks.refresh', { crm })}
          busy={ask.busy || list.busy}
          onPress={() => void ask.run({ connection: connection.id })}
        />
      </header>
      <p className={styles.why}>{t('webhooks.why', { crm })}</p>
      {status.hasSecret || (status.webhooks ?? []).length === 0 ? null : (
        <p className={styles.warning}>
          <Mark name="wait" label={null} /> {t('webhooks.noSecret')}
        </p>
      )}
      {status.webhooks === null || status.webhooks.length === 0 ? (
        <p className={styles.why}>{t(status.webhooks === null ? 'webhooks.unknown' : 'webhooks.none')}</p>
      ) : (
        <WebhookTable connection={connection} webhooks={status.webhooks} hearing={status.hearing} now={now} />
      )}
      {open === 'add' ? <AddWebhooksDialog connection={connection} report={report} onClose={() => setOpen(null)} /> : null}
      {open === 'secret' ? <SecretDialog connection={connection} hasSecret={status.hasSecret} onClose={() => setOpen(null)} /> : null}
    </section>
  )
}

function Facts({ status, now }: { readonly status: WebhookStatus; readonly now: number }) {
  const t = useText()
  const { lastReceivedAt, received, repeated, waiting } = status
  const facts = [
    lastReceivedAt === null ? t('webhooks.neverReceived') : t('webhooks.last', { ago: ago(t, lastReceivedAt, now) }),
    ...(received === 0 ? [] : [t('webhooks.counts', { received, repeated })]),
    ...(waiting === 0 ? [] : [t('webhooks.waiting', { count: waiting })]),
  ]
  return <span className={styles.facts}>{facts.join(' · ')}</span>
}
