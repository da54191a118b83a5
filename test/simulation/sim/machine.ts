/**
 * The rep's computer: the engine as the product puts it together, over a real SQLite file and a real sidecar, in a process that may
 * die at any request, timer, commit or file, on a disk that may be full and may lose what was not flushed.
 *
 *   boot ──▶ life ──ask──▶ engine        die: the process is gone, its files stay as they are
 *              ◀── network, timers       die of power: and they lose what the disk had not yet
 */
import { copyFileSync, cpSync, existsSync, mkdirSync, rmSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { type Core, openCore } from '../../../src/main/engine-core'
import { openMirrorReadOnly, type ReadDb } from '../../../src/main/mirror/open'
import type { Outside } from '../../../src/main/services/outside'
import { workspaceFiles, type WorkspaceFiles } from '../../../src/main/workspace/folder'
import type { World } from '../../../src/main/world'
import type { Answer } from '../../../src/shared/contract/client'
import type { EngineEvent } from '../../../src/shared/contract/events'
import { instant, parseConnectionId } from '../../../src/shared/model/ids'
import type { Connection } from '../../../src/shared/model/views'
import { defaultSettings, type Settings } from '../../../src/shared/settings'
import type { ModelServer } from '../model-server'
import { type Computer, Death, type OpenDatabase, plugIn } from '../outside/computer'
import { cutPower, forgetFiles } from '../outside/node-fs'
import { diskFull } from '../outside/sqlite'
import type { VirtualWorld } from '../virtual-world'
import { readLog } from './write-ahead-log'

export const connection: Connection = {
  id: parseConnectionId('model'),
  name: 'Model',
  connector: 'unified',
  provider: 'model',
  url: 'http://crm.test',
  connectionId: 'x',
  tokenEnv: null,
  me: null,
  sample: false,
  workspaceId: null,
  account: null,
  unlinked: false,
}

/** Where a process can end: at the n-th of these from now, before or after it. */
export type DeathPoint = 'request' | 'timer' | 'commit' | 'file'
export interface PlannedDeath {
  readonly at: DeathPoint
  readonly countdown: number
  readonly when: 'before' | 'after'
  readonly power: boolean
}

export interface MachineOptions {
  readonly world: VirtualWorld
  readonly server: ModelServer
  readonly folder: string
  readonly random: () => number
  /** The app polls by itself; a command only does what it is asked for. */
  readonly background: boolean
  readonly intervalSeconds: number
  /** How wrong its clock is. */
  readonly clockErrorMs: number
  readonly note: (line: string) => void
  readonly onEvent: (event: EngineEvent) => void
  /** Told of something that must not happen in any life. */
  readonly onBug: (what: string) => void
}

export interface Machine {
  readonly db: () => ReadDb
  /** Starts the engine when none runs; throws where it can't be started. */
  boot(): void
  isUp(): boolean
  /** What the token store holds. */
  token: string | null
  diskIsFull: boolean
  ask(operation: string, input: unknown): Promise<Answer | 'died'>
  plan(death: PlannedDeath | null): void
  die(power: boolean): void
  /** The mirror's file is damaged beyond use and was set aside; only the sidecar is left. */
  loseMirror(): void
  /** How often each kind of death point was passed. */
  readonly passed: Readonly<Record<DeathPoint, number>>
  /** Rows written, by table. */
  readonly written: ReadonlyMap<string, number>
  logBytes(): number
  close(): Promise<void>
}

interface Life {
  readonly core: Core
  readonly reader: ReadDb
  readonly died: PromiseWithResolvers<'died'>
}

export function openMachine(options: MachineOptions): Machine {
  const { world, server, random, note } = options
  const passed = { request: 0, timer: 0, commit: 0, file: 0 }
  const written = new Map<string, number>()
  const never = new Promise<never>(() => undefined)
  let lives = 0
  let files = newFolder()
  let death: { at: DeathPoint; countdown: number; when: 'before' | 'after'; power: boolean } | null = null
  let life: Life | null = null
  /** Rises with each death: whoever remembers an older one is dead. */
  let generation = 0
  let databases: OpenDatabase[] = []
  /** Of a dead process: closed once the next one has opened, so that nothing is written back in their name. */
  let dead: OpenDatabase[] = []
  /** Up to where the log has surely reached the disk. */
  let durable: { salt: string; frames: number } = { salt: '', frames: 0 }
  let isFull = false
  let isBooting = false

  function newFolder(): WorkspaceFiles {
    const folder = join(options.folder, `disk-${lives}`)
    mkdirSync(folder, { recursive: true })
    return workspaceFiles(folder)
  }

  /** Passes a point where the process may die; true when it just did. */
  const passes = (at: DeathPoint, when: 'before' | 'after'): boolean => {
    if (when === 'before') {
      passed[at] += 1
      if (death?.at === at) death.countdown -= 1
    }
    if (death === null || death.at !== at || death.countdown > 0 || death.when !== when) return false
    const { power } = death
    note(`  ✝ ${power ? 'power cut' : 'process dies'} ${when} ${at}`)
    die(power)
    return true
  }

  /** What a dead process still has to do, up to its next wait, does not happen. */
  const mustLive = (): void => {
    if (life === null && !isBooting) throw new Death('it is dead')
  }

  const computer: Computer = {
    random,
    after(milliseconds, work) {
      const mine = generation
      return world.after(milliseconds, () => {
        if (mine !== generation) return
        try {
          work()
        } catch (error) {
          if (!(error instanceof Death)) throw error
        }
      })
    },
    opened: (db) => void databases.push(db),
    beforeWrite() {
      mustLive()
      if (isFull) throw diskFull()
    },
    beforeCommit(db) {
      if (!db.name.endsWith('mirror.db')) return
      mustLive()
      if (passes('commit', 'before')) throw new Death('before a commit')
      if (isFull) throw diskFull()
    },
    afterCommit(db, isDurable) {
      if (!db.name.endsWith('mirror.db')) return
      if (isDurable) durable = readLog(db.name)
      if (passes('commit', 'after')) throw new Death('after a commit')
    },
    beforeFile() {
      mustLive()
      if (passes('file', 'before')) throw new Death('before a file was touched')
      if (isFull) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
    },
    wrote: (table) => void written.set(table, (written.get(table) ?? 0) + 1),
  }

  function die(power: boolean): void {
    generation += 1
    death = null
    isBooting = false
    life?.died.resolve('died')
    life = null
    for (const db of databases) {
      if (!db.open) continue
      if (db.name.endsWith('lock.db')) db.close()
      else if (db.inTransaction) db.exec('ROLLBACK')
    }
    dead.push(...databases)
    databases = []
    if (power) losePower()
    else forgetFiles()
  }

  /** The files as the disk has them: the log ends somewhere behind the last commit that waited for it. */
  function losePower(): void {
    const old = files
    const log = readLog(old.mirror)
    cutPower(random)
    lives += 1
    files = newFolder()
    cpSync(old.folder, files.folder, { recursive: true, filter: (file) => !/(-wal|-shm|lock\.db)$/.test(file) })
    const wal = `${old.mirror}-wal`
    if (existsSync(wal)) {
      copyFileSync(wal, `${files.mirror}-wal`)
      const kept = Math.max(log.backfilled, durable.salt === log.salt ? durable.frames : 0)
      const frames = kept + random() * (log.frames - kept)
      if (frames < log.frames) truncateSync(`${files.mirror}-wal`, log.bytesUpTo(frames))
    }
    rmSync(old.folder, { recursive: true, force: true })
  }

  function closeDead(): void {
    for (const db of dead) if (db.open) db.close()
    dead = []
  }

  const outside: Outside = {
    writeSettings: async () => undefined,
    token: async () => machine.token,
    saveToken: async () => undefined,
    forgetToken: async () => undefined,
    webhookSecrets: async () => [],
    saveWebhookSecrets: async () => undefined,
    variable: async () => null,
    startSandbox: async () => Promise.reject(new Error('no sandbox here')),
    removeSandbox: async () => undefined,
    openReturn: async () => Promise.reject(new Error('no browser here')),
    returned: async () => null,
    closeReturn: async () => undefined,
    openAddress: async () => false,
  }

  /** The world as one life sees it: whatever a dead process still waits for never comes. */
  const worldOf = (mine: number): World => {
    const alive = (): boolean => mine === generation
    return {
      now: () => instant(world.now() + options.clockErrorMs),
      random: () => world.random(),
      async sleep(milliseconds, signal) {
        if (!alive() || passes('timer', 'before')) return never
        await world.sleep(milliseconds, signal)
        if (!alive()) await never
      },
      async http(request) {
        if (!alive() || passes('request', 'before')) return never
        const path = request.url.slice(connection.url.length)
        const answer = await server.http(request).catch(async (error: unknown) => {
          if (!alive()) return never
          note(`  ${request.method} ${path} ✗ ${error instanceof Error ? error.message : 'failed'}`)
          if (passes('request', 'after')) return never
          throw error
        })
        if (!alive()) return never
        note(`  ${request.method} ${path} → ${answer.status} ${request.method === 'GET' ? answer.body.length : answer.body.slice(0, 200)}`)
        return passes('request', 'after') ? never : answer
      },
    }
  }

  const machine: Machine = {
    token: server.token,
    passed,
    written,
    db: () => life?.reader ?? failUp(),
    isUp: () => life !== null,
    boot() {
      if (life) return
      plugIn(computer)
      isBooting = true
      try {
        const settings: Settings = {
          ...defaultSettings,
          connections: [connection],
          sync: { ...defaultSettings.sync, intervalSeconds: options.intervalSeconds },
        }
        const core = openCore({
          files,
          world: worldOf(generation),
          outside,
          settings,
          emit: options.onEvent,
          background: options.background,
          otherHolder: () => 'another life',
        })
        life = { core, reader: openMirrorReadOnly(core.readFrom), died: Promise.withResolvers<'died'>() }
        closeDead()
      } catch (error) {
        if (isBooting) die(false)
        throw error
      } finally {
        isBooting = false
      }
    },
    async ask(operation, input) {
      if (!life) return 'died'
      const { core, died } = life
      const answer = await Promise.race([core.request(operation, input), died.promise])
      if (answer !== 'died' && !answer.ok && 'bug' in answer.error && life?.core === core) options.onBug(`${operation}: ${answer.error.bug}`)
      return answer
    },
    plan: (planned) => void (death = planned && { ...planned }),
    die,
    loseMirror() {
      if (life) die(false)
      for (const end of ['', '-wal', '-shm']) rmSync(files.mirror + end, { force: true })
    },
    get diskIsFull() {
      return isFull
    },
    set diskIsFull(full) {
      isFull = full
    },
    logBytes: () => (existsSync(`${files.mirror}-wal`) ? statSync(`${files.mirror}-wal`).size : 0),
    async close() {
      die(false)
      // What a dead process was about to do next has not happened by then.
      await world.settle(Promise.resolve())
      await world.settle(Promise.resolve())
      closeDead()
      plugIn(null)
      rmSync(options.folder, { recursive: true, force: true })
    },
  }
  return machine
}

function failUp(): never {
  throw new Error('no engine runs')
}
