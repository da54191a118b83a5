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
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { z } from 'zod'
import type { Transport } from '../shared/contract/client'
import type { EngineEvent } from '../shared/contract/events'
import { operations } from '../shared/contract/operations'
import { type Failure, fail } from '../shared/failure'
import type { Connection } from '../shared/model/views'
import { type EngineThreadData, type Opened, threadCalls } from './engine-thread-calls'
import { keepRunning, type KeptThread, type Thread } from './kept-thread'
import type { Damage } from './mirror/set-aside'
import { isOperation } from './services/dispatch'
import type { Outside } from './services/outside'
import { answerOf, linkThreads, type ThreadLink, valueOf } from './thread-rpc'
import { createSignInReturns } from './workspace/sign-in-returns'
import { workspaceFiles, type WorkspaceFiles } from './workspace/folder'
import { type LocalDoor, openLocalDoor, readHolder } from './workspace/local-door'
import type { MirrorChecker } from './workspace/mirror-check-process'
import type { SandboxProcess, SandboxStarter } from './workspace/sandbox-process'
import type { SecretStore } from './workspace/secret-file'
import type { SettingsStore } from './workspace/settings-file'

export interface EngineOptions {
  /** The workspace's folder. */
  readonly workspace: string
  readonly settings: SettingsStore
  readonly secrets: SecretStore
  readonly startSandbox: SandboxStarter
  /** Has a mirror that could not be read judged by a fresh process. */
  readonly checkMirror: MirrorChecker
  /** The app and `watch` poll by themselves; a command only does what it was asked for. */
  readonly background: boolean
  /** The app's own protocol, where the shell answers one; and how it opens a page in the person's browser, where it can. */
  readonly links?: { readonly scheme: string; readonly open: (address: string) => boolean }
  /** Who we are, for another process that finds the workspace taken: "the Satchel window". */
  readonly holder: string
}

export interface Engine extends Transport {
  /** A link of our own protocol came in: true when somebody waited for it. */
  takeLink(link: string): boolean
  close(): Promise<void>
}

/** A question to the mirror that takes longer than this is not coming back. */
const READER_STALL_MS = 60_000
/** How long the threads get to close a mirror that is to be judged. */
const FAREWELL_MS = 5_000

