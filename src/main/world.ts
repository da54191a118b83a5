/**
 * What the engine may ask of the outside: time, chance and network. All of it comes in as an argument, so that a week of bad
 * trains replays in a second, from a seed.
 */
import type { Instant } from '../shared/model/ids'

export interface World {
  /** The local clock: for timers and for what the rep sees, never for where a pull got to. */
  now(): Instant
  /** From 0 up to, not including, 1. */
  random(): number
  /** Resolves after that many milliseconds; rejects with the signal's reason when it is aborted before. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
  /** One HTTP exchange. Rejects when no complete answer came; an error status is an answer. */
  http(request: HttpRequest): Promise<HttpResponse>
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
  readonly timeoutMs: number
  readonly signal: AbortSignal | null
}

export interface HttpResponse {
  readonly status: number
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/**
 * No complete answer. `sent` says whether the request may have reached the other side: false only when that is certain
 * (no route, refused, no TLS), so that a write may be sent again without looking first.
 */
export class NetworkError extends Error {
  override readonly name = 'NetworkError'
  readonly sent: boolean
  constructor(message: string, sent: boolean, options?: ErrorOptions) {
    super(message, options)
    this.sent = sent
  }
}
