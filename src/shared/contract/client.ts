/**
 * The typed client of the contract. It can't tell what carries it: Electron's IPC, a WebSocket, a socket in the workspace or
 * a function call.
 */
import type { EngineEvent } from './events'
import type { InputOf, OutputOf } from './operation'
import type { OperationName, SatchelOperations } from './operations'
import { type Failure, FailureError } from '../failure'

/** What a transport carries: plain data both ways. */
export type Answer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: AnswerError }
/** A failure as it is; a bug as its message, which is for us and not for the rep. */
export type AnswerError = { readonly failure: Failure } | { readonly bug: string }

export interface Transport {
  request(operation: string, input: unknown): Promise<Answer>
  /** Calls `listener` for each event until the returned function is called. */
  subscribe(listener: (event: EngineEvent) => void): () => void
}

export interface Satchel {
  request<Name extends OperationName>(operation: Name, input: InputOf<SatchelOperations[Name]>): Promise<OutputOf<SatchelOperations[Name]>>
  subscribe(listener: (event: EngineEvent) => void): () => void
}

export function createClient(transport: Transport): Satchel {
  return {
    async request(operation, input) {
      const answer = await transport.request(operation, input)
      if (answer.ok) return answer.value as never
      if ('failure' in answer.error) throw new FailureError(answer.error.failure)
      throw new Error(answer.error.bug)
    },
    subscribe: (listener) => transport.subscribe(listener),
  }
}
