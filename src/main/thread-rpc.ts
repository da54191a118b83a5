/**
 * Calls between two threads over a port, both ways, with the answers of the contract: a failure crosses as a failure, a bug
 * as its message.
 */
import type { Answer } from '../shared/contract/client'
import { FailureError, failureOf } from '../shared/failure'

/** What a worker's `parentPort`, a `Worker` and a `MessagePort` have in common. */
export interface ThreadPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (message: unknown) => void): unknown
}

export interface ThreadLink {
  /** Calls the other side; rejects with its failure. */
  call(name: string, input: unknown): Promise<unknown>
  /** Like `call`, as the answer itself. */
  ask(name: string, input: unknown): Promise<Answer>
  /** Ends every call that still waits, as answered with this error. */
  breakOff(reason: string): void
}

/** Answers one call of the other side. */
export type Serve = (name: string, input: unknown) => Promise<Answer>

type Message = { readonly call: number; readonly name: string; readonly input: unknown } | { readonly answered: number; readonly answer: Answer }

export function linkThreads(port: ThreadPort, serve: Serve): ThreadLink {
  const waiting = new Map<number, (answer: Answer) => void>()
  let lastCall = 0
  port.on('message', (raw) => {
    const message = raw as Message
    if ('call' in message) {
      void serve(message.name, message.input).then((answer) => {
        port.postMessage({ answered: message.call, answer } satisfies Message)
      })
      return
    }
    waiting.get(message.answered)?.(message.answer)
    waiting.delete(message.answered)
  })
  const ask = (name: string, input: unknown): Promise<Answer> =>
    new Promise((resolve) => {
      lastCall += 1
      waiting.set(lastCall, resolve)
      port.postMessage({ call: lastCall, name, input } satisfies Message)
    })
  return {
    ask,
    async call(name, input) {
      return valueOf(await ask(name, input))
    },
    breakOff(reason) {
      for (const answer of waiting.values()) answer({ ok: false, error: { bug: reason } })
      waiting.clear()
    },
  }
}

/** The value of an answer, or its error thrown. */
export function valueOf(answer: Answer): unknown {
  if (answer.ok) return answer.value
  throw 'failure' in answer.error ? new FailureError(answer.error.failure) : new Error(answer.error.bug)
}

/** Runs the work and makes an answer of however it ends. */
export async function answerOf(work: () => unknown): Promise<Answer> {
  try {
    return { ok: true, value: await work() }
  } catch (error) {
    const failure = failureOf(error)
    if (failure) return { ok: false, error: { failure } }
    return { ok: false, error: { bug: error instanceof Error ? (error.stack ?? error.message) : String(error) } }
  }
}
