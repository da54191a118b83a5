/**
 * The log of the sync: what it did that a rep would want to know, and nothing of what was in the records. A poll that brings nothing
 * leaves no line.
 */
import type { Failure } from '../failure'
import type { ConnectionId, Instant, RecordId, RemoteId } from '../model/ids'
import type { Json } from '../model/json'
import type { ObjectType } from '../model/object-type'
import type { ConnectionState } from './report'

export type JournalEvent =
  /** The first walk through a type is complete. */
  | { readonly kind: 'downloaded'; readonly records: number }
  | { readonly kind: 'pulled'; readonly created: number; readonly updated: number; readonly deleted: number }
  /** All ids were compared. */
  | { readonly kind: 'reconciled'; readonly created: number; readonly updated: number; readonly deleted: number }
  | { readonly kind: 'set-aside'; readonly records: number }
  | { readonly kind: 'conflicts'; readonly changes: number }
  | { readonly kind: 'pushed'; readonly pushed: number; readonly rejected: number; readonly conflicts: number }
  | { readonly kind: 'failed'; readonly during: 'pull' | 'push' | 'reconcile'; readonly failure: Failure }
  | { readonly kind: 'line'; readonly state: ConnectionState; readonly until: Instant | null }

export interface JournalEntry {
  readonly id: number
  readonly at: Instant
  readonly connection: ConnectionId
  /** Null: the connection as a whole. */
  readonly object: ObjectType | null
  readonly event: JournalEvent
}

export const journalFilters = ['all', 'errors', 'conflicts', 'set-aside'] as const
export type JournalFilter = (typeof journalFilters)[number]

/** Which events a filter lets through; null: all. */
export const eventsOfFilter: Readonly<Record<JournalFilter, readonly JournalEvent['kind'][] | null>> = {
  all: null,
  errors: ['failed'],
  conflicts: ['conflicts'],
  'set-aside': ['set-aside'],
}

/** A record that could not be read in full, and why. */
export interface SetAside {
  readonly object: ObjectType
  /** Null where not even an id was found in it. */
  readonly remoteId: RemoteId | null
  /** Where it is shown with what could be read. */
  readonly recordId: RecordId | null
  readonly name: string | null
  readonly reason: string
  readonly at: Instant
  readonly payload: Json
}
