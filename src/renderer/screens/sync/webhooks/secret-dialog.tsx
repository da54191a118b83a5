/** What a connection's webhooks are signed with. It is sent once, kept in the secrets store, and never shown again. */
import { useState } from 'react'
import type { Connection } from '../../../../shared/model/views'
import { useCommand } from '../../../data/mutations'
import { useText } from '../../../messages/text'
import { Dialog } from '../../../parts/dialog'
import { TextField } from '../../../parts/form-fields'
import { Tick } from '../../../parts/tick'
import { showToast } from '../../../parts/toast'
import styles from './webhook-forms.module.css'

export function SecretDialog({
  connection,
  hasSecret,
  onClose,
}: {
  readonly connection: Connection
  readonly hasSecret: boolean
  readonly onClose: () => void
}) {
  const t = useText()
  const keep = useCommand('webhooks.setSecret')
  const [secret, setSecret] = useState('')
  const [keepOld, setKeepOld] = useState(hasSecret)
  const [tried, setTried] = useState(false)
  const submit = async (): Promise<void> => {
    setTried(true)
    if (secret.trim() === '' || keep.busy) return
    const kept = await keep.run({ connection: connection.id, secret: { value: secret.trim() }, keepOld: hasSecret && keepOld })
    if (kept === undefined) return
    showToast({ fact: t('webhooks.secret.kept'), name: connection.name })
    onClose()
  }
  return (
    <Dialog
      title={t('webhooks.secret.title', { name: connection.name })}
      action={{ label: t('webhooks.secret.action'), kind: 'primary', busy: keep.busy, onPress: () => void submit() }}
      onClose={onClose}
    >
      <div className={styles.form}>
        <TextField
          label={t('webhooks.secret.label')}
          type="password"
          hint={t('webhooks.secret.hint')}
          value={secret}
          error={tried && secret.trim() === '' ? t('webhooks.secret.missing') : undefined}
          onChange={setSecret}
        />
        {hasSecret ? (
          <Tick checked={keepOld} onChange={() => setKeepOld(!keepOld)}>
            {t('webhooks.secret.keepOld')}
          </Tick>
        ) : null}
      </div>
    </Dialog>
  )
}
