/** How answers are named in the cache; `live.ts` finds by it what an event makes old. */
import type { ConnectionId } from '../../shared/model/ids'
import type { ObjectType } from '../../shared/model/object-type'

export const queryKeys = {
  connections: ['connections'],
  settings: ['settings'],
  status: ['status'],
  storage: ['storage'],
  webhooks: ['webhooks'],
  apiList: (connection: ConnectionId, list: string | null) => ['api', connection, list],
  notices: ['notices'],
  doctor: ['doctor'],
  changes: ['changes'],
  changesOf: (connection: ConnectionId | null, closed: boolean) => ['changes', connection, closed],
  record: (connection: ConnectionId, object: ObjectType, id: string) => ['record', connection, object, id],
  records: (connection: ConnectionId, object: ObjectType) => ['record', connection, object],
  related: (connection: ConnectionId, object: ObjectType, id: string, limit: number) => ['related', connection, object, id, limit],
  timeline: (connection: ConnectionId, object: ObjectType, id: string, limit: number) => ['timeline', connection, object, id, limit],
  history: (connection: ConnectionId, object: ObjectType, id: string) => ['history', connection, object, id],
  /** All counts and totals of a type begin with it. */
  counts: (connection: ConnectionId, object: ObjectType) => ['count', connection, object],
  search: (connection: ConnectionId | null, text: string, objects: readonly ObjectType[] | null, limit: number) => [
    'search',
    connection,
    text,
    objects,
    limit,
  ],
  log: (connection: ConnectionId, filter: string, limit: number) => ['log', connection, filter, limit],
  setAside: (connection: ConnectionId) => ['log', connection, 'set aside'],
  conversion: (connection: ConnectionId, id: string) => ['record', connection, 'lead', id, 'conversion'],
  reports: (connection: ConnectionId) => ['report', connection],
  report: (connection: ConnectionId, name: string, input: unknown) => ['report', connection, name, input],
  providers: (gateways: string) => ['providers', gateways],
  provider: (id: string, gateways: string) => ['providers', gateways, id],
  support: (connection: ConnectionId | null) => ['support', connection],
  scope: (connection: ConnectionId) => ['scope', connection],
  fields: (connection: ConnectionId) => ['fields', connection],
  /** Below the fields: they are read with them. */
  industries: (connection: ConnectionId) => ['fields', connection, 'industries'],
  documents: (connection: ConnectionId | null, object: ObjectType) => ['documents', connection, object],
} as const
