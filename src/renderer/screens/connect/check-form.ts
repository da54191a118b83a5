/** What is wrong with what was typed, and what the answer of the CRM means for which field. */
import type { Failure } from '../../../shared/failure'
import { adviceFor, describeFailure } from '../../../shared/failure'
import { type Region as GatewayRegion, regions } from '../../../shared/regions'
import type { Text } from '../../messages/text'

export type Region = GatewayRegion | 'own'

export function regionChoices(t: Text): readonly { readonly id: Region; readonly label: string }[] {
  return (['us', 'eu', 'au', 'own'] as const).map((id) => ({ id, label: t(`connect.key.region.${id}`) }))
}

export interface KeyFormValues {
  readonly token: string
  readonly connectionId: string
  readonly region: Region
  readonly url: string
  readonly name: string
  readonly me: string
}

export type FormErrors = Partial<Record<'token' | 'connectionId' | 'workspaceId' | 'url' | 'form', string>>

export function addressOfForm({ region, url }: KeyFormValues): string {
  return region === 'own' ? url.trim() : regions[region]
}

/** Which installation an address is. */
export function regionOf(url: string): Region {
  return (Object.keys(regions) as GatewayRegion[]).find((each) => regions[each] === url) ?? 'own'
}

/** Before anything is sent. Empty: nothing to complain about. */
export function checkForm(t: Text, values: KeyFormValues): FormErrors {
  return {
    ...(values.token.trim() === '' ? { token: t('connect.error.token') } : {}),
    ...(values.connectionId.trim() === '' ? { connectionId: t('connect.error.connection') } : {}),
    ...(isWebAddress(addressOfForm(values)) ? {} : { url: t('connect.error.url') }),
  }
}

/** After an answer: the words stand by the field they are about. */
export function errorsOf(t: Text, failure: Failure | 'bug'): FormErrors {
  if (failure === 'bug') return { form: t('failure.bug') }
  switch (failure.kind) {
    case 'not-authorized':
      return { token: t('connect.error.notAuthorized', { words: failure.words }) }
    case 'not-found':
      return { connectionId: t('connect.error.notFound') }
    case 'unreachable':
      return { url: t('connect.error.unreachable', { host: failure.host, detail: failure.detail }) }
    case 'refused':
      return { connectionId: describeFailure(failure) }
    case 'sign-in':
      return { form: [describeFailure(failure), adviceFor(failure)].filter(Boolean).join(' ') }
    case 'bad-input':
      if (failure.where === 'token') return { token: t('connect.error.token') }
      if (failure.where === 'workspace id') return { workspaceId: t('connect.error.workspace') }
      return /url|address/i.test(failure.where) ? { url: t('connect.error.url') } : { form: describeFailure(failure) }
    default:
      return { form: describeFailure(failure) }
  }
}

export function isWebAddress(text: string): boolean {
  try {
    return ['http:', 'https:'].includes(new URL(text).protocol)
  } catch {
    return false // not an address at all: that is the answer
  }
}
