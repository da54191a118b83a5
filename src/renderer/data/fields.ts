/** The custom fields that a CRM defines: as they are known here, and read anew once in a while. */
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { type CustomField, hasCustomFields } from '../../shared/model/custom-field'
import type { ConnectionId } from '../../shared/model/ids'
import type { ObjectType } from '../../shared/model/object-type'
import { queryKeys } from './query-keys'
import { useSatchel } from './satchel'

const none: readonly CustomField[] = []

/** Of all object types; empty until they are known. */
export function useAllCustomFields(connection: ConnectionId): readonly CustomField[] {
  const satchel = useSatchel()
  const { data } = useQuery({ queryKey: queryKeys.fields(connection), queryFn: () => satchel.request('fields.list', { connection }) })
  useEffect(() => {
    // What is young is not asked for again, and a CRM out of reach is told where every pull is: here what is known will do.
    satchel.request('fields.refresh', { connection }).catch(() => undefined)
  }, [satchel, connection])
  return data ?? none
}

export function useDefinedFields(connection: ConnectionId, object: ObjectType): readonly CustomField[] {
  const all = useAllCustomFields(connection)
  return hasCustomFields(object) ? all.filter((field) => field.object === object) : none
}
