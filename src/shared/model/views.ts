/** What the engine hands to a screen or the command line: small rows for lists, the whole for the one that is open. */
import type { EditedField } from './bulk-edit'
import type { ChangeId, ConnectionId, Instant, RecordId, RemoteId } from './ids'
import type { Json, JsonObject } from './json'
import type { ObjectType } from './object-type'
import type { RecordDocument } from './record'
import type { Change, OpenChangeState } from '../sync/change'

/** A mark on a row: made of the record's open changes, the most urgent one first. */
export type RowMark = OpenChangeState | null

/** One row of a list: the values of the columns that lists show, as the rep sees them (unpushed edits applied). */
export interface ListRow {
  readonly id: RecordId
  readonly remoteId: RemoteId | null
  readonly name: string | null
  /** Column values by field path; what refers to another record (`user_id`, `company`, `stages`, `about`) as its name. Absent = unknown or empty. */
  readonly values: Readonly<Record<string, Json>>
  readonly mark: RowMark
  /** Field paths with unpushed edits. */
  readonly unpushed: readonly string[]
}

export interface Page<Row> {
  readonly rows: readonly Row[]
  /** Give it back as `after` for the next page; null at the end. */
  readonly next: string | null
}

/** What an edit of many records would do. */
export interface BulkPreview {
  readonly changed: number
  /** Hold the value already. */
  readonly already: number
  /** Not here any more. */
  readonly gone: number
  readonly samples: readonly { readonly id: RecordId; readonly name: string | null; readonly fields: readonly EditedField[] }[]
}

/** What became of a part of them. */
export interface BulkResult {
  readonly changed: number
  /** The changes that hold it now; a record that was never sent has none when it is deleted. */
  readonly changes: readonly ChangeId[]
}

/** A linked record, by name. */
export interface RelatedRecord {
  readonly id: RecordId
  readonly remoteId: RemoteId | null
  readonly object: ObjectType
  readonly name: string | null
  /** One fact beside the name: a title, an amount, a date. */
  readonly fact: string | null
  readonly at: Instant | null
}

export interface RelatedGroup {
  readonly object: ObjectType
  /** All of them; only the first ones are in `records`. */
  readonly count: number
  readonly records: readonly RelatedRecord[]
}

/** The one record that is open. */
export interface RecordView {
  readonly id: RecordId
  readonly remoteId: RemoteId | null
  readonly connection: ConnectionId
  readonly object: ObjectType
  readonly name: string | null
  /** As the rep sees it: the CRM's version with unpushed edits laid over it. */
  readonly document: RecordDocument
  /** The CRM's version as last seen; null for a record made here. */
  readonly base: RecordDocument | null
  readonly raw: JsonObject | null
  readonly changes: readonly Change[]
  /** Names for every id that the document holds: users, linked records, by the id as it stands in the document. */
  readonly names: Readonly<Record<string, { readonly id: RecordId; readonly object: ObjectType; readonly name: string | null }>>
  /** Set when the record arrived in a form that could not be read: shown with what could be. */
  readonly quarantined: string | null
  /** When we last heard of it from the CRM. */
  readonly seenAt: Instant | null
}

export interface SearchHit {
  readonly id: RecordId
  readonly remoteId: RemoteId | null
  readonly connection: ConnectionId
  readonly object: ObjectType
  readonly name: string | null
  readonly fact: string | null
}

/** A linked CRM account, as a person set it up. Never holds the token. */
export interface Connection {
  readonly id: ConnectionId
  readonly name: string
  readonly connector: string
  readonly provider: string
  readonly url: string
  /** The CRM gateway's id of the connection. */
  readonly connectionId: string
  /** The name of the environment variable that holds the token; null when it is in the secrets store. */
  readonly tokenEnv: string | null
  /** The rep's own e-mail there, so that “mine” means something. */
  readonly me: string | null
  /** Made by *Try it with sample data*: its CRM is the sandbox in this app. */
  readonly sample: boolean
  /** The gateway's workspace that the connection belongs to; null where nobody said. */
  readonly workspaceId: string | null
  /** Who signed in there, as the CRM told it: an e-mail, or a name. */
  readonly account: string | null
  /** Disconnected, with its copy kept: it can be read and edited, and nothing goes or comes until the rep signs in again. */
  readonly unlinked: boolean
}
