/** The id of the rep's own user in the CRM: the one with the connection's e-mail; null where nobody knows. */
import { isJsonObject } from '../../shared/model/json'
import type { ConnectionId } from '../../shared/model/ids'
import { useConnection, useDocuments } from './queries'
import { listOf } from '../parts/diff/list-diff'

export function useMe(connection: ConnectionId | null): string | null {
  const email = useConnection(connection)?.me?.toLowerCase() ?? null
  const users = useDocuments(connection, 'user').data
  if (email === null || !users) return null
  const mine = users.find((user) =>
    listOf(user['emails']).some((entry) => isJsonObject(entry) && typeof entry['email'] === 'string' && entry['email'].toLowerCase() === email),
  )
  return typeof mine?.['id'] === 'string' ? mine['id'] : null
}
