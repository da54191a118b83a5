/** Which CRMs there are, and what each says of itself. Asked of a gateway, so an answer is kept for a while and never waited for. */
import { useQuery } from '@tanstack/react-query'
import type { ConnectionId } from '../../shared/model/ids'
import { isWritable, type ObjectType } from '../../shared/model/object-type'
import { knownProviders } from '../../shared/model/providers'
import type { ObjectSupport, Provider } from '../../shared/sync/support'
import { useConnections } from './queries'
import { queryKeys } from './query-keys'
import { useSatchel } from './satchel'

/** A gateway changes what it offers without notice, but not within an hour. */
const FRESH_MS = 3_600_000
const atFirst: readonly Provider[] = knownProviders.map((each) => ({ ...each, active: null }))

/** Those of this version until the gateway has answered. */
export function useProviders(): readonly Provider[] {
  const satchel = useSatchel()
  const gateways = useGateways()
  const { data } = useQuery({
    queryKey: queryKeys.providers(gateways),
    queryFn: () => satchel.request('providers.list', {}),
    staleTime: FRESH_MS,
  })
  return data ?? atFirst
}

export function useProviderDetails(provider: string) {
  const satchel = useSatchel()
  const gateways = useGateways()
  return useQuery({
    queryKey: queryKeys.provider(provider, gateways),
    queryFn: () => satchel.request('providers.read', { provider }),
    staleTime: FRESH_MS,
  })
}

/** What was kept when the connection was made or signed in again. */
export function useSupport(connection: ConnectionId | null) {
  const satchel = useSatchel()
  return useQuery({
    queryKey: queryKeys.support(connection),
    queryFn: () => satchel.request('connections.support', { connection: connection ?? '' }),
    enabled: connection !== null,
  })
}

/** Of one type; null where nothing is known. */
function useObjectSupport(connection: ConnectionId, object: ObjectType): ObjectSupport | null {
  return useSupport(connection).data?.objects.find((each) => each.object === object) ?? null
}

/** Another gateway lists others: its answers stand under its address. */
function useGateways(): string {
  const connections = useConnections().data ?? []
  return [...new Set(connections.map(({ url }) => url))].join(' ')
}

export interface Abilities {
  readonly create: boolean
  readonly update: boolean
  readonly remove: boolean
  /** Whether a field is taken, by its path. */
  readonly writes: (path: string) => boolean
}

/** What may be begun with a type of record: all that nobody denied. */
export function useAbilities(connection: ConnectionId, object: ObjectType): Abilities {
  const support = useObjectSupport(connection, object)
  const may = (method: 'create' | 'update' | 'remove'): boolean => isWritable(object) && support?.methods[method] !== false
  return {
    create: may('create'),
    update: may('update'),
    remove: may('remove'),
    writes: (path) => support?.writes?.[path.split('.')[0] ?? path] !== 'no',
  }
}
