/** An outcome that was no answer, as the failure that a person sees. */
import { exhaustive } from '../../shared/assert'
import type { Failure } from '../../shared/failure'
import { type Instant, instant } from '../../shared/model/ids'
import type { Outcome } from './connector'

/** Where the CRM names no time: the wait after which asking again is reasonable. */
export const DEFAULT_WAIT_MS = 30_000

export interface OutcomeContext {
  /** The connection's name. */
  readonly connection: string
  readonly host: string
  readonly now: Instant
}

export function outcomeFailure(outcome: Exclude<Outcome<unknown>, { kind: 'answered' }>, { connection, host, now }: OutcomeContext): Failure {
  switch (outcome.kind) {
    case 'gone':
      return { kind: 'refused', by: connection, status: 404, words: 'not found', field: null }
    case 'refused':
      return { kind: 'refused', by: connection, status: outcome.status, words: outcome.words, field: outcome.field }
    case 'not-sent':
      return { kind: 'unreachable', host, detail: outcome.detail, retryAt: null }
    case 'unknown': {
      const { detail, status } = outcome
      // An answer that can't be read has a status of success: that is no error of the CRM's own.
      return { kind: 'unreachable', host, detail, retryAt: null, ...(status !== null && status >= 400 ? { status } : {}) }
    }
    case 'wait':
      return { kind: 'asked-to-wait', host, until: instant(now + (outcome.retryAfterMs ?? DEFAULT_WAIT_MS)) }
    case 'not-authorized':
      return { kind: 'not-authorized', connection, words: outcome.words }
    default:
      return exhaustive(outcome)
  }
}
