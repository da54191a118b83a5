/** What planning asks of the mirror. The services hand it in; a test hands in a table. */
import type { RecordId, RemoteId } from '../../shared/model/ids'
import type { ObjectType } from '../../shared/model/object-type'
import type { RecordDocument } from '../../shared/model/record'

export interface Known {
  readonly id: RecordId
  readonly remoteId: RemoteId | null
  readonly name: string | null
  readonly fact: string | null
  readonly document: RecordDocument
}

export interface StageFacts {
  readonly id: string
  readonly name: string
  readonly pipeline: { readonly id: string; readonly name: string | null }
}

export interface KnownRecords {
  byId(object: ObjectType, id: string): Known | null
  byKey(object: ObjectType, kind: 'email' | 'domain' | 'phone' | 'name', text: string): readonly Known[]
  /** By one plain value of a field, for the object that is imported. */
  byField(path: string, text: string): readonly Known[]
  /** All stages of all pipelines. */
  readonly stages: readonly StageFacts[]
  /** A value that some record holds in that custom field, so that a new one gets one of its kind. */
  customValue(slug: string): RecordDocument[string]
}
