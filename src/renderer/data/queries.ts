/** What screens read. Each answer is kept and asked for again only when the engine tells that it changed. */
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query'
import type { ConnectionId, RecordId } from '../../shared/model/ids'
import type { JsonObject } from '../../shared/model/json'
import type { ObjectType } from '../../shared/model/object-type'
import type { Connection } from '../../shared/model/views'
import type { ChangeCounts } from '../../shared/sync/change'
import type { JournalFilter } from '../../shared/sync/journal'
import type { ConnectionStatus } from '../../shared/sync/report'
import { queryKeys } from './query-keys'
import { useSatchel } from './satchel'

export function useConnections() {
  const satchel = useSatchel()
  return useQuery({ queryKey: queryKeys.connections, queryFn: () => satchel.request('connections.list', {}) })
}

export function useConnection(id: ConnectionId | null): Connection | null {
  return useConnections().data?.find((connection) => connection.id === id) ?? null
}

export function useSettings() {
  const satchel = useSatchel()
  return useQuery({ queryKey: queryKeys.settings, queryFn: () => satchel.request('settings.get', {}) })
}

export function useStatus() {
  const satchel = useSatchel()
  return useQuery({ queryKey: queryKeys.status, queryFn: () => satchel.request('sync.status', {}) })
}

export function useConnectionStatus(id: ConnectionId | null): ConnectionStatus | null {
  return useStatus().data?.connections.find(({ connection }) => connection === id) ?? null
}

/** Open changes, oldest first; with `closed`, pushed and discarded ones too. Null: of all connections. */
export function useChanges(connection: ConnectionId | null, closed = false) {
  const satchel = useSatchel()
  return useQuery({ queryKey: queryKeys.changesOf(connection, closed), queryFn: () => satchel.request('changes.list', { connection, closed }) })
}

export function totalChanges(counts: ChangeCounts): number {
  return counts.waiting + counts.held + counts.pushing + counts.rejected + counts.conflict
}

export interface RecordTarget {
  readonly connection: ConnectionId
  readonly object: ObjectType
  readonly id: RecordId
}

export function useRecord({ connection, object, id }: RecordTarget, { enabled = true }: { readonly enabled?: boolean } = {}) {
  const satchel = useSatchel()
  return useQuery({
    queryKey: queryKeys.record(connection, object, id),
    queryFn: () => satchel.request('records.get', { connection, object, id }),
    enabled,
  })
}

export function useRelated({ connection, object, id }: RecordTarget, limit = 5) {
  const satchel = useSatchel()
  return useQuery({
    queryKey: queryKeys.related(connection, object, id, limit),
    queryFn: () => satchel.request('records.related', { connection, object, id, limit }),
    placeholderData: keepPreviousData,
  })
}

export function useTimeline({ connection, object, id }: RecordTarget, limit = 50) {
  const satchel = useSatchel()
  return useQuery({
    queryKey: queryKeys.timeline(connection, object, id, limit),
    queryFn: () => satchel.request('records.timeline', { connection, object, id, limit }),
  })
}

export function useHistory({ connection, object, id }: RecordTarget) {
  const satchel = useSatchel()
  return useQuery({
    queryKey: queryKeys.history(connection, object, id),
    queryFn: () => satchel.request('records.history', { connection, object, id }),
  })
}

/** What a lead would become. */
export function useConversion({ connection, id }: Omit<RecordTarget, 'object'>) {
  const satchel = useSatchel()
  return useQuery({ queryKey: queryKeys.conversion(connection, id), queryFn: () => satchel.request('leads.propose', { connection, id }) })
}

/** Records of any type by what is typed, ranked; the last answer stays until the next is there. */
export function useSearch(
  text: string,
  { connection = null, objects = null, limit = 20 }: { connection?: ConnectionId | null; objects?: ObjectType[] | null; limit?: number } = {},
) {
  const satchel = useSatchel()
  return useQuery({
    queryKey: queryKeys.search(connection, text, objects, limit),
    queryFn: () => satchel.request('records.search', { connection, text, objects, limit }),
    enabled: text.trim() !== '',
    placeholderData: keepPreviousData,
    gcTime: 30_000,
  })
}

/** What the sync did on a connection, newest first. */
export function useLog(connection: ConnectionId, filter: JournalFilter, limit: number) {
  const satchel = useSatchel()
  return useQuery({
    queryKey: queryKeys.log(connection, filter, limit),
    queryFn: () => satchel.request('sync.log', { connection, filter, limit }),
    placeholderData: keepPreviousData,
  })
}

export function useSetAside(connection: ConnectionId) {
  const satchel = useSatchel()
  return useQuery({ queryKey: queryKeys.setAside(connection), queryFn: () => satchel.request('sync.setAside', { connection }) })
}

/** All documents of a type that has few: pipelines, users. */
export function useDocuments(connection: ConnectionId | null, object: ObjectType) {
  const satchel = useSatchel()
  return useQuery({
    queryKey: queryKeys.documents(connection, object),
    queryFn:
      connection === null
        ? skipToken
        : async (): Promise<readonly JsonObject[]> => (await satchel.request('records.documents', { connection, object, limit: 1000 })).rows,
  })
}
