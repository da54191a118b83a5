/** Webhooks: the CRM tells of what changed, instead of being asked. What both sides of the contract say about them. */
import type { Failure } from '../failure'
import type { ConnectionId, Instant } from '../model/ids'
import type { ObjectType } from '../model/object-type'

export const webhookEvents = ['created', 'updated', 'deleted'] as const
export type WebhookEvent = (typeof webhookEvents)[number]

/** `native`: the CRM itself tells, at once. `virtual`: the gateway looks every so many minutes, and tells what it found. */
export const webhookKinds = ['virtual', 'native'] as const
export type WebhookKind = (typeof webhookKinds)[number]

/** `unhealthy`: its deliveries failed so often that the CRM gave up; it tells nothing until it is resumed. */
export type WebhookState = 'active' | 'paused' | 'unhealthy'

/** One subscription, as the CRM keeps it. */
export interface Webhook {
  readonly id: string
  /** Null: of something that we don't keep. */
  readonly object: ObjectType | null
  readonly event: WebhookEvent
  /** Null where the CRM does not tell. */
  readonly kind: WebhookKind | null
  readonly url: string
  /** Minutes between two looks of a virtual one; null where that is not told. */
  readonly intervalMinutes: number | null
  readonly state: WebhookState
  /** When a virtual one last looked. */
  readonly checkedAt: Instant | null
}

export interface WebhookWish {
  readonly object: ObjectType
  readonly event: WebhookEvent
  /** Null: as the CRM likes. */
  readonly kind: WebhookKind | null
  readonly url: string
  readonly intervalMinutes: number | null
}

/** Where deliveries are received on this computer. */
export type ReceiverState =
  | { readonly kind: 'off' }
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'failed'; readonly port: number; readonly detail: string }

/** What was heard about one type of record. */
export interface ObjectHearing {
  readonly object: ObjectType
  /** The last genuine delivery of news about it. */
  readonly lastToldAt: Instant
  /** True while polls of it are rarer because it is told of. */
  readonly trusted: boolean
}

/** How the webhooks of one connection stand. */
export interface WebhookStatus {
  readonly connection: ConnectionId
  /** As the CRM last listed them; null while nobody has asked it. */
  readonly webhooks: readonly Webhook[] | null
  readonly listedAt: Instant | null
  /** False: nothing is accepted, since nothing can be told from a forgery. */
  readonly hasSecret: boolean
  readonly lastReceivedAt: Instant | null
  readonly received: number
  /** The same once more: accepted and not acted upon. */
  readonly repeated: number
  /** Told and not read yet. */
  readonly waiting: number
  readonly hearing: readonly ObjectHearing[]
}

export interface WebhooksReport {
  readonly receiver: ReceiverState
  /** Where the CRM reaches the receiver: the rep's own tunnel or relay; empty while there is none. */
  readonly address: string
  /** Deliveries that nobody we know signed, or that came too late, since the receiver was switched on. */
  readonly refused: number
  readonly connections: readonly WebhookStatus[]
}

/** What became of a connection's webhooks when it was disconnected. */
export interface EndedWebhooks {
  readonly removed: number
  /** Ours that are still there: the CRM goes on telling them to nobody. */
  readonly left: number
  /** They tell another address, and stay. */
  readonly elsewhere: number
  /** Why some are left. */
  readonly failure: Failure | null
}

/** One call in the log that the API keeps of itself. */
export interface ApiCallEntry {
  readonly id: string | null
  readonly at: Instant | null
  readonly method: string
  readonly name: string
  readonly path: string
  readonly status: string
  readonly error: string | null
}

/** A ticket at the API's support. */
export interface ApiIssue {
  readonly id: string | null
  readonly title: string
  readonly status: string
  readonly reference: string
  readonly updatedAt: Instant | null
  readonly url: string | null
}

/** The answer of the CRM behind the API, as it is. */
export interface RawAnswer {
  readonly status: number
  /** Its content type, as it was sent. */
  readonly type: string
  readonly text: string
}
