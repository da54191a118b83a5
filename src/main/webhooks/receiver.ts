/**
 * Where deliveries of webhooks arrive: one address on this computer's own network, which the rep's tunnel or relay forwards to.
 *
 * It hands the bytes on and answers with what it is told, at once: 200 means written down, everything else makes the CRM try again. Only
 * the signature says whether to believe a delivery; the checks before it keep pages in a browser, other names and endless bodies away.
 * There is no limit on the rate: everything comes through one tunnel, and whoever filled it with forgeries would shut the CRM out.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ReceiverState } from '../../shared/sync/webhook'

export interface ReceiverOptions {
  /** Judges a body and writes it down; answers the HTTP status. */
  readonly take: (body: string) => Promise<number>
  /** Where the CRM reaches us from outside; its host may stand in `Host`. Empty: nowhere. */
  readonly address: () => string
  /** Something about it changed. */
  readonly changed: () => void
}

export interface Receiver {
  /** Listens on that port, 0 for any free one, or says in its state why it can't. One that listens already moves there. */
  open(port: number): Promise<ReceiverState>
  close(): Promise<void>
  state(): ReceiverState
  /** Requests that were not accepted since it was opened. */
  refused(): number
}

/** We ask for ids and stamps only; a hundred of them take ten kilobytes. */
const MOST_BODY_BYTES = 1024 * 1024
/** Bodies being read at once: what waits longer is tried again by the CRM. */
const MOST_AT_ONCE = 64
const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])

export function createReceiver({ take, address, changed }: ReceiverOptions): Receiver {
  let server: Server | null = null
  let state: ReceiverState = { kind: 'off' }
  let refused = 0
  let reading = 0

  const answer = async (request: IncomingMessage, response: ServerResponse, port: number): Promise<void> => {
    const verdict = refusalOf(request, port, address())
    const status = verdict ?? (reading >= MOST_AT_ONCE ? 503 : await takeBody(request))
    if (status >= 400) {
      refused += 1
      changed()
    }
    // The same few bytes whatever went wrong: whoever guesses learns nothing.
    response.writeHead(status, {
      'content-length': 0,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      connection: status >= 400 ? 'close' : 'keep-alive',
    })
    response.end()
  }

  const takeBody = async (request: IncomingMessage): Promise<number> => {
    reading += 1
    try {
      const body = await readBody(request)
      return typeof body === 'number' ? body : await take(body)
    } finally {
      reading -= 1
    }
  }

  const close = async (): Promise<void> => {
    const closing = server
    server = null
    if (state.kind === 'listening') become({ kind: 'off' })
    if (closing === null) return
    await new Promise<void>((resolve) => {
      closing.close(() => resolve())
      closing.closeAllConnections()
    })
  }

  const become = (next: ReceiverState): ReceiverState => {
    state = next
    changed()
    return next
  }

  return {
    async open(port) {
      await close()
      refused = 0
      const opening = createServer({ requestTimeout: 10_000, headersTimeout: 5_000, maxHeaderSize: 16_384 }, (request, response) => {
        const bound = state.kind === 'listening' ? state.port : port
        answer(request, response, bound).catch(() => {
          // What could not be written down comes again.
          if (!response.headersSent) response.writeHead(500, { 'content-length': 0 })
          response.end()
        })
      })
      try {
        await listen(opening, port)
      } catch (error) {
        return become({ kind: 'failed', port, detail: detailOf(error) })
      }
      server = opening
      return become({ kind: 'listening', port: (opening.address() as AddressInfo).port })
    },
    async close() {
      await close()
      become({ kind: 'off' })
    },
    state: () => state,
    refused: () => refused,
  }
}

/** The status to refuse with before anything is read, or null to go on. */
function refusalOf(request: IncomingMessage, port: number, address: string): number | null {
  const { headers, method } = request
  if (!LOOPBACK.has(request.socket.remoteAddress ?? '')) return 403
  const known = new Set([`127.0.0.1:${port}`, `[::1]:${port}`, `localhost:${port}`, URL.parse(address)?.host ?? ''])
  if (headers.host === undefined || headers.host === '' || !known.has(headers.host.toLowerCase())) return 403
  // A CRM is no browser.
  if (headers.origin !== undefined || headers['sec-fetch-site'] !== undefined) return 403
  if (method !== 'POST') return 405
  if (headers['content-type']?.split(';')[0]?.trim().toLowerCase() !== 'application/json') return 415
  return Number(headers['content-length'] ?? 0) > MOST_BODY_BYTES ? 413 : null
}

/** The body as text; a status where it is too long, breaks off, or is no UTF-8: signed bytes are never guessed at. */
function readBody(request: IncomingMessage): Promise<string | number> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > MOST_BODY_BYTES) resolve(413)
      else chunks.push(chunk)
    })
    request.once('end', () => {
      try {
        resolve(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks)))
      } catch {
        // Not UTF-8.
        resolve(400)
      }
    })
    request.once('error', () => resolve(400))
    request.once('aborted', () => resolve(400))
  })
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
}

function detailOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'EADDRINUSE') return 'another program uses that port'
  if (code === 'EACCES') return 'this computer does not let us use that port'
  return error instanceof Error ? error.message : String(error)
}
