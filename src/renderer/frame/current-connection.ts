/** Which connection the frame shows: the address's, else the last one the rep was in, else the first. */
import { useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import { create } from 'zustand'
import type { ConnectionId } from '../../shared/model/ids'
import type { Connection } from '../../shared/model/views'
import { useConnections } from '../data/queries'

const useLast = create<{ readonly connection: ConnectionId | null }>(() => ({ connection: null }))

export const useLastConnection = (): ConnectionId | null => useLast((state) => state.connection)

export interface CurrentConnection {
  readonly connection: Connection | null
  /** Its place among the connections: the colour of its tile. */
  readonly index: number
  readonly all: readonly Connection[]
}

export function useCurrentConnection(): CurrentConnection {
  const { connection: named } = useParams({ strict: false })
  const last = useLastConnection()
  const all = useConnections().data ?? []
  const byId = (id: string | null | undefined) => all.find((each) => each.id === id)
  const connection = byId(named) ?? byId(last) ?? all[0] ?? null
  const id = byId(named)?.id ?? null
  useEffect(() => {
    if (id !== null) useLast.setState({ connection: id })
  }, [id])
  return { connection, index: connection ? all.indexOf(connection) : 0, all }
}
