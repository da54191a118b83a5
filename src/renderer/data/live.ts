/**
 * Events from the engine, turned into fresh answers: only what is on screen is asked for again, and a download that tells
 * of a thousand pages asks at most four times a second.
 */
import type { QueryClient } from '@tanstack/react-query'
import type { EngineEvent } from '../../shared/contract/events'
import type { Status } from '../../shared/sync/report'
import type { ListCache } from './list-cache'
import { queryKeys } from './query-keys'
import type { PageTransport } from './transport'

/** Events of this long are taken together. */
const TOGETHER_MS = 250
/** A chart reads more than a row: while a download runs it is drawn again seldom. */
const REPORTS_TOGETHER_MS = 1500

export interface LiveParts {
  readonly transport: PageTransport
  readonly client: QueryClient
  readonly lists: ListCache
}

export function followEvents({ transport, client, lists }: LiveParts): () => void {
  const answers = gather(client, TOGETHER_MS)
  const reports = gather(client, REPORTS_TOGETHER_MS)
  const grewOld = answers.grewOld

  const take = (event: EngineEvent): void => {
    switch (event.kind) {
      case 'records.changed':
        lists.recordsChanged(event.connection, event.object, event.ids)
        reports.grewOld(queryKeys.reports(event.connection))
        return grewOld(
          queryKeys.records(event.connection, event.object),
          ['related', event.connection],
          ['timeline', event.connection],
          ['history', event.connection, event.object],
          ['count', event.connection, event.object],
          ['search'],
          ['log', event.connection],
          queryKeys.documents(event.connection, event.object),
        )
      case 'changes.changed':
        lists.changesChanged(event.connection)
        reports.grewOld(queryKeys.reports(event.connection))
        return grewOld(queryKeys.changes, ['record', event.connection], ['history', event.connection])
      case 'status.changed':
        client.setQueryData<Status>(queryKeys.status, (status) => withStatus(status, event.status))
        return grewOld(['log', event.status.connection])
      case 'connections.changed':
        return grewOld(queryKeys.connections, queryKeys.status, queryKeys.changes, queryKeys.webhooks, ['support'])
      case 'webhooks.changed':
        return grewOld(queryKeys.webhooks)
      case 'fields.changed':
        return grewOld(queryKeys.fields(event.connection))
      case 'import.progress':
        // Told to the screen that asked for it, by a subscription of its own.
        return undefined
      case 'settings.changed':
        client.setQueryData(queryKeys.settings, event.settings)
        return grewOld(['scope'])
      case 'storage.changed':
        client.setQueryData(queryKeys.notices, event.notices)
        return undefined
    }
  }

  const unsubscribe = transport.subscribe(take)
  const unfollow = transport.onReconnect(() => {
    void client.invalidateQueries({ refetchType: 'active' })
    lists.everythingChanged()
  })
  return () => {
    unsubscribe()
    unfollow()
    answers.stop()
    reports.stop()
  }
}

/** Takes what grew old together for a while; the first of a burst is told at once, so that an edit of one's own is on screen in the next frame. */
function gather(client: QueryClient, togetherMs: number): { grewOld(...keys: readonly (readonly unknown[])[]): void; stop(): void } {
  const old = new Map<string, readonly unknown[]>()
  let timer: ReturnType<typeof setTimeout> | null = null
  const flush = (): void => {
    timer = null
    const keys = [...old.values()]
    old.clear()
    for (const queryKey of keys) void client.invalidateQueries({ queryKey, refetchType: 'active' })
  }
  return {
    grewOld(...keys) {
      for (const key of keys) old.set(JSON.stringify(key), key)
      if (timer !== null) return
      flush()
      timer = setTimeout(flush, togetherMs)
    },
    stop() {
      if (timer !== null) clearTimeout(timer)
    },
  }
}

function withStatus(status: Status | undefined, one: Status['connections'][number]): Status {
  const known = status?.connections ?? []
  const present = known.some(({ connection }) => connection === one.connection)
  return { connections: present ? known.map((each) => (each.connection === one.connection ? one : each)) : [...known, one] }
}
