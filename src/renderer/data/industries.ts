/** The industries that a CRM has a list of, and the field that offers them. */
import { useQuery } from '@tanstack/react-query'
import type { ConnectionId } from '../../shared/model/ids'
import { queryKeys } from './query-keys'
import { useSatchel } from './satchel'

const none: readonly string[] = []

export function useIndustries(connection: ConnectionId): readonly string[] {
  const satchel = useSatchel()
  const { data } = useQuery({ queryKey: queryKeys.industries(connection), queryFn: () => satchel.request('fields.industries', { connection }) })
  return data ?? none
}
