/** A Unified API key and a connection id. The key is sent once, kept in the secrets store, and never shown again. */
import { useState } from 'react'
import type { Connection } from '../../../shared/model/views'
import { useCommand } from '../../data/mutations'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { FormError, SelectField, TextField } from '../../parts/form-fields'
import { useGo } from '../../parts/link'
import styles from './card.module.css'
import { addressOfForm, checkForm, errorsOf, type FormErrors, type KeyFormValues, regionChoices, regionOf, type Region } from './check-form'

export function KeyForm({ renew }: { readonly renew: Connection | null }) {
  const t = useText()
  const go = useGo()
  const connect = useCommand('connections.connect', { quiet: true })
  const [values, setValues] = useState<KeyFormValues>(() => startValues(renew))
  const [typed, setTyped] = useState<FormErrors>({})
  const errors: FormErrors = Object.keys(typed).length > 0 ? typed : connect.failure ? errorsOf(t, connect.failure) : {}
  const set = (part: Partial<KeyFormValues>) => {
    setValues({ ...values, ...part })
    setTyped({})
    connect.reset()
  }
  const submit = async (): Promise<void> => {
    const wrong = checkForm(t, values)
    setTyped(wrong)
    if (Object.keys(wrong).length > 0 || connect.busy) return
    const connection = await connect.run({
      connector: 'unified',
      url: addressOfForm(values),
      connectionId: values.connectionId.trim(),
      token: { value: values.token.trim() },
      name: values.name.trim() || null,
      provider: renew?.provider ?? null,
      me: values.me.trim() || null,
    })
    if (connection) go({ at: 'list', connection: connection.id, object: 'contact' })
  }
  return (
    <section className={styles.card}>
      <h2 className={styles.title}>{t('connect.key.title')}</h2>
      <p className={styles.why}>
        {!renew ? t('connect.key.why') : renew.unlinked ? t('connect.key.other') : t('connect.key.again', { name: renew.name })}
      </p>
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <TextField
          label={t('connect.key.token')}
          type="password"
          autoComplete="off"
          value={values.token}
          error={errors.token}
          onChange={(token) => set({ token })}
        />
        <TextField
          label={t('connect.key.connection')}
          mono
          hint={t('connect.key.connectionHint')}
          value={values.connectionId}
          error={errors.connectionId}
          onChange={(connectionId) => set({ connectionId })}
        />
        <SelectField
          label={t('connect.key.region')}
          value={values.region}
          error={values.region === 'own' ? undefined : errors.url}
          options={regionChoices(t)}
          onChange={(region: Region) => set({ region })}
        />
        {values.region === 'own' ? (
          <TextField label={t('connect.key.url')} type="url" mono value={values.url} error={errors.url} onChange={(url) => set({ url })} />
        ) : null}
        <TextField label={t('connect.key.name')} value={values.name} onChange={(name) => set({ name })} />
        <TextField label={t('connect.key.me')} type="email" hint={t('connect.key.meHint')} value={values.me} onChange={(me) => set({ me })} />
        <FormError error={errors.form} />
        <Button type="submit" busy={connect.busy}>
          {connect.busy ? t('connect.key.busy') : t('connect.key.action')}
        </Button>
      </form>
    </section>
  )
}

function startValues(renew: Connection | null): KeyFormValues {
  if (!renew) return { token: '', connectionId: '', region: 'us', url: '', name: '', me: '' }
  return { token: '', connectionId: renew.connectionId, region: regionOf(renew.url), url: renew.url, name: renew.name, me: renew.me ?? '' }
}
