/** The engine's own thread: the core behind a port. See `engine.ts` for the other end. */
import { parentPort, workerData } from 'node:worker_threads'
import { invariant } from '../shared/assert'
import type { EngineEvent } from '../shared/contract/events'
import { type Core, openCore } from './engine-core'
import { type EngineThreadData, type Opened, threadCalls } from './engine-thread-calls'
import { needsJudging } from './mirror/storage'
import { realWorld } from './real-world'
import type { Outside } from './services/outside'
import { answerOf, linkThreads } from './thread-rpc'

invariant(parentPort, 'the engine thread was started as a thread')
const { files, settings, background, otherHolder, damage } = workerData as EngineThreadData
let core: Core | null = null

const link = linkThreads(parentPort, async (name, input) => {
  if (name === threadCalls.open) return answerOf(open)
  if (name === threadCalls.close) return answerOf(() => core?.close())
  invariant(core, 'asked before it was open')
  return core.request(name, input)
})

function open(): Opened {
  try {
    core = openCore({
      files,
      settings,
      background,
      world: realWorld(),
      outside: outsideOver(),
      emit,
      otherHolder: () => otherHolder,
      onSuspicion: (detail) => void link.ask(threadCalls.suspect, detail),
      ...(damage === null ? {} : { damage }),
    })
    return { readFrom: core.readFrom, takesWrites: core.takesWrites }
  } catch (error) {
    if (!needsJudging(error)) throw error
    return { unreadable: error instanceof Error ? error.message : String(error) }
  }
}

function emit(event: EngineEvent): void {
  void link.ask(threadCalls.event, event)
}

/** The door's side of `Outside`, called over the port. */
function outsideOver(): Outside {
  const call = (name: keyof Outside, ...input: readonly unknown[]): Promise<never> => link.call(name, input) as Promise<never>
  return {
    writeSettings: (next) => call('writeSettings', next),
    token: (connection) => call('token', connection),
    saveToken: (connection, token) => call('saveToken', connection, token),
    forgetToken: (connection) => call('forgetToken', connection),
    webhookSecrets: (connection, env) => call('webhookSecrets', connection, env),
    saveWebhookSecrets: (connection, secrets) => call('saveWebhookSecrets', connection, secrets),
    variable: (name) => call('variable', name),
    startSandbox: (options) => call('startSandbox', options),
    removeSandbox: () => call('removeSandbox'),
    openReturn: (options) => call('openReturn', options),
    returned: (ticket) => call('returned', ticket),
    closeReturn: (ticket) => call('closeReturn', ticket),
    openAddress: (address) => call('openAddress', address),
  }
}
