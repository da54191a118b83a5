/**
 * The contract over a WebSocket. First message `{token}`, within two seconds, answered by `{ready: true}`; then
 * `{id, operation, input}` in, `{id, answer}` and `{event}` out.
 */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import { z } from 'zod'
import type { Transport } from '../../shared/contract/client'
import type { Access } from './access'

const TOKEN_WITHIN_MS = 2000
/** The longest request of the contract is an edit with a long text. */
const MOST_MESSAGE_BYTES = 1 << 20
/** RFC 6455: the policy was violated. */
const REFUSED = 1008

const greetingSchema = z.object({ token: z.string().max(100) })
const requestSchema = z.object({ id: z.int(), operation: z.string().max(100), input: z.unknown() })

export interface ContractSocket {
  /** Takes over a connection that passed the guard. */
  take(request: IncomingMessage, stream: Duplex, head: Buffer): void
  close(): void
}

export function openContractSocket(engine: Transport, access: Access, log: (line: string) => void): ContractSocket {
  const server = new WebSocketServer({ noServer: true, maxPayload: MOST_MESSAGE_BYTES, perMessageDeflate: false })
  return {
    take(request, stream, head) {
      server.handleUpgrade(request, stream, head, (socket) => greet(socket, engine, access, log))
    },
    close() {
      for (const socket of server.clients) socket.terminate()
      server.close()
    },
  }
}

function greet(socket: WebSocket, engine: Transport, access: Access, log: (line: string) => void): void {
  const timer = setTimeout(() => socket.close(REFUSED), TOKEN_WITHIN_MS)
  socket.on('error', (error) => log(`a page’s connection broke: ${error.message}`))
  socket.once('close', () => clearTimeout(timer))
  socket.once('message', (data) => {
    clearTimeout(timer)
    const greeting = greetingSchema.safeParse(decode(data))
    if (!greeting.success || !access.isToken(greeting.data.token)) {
      socket.close(REFUSED)
      return
    }
    serve(socket, engine)
  })
}

function serve(socket: WebSocket, engine: Transport): void {
  const send = (message: unknown): void => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message))
  }
  socket.once(
    'close',
    engine.subscribe((event) => send({ event })),
  )
  socket.on('message', (data) => {
    const request = requestSchema.safeParse(decode(data))
    if (!request.success) {
      socket.close(REFUSED)
      return
    }
    const { id, operation, input } = request.data
    engine.request(operation, input).then(
      (answer) => send({ id, answer }),
      (error: unknown) => send({ id, answer: { ok: false, error: { bug: error instanceof Error ? error.message : String(error) } } }),
    )
  })
  send({ ready: true })
}

function decode(data: RawData): unknown {
  try {
    return JSON.parse((data as Buffer).toString('utf8'))
  } catch {
    // Not ours; the schema refuses it.
    return undefined
  }
}
