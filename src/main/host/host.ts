/**
 * The browser host: the same page and the same contract as the window, over loopback.
 *
 * Any page in any browser on this machine can send us requests, and any local program can open a socket. So each request passes
 * the checks of `guard.ts` before any work; assets are public, data needs a token; the token is traded for a one-time secret
 * that travels in the fragment of the launch address, which no request carries.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Transport } from '../../shared/contract/client'
import { freshNonce, openPageFiles, type PageFiles, protectiveHeaders } from '../page/page-files'
import { createAccess, type Access, type Launch } from './access'
import { openContractSocket } from './contract-socket'
import { guard, hostsOf } from './guard'

export interface HostOptions {
  readonly engine: Transport
  /** Null: any free one. */
  readonly port: number | null
  /** The folder of the built page. */
  readonly assets: string
  /** How the first address reaches the person: decides how long it is good for. */
  readonly launch: Launch
  readonly log: (line: string) => void
}

export interface Host {
  /** Where to go, with a secret that is good for one visit. */
  readonly url: string
  /** Another one; the older ones end. */
  newLaunchAddress(): string
  close(): Promise<void>
}

/** A session secret is all that is ever posted. */
const MOST_BODY_BYTES = 1024
const BODY_TIMEOUT_MS = 5000

export async function startHost({ engine, port, assets, launch, log }: HostOptions): Promise<Host> {
  const page = openPageFiles(assets)
  const access = createAccess(() => performance.now())
  let hosts: ReadonlySet<string> = new Set()

  const server = createServer({ requestTimeout: 10_000, headersTimeout: 5000, maxHeaderSize: 16_384 }, (request, response) => {
    answer(request, response, { page, access, hosts }).catch((error: unknown) => {
      log(`a request failed: ${error instanceof Error ? error.message : String(error)}`)
      if (!response.headersSent) refuse(response, 500)
    })
  })
  const socket = openContractSocket(engine, access, log)
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const verdict = guard(request, hosts)
    // A browser sends an Origin with every WebSocket: without one it is no page of ours.
    if (verdict !== null || request.url !== '/contract' || request.headers.origin === undefined) {
      stream.end(`HTTP/1.1 ${verdict ?? 403} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
      return
    }
    socket.take(request, stream, head)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port ?? 0, '127.0.0.1', resolve)
  })
  const bound = (server.address() as AddressInfo).port
  hosts = hostsOf(bound)
  const newLaunchAddress = (kind: Launch): string => `http://127.0.0.1:${bound}/#key=${access.newSecret(kind)}`
  return {
    url: newLaunchAddress(launch),
    newLaunchAddress: () => newLaunchAddress('printed'),
    async close() {
      socket.close()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

interface Parts {
  readonly page: PageFiles
  readonly access: Access
  readonly hosts: ReadonlySet<string>
}

async function answer(request: IncomingMessage, response: ServerResponse, { page, access, hosts }: Parts): Promise<void> {
  const verdict = guard(request, hosts)
  if (verdict !== null) return refuse(response, verdict)
  const path = request.url ?? ''
  if (request.method === 'GET' || request.method === 'HEAD') {
    const file = page.find(path)
    if (file === null) return refuse(response, 404)
    response.writeHead(200, { ...file.headers, 'content-length': file.body.byteLength })
    response.end(request.method === 'HEAD' ? undefined : file.body)
    return
  }
  if (path !== '/session') return refuse(response, 404)
  if (request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() !== 'application/json') return refuse(response, 415)
  const body = await readBody(request)
  if (body === null) return refuse(response, 413)
  if (!access.mayTry()) return refuse(response, 429)
  const token = access.trade(secretIn(body))
  if (token === null) return refuse(response, 403)
  const words = JSON.stringify({ token })
  response.writeHead(200, { ...protectiveHeaders(freshNonce()), 'content-type': 'application/json', 'content-length': Buffer.byteLength(words) })
  response.end(words)
}

/** The same few bytes whatever went wrong: whoever guesses learns nothing. */
function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { ...protectiveHeaders(freshNonce()), 'content-type': 'text/plain; charset=utf-8', connection: 'close' })
  response.end('Refused.\n')
}

/** The body as text; null when it is too long or too slow. */
function readBody(request: IncomingMessage): Promise<string | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let size = 0
    const timer = setTimeout(() => resolve(null), BODY_TIMEOUT_MS)
    const done = (body: string | null): void => {
      clearTimeout(timer)
      resolve(body)
    }
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > MOST_BODY_BYTES) done(null)
      else chunks.push(chunk)
    })
    request.once('end', () => done(Buffer.concat(chunks).toString('utf8')))
    request.once('error', () => done(null))
  })
}

function secretIn(body: string): string {
  try {
    const parsed: unknown = JSON.parse(body)
    const key = typeof parsed === 'object' && parsed !== null && 'key' in parsed ? parsed.key : null
    return typeof key === 'string' ? key : ''
  } catch {
    // No JSON is no secret.
    return ''
  }
}
