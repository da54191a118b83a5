/** What `--json` prints of webhooks, of the call log and of the API's tickets: promised in docs/command-line.md. */
import type { ApiCallEntry, ApiIssue, Webhook, WebhooksReport } from '../../../shared/sync/webhook'
import { isoTime } from './shapes'

export function webhookJson({ id, object, event, kind, url, intervalMinutes, state, checkedAt }: Webhook) {
  return { id, object, event, kind, url, interval_minutes: intervalMinutes, state, checked_at: isoTime(checkedAt) }
}

/** By the connections' names. */
export function webhooksJson({ receiver, address, refused, connections }: WebhooksReport, nameOf: (id: string) => string) {
  return {
    receiver: {
      state: receiver.kind,
      port: receiver.kind === 'off' ? null : receiver.port,
      ...(receiver.kind === 'failed' ? { detail: receiver.detail } : {}),
    },
    address,
    refused,
    connections: connections.map(({ connection, webhooks, listedAt, hasSecret, lastReceivedAt, received, repeated, waiting, hearing }) => ({
      name: nameOf(connection),
      has_secret: hasSecret,
      last_received_at: isoTime(lastReceivedAt),
      received,
      repeated,
      waiting,
      listed_at: isoTime(listedAt),
      webhooks: webhooks?.map(webhookJson) ?? null,
      told: hearing.map(({ object, lastToldAt, trusted }) => ({ object, last_told_at: isoTime(lastToldAt), trusted })),
    })),
  }
}

export function callJson({ id, at, method, name, path, status, error }: ApiCallEntry) {
  return { id, at: isoTime(at), method, name, path, status, error }
}

export function issueJson({ id, title, status, reference, updatedAt, url }: ApiIssue) {
  return { id, title, status, reference, updated_at: isoTime(updatedAt), url }
}
