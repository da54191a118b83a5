/**
 * The engine in one thread: the mirror with its only writer, the sync and the services, put together.
 *
 * `engine-thread.ts` runs it off the main thread; tests run it where they are. It knows no door and no shell.
 */
import type { Answer } from '../shared/contract/client'
import type { EngineEvent } from '../shared/contract/events'
import type { ConnectionId } from '../shared/model/ids'
import type { Connection } from '../shared/model/views'
import { pushModeOf, scopeOf, type Settings } from '../shared/settings'
import { createConnector, createGateway } from './connectors/create-connector'
import { onCommit, type WriteDb } from './mirror/open'
import { isReconcileDue } from './mirror/reconcile-due'
import type { Damage } from './mirror/set-aside'
import { openStorage, type Storage } from './mirror/storage'
import { takeTouched } from './mirror/touched'
import { dispatch } from './services/dispatch'
import { createJobs } from './services/jobs'
import { createWebhookInbox } from './services/webhook-inbox'
import type { Outside } from './services/outside'
import { commandHandlers } from './services/services'
import { renewSupport } from './services/support'
import { keepUp } from './services/upkeep'
import type { SettingsHolder, Workbench } from './services/workbench'
import { createSync } from './sync/run/sync'
import type { WorkspaceFiles } from './workspace/folder'
import { createReceiver } from './webhooks/receiver'
import type { World } from './world'

export interface CoreOptions {
  readonly files: WorkspaceFiles
  readonly world: World
  readonly outside: Outside
  readonly settings: Settings
  readonly emit: (event: EngineEvent) => void
  /** Polls by itself, as the app and `watch` do; else only on request. */
  readonly background: boolean
  /** Who holds the workspace already, in words; asked for when the lock is taken. */
  readonly otherHolder: () => string
  /** What a fresh process found wrong with the mirror's file; such a file is set aside. */
  readonly damage?: Damage
  /** The mirror could not be read twice in a row: somebody has to look from outside, with everything here closed. */
  readonly onSuspicion?: (detail: string) => void
}

export interface Core {
  /** Where a reader finds the mirror. */
  readonly readFrom: string
  /** False where the workspace can only be read. */
  readonly takesWrites: boolean
  request(operation: string, input: unknown): Promise<Answer>
  close(): Promise<void>
}

/** How often the mirror's file and disk are looked at; a file that was moved away is noticed by then. */
const LOOK_EVERY_MS = 5000
/** Events that come within this time are told as one. */
const EVENT_WINDOW_MS = 50
/** More changed records than this are told as "this type changed". */
const MOST_IDS_AN_EVENT = 500

