/** The nouns of duplicates: records that look like one, why, and what they become when they are merged. */
import type { RecordId, RemoteId } from './ids'
import type { ObjectType } from './object-type'

/** Of what likely duplicates are looked for. Others can be merged when somebody names them. */
export const duplicateObjects = ['contact', 'company'] as const
export type DuplicateObject = (typeof duplicateObjects)[number]

export const mergeableObjects = ['contact', 'company', 'deal', 'lead'] as const
export type MergeableObject = (typeof mergeableObjects)[number]

export type DuplicateReason = 'email' | 'phone' | 'domain' | 'name' | 'near-name' | 'same-company'

export const strengths = ['certain', 'likely', 'possible'] as const
export type Strength = (typeof strengths)[number]

export interface LikeRecord {
  readonly id: RecordId
  readonly remoteId: RemoteId | null
  readonly name: string | null
  readonly fact: string | null
}

export interface DuplicateGroup {
  readonly strength: Strength
  /** The more, the surer; groups come in this order. */
  readonly score: number
  readonly reasons: readonly DuplicateReason[]
  readonly records: readonly LikeRecord[]
}

export interface DuplicateList {
  /** The surest first. */
  readonly groups: readonly DuplicateGroup[]
  /** How many there are by strength; only the first ones are in `groups`. */
  readonly counts: Readonly<Record<Strength, number>>
  /** False where so many looked alike that not all were compared. */
  readonly complete: boolean
}

/** Records that name one of those that go, and will name the keeper. */
export interface MovedLinks {
  readonly object: ObjectType
  readonly count: number
}

export interface MergeResult {
  readonly batch: string
  readonly keep: RecordId
  /** Fields of the keeper that change. */
  readonly fields: readonly string[]
  readonly moved: readonly MovedLinks[]
  readonly deleted: number
}
