/** What a sync, a push or a comparison did: the numbers that the command line prints and the interface tells. */
import type { Change, ChangeCounts } from './change'
import type { PullState } from './pull-state'
import type { Failure } from '../failure'
import type { ChangeId, ConnectionId, Instant } from '../model/ids'
import type { Json } from '../model/json'
import type { ObjectType } from '../model/object-type'
import type { PushMode } from '../settings'

export interface PullCounts {
  /** Records that came over the network, known ones too. */
  readonly fetched: number
  readonly created: number
  readonly updated: number
  readonly deleted: number
  readonly quarantined: number
}

export interface SyncReport {
  readonly connections: readonly {
    readonly connection: ConnectionId
    readonly name: string
    readonly objects: Partial<Record<ObjectType, PullCounts>>
    /** Changes that a person has to decide about and that this run found. */
    readonly newConflicts: number
    readonly error: Failure | null
  }[]
}

export interface PushReport {
  readonly pushed: number
  readonly rejected: number
  readonly conflicts: number
  readonly waiting: number
  /** Set when the push stopped before its end: offline, signed out, asked to wait. */
  readonly error: Failure | null
}

/** A push under way: how many are settled of how many. */
export interface PushProgress {
  readonly done: number
  readonly total: number
  /** About how long it still takes; null when there is nothing to go on. */
  readonly leftMs: number | null
}

/** What a push would do now with one change. */
export interface ChangeCheck {
  readonly id: ChangeId
  readonly would: 'create' | 'update' | 'delete' | 'nothing' | 'conflict' | 'reject'
  /** A sentence for a person. */
  readonly why: string
  /** False where the CRM could not be asked: then it is judged by what was last seen of it. */
  readonly fresh: boolean
}

export interface CheckReport {
  readonly checks: readonly ChangeCheck[]
  /** Set when not all could be read: offline, signed out, asked to wait. */
  readonly error: Failure | null
}

/** What of a pushed change is not taken back, and why. */
export interface LeftOut {
  readonly id: ChangeId
  /** Null: the change as a whole. */
  readonly path: string | null
  readonly why: string
}

/** The opposite of pushed changes: what was proposed, which waits now, and what was left out. */
export interface Reversal {
  readonly changes: readonly Change[]
  readonly leftOut: readonly LeftOut[]
}

export interface Difference {
  readonly object: ObjectType
  readonly id: string
  /** A field path, or null when the record is on one side only. */
  readonly path: string | null
  readonly mirror: Json
  readonly remote: Json
}

/** `unlinked`: disconnected, with the copy kept. */
export type ConnectionState = 'connected' | 'sign-in' | 'offline' | 'waiting' | 'paused' | 'unlinked'

/** What a connection's traffic shows; the others are a person's doing. */
export type LineStateKind = Exclude<ConnectionState, 'paused' | 'unlinked'>

/** What holds a sync back; `battery` only makes it rarer. */
export type HoldReason = 'user' | 'sign-in' | 'offline' | 'quota' | 'battery'

export interface ObjectStatus {
  readonly records: number
  readonly quarantined: number
  /** The bound from which the next poll asks, as the CRM's clock counts; null before the first complete pull. */
  readonly checkpoint: Instant | null
  readonly pull: PullState
  readonly lastSyncAt: Instant | null
  readonly lastError: Failure | null
  readonly sweep: SweepHealth
}

/** What the sweeps found, which compare the ids of all records about once a day. */
export interface SweepHealth {
  /** When the last one ended; null before the first. */
  readonly at: Instant | null
  /** Records that the polls should have brought and a sweep found, over all time: a healthy connection shows none. */
  readonly missed: number
  /** The last listing lacked much that exists, and was not believed: nothing was removed. */
  readonly doubted: boolean
}

export interface ConnectionStatus {
  readonly connection: ConnectionId
  readonly name: string
  readonly provider: string
  readonly state: ConnectionState
  /** Until when it waits, since when it is offline or paused. */
  readonly stateSince: Instant | null
  readonly waitingUntil: Instant | null
  /** Everything that holds it back now, what weighs most first. */
  readonly heldBackBy: readonly HoldReason[]
  readonly pushing: PushProgress | null
  readonly objects: Partial<Record<ObjectType, ObjectStatus>>
  readonly changes: ChangeCounts
  /** Whether changes wait for a review, or go by themselves. */
  readonly pushMode: PushMode
}

export interface Status {
  readonly connections: readonly ConnectionStatus[]
}