export function openCore({ files, world, outside, settings: initial, emit, background, otherHolder, damage, onSuspicion }: CoreOptions): Core {
  let opened: Storage | null = null
  const storage = openStorage({
    files,
    now: () => world.now(),
    longLived: background,
    damage: damage ?? null,
    otherHolder,
    // What opening itself finds is told once it is open.
    changed: () => queueMicrotask(() => opened && emit({ kind: 'storage.changed', notices: opened.notices() })),
    suspect: (detail) => onSuspicion?.(detail),
  })
  opened = storage
  const { db } = storage

  const settings = holdSettings(initial, outside, emit)
  const connectorFor = (connection: Connection, token: () => Promise<string | null>) =>
    createConnector(connection.connector, { url: connection.url, connectionId: connection.connectionId, token }, world)
  // How many changes wait is part of the status.
  const tellOutbox = (connection: ConnectionId): void => {
    emit({ kind: 'changes.changed', connection })
    sync.outboxChanged(connection)
    // A connection that was just taken away has none.
    const status = sync.status(null).connections.find((each) => each.connection === connection)
    if (status) emit({ kind: 'status.changed', status })
  }
  const flush = flushTouched(db, emit, tellOutbox)
  onCommit(db, flush.soon)

  const sync = createSync({
    db,
    world,
    connections: () => settings.current().connections,
    connectorFor: (connection) => connectorFor(connection, () => outside.token(connection)),
    emit,
    settings: () => settings.current().sync,
    scopeOf: (connection) => scopeOf(settings.current(), connection),
    pushMode: (connection) => pushModeOf(settings.current(), connection),
    saveSidecar: storage.saveCopy,
  })
  const jobs = createJobs()
  const connectorWithToken = (connection: Connection, token: string) => connectorFor(connection, async () => token)
  const tellWebhooks = tellRarely(emit)
  const inbox = createWebhookInbox({ db, world, sync, outside, settings, connectorWithToken, changed: tellWebhooks })
  const deliveries = createReceiver({ take: inbox.take, address: () => settings.current().webhooks.address, changed: () => tellWebhooks(null) })
  const bench: Workbench = {
    files,
    db,
    storage,
    world,
    sync,
    outside,
    settings,
    connectorWithToken,
    gateway: (url, token) => createGateway({ url, token }, world),
    emit,
    deliveries,
    inbox,
    jobs,
    patience: background ? 'app' : 'command',
    saveSidecar: storage.saveCopy,
  }
  const handlers = commandHandlers(bench)
  if (background && storage.takesWrites) {
    sync.start()
    const renew = async (each: Connection): Promise<void> => {
      await dispatch(handlers, 'fields.refresh', { connection: each.id })
      await renewSupport(bench, each)
    }
    void keepUp({ world, jobs, connections: () => settings.current().connections, renew })
    const { receive, port } = initial.webhooks
    if (receive) void deliveries.open(port)
    if (isReconcileDue(db)) void dispatch(handlers, 'sync.run', {})
  }
  const looking = setInterval(storage.look, LOOK_EVERY_MS).unref()

  return {
    readFrom: storage.readFrom,
    takesWrites: storage.takesWrites,
    request: (operation, input) => dispatch(handlers, operation, input),
    async close() {
      await jobs.stopAll()
      clearInterval(looking)
      await deliveries.close()
      await sync.stop()
      flush.now()
      storage.close()
    },
  }
}

/** Deliveries may come by the dozen a second: who watches is told now and then. */
function tellRarely(emit: (event: EngineEvent) => void): (connection: ConnectionId | null) => void {
  const waiting = new Set<ConnectionId | null>()
  return (connection) => {
    if (waiting.has(connection)) return
    waiting.add(connection)
    setTimeout(() => {
      waiting.delete(connection)
      emit({ kind: 'webhooks.changed', connection })
    }, EVENT_WINDOW_MS * 4).unref()
  }
}

function holdSettings(initial: Settings, outside: Outside, emit: (event: EngineEvent) => void): SettingsHolder {
  let current = initial
  // One after the other, so that two changes at once both last.
  let last: Promise<unknown> = Promise.resolve()
  return {
    current: () => current,
    change(next) {
      const changed = last.then(async () => {
        const settings = next(current)
        await outside.writeSettings(settings)
        current = settings
        emit({ kind: 'settings.changed', settings })
        return settings
      })
      // The next change goes on from what lasted, whether this one did or not; its failure is told to whoever asked for it.
      last = changed.catch(() => undefined)
      return changed
    },
  }
}

/** Tells which records changed, after the commit, merged over a moment. */
function flushTouched(
  db: WriteDb,
  emit: (event: EngineEvent) => void,
  tellOutbox: (connection: ConnectionId) => void,
): { soon(): void; now(): void } {
  let timer: NodeJS.Timeout | null = null
  const now = (): void => {
    if (timer) clearTimeout(timer)
    timer = null
    const touched = takeTouched(db)
    for (const { connection, object, ids } of touched.records) {
      emit({ kind: 'records.changed', connection, object, ids: ids.length > MOST_IDS_AN_EVENT ? null : ids })
    }
    for (const connection of touched.outboxes) tellOutbox(connection)
  }
  return {
    now,
    soon() {
      timer ??= setTimeout(now, EVENT_WINDOW_MS)
    },
  }
}
