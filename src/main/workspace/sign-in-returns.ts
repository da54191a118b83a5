/**
 * Where the browser comes back to after a sign-in: a listener of one attempt on the loopback address, with a path nobody can guess,
 * that takes one hit and ends. Where no port can be had, the app's own protocol takes its place, if the shell has one.
 *
 * What comes is not trusted: anybody on this computer may knock. Whoever waits checks the state, and asks the gateway itself.
 */
import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fail } from '../../shared/failure'

/** What an answer may carry; everything else in it is dropped. */
const parameters = ['id', 'connection_id', 'state', 'error'] as const
export type Returned = Readonly<Partial<Record<(typeof parameters)[number], string>>>

export interface SignInReturns {
  /** Fails with `sign-in`, `port-taken`, where the browser could not come back. */
  open(options: { readonly provider: string; readonly port: number | null }): Promise<{ readonly ticket: string; readonly address: string }>
  returned(ticket: string): Promise<Returned | null>
  close(ticket: string): Promise<void>
  /** A link of the app's own protocol: true when a sign-in waits for it. */
  deliver(link: string): boolean
  closeAll(): Promise<void>
}

interface Place {
  readonly server: Server | null
  readonly answer: PromiseWithResolvers<Returned | null>
}

const LONGEST_LINK = 2000
const LONGEST_VALUE = 500
/** The tab of a person who is still reading does no harm; one that holds the socket open does. */
const REQUEST_TIMEOUT_MS = 5000

/** @param scheme the protocol that the shell answers, as `satchel`; null where there is none */
export function createSignInReturns(scheme: string | null): SignInReturns {
  const places = new Map<string, Place>()
  const close = async (ticket: string): Promise<void> => {
    const place = places.get(ticket)
    places.delete(ticket)
    place?.answer.resolve(null)
    if (place?.server) await shut(place.server)
  }
  return {
    async open({ provider, port }) {
      const ticket = randomBytes(32).toString('hex')
      const answer = Promise.withResolvers<Returned | null>()
      const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: REQUEST_TIMEOUT_MS, maxHeaderSize: 16_384 })
      server.on('request', (request: IncomingMessage, response: ServerResponse) => {
        const found = readReturn(request, server, ticket)
        reply(response, found === null ? 404 : 200)
        if (found !== null) answer.resolve(found)
      })
      const trouble = await listen(server, port)
      if (trouble === null) {
        places.set(ticket, { server, answer })
        return { ticket, address: `http://127.0.0.1:${portOf(server)}/signed-in/${ticket}` }
      }
      if (scheme === null || port !== null) return fail({ kind: 'sign-in', provider, why: 'port-taken', words: trouble })
      places.set(ticket, { server: null, answer })
      return { ticket, address: `${scheme}://signed-in/${ticket}` }
    },
    returned: async (ticket) => places.get(ticket)?.answer.promise ?? null,
    close,
    deliver(link) {
      const url = link.length > LONGEST_LINK || scheme === null ? null : URL.parse(link)
      const ticket = url !== null && url.protocol === `${scheme}:` && url.host === 'signed-in' ? url.pathname.slice(1) : ''
      const place = places.get(ticket)
      if (!url || !place) return false
      place.answer.resolve(valuesOf(url.searchParams))
      return true
    },
    async closeAll() {
      await Promise.all([...places.keys()].map(close))
    },
  }
}

/** Null where it works; else why not, in words. */
function listen(server: Server, port: number | null): Promise<string | null> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      resolve(
        error.code === 'EADDRINUSE' ? `port ${port ?? 0} is taken by another program` : `no port can be opened (${error.code ?? error.message})`,
      )
    })
    server.listen(port ?? 0, '127.0.0.1', () => resolve(null))
  })
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}

async function shut(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

/** A page that rebinds its name to this computer is given away by its Host; whoever guesses, by the path. */
function readReturn(request: IncomingMessage, server: Server, ticket: string): Returned | null {
  const host = `127.0.0.1:${portOf(server)}`
  const { method, url: path = '' } = request
  const url = method === 'GET' && request.headers.host === host && path.length <= LONGEST_LINK ? URL.parse(path, `http://${host}`) : null
  return url?.pathname === `/signed-in/${ticket}` ? valuesOf(url.searchParams) : null
}

function valuesOf(search: URLSearchParams): Returned {
  return Object.fromEntries(
    parameters.flatMap((name) => {
      const value = search.get(name)
      return value === null || value.length > LONGEST_VALUE ? [] : [[name, value] as const]
    }),
  )
}

const PAGE =
  '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Satchel</title></head><body><h1>Back to Satchel</h1><p>You can close this tab. How it went stands in Satchel.</p></body></html>'

/** The same few bytes however it went: a tab in a browser is no place to say more. */
function reply(response: ServerResponse, status: 200 | 404): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    connection: 'close',
  })
  response.end(status === 200 ? PAGE : 'Not found.\n')
}
