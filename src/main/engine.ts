/**
 * The one place where the parts are put together; every door opens this.
 *
 *   door ──request──▶ main thread ──query────▶ reader thread    a read-only connection to the mirror
 *        ◀──event──── (routes only) ──command─▶ engine thread    the writer, the sync, the services
 *                                 ◀──outside──                   settings, secrets, sandbox: the door's to give
 *
 * The main thread runs no SQL and no sync. A thread that dies is started again, and what waited for it is told so; what was
 * acknowledged is in the mirror.
 */
import { rmSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type { Answer, Transport } from '../shared/contract/client'
import type { EngineEvent } from '../shared/contract/events'
import { operations } from '../shared/contract/operations'
import type { Connection } from '../shared/model/views'
import { type EngineThreadData, threadCalls } from './engine-thread-calls'
import { isOperation } from './services/dispatch'
import type { Outside } from './services/outside'
import { answerOf, linkThreads, type ThreadLink, valueOf } from './thread-rpc'
import { workspaceFiles, type WorkspaceFiles } from './workspace/folder'
import { type LocalDoor, openLocalDoor, readHolder } from './workspace/local-door'
import type { SandboxProcess, SandboxStarter } from './workspace/sandbox-process'
import type { SecretStore } from './workspace/secret-file'
import type { SettingsStore } from './workspace/settings-file'

export interface EngineOptions {
  /** The workspace's folder. */
  readonly workspace: string
  readonly settings: SettingsStore
  readonly secrets: SecretStore
  readonly startSandbox: SandboxStarter
  /** The app and `watch` poll by themselves; a command only does what it was asked for. */
  readonly background: boolean
  /** Who we are, for another process that finds the workspace taken: "the Satchel window". */
  readonly holder: string
}

export interface Engine extends Transport {
  close(): Promise<void>
}

/** Restarts of the engine thread within a minute before we give up and say so. */
const MOST_RESTARTS_A_MINUTE = 5

/** Opens a workspace. Fails with `workspace-in-use` when another process writes to it, `mirror-unusable` when it can't be read. */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const files = workspaceFiles(options.workspace)
  const listeners = new Set<(event: EngineEvent) => void>()
  const door = outsideOf(options, files)
  const tell = (event: EngineEvent): void => {
    for (const listener of listeners) listener(event)
  }

  const engine = keepRunning(() => startEngineThread(options, files, door, tell))
  await engine.opened()
  const reader = keepRunning(async () => {
    const worker = new Worker(new URL('./reader-thread.js', import.meta.url), { workerData: { mirror: files.mirror }, env: {}, execArgv: [] })
    return { worker, link: linkThreads(worker, async () => ({ ok: false, error: { bug: 'the reading thread asks nothing' } })) }
  })

  const transport: Transport = {
    request(operation, input) {
      const thread = isOperation(operation) && operations[operation].mode === 'query' ? reader : engine
      return thread.ask(operation, input)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  const localDoor: LocalDoor = await openLocalDoor(files, options.holder, transport)

  let closing: Promise<void> | null = null
  return {
    ...transport,
    close() {
      closing ??= (async () => {
        await localDoor.close()
        await reader.end(async () => undefined)
        await engine.end(async (link) => {
          await link.ask(threadCalls.close, null)
        })
        await door.close()
      })()
      return closing
    },
  }
}

interface Thread {
  readonly worker: Worker
  readonly link: ThreadLink
}

interface KeptThread {
  /** Resolves when the thread is ready; fails as its start failed. */
  opened(): Promise<void>
  ask(name: string, input: unknown): Promise<Answer>
  end(farewell: (link: ThreadLink) => Promise<void>): Promise<void>
}

/** Starts a thread and, when it dies without being asked to, another one in its place. */
function keepRunning(start: () => Promise<Thread>): KeptThread {
  let ending = false
  const deaths: number[] = []
  let current = launch()

  function launch(): Promise<Thread> {
    const starting = start()
    void starting.then(
      ({ worker, link }) => {
        worker.once('error', (error: Error) => link.breakOff(`the engine stopped: ${error.message}`))
        worker.once('exit', () => {
          link.breakOff('the engine stopped and is starting again')
          if (ending) return
          const now = performance.now()
          deaths.push(now)
          const recent = deaths.filter((at) => now - at < 60_000).length
          if (recent <= MOST_RESTARTS_A_MINUTE) current = launch()
          else current = Promise.reject(new Error('the engine stopped again and again; restart Satchel'))
          // Whoever asks next is told; nobody else has to be.
          current.catch(() => undefined)
        })
      },
      () => undefined,
    )
    return starting
  }

  return {
    async opened() {
      await current
    },
    async ask(name, input) {
      const thread = await answerOf(() => current)
      return thread.ok ? (thread.value as Thread).link.ask(name, input) : thread
    },
    async end(farewell) {
      ending = true
      const thread = await current.catch(() => null)
      if (!thread) return
      await farewell(thread.link)
      await thread.worker.terminate()
    },
  }
}

async function startEngineThread(options: EngineOptions, files: WorkspaceFiles, door: Door, tell: (event: EngineEvent) => void): Promise<Thread> {
  const data: EngineThreadData = {
    files,
    settings: options.settings.read(),
    background: options.background,
    otherHolder: readHolder(files).holder,
  }
  const worker = new Worker(new URL('./engine-thread.js', import.meta.url), { workerData: data, env: {}, execArgv: [] })
  const died = new Promise<never>((_resolve, reject) => worker.once('error', reject))
  const link = linkThreads(worker, (name, input) =>
    answerOf(() => {
      if (name === threadCalls.event) return tell(input as EngineEvent)
      const ask = door.outside[name as keyof Outside] as (...input: readonly unknown[]) => Promise<unknown>
      return ask(...(input as readonly unknown[]))
    }),
  )
  const opened = await Promise.race([link.ask(threadCalls.open, null), died])
  if (!opened.ok) await worker.terminate()
  valueOf(opened)
  return { worker, link }
}

interface Door {
  readonly outside: Outside
  close(): Promise<void>
}

/** What the engine asks of its door: the settings, the secrets, the environment by name, and the sandbox. */
function outsideOf({ settings, secrets, startSandbox }: EngineOptions, files: WorkspaceFiles): Door {
  let sandbox: Promise<SandboxProcess> | null = null
  const secretName = (connection: Connection): string => `token ${connection.id}`

  const runSandbox = (request: { readonly records: number | null; readonly port: number | null }): Promise<SandboxProcess> => {
    sandbox ??= startSandbox({ store: files.sandbox, ...request }).catch((error: unknown) => {
      sandbox = null
      throw error
    })
    return sandbox
  }
  /** The sandbox of a sample connection runs while somebody wants something of it, at the address that the connection remembers. */
  const tokenOfSample = async (connection: Connection): Promise<string> => {
    const port = Number(new URL(connection.url).port)
    return (await runSandbox({ records: null, port })).token
  }

  return {
    outside: {
      writeSettings: async (next) => settings.write(next),
      async token(connection) {
        if (connection.sample) return tokenOfSample(connection)
        if (connection.tokenEnv !== null) return process.env[connection.tokenEnv] ?? null
        return secrets.read(secretName(connection))
      },
      saveToken: (connection, token) => secrets.write(secretName(connection), token),
      forgetToken: (connection) => secrets.remove(secretName(connection)),
      variable: async (name) => process.env[name] ?? null,
      async startSandbox(request) {
        const { url, connectionId, token } = await runSandbox(request)
        return { url, connectionId, token }
      },
      async removeSandbox() {
        const running = sandbox
        sandbox = null
        await (await running)?.stop()
        for (const end of ['', '-wal', '-shm']) rmSync(files.sandbox + end, { force: true })
      },
    },
    async close() {
      await (await sandbox?.catch(() => null))?.stop()
    },
  }
}
