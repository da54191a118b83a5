/** New webhooks: of which records, when, how, and where the CRM reaches this computer. */
import { useState } from 'react'
import type { Connection } from '../../../../shared/model/views'
import { webhookEvents, type WebhookKind, type WebhooksReport } from '../../../../shared/sync/webhook'
import { useSupport } from '../../../data/support'
import { failureWords, useCommand } from '../../../data/mutations'
import { useText } from '../../../messages/text'
import { Dialog } from '../../../parts/dialog'
import { FormError, SelectField, TextField } from '../../../parts/form-fields'
import { Tick } from '../../../parts/tick'
import { showToast } from '../../../parts/toast'
import { useSatchel } from '../../../data/satchel'
import { webhookOffer } from './webhook-offer'
import styles from './webhook-forms.module.css'

export interface AddWebhooksDialogProps {
  readonly connection: Connection
  readonly report: WebhooksReport
  readonly onClose: () => void
}

export function AddWebhooksDialog({ connection, report, onClose }: AddWebhooksDialogProps) {
  const t = useText()
  const crm = connection.name
  const satchel = useSatchel()
  const list = useCommand('webhooks.list', { quiet: true })
  const support = useSupport(connection.id).data?.objects ?? []
  const [objects, setObjects] = useState<ReadonlySet<string>>(new Set(['contact', 'company', 'deal']))
  const [events, setEvents] = useState<ReadonlySet<string>>(new Set(webhookEvents))
  const [kind, setKind] = useState<WebhookKind | 'any'>('any')
  const [interval, setInterval] = useState('60')
  const [url, setUrl] = useState(() => startUrl(connection, report))
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | undefined>()
  const offer = webhookOffer(support, objects)
  const chosenEvents = offer.events.filter((event) => events.has(event))
  const errors = {
    form: !offer.objects.some((object) => objects.has(object)) || chosenEvents.length === 0 ? t('webhooks.add.nothing') : undefined,
    url: /^https?:\/\/./.test(url.trim()) ? undefined : t('webhooks.add.badUrl'),
    interval: kind !== 'virtual' || /^[1-9]\d{0,4}$/.test(interval.trim()) ? undefined : t('webhooks.add.badInterval'),
  }
  const submit = async (): Promise<void> => {
    setTried(true)
    if (busy || errors.form || errors.url || errors.interval) return
    setBusy(true)
    try {
      const made = await satchel.request('webhooks.add', {
        connection: connection.id,
        objects: offer.objects.filter((object) => objects.has(object)),
        events: chosenEvents,
        kind: kind === 'any' ? null : kind,
        intervalMinutes: kind === 'virtual' ? Number(interval) : null,
        url: url.trim(),
      })
      showToast({ fact: t('webhooks.added', { count: made.length, crm }) })
      onClose()
    } catch (error) {
      setFailure(failureWords(t, error))
      // Some may be there by now.
      await list.run({ connection: connection.id })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      title={t('webhooks.add.title', { name: crm })}
      action={{ label: t('webhooks.add.action'), kind: 'primary', busy, onPress: () => void submit() }}
      onClose={onClose}
    >
      <div className={styles.form}>
        <Ticks
          label={t('webhooks.add.objects')}
          options={offer.objects.map((id) => ({ id, label: t(`title.${id}`) }))}
          chosen={objects}
          onChange={setObjects}
        />
        <Ticks
          label={t('webhooks.add.events')}
          options={offer.events.map((id) => ({ id, label: t(`webhooks.event.${id}`) }))}
          chosen={events}
          onChange={setEvents}
        />
        {offer.events.length < webhookEvents.length ? <p className={styles.legend}>{t('webhooks.add.notAll', { crm })}</p> : null}
        <SelectField
          label={t('webhooks.add.kind')}
          value={kind}
          options={(['any', ...offer.kinds] as const).map((id) => ({ id, label: t(`webhooks.add.${id}`, { crm }) }))}
          onChange={setKind}
        />
        {kind === 'virtual' ? (
          <TextField label={t('webhooks.add.interval')} value={interval} error={tried ? errors.interval : undefined} onChange={setInterval} />
        ) : null}
        <TextField
          label={t('webhooks.add.url', { crm })}
          type="url"
          mono
          hint={t('webhooks.add.urlHint')}
          value={url}
          error={tried ? errors.url : undefined}
          onChange={setUrl}
        />
        <FormError error={failure ?? (tried ? errors.form : undefined)} />
      </div>
    </Dialog>
  )
}

/** The sample's own CRM runs on this computer and needs nobody's tunnel. */
function startUrl({ sample }: Connection, { address, receiver }: WebhooksReport): string {
  return sample && receiver.kind === 'listening' ? `http://127.0.0.1:${receiver.port}/` : address
}

interface TicksProps {
  readonly label: string
  readonly options: readonly { readonly id: string; readonly label: string }[]
  readonly chosen: ReadonlySet<string>
  readonly onChange: (chosen: ReadonlySet<string>) => void
}

function Ticks({ label, options, chosen, onChange }: TicksProps) {
  const toggle = (id: string): void => onChange(new Set(chosen.has(id) ? [...chosen].filter((each) => each !== id) : [...chosen, id]))
  return (
    <fieldset className={styles.ticks}>
      <legend className={styles.legend}>{label}</legend>
      {options.map(({ id, label: words }) => (
        <Tick key={id} checked={chosen.has(id)} onChange={() => toggle(id)}>
          {words}
        </Tick>
      ))}
    </fieldset>
  )
}
