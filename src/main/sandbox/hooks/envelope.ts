/**
 * The body of one delivery, signed.
 *
 *     {"data":[…],"webhook":{…},"nonce":"…","sig256":"…","type":"NATIVE"}
 *             ╰──── signed: these bytes ────╯╰ and these
 *
 * How the provider writes `data` down, and how it spells the digest, is not documented: the trait `hook-signature` plays each way.
 */
import { createHmac } from 'node:crypto'
import type { JsonObject } from '../../../shared/model/json'
import type { Webhook } from './webhook'

export type DeliveryType = 'INITIAL-PARTIAL' | 'INITIAL-COMPLETE' | 'VIRTUAL' | 'NATIVE'

export interface EnvelopeInput {
  readonly webhook: Webhook
  readonly data: readonly JsonObject[]
  readonly type: DeliveryType
  readonly nonce: string
  readonly secret: string
  /** The words of `hook-signature`. */
  readonly spelling: readonly string[]
}

export function sealEnvelope({ webhook, data, type, nonce, secret, spelling }: EnvelopeInput): string {
  const says = (word: string): boolean => spelling.includes(word)
  const sent = says('spaced') || says('resealed') ? JSON.stringify(data, null, 2) : JSON.stringify(data)
  const signed = (says('resealed') ? JSON.stringify(data) : sent) + nonce
  const digest = (algorithm: 'sha256' | 'sha1'): string =>
    createHmac(algorithm, secret)
      .update(signed)
      .digest(says('base64') ? 'base64' : 'hex')
  const signatures = {
    ...(says('sha1-only') ? {} : { sig256: digest('sha256') }),
    ...(says('sha1') || says('sha1-only') ? { sig: digest('sha1') } : {}),
  }
  const rest = JSON.stringify({ webhook, nonce, ...signatures, type })
  return `{"data":${sent},${rest.slice(1)}`
}
