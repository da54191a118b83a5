/** One delivery of the Unified API, from its bytes to what it asks us to read again. */
import { parseInstant } from '../../../shared/model/ids'
import { isJsonObject, type Json, type JsonObject } from '../../../shared/model/json'
import { type ObjectType, objectTypes } from '../../../shared/model/object-type'
import { type WebhookEvent, webhookEvents } from '../../../shared/sync/webhook'
import type { DeliveryReading, DeliverySecrets } from '../webhooks'
import { idOf } from './wire'
import { memberTexts, verifiedFingerprint } from './webhook-signature'

export function readDelivery(body: string, connectionId: string, secrets: DeliverySecrets): DeliveryReading {
  const envelope = parseObject(body)
  if (envelope === null) return { kind: 'unreadable', reason: 'it is no JSON object' }
  const { data, webhook, nonce, sig256, sig } = envelope
  const dataText = memberTexts(body)?.get('data')
  if (dataText === undefined || !Array.isArray(data) || !isJsonObject(webhook) || typeof nonce !== 'string' || nonce === '')
    return { kind: 'unreadable', reason: 'data, webhook or nonce is missing or of another form' }
  if (webhook['connection_id'] !== connectionId) return { kind: 'not-ours' }
  const fingerprint = verifiedFingerprint({ dataText, data, nonce, sig256: textIn(sig256), sig: textIn(sig) }, secrets)
  if (fingerprint === null) return { kind: 'forged' }
  const event = webhookEvents.find((each) => each === webhook['event'])
  if (event === undefined) return { kind: 'unreadable', reason: 'the event is none that we know' }
  return {
    kind: 'genuine',
    object: objectOfHook(webhook['object_type']),
    event,
    about: textIn(envelope['type'])?.startsWith('INITIAL') ? 'everything' : 'news',
    records: (data as readonly Json[]).flatMap(recordIn),
    fingerprint,
    // This API signs no time.
    signedAt: null,
  }
}

function recordIn(
  record: Json,
): readonly { readonly remoteId: NonNullable<ReturnType<typeof idOf>>; readonly updatedAt: ReturnType<typeof parseInstant> }[] {
  const remoteId = isJsonObject(record) ? idOf(record) : null
  return remoteId === null || !isJsonObject(record) ? [] : [{ remoteId, updatedAt: parseInstant(record['updated_at']) }]
}

/** `crm_contact` → contact. Null for what we don't keep. */
export function objectOfHook(objectType: Json | undefined): ObjectType | null {
  return objectTypes.find((object) => hookObject(object) === objectType) ?? null
}

export function hookObject(object: ObjectType): string {
  return object === 'user' ? 'hris_employee' : `crm_${object}`
}

export function eventIn(value: Json | undefined): WebhookEvent | null {
  return webhookEvents.find((each) => each === value) ?? null
}

function parseObject(body: string): JsonObject | null {
  try {
    const parsed = JSON.parse(body) as Json
    return isJsonObject(parsed) ? parsed : null
  } catch {
    // Not JSON: the caller says so.
    return null
  }
}

function textIn(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