/** Opens a workspace. Fails with `workspace-in-use` when another process writes to it, `mirror-unusable` when it can't be read. */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const files = workspaceFiles(options.workspace)
  const listeners = new Set<(event: EngineEvent) => void>()
  const door = outsideOf(options, files)
  const tell = (event: EngineEvent): void => {
    for (const listener of listeners) listener(event)
  }

  // One that could not be read is judged by a fresh process before anybody opens it again, with every connection of ours closed.
  let reader: KeptThread | null = null
  let judging: Promise<void> | null = null
  let suspected = false
  const latest: { opened: EngineThread['opened'] | null } = { opened: null }
  const suspect = (): void => {
    suspected = true
    judging ??= (async () => {
      await reader?.restart(goodbye)
      judging = null
    })()
  }
  const worn = (lastWords: string): Failure => ({
    kind: 'mirror-unusable',
    file: files.mirror,
    detail: `the engine stopped again and again (${lastWords})`,
    advice: 'What was saved is on this computer. Try again in a minute, or restart Satchel and run satchel doctor.',
  })
  const engine = keepRunning({
    start: async () => {
      const judgeFirst = suspected
      suspected = false
      const thread = await startJudged(judgeFirst, options.checkMirror, files, (damage) =>
        startEngineThread({ options, files, door, tell, suspect, damage }),
      )
      latest.opened = thread.opened
      return thread
    },
    worn,
    stallMs: null,
  })
  await engine.opened()
  const reading = keepRunning({
    start: async () => {
      // A mirror under suspicion is closed by the writer first, judged, and opened by it again.
      if (suspected) await engine.restart(goodbye)
      else await engine.opened()
      return startReaderThread(latest.opened?.readFrom ?? files.mirror, suspect)
    },
    worn,
    stallMs: READER_STALL_MS,
  })

  reader = reading

  const transport: Transport = {
    async request(operation, input) {
      if (!isOperation(operation) || operations[operation].mode !== 'query') return engine.ask(operation, input)
      const answer = await reading.ask(operation, input)
      if (answer.ok || judging === null) return answer
      // It came upon a page that can't be read. When that is judged, there is a mirror to read again: this one, or a new one.
      await judging.catch(() => undefined)
      return reading.ask(operation, input)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  // Where nothing can be written there is nobody to keep apart, nor a place to say where the door is.
  const localDoor: LocalDoor | null = latest.opened?.takesWrites === false ? null : await openLocalDoor(files, options.holder, transport)

  let closing: Promise<void> | null = null
  return {
    ...transport,
    takeLink: (link) => door.takeLink(link),
    close() {
      closing ??= (async () => {
        // A command must not end between a doubt and its answer: the next one would begin with the same doubt.
        await judging?.catch(() => undefined)
        await localDoor?.close()
        await reading.end(async () => undefined)
        await engine.end(async (link) => {
          await link.ask(threadCalls.close, null)
        })
        await door.close()
      })()
      return closing
    },
  }
}

async function goodbye(link: ThreadLink): Promise<void> {
  await Promise.race([link.ask(threadCalls.close, null), sleep(FAREWELL_MS, undefined, { ref: false })])
}

interface EngineThread extends Thread {
  readonly opened: Extract<Opened, { readonly readFrom: string }>
}

/** Opens the mirror, and has it judged where it could not be read: only what a fresh process finds damaged is set aside. */
async function startJudged(
  judgeFirst: boolean,
  checkMirror: MirrorChecker,
  files: WorkspaceFiles,
  start: (damage: Damage | null) => Promise<EngineThread | { readonly unreadable: string }>,
): Promise<EngineThread> {
  const first = judgeFirst ? null : await start(null)
  if (first && 'worker' in first) return first
  const verdict = await checkMirror(files.mirror)
  const second = verdict.kind === 'unreadable' ? { unreadable: verdict.detail } : await start(verdict.kind === 'damaged' ? verdict.damage : null)
  if ('worker' in second) return second
  return fail({
    kind: 'mirror-unusable',
    file: files.mirror,
    detail: `it can’t be read at the moment: ${second.unreadable}`,
    advice: 'The file was left as it is. Look at the disk and its cable, and try again.',
  })
}

interface EngineThreadParts {
  readonly options: EngineOptions
  readonly files: WorkspaceFiles
  readonly door: Door
  readonly tell: (event: EngineEvent) => void
  readonly suspect: () => void
  readonly damage: Damage | null
}

async function startEngineThread(parts: EngineThreadParts): Promise<EngineThread | { readonly unreadable: string }> {
  const { options, files, door, tell, suspect, damage } = parts
  const data: EngineThreadData = {
    files,
    settings: options.settings.read(),
    background: options.background,
    otherHolder: readHolder(files).holder,
    damage,
  }
  const worker = new Worker(new URL('./engine-thread.js', import.meta.url), { workerData: data, env: {}, execArgv: [] })
  const died = new Promise<never>((_resolve, reject) => worker.once('error', reject))
  // Once it is open, its death is the keeper's to hear of.
  died.catch(() => undefined)
  const link = linkThreads(worker, (name, input) =>
    answerOf(() => {
      if (name === threadCalls.event) return tell(input as EngineEvent)
      if (name === threadCalls.suspect) return suspect()
      const ask = door.outside[name as keyof Outside] as (...input: readonly unknown[]) => Promise<unknown>
      return ask(...(input as readonly unknown[]))
    }),
  )
  const answer = await Promise.race([link.ask(threadCalls.open, null), died])
  if (!answer.ok) await worker.terminate()
  const opened = valueOf(answer) as Opened
  if ('readFrom' in opened) return { worker, link, opened }
  await worker.terminate()
  return opened
}

async function startReaderThread(mirror: string, suspect: () => void): Promise<Thread> {
  const worker = new Worker(new URL('./reader-thread.js', import.meta.url), { workerData: { mirror }, env: {}, execArgv: [] })
  const link = linkThreads(worker, async (name) => {
    if (name === threadCalls.suspect) suspect()
    return { ok: true, value: null }
  })
  return { worker, link }
}

/** Several while the secret is being changed. */
function splitSecrets(kept: string | null): readonly string[] {
  return kept === null ? [] : z.array(z.string()).parse(JSON.parse(kept))
}

interface Door {
  readonly outside: Outside
  takeLink(link: string): boolean
  close(): Promise<void>
}

/** What the engine asks of its door: the settings, the secrets, the environment by name, and the sandbox. */
function outsideOf({ settings, secrets, startSandbox, links }: EngineOptions, files: WorkspaceFiles): Door {
  let sandbox: Promise<SandboxProcess> | null = null
  const returns = createSignInReturns(links?.scheme ?? null)
  const secretName = (connection: Connection): string => `token ${connection.id}`
  const hookSecretName = (connection: Connection): string => `webhooks ${connection.id}`

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
      async forgetToken(connection) {
        await secrets.remove(secretName(connection))
        await secrets.remove(hookSecretName(connection))
      },
      async webhookSecrets(connection, env) {
        // The sample's own CRM signs with a secret that it tells; it is asked only while somebody wants something of it.
        if (connection.sample) return [(await runSandbox({ records: null, port: Number(new URL(connection.url).port) })).webhookSecret]
        if (env !== null) return [process.env[env] ?? ''].filter((secret) => secret !== '')
        return splitSecrets(await secrets.read(hookSecretName(connection)))
      },
      saveWebhookSecrets: (connection, kept) =>
        kept.length === 0 ? secrets.remove(hookSecretName(connection)) : secrets.write(hookSecretName(connection), JSON.stringify(kept)),
      variable: async (name) => process.env[name] ?? null,
      async startSandbox(request) {
        const { url, connectionId, token } = await runSandbox(request)
        return { url, connectionId, token }
      },
      async removeSandbox() {
        const running = sandbox
        sandbox = null
        await (await running)?.stop()
        for (const end of ['', '-wal', '-shm', '.second', '.second-wal', '.second-shm']) rmSync(files.sandbox + end, { force: true })
      },
      openReturn: (request) => returns.open(request),
      returned: (ticket) => returns.returned(ticket),
      closeReturn: (ticket) => returns.close(ticket),
      openAddress: async (address) => links?.open(address) ?? false,
    },
    takeLink: (link) => returns.deliver(link),
    async close() {
      await returns.closeAll()
      await (await sandbox?.catch(() => null))?.stop()
    },
  }
}
