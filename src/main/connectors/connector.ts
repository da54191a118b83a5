/**
 * The port that each adapter fulfils: one remote API, spoken in the normalized model.
 *
 * What it must promise: every request goes out once (no retries of its own; the engine decides those), each answer is
 * checked record by record so that a bad one costs nothing but itself, and everything that goes wrong is an `Outcome` that
 * says what is known about a write. It holds no state but its settings, sees no database and no clock.
 */
import type { CustomFieldObject } from '../../shared/model/custom-field'
import type { Instant, RemoteId } from '../../shared/model/ids'
import type { Json, JsonObject } from '../../shared/model/json'
import type { ObjectType, WritableObjectType } from '../../shared/model/object-type'
import type { RecordDocument } from '../../shared/model/record'
import type { PassthroughPort, WebhookPort } from './webhooks'

export interface IncomingRecord {
  readonly object: ObjectType
  readonly remoteId: RemoteId
  /** The normalized document with every field the CRM sent, `raw` taken out. */
  readonly document: RecordDocument
  /** The provider's own payload, where it was asked for. */
  readonly raw: JsonObject | null
}

/** A record that could not be read: kept as it came, with the reason. */
export interface UnreadableRecord {
  readonly object: ObjectType
  /** Null where not even an id could be found. */
  readonly remoteId: RemoteId | null
  readonly payload: Json
  readonly reason: string
}

export interface ListRequest {
  readonly updatedSince: Instant | null
  readonly sort: 'created_at' | 'updated_at' | null
  readonly descending: boolean
  readonly offset: number
  /** At most `maxPageSize`. */
  readonly limit: number
  /** Only these fields; null for all. */
  readonly fields: readonly string[] | null
  /** Only records of this owner; for “mine first”. */
  readonly ownerId: RemoteId | null
  /** Whatever the scope of the connection: a create that may have arrived is looked for everywhere. */
  readonly beyondScope?: boolean
  /** Only this part, for a CRM whose list is one list for each value of a filter; left out: all. */
  readonly slice?: ListSlice | null
}

export interface FetchOptions {
  /** With the provider's own payload. */
  readonly raw: boolean
  /** Only these fields; left out: all that the CRM gives unasked. */
  readonly fields?: readonly string[]
}

/** A filter that some lists are not to be had without. */
export type SliceBy = 'type' | 'company_id' | 'contact_id' | 'deal_id' | 'lead_id' | 'pipeline_id' | 'user_id'

export interface ListSlice {
  readonly by: SliceBy
  readonly value: string
}

export interface ListPage {
  /** In the order of the answer, readable and unreadable ones. */
  readonly entries: readonly (IncomingRecord | UnreadableRecord)[]
  /** The server's clock when it answered (`Date` header); null where it told none. */
  readonly serverTime: Instant | null
}

export function isReadable(entry: ListPage['entries'][number]): entry is IncomingRecord {
  return 'document' in entry
}

/**
 * How a request ended, as far as is known.
 *   answered      the CRM did it
 *   gone          404 or 410: no such record
 *   refused       the CRM said no; sending the same again is no use
 *   not-sent      certain not to have arrived
 *   unknown       it may have arrived and been applied: look before sending again
 *   wait          it arrived and was put off until then (429, 503 with Retry-After), nothing was applied
 *   not-authorized
 */
export type Outcome<Value> =
  | { readonly kind: 'answered'; readonly value: Value; readonly serverTime: Instant | null }
  | { readonly kind: 'gone'; readonly serverTime: Instant | null }
  | { readonly kind: 'refused'; readonly status: number; readonly words: string; readonly field: string | null; readonly retryable: boolean }
  | { readonly kind: 'not-sent'; readonly detail: string }
  | { readonly kind: 'unknown'; readonly detail: string; readonly status: number | null }
  /** `retryAfterMs` from the answer, null where it named none. */
  | { readonly kind: 'wait'; readonly retryAfterMs: number | null; readonly status: number }
  | { readonly kind: 'not-authorized'; readonly words: string }

export interface ConnectionInfo {
  /** `hubspot`, `salesforce`, …, or the connector's own name. */
  readonly provider: string
  /** What the account calls itself, for the switcher. */
  readonly label: string
  /** The signed-in CRM user's e-mail, where the API tells. */
  readonly me: string | null
  readonly objects: readonly ObjectType[]
  /** The types that may be written; null where nothing is said of it. */
  readonly writable: readonly ObjectType[] | null
  /** Who signed in: an e-mail, else a name. */
  readonly account: string | null
  readonly workspaceId: string | null
  /** What we called the sign-in that made it, where it carries one. */
  readonly reference: string | null
}

export interface Connector {
  readonly name: string
  /** Host of the API, for messages. */
  readonly host: string
  readonly maxPageSize: number
  /** Checks token and connection with one or two requests. */
  describe(signal: AbortSignal | null): Promise<Outcome<ConnectionInfo>>
  list(object: ObjectType, request: ListRequest, signal: AbortSignal | null): Promise<Outcome<ListPage>>
  fetch(object: ObjectType, id: RemoteId, options: FetchOptions, signal: AbortSignal | null): Promise<Outcome<IncomingRecord | UnreadableRecord>>
  /** `key` is sent as `Idempotency-Key`, for the CRMs that know it. Null: done, but the answer could not be read. */
  create(object: WritableObjectType, document: RecordDocument, key: string): Promise<Outcome<IncomingRecord | null>>
  /** Replaces the whole record: what is not in the document is cleared. Null as in `create`. */
  replace(object: WritableObjectType, id: RemoteId, document: RecordDocument): Promise<Outcome<IncomingRecord | null>>
  /** Changes these top-level fields and leaves the others alone; null clears one. Null as in `create`. */
  patch(object: WritableObjectType, id: RemoteId, fields: JsonObject): Promise<Outcome<IncomingRecord | null>>
  remove(object: WritableObjectType, id: RemoteId): Promise<Outcome<null>>
  /** A page of the definitions of custom fields of this type, as they came. */
  definitions(
    object: CustomFieldObject,
    page: { readonly offset: number; readonly limit: number },
    signal: AbortSignal | null,
  ): Promise<Outcome<readonly JsonObject[]>>
  /** The words that the CRM has for industries, in its own order. */
  industries(signal: AbortSignal | null): Promise<Outcome<readonly string[]>>
  /** Null: done, but the answer says nothing. */
  writeDefinition(write: DefinitionWrite): Promise<Outcome<JsonObject | null>>
  /** Left out where the API tells nothing by itself. */
  readonly webhooks?: WebhookPort
  /** Left out where nothing stands between us and the CRM. */
  readonly passthrough?: PassthroughPort
}

/** A definition of a custom field, made, changed or removed. `replace` sends the whole of it. */
export type DefinitionWrite =
  | { readonly kind: 'create'; readonly object: CustomFieldObject; readonly definition: JsonObject }
  | { readonly kind: 'replace' | 'patch'; readonly id: RemoteId; readonly definition: JsonObject }
  | { readonly kind: 'remove'; readonly id: RemoteId }

/** What a connector is made from. */
export interface ConnectorOptions {
  readonly url: string
  readonly connectionId: string
  /** Asked for before each request: it may have been renewed. Null: there is none. */
  readonly token: () => Promise<string | null>
}
