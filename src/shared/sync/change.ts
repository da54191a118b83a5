/**
 * A change: one pending local edit in the outbox, and everything that is said about it.
 *
 *   waiting ⇄ held        the rep keeps it back, or lets it go again
 *   waiting → pushing     it left, or may have left: its outcome is found out before anything is sent again
 *   pushing → pushed · rejected (the CRM's words) · conflict (a person decides) · waiting (try again later)
 *   waiting, held, rejected, conflict → discarded
 */
import type { ChangeId, ConnectionId, Instant, RecordId, RemoteId } from '../model/ids'
import type { Json } from '../model/json'
import type { RecordDocument } from '../model/record'
import type { WritableObjectType } from '../model/object-type'

export const changeKinds = ['create', 'update', 'delete'] as const
export type ChangeKind = (typeof changeKinds)[number]

export const openChangeStates = ['waiting', 'held', 'pushing', 'rejected', 'conflict'] as const
export type OpenChangeState = (typeof openChangeStates)[number]
export type ChangeState = OpenChangeState | 'pushed' | 'discarded'

/** One field of a change: what the rep was looking at, and what they made of it. */
export interface ChangedField {
  readonly path: string
  readonly old: Json
  readonly new: Json
  /** Only on a conflict: what we last agreed on, the rep's value, the CRM's value now. */
  readonly conflict: { readonly base: Json; readonly mine: Json; readonly theirs: Json; readonly decided: Decision | null } | null
}

/** What a person decided for one field of a conflict. */
export type Decision = { readonly take: 'mine' | 'theirs' | 'base' } | { readonly take: 'value'; readonly value: Json }

/** Why a change is in conflict as a whole, where it is not about fields. */
export type RecordConflict = 'deleted-remotely' | 'changed-since-delete' | 'may-already-exist' | 'link-gone'

export interface ChangeError {
  /** The CRM's status or a word of ours, for machines. */
  readonly code: string
  /** The CRM's own words where it refused. */
  readonly message: string
  /** The field it named, if it did. */
  readonly field: string | null
}

export interface RewrittenField {
  readonly path: string
  readonly sent: Json
  readonly kept: Json
}

/** One that looks like what was sent. */
export interface Candidate {
  readonly remoteId: RemoteId
  readonly name: string | null
  readonly document: RecordDocument
}

export interface Change {
  readonly id: ChangeId
  readonly connection: ConnectionId
  readonly object: WritableObjectType
  readonly recordId: RecordId
  /** The CRM's id, once there is one. */
  readonly remoteId: RemoteId | null
  /** What the record is called, as the rep sees it. */
  readonly name: string | null
  readonly kind: ChangeKind
  readonly state: ChangeState
  readonly fields: readonly ChangedField[]
  readonly error: ChangeError | null
  readonly recordConflict: RecordConflict | null
  /** Fields that the CRM changed meanwhile and that were merged without asking. */
  readonly merged: readonly string[]
  /** Fields that the CRM stored otherwise than they were sent: its form is kept, and is never pushed again. */
  readonly rewritten: readonly RewrittenField[]
  /** Its conflict was decided, and the decision can be taken back. */
  readonly decided: boolean
  /** Records in the CRM that a create in doubt may have become: the rep says whether it is one of them. */
  readonly candidates: readonly Candidate[]
  /** Changes that must be pushed before this one: it refers to records they create. */
  readonly needs: readonly ChangeId[]
  /** Why one of those does not go by itself, in a sentence; null where nothing is in the way. */
  readonly blocked: string | null
  readonly batch: string | null
  /** It goes by itself as soon as the CRM can be reached. Any later edit of it, and any question about it, takes that back. */
  readonly approved: boolean
  readonly createdAt: Instant
  readonly updatedAt: Instant
}

export interface ChangeCounts {
  readonly waiting: number
  readonly held: number
  readonly pushing: number
  readonly rejected: number
  readonly conflict: number
}

/** The path of a line that is about the record as a whole: it was deleted (`new` is *deleted*), or is there again (`old` is). */
export const RECORD_PATH = 'record'

/** One line of a record's history. */
export interface HistoryEntry {
  /** Rising with every line that is written; by it an old value is brought back. */
  readonly id: number
  readonly at: Instant
  readonly origin: 'local' | 'remote' | 'push' | 'resolution'
  readonly path: string
  readonly old: Json
  readonly new: Json
}
