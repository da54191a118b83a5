/**
 * The contract over a WebSocket.
 *
 *   page → {token} · host → {ready:true} · then page → {id, operation, input}, host → {id, answer} and {event}
 *
 * A lost socket is opened again, with pauses that grow to 5 s. What was asked before it was lost is answered as unreachable
 * and never sent twice: a command may have been carried out. What is asked meanwhile waits for the new socket.
 */
import type { Answer } from '../../shared/contract/client'
import type { EngineEvent } from '../../shared/contract/events'
import type { PageTransport } from './transport'

/** The part of a WebSocket that we use; the tests bring their own. */
export interface SocketLike {
  send(text: string): void
  close(): void
  addEventListener(type: 'open' | 'close' | 'message', listener: (event: Event) => void): void
}

interface Waiting {
  readonly message: string
  readonly settle: (answer: Answer) => void
  sent: boolean
}

const FIRST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 5000

const lost: Answer = {
  ok: false,
  error: { failure: { kind: 'unreachable', host: 'Satchel’s engine', detail: 'the connection to it was lost', retryAt: null } },
}

export function openSocketTransport(open: () => SocketLike, token: string, later: (run: () => void, ms: number) => void = setTimeout): PageTransport {
  const waiting = new Map<number, Waiting>()
  const listeners = new Set<(event: EngineEvent) => void>()
  const reconnected = new Set<() => void>()
  let lastId = 0
  let socket: SocketLike | null = null
  let wasReady = false
  let pauseMs = FIRST_PAUSE_MS

  const becomeReady = (ready: SocketLike): void => {
    socket = ready
    pauseMs = FIRST_PAUSE_MS
    for (const each of waiting.values()) send(ready, each)
    if (wasReady) for (const listener of reconnected) listener()
    wasReady = true
  }

  const connect = (): void => {
    const next = open()
    next.addEventListener('open', () => next.send(JSON.stringify({ token })))
    next.addEventListener('message', (event) => {
      if (!(event instanceof MessageEvent)) return
      const message = JSON.parse(String(event.data)) as { ready?: true; id?: number; answer?: Answer; event?: EngineEvent }
      if (message.ready) return becomeReady(next)
      if (message.event) for (const listener of listeners) listener(message.event)
      if (message.id === undefined || !message.answer) return
      waiting.get(message.id)?.settle(message.answer)
      waiting.delete(message.id)
    })
    next.addEventListener('close', () => {
      socket = null
      for (const [id, each] of waiting) {
        if (!each.sent) continue
        waiting.delete(id)
        each.settle(lost)
      }
      later(connect, pauseMs)
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
    })
  }

  connect()
  return {
    request: (operation, input) =>
      new Promise((settle) => {
        const id = ++lastId
        const each: Waiting = { message: JSON.stringify({ id, operation, input }), settle, sent: false }
        waiting.set(id, each)
        if (socket) send(socket, each)
      }),
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onReconnect: (listener) => {
      reconnected.add(listener)
      return () => reconnected.delete(listener)
    },
  }
}

function send(socket: SocketLike, each: Waiting): void {
  each.sent = true
  socket.send(each.message)
}
