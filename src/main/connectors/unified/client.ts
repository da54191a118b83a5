/**
 * One request to the Unified API, and what is known afterwards.
 *
 * Each goes out once; the engine decides about another. A write whose answer never came, or came as a server error, may
 * have been done: that is `unknown`, never a failure.
 */
import type { Instant } from '../../../shared/model/ids'
import type { Json, JsonObject } from '../../../shared/model/json'
import { type HttpRequest, type HttpResponse, NetworkError, type World } from '../../world'
import type { ConnectorOptions, Outcome } from '../connector'
import { errorField, errorWords } from './error-words'

/** Slow CRMs with a hundred records and slow fields take tens of seconds. */
const TIMEOUT_MS = 60_000

export interface Ask {
  readonly method: HttpRequest['method']
  /** Percent-encoded. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: JsonObject
  readonly key?: string
  /** What form the answer may have; JSON where it is left out. */
  readonly accept?: string
  readonly signal?: AbortSignal | null
  /** Asked without a token, where the API answers anybody. */
  readonly open?: boolean
}

/** The body of an answer: JSON, or undefined where there was none or it can't be read. */
export interface Reply {
  readonly json: Json | undefined
  readonly status: number
  /** The content type as it was sent. */
  readonly type: string
  /** The body, unparsed. */
  readonly text: string
}

export type Client = (ask: Ask) => Promise<Outcome<Reply>>

export function createClient({ url, token }: Pick<ConnectorOptions, 'url' | 'token'>, http: World['http']): Client {
  const base = url.replace(/\/+$/, '')
  return async ({ method, path, query = {}, body, key, accept = 'application/json', signal = null, open = false }) => {
    const secret = open ? null : await token()
    if (!open && (secret === null || secret.trim() === '')) return { kind: 'not-authorized', words: 'there is no token' }
    const search = new URLSearchParams(query).toString()
    const headers: Record<string, string> = { accept }
    // What is open is asked without: a token that nobody needs is not sent.
    if (!open) headers['authorization'] = `Bearer ${(secret ?? '').trim().replace(/^bearer\s+/i, '')}`
    if (body) headers['content-type'] = 'application/json'
    if (key !== undefined) headers['idempotency-key'] = key
    try {
      const response = await http({
        method,
        url: `${base}${path}${search === '' ? '' : `?${search}`}`,
        headers,
        body: body ? JSON.stringify(body) : null,
        timeoutMs: TIMEOUT_MS,
        signal,
      })
      return readResponse(response)
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error
      return error.sent ? { kind: 'unknown', detail: error.message, status: null } : { kind: 'not-sent', detail: error.message }
    }
  }
}

function readResponse(response: HttpResponse): Outcome<Reply> {
  const { status, headers, body } = response
  const serverTime = httpDate(headers['date'])
  const words = (): string => errorWords(status, body)
  if (status >= 200 && status < 300)
    return { kind: 'answered', value: { json: parseJson(body), status, type: headers['content-type'] ?? '', text: body }, serverTime }
  if (status === 401) return { kind: 'not-authorized', words: words() }
  if (status === 404 || status === 410) return { kind: 'gone', serverTime }
  const retryAfterMs = retryAfter(headers['retry-after'], serverTime)
  // Salesforce says so where others say 429, and names no time.
  const isSpent = status === 403 && body.includes('REQUEST_LIMIT_EXCEEDED')
  if (status === 429 || isSpent || (status === 503 && headers['retry-after'] !== undefined)) return { kind: 'wait', retryAfterMs, status }
  // 501: this CRM has no such method, and never will for the asking.
  if (status === 408 || (status >= 500 && status !== 501)) return { kind: 'unknown', detail: `${status}: ${words()}`, status }
  return { kind: 'refused', status, words: words(), field: errorField(body), retryable: status === 423 || status === 425 }
}

function parseJson(body: string): Json | undefined {
  if (body.trim() === '') return undefined
  try {
    return JSON.parse(body) as Json
  } catch {
    // Not JSON: the caller says what that means for its request.
    return undefined
  }
}

/** Seconds, or a date counted from the server's own clock; null for neither. */
function retryAfter(header: string | undefined, serverTime: Instant | null): number | null {
  if (header === undefined) return null
  if (/^\s*\d+(\.\d+)?\s*$/.test(header)) return Math.round(Number(header) * 1000)
  const until = httpDate(header)
  return until === null || serverTime === null ? null : Math.max(0, until - serverTime)
}

function httpDate(header: string | undefined): Instant | null {
  const milliseconds = header === undefined ? Number.NaN : Date.parse(header)
  return Number.isNaN(milliseconds) ? null : (milliseconds as Instant)
}
