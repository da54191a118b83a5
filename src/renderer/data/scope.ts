/** What of a CRM is kept here, and what its provider calls its own fields. */
import { useQuery } from '@tanstack/react-query'
import type { ConnectionId } from '../../shared/model/ids'
import { isJsonObject } from '../../shared/model/json'
import type { ObjectType } from '../../shared/model/object-type'
import { isScoped, type PullScope } from '../../shared/model/scope'
import { queryKeys } from './query-keys'
import { useSatchel } from './satchel'

/** Null until it is known. */
export function useScope(connection: ConnectionId): PullScope | null {
  const satchel = useSatchel()
  const { data } = useQuery({ queryKey: queryKeys.scope(connection), queryFn: () => satchel.request('connections.scope', { connection }) })
  return data ?? null
}

/** So many records show what there is; a rarer name is there once it is met. */
const LOOKED_AT = 50

const none: readonly string[] = []

/** Names of the provider's own fields, in the order in which they were met; none where that form is not kept. */
export function useRawNames(connection: ConnectionId, object: ObjectType): readonly string[] {
  const satchel = useSatchel()
  const keepsRaw = useScope(connection)?.raw ?? false
  const { data } = useQuery({
    queryKey: [...queryKeys.documents(connection, object), 'raw'],
    enabled: keepsRaw && isScoped(object),
    queryFn: async () => {
      const { rows } = await satchel.request('records.documents', { connection, object, limit: LOOKED_AT, raw: true })
      return [...new Set(rows.flatMap(({ raw }) => (isJsonObject(raw) ? Object.keys(raw) : [])))]
    },
    staleTime: Infinity,
  })
  return keepsRaw ? (data ?? none) : none
}
