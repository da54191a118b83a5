/** What is read of webhooks: how they stand, and what the API tells of itself. */
import { useQuery } from '@tanstack/react-query'
import type { ConnectionId } from '../../shared/model/ids'
import type { ApiCallEntry, ApiIssue } from '../../shared/sync/webhook'
import { queryKeys } from './query-keys'
import { useSatchel } from './satchel'

export function useWebhooks() {
  const satchel = useSatchel()
  return useQuery({ queryKey: queryKeys.webhooks, queryFn: () => satchel.request('webhooks.status', {}) })
}

export type ApiList = 'calls' | 'errors' | 'issues'
export type ApiLines =
  | { readonly kind: 'calls'; readonly calls: readonly ApiCallEntry[] }
  | { readonly kind: 'issues'; readonly issues: readonly ApiIssue[] }

/** Asked for by a person, each time: it costs the API a request. Null: not asked for. */
export function useApiList(connection: ConnectionId, list: ApiList | null) {
  const satchel = useSatchel()
  return useQuery({
    queryKey: queryKeys.apiList(connection, list),
    enabled: list !== null,
    retry: false,
    queryFn: async (): Promise<ApiLines> =>
      list === 'issues'
        ? { kind: 'issues', issues: await satchel.request('gateway.issues', { connection }) }
        : { kind: 'calls', calls: await satchel.request('gateway.calls', { connection, onlyErrors: list === 'errors' }) },
  })
}
