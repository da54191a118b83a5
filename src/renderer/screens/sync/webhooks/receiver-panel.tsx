/** Where webhooks arrive on this computer: on or off, the port, and the address from outside, which is the rep's own. */
import { useState } from 'react'
import type { ReceiverState, WebhooksReport } from '../../../../shared/sync/webhook'
import { useCommand } from '../../../data/mutations'
import { type Text, useText } from '../../../messages/text'
import { Button } from '../../../parts/button'
import { TextField } from '../../../parts/form-fields'
import { Mark, type MarkName } from '../../../parts/mark'
import { Switch } from '../../../parts/switch'
import { showToast } from '../../../parts/toast'
import styles from './receiver-panel.module.css'

const marks: Readonly<Record<ReceiverState['kind'], MarkName>> = { off: 'off', listening: 'pushed', failed: 'rejected' }

export function ReceiverPanel({ report, port: startPort }: { readonly report: WebhooksReport; readonly port: number }) {
  const t = useText()
  const { receiver, refused } = report
  const setUp = useCommand('webhooks.setUp')
  const [port, setPort] = useState(String(startPort))
  const [address, setAddress] = useState(report.address)
  const badPort = /^\d{1,5}$/.test(port.trim()) && Number(port) <= 65_535 ? undefined : t('receiver.badPort')
  const badAddress = address.trim() === '' || /^https?:\/\/./.test(address.trim()) ? undefined : t('webhooks.add.badUrl')
  const isChanged = Number(port) !== startPort || address.trim() !== report.address
  const save = async (): Promise<void> => {
    if (badPort || badAddress) return
    if (await setUp.run({ port: Number(port), address: address.trim() })) showToast({ fact: t('receiver.saved') })
  }
  return (
    <section className={styles.panel} aria-label={t('receiver.title')}>
      <header className={styles.head}>
        <h2 className={styles.title}>{t('receiver.title')}</h2>
        <span className={styles.state} role="status">
          <Mark name={marks[receiver.kind]} label={null} />
          {stateWords(t, receiver)}
        </span>
        <span aria-hidden="true">{t('receiver.on')}</span>
        <Switch label={t('receiver.on')} on={receiver.kind !== 'off'} onChange={(receive) => void setUp.run({ receive })} />
      </header>
      <p className={styles.why}>{t('receiver.why')}</p>
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <div className={styles.port}>
          <TextField label={t('receiver.port')} mono value={port} error={badPort} onChange={setPort} />
        </div>
        <div className={styles.address}>
          <TextField label={t('receiver.address')} type="url" mono value={address} error={badAddress} onChange={setAddress} />
        </div>
        <Button type="submit" busy={setUp.busy} reason={isChanged ? null : t('receiver.saved')}>
          {t('receiver.save')}
        </Button>
      </form>
      {refused === 0 ? null : (
        <p className={styles.refused}>
          <Mark name="rejected" label={null} /> {t('receiver.refused', { count: refused })}
        </p>
      )}
    </section>
  )
}

function stateWords(t: Text, receiver: ReceiverState): string {
  switch (receiver.kind) {
    case 'off':
      return t('receiver.off')
    case 'listening':
      return t('receiver.listening', { port: String(receiver.port) })
    case 'failed':
      return t('receiver.failed', { port: String(receiver.port), detail: receiver.detail })
  }
}
