/** The engine as the page reaches it, and the cache of what it answered: handed down once, from the entry. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { invariant } from '../../shared/assert'
import { createClient, type Satchel } from '../../shared/contract/client'
import { followEvents } from './live'
import { ListCache } from './list-cache'
import type { PageTransport } from './transport'

interface Reach {
  readonly satchel: Satchel
  readonly lists: ListCache
}

const ReachContext = createContext<Reach | null>(null)

/** The engine tells what changed, so nothing is ever stale by itself; and it answers without a network. */
export function createQueryClient(): QueryClient {
  const always = { networkMode: 'always', retry: false } as const
  return new QueryClient({
    defaultOptions: {
      queries: { ...always, staleTime: Infinity, gcTime: 10 * 60_000, refetchOnWindowFocus: false, refetchOnReconnect: false },
      mutations: always,
    },
  })
}

export function SatchelProvider({ transport, children }: { readonly transport: PageTransport; readonly children: ReactNode }) {
  const [client] = useState(createQueryClient)
  const [reach] = useState(() => {
    const satchel = createClient(transport)
    return { satchel, lists: new ListCache(satchel) }
  })
  useEffect(() => followEvents({ transport, client, lists: reach.lists }), [transport, client, reach])
  return (
    <ReachContext value={reach}>
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    </ReachContext>
  )
}

function useReach(): Reach {
  const reach = useContext(ReachContext)
  invariant(reach, 'SatchelProvider is missing')
  return reach
}

export const useSatchel = (): Satchel => useReach().satchel
export const useListCache = (): ListCache => useReach().lists
