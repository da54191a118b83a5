/** The engine in one thread, over a real mirror in a temporary folder and the sandbox in process: what the doors see, without threads. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Core, openCore } from '../../../../src/main/engine-core'
import { createSandbox, type Sandbox } from '../../../../src/main/sandbox/sandbox'
import type { Outside } from '../../../../src/main/services/outside'
import { createSignInReturns } from '../../../../src/main/workspace/sign-in-returns'
import { workspaceFiles, type WorkspaceFiles, workspaceFolder } from '../../../../src/main/workspace/folder'
import { NetworkError, type World } from '../../../../src/main/world'
import { createClient, type Satchel } from '../../../../src/shared/contract/client'
import type { EngineEvent } from '../../../../src/shared/contract/events'
import { queryHandlers } from '../../../../src/main/services/queries'
import { dispatch } from '../../../../src/main/services/dispatch'
import { operations, type OperationName } from '../../../../src/shared/contract/operations'
import { openMirrorReadOnly } from '../../../../src/main/mirror/open'
import { instant } from '../../../../src/shared/model/ids'
import { defaultSettings, type Settings } from '../../../../src/shared/settings'

export interface TestEngine {
  readonly satchel: Satchel
  readonly sandbox: Sandbox
  readonly files: WorkspaceFiles
  readonly events: readonly EngineEvent[]
  readonly secrets: ReadonlyMap<string, string>
  settings(): Settings
  /** From now on the CRM can't be reached, or can again. */
  network(works: boolean): void
  /** So much later, for us and for the sandbox. */
  later(milliseconds: number): void
  /** Called before each request leaves: what happens there happens in the middle of whatever is under way. */
  onRequest(listener: (request: { readonly method: string; readonly path: string }) => unknown): void
  /** So much later. */
  pass(milliseconds: number): void
  /** A link of the app's own protocol comes in. */
  takeLink(link: string): boolean
  /** Ends the engine and opens another on the same workspace. */
  reopen(): Promise<TestEngine>
  close(): Promise<void>
}

const url = 'http://crm.test'

export function openTestEngine(
  given: {
    sleep?: World['sleep']
    files?: WorkspaceFiles
    sandbox?: Sandbox
    profile?: string
    settings?: Settings
    secrets?: Map<string, string>
  } = {},
): TestEngine {
  const files = given.files ?? workspaceFiles(workspaceFolder(mkdtempSync(join(tmpdir(), 'satchel-engine-')), {}))
  const secrets = given.secrets ?? new Map<string, string>()
  const events: EngineEvent[] = []
  let settings = given.settings ?? defaultSettings
  let works = true
  let slept = 0
  const now = (): number => Date.now() + slept
  const sandbox =
    given.sandbox ??
    createSandbox({
      records: 'contact=30,company=8,deal=10,event=12,lead=5',
      seed: 3,
      ...(given.profile === undefined ? {} : { profile: given.profile, clock: { now, sleep: async (ms) => void (slept += ms) } }),
    })
  let listen: (request: { readonly method: string; readonly path: string }) => unknown = () => undefined

  const world: World = {
    now: () => instant(now()),
    random: () => 0.5,
    // Nothing here is worth waiting for: whoever sleeps wakes at once, that much later.
    async sleep(milliseconds, signal) {
      if (given.sleep) return given.sleep(milliseconds, signal)
      slept += milliseconds
    },
    async http({ method, url: address, headers, body }) {
      if (!works) throw new NetworkError('refused', false)
      await listen({ method, path: new URL(address).pathname })
      const response = await sandbox.fetch(new Request(address, { method, headers, ...(body === null ? {} : { body }) }))
      return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() }
    },
  }
  const returns = createSignInReturns('satchel')
  const outside: Outside = {
    async writeSettings(next) {
      settings = next
    },
    token: async (connection) => secrets.get(connection.id) ?? null,
    async saveToken(connection, token) {
      secrets.set(connection.id, token)
    },
    async forgetToken(connection) {
      secrets.delete(connection.id)
    },
    webhookSecrets: async (connection) => JSON.parse(secrets.get(`webhooks ${connection.id}`) ?? '[]') as string[],
    async saveWebhookSecrets(connection, kept) {
      secrets.set(`webhooks ${connection.id}`, JSON.stringify(kept))
    },
    variable: async (name) => (name === 'CRM_TOKEN' ? sandbox.token : null),
    startSandbox: async () => ({ url, connectionId: sandbox.connectionId, token: sandbox.token }),
    removeSandbox: async () => undefined,
    openReturn: (request) => returns.open(request),
    returned: (ticket) => returns.returned(ticket),
    closeReturn: (ticket) => returns.close(ticket),
    openAddress: async () => false,
  }
  const core: Core = openCore({
    files,
    world,
    outside,
    settings,
    emit: (event) => void events.push(event),
    background: false,
    otherHolder: () => 'the other one',
  })
  const reader = queryHandlers(openMirrorReadOnly(files.mirror), world)
  const satchel = createClient({
    request: (operation, input) =>
      operations[operation as OperationName]?.mode === 'query' ? dispatch(reader, operation, input) : core.request(operation, input),
    subscribe: () => () => undefined,
  })
  return {
    satchel,
    sandbox,
    files,
    events,
    secrets,
    settings: () => settings,
    network(reachable) {
      works = reachable
    },
    later(milliseconds) {
      slept += milliseconds
    },
    onRequest(listener) {
      listen = listener
    },
    pass(milliseconds) {
      slept += milliseconds
    },
    takeLink: (link) => returns.deliver(link),
    async reopen() {
      await core.close()
      return openTestEngine({ files, sandbox, settings, secrets })
    },
    close: () => core.close(),
  }
}

/** The engine, connected to its sandbox and pulled. */
export async function openPulledEngine(): Promise<TestEngine> {
  const engine = openTestEngine()
  await connect(engine)
  await engine.satchel.request('sync.run', {})
  return engine
}

export function connect({ satchel, sandbox }: TestEngine, token = sandbox.token) {
  return satchel.request('connections.connect', { connector: 'unified', url: `${url}/`, connectionId: sandbox.connectionId, token: { value: token } })
}
