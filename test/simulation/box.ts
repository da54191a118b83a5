/**
 * The whole loop in a box: the engine's sync over a real mirror, a CRM that misbehaves, a rep and a colleague, and a process
 * that may die at any request. Everything follows from the seed.
 */
import { join } from 'node:path'
import { createUnifiedConnector } from '../../src/main/connectors/unified/unified'
import { noteProbe } from '../../src/main/mirror/capabilities'
import { closeMirror, openMirror, transaction, type WriteDb } from '../../src/main/mirror/open'
import { recoverOutbox } from '../../src/main/mirror/outbox'
import { createSync, type Sync } from '../../src/main/sync/run/sync'
import type { World } from '../../src/main/world'
import type { EngineEvent } from '../../src/shared/contract/events'
import { type Instant, instant, parseConnectionId } from '../../src/shared/model/ids'
import { objectTypes } from '../../src/shared/model/object-type'
import type { Connection } from '../../src/shared/model/views'
import type { Behaviour } from './model-rules'
import { createModelServer, type ModelServer } from './model-server'
import { createVirtualWorld, type VirtualWorld } from './virtual-world'

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

export interface Box {
  readonly world: VirtualWorld
  readonly server: ModelServer
  /** What the engine told, over all its lives. */
  readonly events: readonly EngineEvent[]
  db(): WriteDb
  sync(): Sync
  /** Runs until it is done, or until the process dies in the middle of it. */
  run<Value>(work: (sync: Sync) => Promise<Value>): Promise<Value | 'crashed'>
  /** The process dies at the n-th request from now: before it leaves, or after it took effect. */
  dieAt(request: number, when: 'before' | 'after'): void
  /** The process dies now, and another one starts. */
  restart(): void
  close(): void
}

export interface BoxOptions {
  readonly seed: number
  readonly folder: string
  readonly behaviour?: Partial<Behaviour>
  /** Small pages make small data walk like large data. */
  readonly pageSize?: number
  /** Between two polls of the app; longer ones make weeks cheap to play. */
  readonly intervalSeconds?: number
  /** The rep's e-mail address, where the connection names it. */
  readonly me?: string
  /** Whether a first pull ends with the few reads that find out what the CRM can do; without them requests are easier to count. */
  readonly probes?: boolean
  /** What this computer takes the time to be; the CRM has its own, right one. */
  readonly localClock?: (now: Instant) => Instant
}

export function openBox({
  seed,
  folder,
  behaviour = {},
  pageSize = 7,
  intervalSeconds = 60,
  localClock = (now) => now,
  me,
  probes = true,
}: BoxOptions): Box {
  const file = join(folder, `box-${seed}.sqlite`)
  let made: ModelServer | null = null
  const world = createVirtualWorld(seed, (inner) => {
    made = createModelServer(inner, behaviour, seed)
    return made.http
  })
  if (made === null) throw new Error('no server')
  const server: ModelServer = made
  const events: EngineEvent[] = []
  let life = start()
  let death: { countdown: number; when: 'before' | 'after' } | null = null

  function start() {
    const db = openMirror(file, { now: world.now() })
    recoverOutbox(db, world.now())
    if (!probes) pretendProbed(db)
    const never = new Promise<never>(() => undefined)
    const self = { alive: true, died: Promise.withResolvers<'crashed'>() }
    const die = (): Promise<never> => {
      self.alive = false
      self.died.resolve('crashed')
      return never
    }
    // Whatever a dead process still waits for never comes.
    const mine: World = {
      now: () => localClock(world.now()),
      random: () => world.random(),
      async sleep(milliseconds, signal) {
        await world.sleep(milliseconds, signal)
        if (!self.alive) await never
      },
      async http(request) {
        if (death) death.countdown -= 1
        const dying = death !== null && death.countdown <= 0 ? death.when : null
        if (dying) death = null
        if (dying === 'before') return die()
        const answer = await world.http(request).catch(async (error: unknown) => {
          if (!self.alive || dying) return die()
          throw error
        })
        return dying || !self.alive ? die() : answer
      },
    }
    const connector = createUnifiedConnector({ url: connection.url, connectionId: 'x', token: async () => 'secret' }, (request) => mine.http(request))
    const sync = createSync({
      db,
      world: mine,
      connections: () => [{ ...connection, me: me ?? null }],
      connectorFor: () => ({ ...connector, maxPageSize: pageSize }),
      emit: (event) => void events.push(event),
      settings: () => ({ intervalSeconds }),
      saveSidecar: () => undefined,
    })
    return { db, sync, die, died: self.died.promise }
  }

  const restart = (): void => {
    void life.die()
    death = null
    closeMirror(life.db)
    life = start()
  }

  return {
    world,
    server,
    events,
    db: () => life.db,
    sync: () => life.sync,
    async run(work) {
      const current = life
      const result = await world.drive(Promise.race([work(current.sync), current.died]))
      if (result === 'crashed') {
        // What it had sent still arrives; a colleague who writes between a read and its write is a gap that the API leaves open.
        await world.pass(1000)
        restart()
      }
      return result
    },
    dieAt(request, when) {
      death = { countdown: request, when }
    },
    restart,
    close: () => {
      void life.die()
      closeMirror(life.db)
    },
  }
}

/** As if it had all been asked a minute from the end of time. */
function pretendProbed(db: WriteDb): void {
  transaction(db, 'pulled', () => {
    for (const object of objectTypes) noteProbe(db, connection.id, object, true, 0, instant(Date.UTC(2100, 0)))
  })
}
