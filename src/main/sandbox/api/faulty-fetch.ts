/**
 * The CRM as it is on a bad day: every request passes here on its way in and every answer on its way out.
 *
 *     request → latency → colleague between pages → 429 / 5xx / reset-before → [app] → reset-after / truncated / malformed … → answer
 *
 * Over a socket a cut connection is a destroyed socket; in process it is a rejected promise, as `fetch` rejects.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { isSandboxObject, type SandboxObject } from '../catalogue'
import type { Clock } from '../clock'
import type { Faults, Request as FaultRequest } from '../faults/faults'
import { parseDuration } from '../faults/spec'
import { json } from './answer'

/** No complete answer came. */
export class ConnectionCut extends Error {
  override readonly name = 'ConnectionCut'
  constructor(where: string) {
    super(`the connection was cut ${where}`)
  }
}

/** What the HTTP server passes along; empty when called in process. */
export interface Wire {
  readonly incoming?: IncomingMessage
  readonly outgoing?: ServerResponse
}

export type SandboxFetch = (request: Request, wire?: Wire) => Promise<Response>

export interface FaultyFetchParts {
  readonly app: (request: Request) => Promise<Response> | Response
  readonly faults: Faults
  readonly clock: Clock
  /** The CRM's own clock, skew included. */
  readonly now: () => number
  readonly random: () => number
  readonly betweenPages: (object: SandboxObject, verb: 'edit' | 'delete', count: number) => void
  readonly count: (request: FaultRequest) => void
}

export function faultyFetch(parts: FaultyFetchParts): SandboxFetch {
  const { app, faults, clock, now, random, betweenPages, count } = parts

  return async (request, wire = {}) => {
    const started = clock.now()
    const url = new URL(request.url)
    if (url.pathname.startsWith('/_sandbox/')) return app(request)
    const about = { method: request.method, object: objectOf(url) }
    count(about)

    const latency = faults.strike('latency', about)
    if (latency) await clock.sleep(latencyOf(latency.value, random))
    if (about.object !== null && about.method === 'GET' && Number(url.searchParams.get('offset') ?? 0) > 0) {
      for (const verb of ['edit', 'delete'] as const) {
        const fault = faults.strike(`${verb}-between-pages`, about)
        if (fault) betweenPages(about.object, verb, Number(fault.value || 1))
      }
    }

    if (faults.strike('reset-before', about)) return cut(wire, 'before the request was handled')
    const struck = faults.strikeStatus(about)
    const answer = struck ? errorAnswer(struck, now()) : await app(request)
    if (faults.strike('reset-after', about)) return cut(wire, 'after the request was handled')
    const seen = answer.ok ? await spoil(answer, about, faults, wire) : answer
    if (!seen.headers.has(ALREADY_SENT)) {
      seen.headers.set('date', new Date(now()).toUTCString())
      seen.headers.set('x-response-time', String(clock.now() - started))
    }
    return seen
  }
}

/** By its own convention the HTTP server takes an answer with this header as sent already. */
const ALREADY_SENT = 'x-hono-already-sent'

function cut({ outgoing }: Wire, where: string): Response {
  if (!outgoing) throw new ConnectionCut(where)
  outgoing.destroy()
  return new Response(null, { headers: { [ALREADY_SENT]: 'true' } })
}

async function spoil(answer: Response, about: FaultRequest, faults: Faults, wire: Wire): Promise<Response> {
  const with200 = (text: string, type = 'application/json; charset=utf-8'): Response =>
    new Response(text, { status: 200, headers: { 'content-type': type } })
  if (faults.strike('html', about)) return with200('<html><body><h1>Sign in to this network</h1></body></html>', 'text/html; charset=utf-8')
  if (faults.strike('empty', about)) return with200('')
  if (faults.strike('malformed', about)) return with200((await answer.text()).replace(/[}\]]$/, ',,'))
  if (faults.strike('truncated', about)) return truncate(await answer.text(), wire)
  if (about.method === 'GET' && faults.strike('unreadable-record', about)) return with200(unreadable(await answer.text()))
  return answer
}

/** Announces the whole, sends half, and hangs up. */
function truncate(text: string, { outgoing }: Wire): Response {
  if (!outgoing) throw new ConnectionCut('in the middle of the answer')
  const bytes = Buffer.from(text)
  outgoing.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': bytes.length })
  outgoing.write(bytes.subarray(0, bytes.length >> 1), () => outgoing.destroy())
  return new Response(null, { headers: { [ALREADY_SENT]: 'true' } })
}

/** One record of the page has a stamp and a name that no schema takes; the others are fine. */
function unreadable(text: string): string {
  const page: unknown = JSON.parse(text)
  if (!Array.isArray(page) || page.length === 0) return text
  const middle = page.length >> 1
  return JSON.stringify(
    page.map((record: object, index) => (index === middle ? { ...record, name: 42, created_at: 'yesterday', emails: 'none' } : record)),
  )
}

function errorAnswer({ status, value }: { status: number; value: string }, now: number): Response {
  const asDate = value.endsWith('-date')
  const wait = parseDuration(asDate ? value.slice(0, -'-date'.length) : value)
  const message = wait === null && value !== '' ? value : `status ${status} on request`
  if (wait === null) return json({ message }, status)
  const retryAfter = asDate ? new Date(now + wait).toUTCString() : String(Math.ceil(wait / 1_000))
  return json({ message }, status, { 'retry-after': retryAfter })
}

function latencyOf(value: string, random: () => number): number {
  const [least = 0, most = least] = value.split('-').map(Number)
  return least + Math.floor(random() * (most - least + 1))
}

function objectOf(url: URL): SandboxObject | null {
  const [, area, , object] = url.pathname.split('/')
  return (area === 'crm' || area === 'hris') && isSandboxObject(object) ? object : null
}
