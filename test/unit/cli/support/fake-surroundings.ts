/**
 * A command line without a process: its output is kept, and its engine is a table of answers. What a command asks is checked
 * against the contract's schemas as the real engine does, so a command that asks for nonsense fails here, too.
 */
import { Readable, Writable } from 'node:stream'
import type { Answer } from '../../../../src/shared/contract/client'
import type { EngineEvent } from '../../../../src/shared/contract/events'
import {
  type CheckedInputOf,
  type OperationName,
  operations,
  type OutputOf,
  type SatchelOperations,
} from '../../../../src/shared/contract/operations'
import { type Failure, failureOf, FailureError } from '../../../../src/shared/failure'
import { runCommandLine } from '../../../../src/main/cli/run'
import type { Surroundings } from '../../../../src/main/cli/surroundings'

export type FakeEngine = {
  [Name in OperationName]?: (
    input: CheckedInputOf<SatchelOperations[Name]>,
  ) => OutputOf<SatchelOperations[Name]> | Promise<OutputOf<SatchelOperations[Name]>>
}

export interface Run {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  /** Every line of stdout as JSON. */
  readonly lines: readonly unknown[]
  readonly asked: readonly { readonly operation: string; readonly input: unknown }[]
  readonly opened: number
  readonly closed: number
}

export interface RunOptions {
  readonly stdin?: string
  /** What opening the workspace fails with. */
  readonly unopenable?: Failure
  readonly stopped?: AbortController
  readonly surroundings?: Partial<Surroundings>
}

/** Runs one command as if typed: `run(['list', 'contact', '--json'], {...})`. */
export async function run(args: readonly string[], engine: FakeEngine = {}, options: RunOptions = {}): Promise<Run> {
  const out = collector()
  const err = collector()
  const asked: { operation: string; input: unknown }[] = []
  let opened = 0
  let closed = 0
  const stopped = options.stopped ?? new AbortController()
  const around: Surroundings = {
    stdin: Readable.from(options.stdin === undefined ? [] : [options.stdin]),
    stdout: out.stream,
    stderr: err.stream,
    env: {},
    stopped: stopped.signal,
    openWorkspace: async () => {
      if (options.unopenable) throw new FailureError(options.unopenable)
      opened += 1
      return {
        request: async (operation, input) => {
          asked.push({ operation, input })
          return answer(engine, operation, input)
        },
        subscribe: (_listener: (event: EngineEvent) => void) => () => undefined,
        close: async () => {
          closed += 1
        },
      }
    },
    serve: async () => Promise.reject(new Error('no host here')),
    runSandbox: async () => Promise.reject(new Error('no sandbox here')),
    pause: async () => undefined,
    ...options.surroundings,
  }
  const code = await runCommandLine(args, around)
  return {
    code,
    stdout: out.text(),
    stderr: err.text(),
    get lines() {
      return out
        .text()
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as unknown)
    },
    asked,
    opened,
    closed,
  }
}

async function answer(engine: FakeEngine, name: string, input: unknown): Promise<Answer> {
  const operation = operations[name as OperationName]
  const handler = engine[name as OperationName] as ((input: unknown) => unknown) | undefined
  if (!handler) return { ok: false, error: { bug: `nobody answers ${name} here` } }
  try {
    // Through JSON, as through a socket: what does not survive that would not reach the engine either.
    return { ok: true, value: await handler(operation.input.parse(JSON.parse(JSON.stringify(input)))) }
  } catch (error) {
    const failure = failureOf(error)
    return { ok: false, error: failure ? { failure } : { bug: String(error) } }
  }
}

function collector(): { stream: Writable; text: () => string } {
  const parts: string[] = []
  const stream = new Writable({
    write(chunk: Buffer | string, _encoding, done) {
      parts.push(String(chunk))
      done()
    },
  })
  return { stream, text: () => parts.join('') }
}
