/**
 * The part of the port that is about webhooks, and what an API knows of itself. A connector whose API has none of it leaves it out.
 *
 * What a delivery says is a hint: which record to read again. Nothing of its body reaches the mirror, so a wrong guess about how a
 * provider signs costs a delivery and never a value.
 */
import type { Instant, RemoteId } from '../../shared/model/ids'
import type { ObjectType } from '../../shared/model/object-type'
import type { ApiCallEntry, ApiIssue, RawAnswer, Webhook, WebhookEvent, WebhookWish } from '../../shared/sync/webhook'
import type { Outcome } from './connector'

/** One delivery, judged by its bytes. */
export type DeliveryReading =
  | GenuineDelivery
  /** It says that it is of another connection. */
  | { readonly kind: 'not-ours' }
  /** Nobody who knows the secret has signed it. */
  | { readonly kind: 'forged' }
  | { readonly kind: 'unreadable'; readonly reason: string }

export interface GenuineDelivery {
  readonly kind: 'genuine'
  /** Null: of something that we don't keep. */
  readonly object: ObjectType | null
  readonly event: WebhookEvent
  /** `everything`: a page of all that there is, sent at the start. */
  readonly about: 'news' | 'everything'
  readonly records: readonly { readonly remoteId: RemoteId; readonly updatedAt: Instant | null }[]
  /** The same for the same signed bytes, nonce included, and for no others: what a replay is known by. */
  readonly fingerprint: string
  /** When it was signed, where the provider signs a time. */
  readonly signedAt: Instant | null
}

export interface DeliverySecrets {
  /** Several while the secret is being changed; with none nothing is genuine. */
  readonly secrets: readonly string[]
  /** Takes a signature by SHA-1 where there is no better one. */
  readonly allowSha1: boolean
}

export interface WebhookPort {
  list(signal: AbortSignal | null): Promise<Outcome<readonly Webhook[]>>
  add(wish: WebhookWish): Promise<Outcome<Webhook>>
  pause(webhook: Webhook): Promise<Outcome<null>>
  resume(webhook: Webhook): Promise<Outcome<null>>
  /** Runs a virtual one now. */
  trigger(webhook: Webhook): Promise<Outcome<null>>
  remove(webhook: Webhook): Promise<Outcome<null>>
  /** Asks nobody: the bytes and the secrets decide. */
  read(body: string, secrets: DeliverySecrets): DeliveryReading
}

/** What an API tells of itself, and the way past it to the CRM behind. */
export interface PassthroughPort {
  /** One read of the CRM behind, in its own words. `path` may carry a query. */
  raw(path: string, signal: AbortSignal | null): Promise<Outcome<RawAnswer>>
  /** Newest first. */
  calls(query: { readonly onlyErrors: boolean; readonly limit: number }, signal: AbortSignal | null): Promise<Outcome<readonly ApiCallEntry[]>>
  issues(limit: number, signal: AbortSignal | null): Promise<Outcome<readonly ApiIssue[]>>
}
