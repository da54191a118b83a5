/** `/unified/webhook` of the Unified API: subscriptions, and what comes of them. */
import { parseInstant } from '../../../shared/model/ids'
import { isJsonObject, type Json, type JsonObject } from '../../../shared/model/json'
import { type Webhook, type WebhookWish } from '../../../shared/sync/webhook'
import type { Outcome } from '../connector'
import type { WebhookPort } from '../webhooks'
import type { Client, Reply } from './client'
import { eventIn, hookObject, objectOfHook, readDelivery } from './webhook-delivery'

const PAGE = 100
/** More subscriptions than any connection has. */
const MOST_PAGES = 20
/** What travels of each record: we only want to know which one to read. */
const HINT_FIELDS = 'id,updated_at'

export function unifiedWebhooks(ask: Client, connectionId: string): WebhookPort {
  const member = ({ id }: Pick<Webhook, 'id'>, verb = ''): string => `/unified/webhook/${encodeURIComponent(id)}${verb}`
  /** The three that the API's own client always sends; an unknown object was never listed as ours. */
  const required = ({ object, event }: Webhook): JsonObject =>
    object === null ? {} : { connection_id: connectionId, object_type: hookObject(object), event }

  return {
    async list(signal) {
      const found: Webhook[] = []
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const query = { connection_id: connectionId, limit: String(PAGE), offset: String(page * PAGE) }
        const outcome = await ask({ method: 'GET', path: '/unified/webhook', query, signal })
        if (outcome.kind === 'gone') return notOffered
        if (outcome.kind !== 'answered') return outcome
        const { json } = outcome.value
        if (!Array.isArray(json)) return { kind: 'unknown', detail: 'the answer is no list', status: null }
        found.push(...(json as readonly Json[]).flatMap((each) => webhookIn(each, connectionId) ?? []))
        if (json.length < PAGE) return { ...outcome, value: found }
      }
      return { kind: 'unknown', detail: 'the list of webhooks does not end', status: null }
    },
    async add(wish) {
      const outcome = await ask({ method: 'POST', path: '/unified/webhook', body: bodyOf(wish, connectionId) })
      if (outcome.kind === 'gone') return notOffered
      if (outcome.kind !== 'answered') return outcome
      const made = webhookIn(outcome.value.json, connectionId)
      return made === null ? { kind: 'unknown', detail: 'the answer can’t be read', status: null } : { ...outcome, value: made }
    },
    pause: async (webhook) => done(await ask({ method: 'PATCH', path: member(webhook), body: { ...required(webhook), is_paused: true } })),
    async resume(webhook) {
      const outcome = await ask({ method: 'PUT', path: member(webhook, '/resume') })
      // Older installations know no `resume`: there a pause is taken off as it was put on.
      const isUnknownThere = outcome.kind === 'gone' || (outcome.kind === 'refused' && (outcome.status === 405 || outcome.status === 501))
      return done(isUnknownThere ? await ask({ method: 'PATCH', path: member(webhook), body: { ...required(webhook), is_paused: false } }) : outcome)
    },
    trigger: async (webhook) => done(await ask({ method: 'PUT', path: member(webhook, '/trigger') })),
    async remove(webhook) {
      const outcome = await ask({ method: 'DELETE', path: member(webhook) })
      // Gone is what was wanted.
      return outcome.kind === 'gone' ? { kind: 'answered', value: null, serverTime: outcome.serverTime } : done(outcome)
    },
    read: (body, secrets) => readDelivery(body, connectionId, secrets),
  }
}

const notOffered: Outcome<never> = { kind: 'refused', status: 404, words: 'this API knows no webhooks', field: null, retryable: false }

function done(outcome: Outcome<Reply>): Outcome<null> {
  return outcome.kind === 'answered' ? { ...outcome, value: null } : outcome
}

function bodyOf({ object, event, kind, url, intervalMinutes }: WebhookWish, connectionId: string): JsonObject {
  return {
    connection_id: connectionId,
    object_type: hookObject(object),
    event,
    hook_url: url,
    fields: HINT_FIELDS,
    ...(kind === null ? {} : { webhook_type: kind }),
    ...(intervalMinutes === null ? {} : { interval: intervalMinutes }),
  }
}

/** Null for what can't be read, or is of another connection. */
function webhookIn(json: Json | undefined, connectionId: string): Webhook | null {
  if (!isJsonObject(json) || typeof json['id'] !== 'string' || json['connection_id'] !== connectionId) return null
  const event = eventIn(json['event'])
  if (event === null) return null
  const { webhook_type: kind, interval } = json
  return {
    id: json['id'],
    object: objectOfHook(json['object_type']),
    event,
    kind: kind === 'native' || kind === 'virtual' ? kind : null,
    url: typeof json['hook_url'] === 'string' ? json['hook_url'] : '',
    intervalMinutes: typeof interval === 'number' ? interval : null,
    state: json['is_paused'] === true ? 'paused' : json['is_healthy'] === false ? 'unhealthy' : 'active',
    checkedAt: parseInstant(json['checked_at']),
  }
}
