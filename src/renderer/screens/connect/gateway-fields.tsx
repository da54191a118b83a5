/** The key of the gateway's workspace, and where that is. */
import type { Connection } from '../../../shared/model/views'
import { regions } from '../../../shared/regions'
import { type Text, useText } from '../../messages/text'
import { SelectField, TextField } from '../../parts/form-fields'
import { type FormErrors, isWebAddress, type Region, regionChoices, regionOf } from './check-form'

export interface GatewayValues {
  readonly token: string
  readonly workspaceId: string
  readonly region: Region
  readonly url: string
}

/** As the connection that is signed in again has it. */
export function gatewayOf(again: Connection | null): GatewayValues {
  if (again === null) return { token: '', workspaceId: '', region: 'us', url: '' }
  return { token: '', workspaceId: again.workspaceId ?? '', region: regionOf(again.url), url: again.url }
}

/** Before anything is sent. Empty: nothing to complain about. */
export function checkGateway(t: Text, { token, region, url }: GatewayValues): FormErrors {
  const address = region === 'own' ? url.trim() : regions[region]
  return {
    ...(token.trim() === '' ? { token: t('connect.error.token') } : {}),
    ...(isWebAddress(address) ? {} : { url: t('connect.error.url') }),
  }
}

export interface GatewayFieldsProps {
  readonly values: GatewayValues
  readonly errors: FormErrors
  readonly onChange: (part: Partial<GatewayValues>) => void
}

export function GatewayFields({ values, errors, onChange }: GatewayFieldsProps) {
  const t = useText()
  return (
    <>
      <TextField label={t('signIn.token')} type="password" value={values.token} error={errors.token} onChange={(token) => onChange({ token })} />
      <TextField
        label={t('signIn.workspace')}
        mono
        hint={t('signIn.workspaceHint')}
        value={values.workspaceId}
        error={errors.workspaceId}
        onChange={(workspaceId) => onChange({ workspaceId })}
      />
      <SelectField
        label={t('signIn.region')}
        value={values.region}
        error={values.region === 'own' ? undefined : errors.url}
        options={regionChoices(t)}
        onChange={(region) => onChange({ region })}
      />
      {values.region === 'own' ? (
        <TextField label={t('connect.key.url')} type="url" mono value={values.url} error={errors.url} onChange={(url) => onChange({ url })} />
      ) : null}
    </>
  )
}
