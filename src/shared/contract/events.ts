/** What the engine tells without being asked. Sent after the commit, merged over about 50 ms. */
import type { ConnectionId, RecordId } from '../model/ids'
import type { ObjectType } from '../model/object-type'
import type { Settings } from '../settings'
import type { StorageNotice } from '../storage-notice'
import type { ConnectionStatus } from '../sync/report'

export type EngineEvent =
  /** Records changed here or in the CRM. `ids` null: too many to name, ask again for what is shown. */
  | { readonly kind: 'records.changed'; readonly connection: ConnectionId; readonly object: ObjectType; readonly ids: readonly RecordId[] | null }
  /** The outbox changed. */
  | { readonly kind: 'changes.changed'; readonly connection: ConnectionId }
  | { readonly kind: 'status.changed'; readonly status: ConnectionStatus }
  /** A connection came, went or was renamed. */
  | { readonly kind: 'connections.changed' }
  /** Something came by itself, or how the webhooks stand has changed; null: of the receiver. */
  | { readonly kind: 'webhooks.changed'; readonly connection: ConnectionId | null }
  /** The definitions of a connection's custom fields are others than they were. */
  | { readonly kind: 'fields.changed'; readonly connection: ConnectionId }
  /** How the disk under the workspace stands; all that holds now. */
  | { readonly kind: 'storage.changed'; readonly notices: readonly StorageNotice[] }
  | { readonly kind: 'settings.changed'; readonly settings: Settings }
  /** How far a step of an import is. `done` counts rows, while reading bytes; `total` null: nobody knows yet. */
  | {
      readonly kind: 'import.progress'
      readonly id: string
      readonly step: 'reading' | 'preparing' | 'planning' | 'landing' | 'taking-back'
      readonly done: number
      readonly total: number | null
    }
