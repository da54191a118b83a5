/**
 * HTTP as the engine asks for it, over undici: one exchange, one answer.
 *
 * Nothing is tried twice here. A redirect is followed for reads within the same origin only: the token in the headers is
 * meant for one address, and a write that is sent on could be done twice.
 */
import { Agent, fetch, type Response } from 'undici'
import { type HttpRequest, type HttpResponse, NetworkError, type World } from '../world'

/** More than any page of a CRM; protects memory from an answer that never ends. */
const LARGEST_ANSWER = 64 * 1024 * 1024
const MOST_REDIRECTS = 5

/** What the system says when a request never left, or never reached anyone who could have acted on it. */
const certainlyNotSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_INVALID_URL',
])

/** `World.http` over a pool of kept-alive connections. `connectTimeoutMs` counts before anything is sent. */
export function createHttp({ connectTimeoutMs = 10_000 }: { readonly connectTimeoutMs?: number } = {}): World['http'] {
  const agent = new Agent({ connect: { timeout: connectTimeoutMs }, keepAliveTimeout: 4_000, connections: 16, headersTimeout: 0, bodyTimeout: 0 })
  return (request) => exchange(agent, request)
}

async function exchange(agent: Agent, request: HttpRequest): Promise<HttpResponse> {
  const timeout = AbortSignal.timeout(request.timeoutMs)
  const signal = request.signal ? AbortSignal.any([timeout, request.signal]) : timeout
  try {
    let url = request.url
    for (let redirects = 0; ; redirects += 1) {
      const response = await fetch(url, {
        method: request.method,
        headers: request.headers,
        body: request.body,
        redirect: 'manual',
        dispatcher: agent,
        signal,
      })
      const next = redirects < MOST_REDIRECTS ? redirectOf(request, url, response) : null
      if (next === null) return { status: response.status, headers: headersOf(response), body: await bodyOf(response) }
      await response.body?.cancel()
      url = next
    }
  } catch (error) {
    // Whoever gave up does not want to hear of a network error.
    if (request.signal?.aborted) throw request.signal.reason
    if (error instanceof NetworkError) throw error
    if (timeout.aborted) throw new NetworkError(`no answer within ${Math.round(request.timeoutMs / 1000)} s`, true, { cause: error })
    throw networkError(error)
  }
}

function redirectOf(request: HttpRequest, from: string, response: Response): string | null {
  const target = response.headers.get('location')
  if (request.method !== 'GET' || target === null || ![301, 302, 307, 308].includes(response.status)) return null
  const url = URL.parse(target, from)
  return url !== null && url.origin === new URL(from).origin ? url.href : null
}

function headersOf(response: Response): Record<string, string> {
  return Object.fromEntries(response.headers.entries())
}

async function bodyOf(response: Response): Promise<string> {
  if (!response.body) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > LARGEST_ANSWER) throw new NetworkError('the answer is larger than 64 MiB', true)
    chunks.push(chunk)
  }
  return new TextDecoder().decode(Buffer.concat(chunks))
}

function networkError(error: unknown): NetworkError {
  const codes = causes(error).flatMap((cause) => ('code' in cause && typeof cause.code === 'string' ? [cause.code] : []))
  const code = codes[0] ?? null
  const sent = !codes.some((each) => certainlyNotSent.has(each))
  return new NetworkError(code === null ? wordsOf(error) : (plainWords[code] ?? code), sent, { cause: error })
}

const plainWords: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody answers at that address',
  ENOTFOUND: 'the address is not known',
  EAI_AGAIN: 'the address could not be looked up',
  ECONNRESET: 'the connection broke off',
  UND_ERR_SOCKET: 'the connection broke off',
  UND_ERR_CONNECT_TIMEOUT: 'it did not pick up in time',
}

/** The error and what it was made from, outermost first; `AggregateError` hides one for each address that was tried. */
function causes(error: unknown): readonly Error[] {
  if (!(error instanceof Error)) return []
  const inner = error instanceof AggregateError ? error.errors.flatMap(causes) : []
  return [error, ...inner, ...causes(error.cause)]
}

function wordsOf(error: unknown): string {
  return causes(error).at(-1)?.message ?? String(error)
}
