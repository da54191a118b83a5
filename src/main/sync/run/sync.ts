/**
 * The sync of all connections: what the services ask for, and what the app does by itself.
 *
 *   run       pull, once, and say what came            push     send what waits
 *   check     what a push would do
 *   verify    compare and change nothing               refresh  read one record now
 *   start     keep pulling while the app runs          pause, resume, forget, welcome
 */
import type { EngineEvent } from '../../../shared/contract/events'
import { fail } from '../../../shared/failure'
import type { ChangeId, ConnectionId, RecordId, RemoteId } from '../../../shared/model/ids'
import { type ObjectType, objectTypes } from '../../../shared/model/object-type'
import { isPulled, type PullScope, wholeScope } from '../../../shared/model/scope'
import type { Connection } from '../../../shared/model/views'
import { intervalSecondsOf, type PushMode, type Settings } from '../../../shared/settings'
import type { Candidate, Change } from '../../../shared/sync/change'
import type { CheckReport, Difference, PushReport, Status, SyncReport } from '../../../shared/sync/report'
import { isReadable, type Connector, type Outcome } from '../../connectors/connector'
import { createSequence } from '../../mirror/apply'
import { remoteIdOf } from '../../mirror/identity'
import { transaction, type WriteDb } from '../../mirror/open'
import { adoptCreate, approveChanges, type Due, dueChanges, pruneOutbox, pushQueue, requireInDoubt } from '../../mirror/outbox'
import { removeRecord } from '../../mirror/removal'
import { forgetOldDeliveries } from '../../mirror/webhooks'
import type { World } from '../../world'
import type { Patience } from '../decide/backoff'
import { readAndApply, Tally } from './apply-page'
import { checkConnection } from './check'
import { createEditors } from './editors'
import { type Line, LineClosed } from './line'
import { tend, type Tending } from './scheduler'
import type { ConnectionReport } from './scan-result'
import { openStation, type Station } from './station'
import { idleRuntime, readConnectionStatus, readStatus } from './status'
import { verifyObject } from './verify'

export interface SyncParts {
  readonly db: WriteDb
  readonly world: World
  readonly connections: () => readonly Connection[]
  readonly connectorFor: (connection: Connection) => Connector
  readonly emit: (event: EngineEvent) => void
  readonly settings: () => { readonly intervalSeconds: number; readonly connections?: Settings['sync']['connections'] }
  /** Copies the open changes beside the mirror. */
  readonly saveSidecar: () => void
  /** Whether a connection's changes go by themselves; where it is left out, none does. */
  readonly pushMode?: (connection: ConnectionId) => PushMode
  /** What is kept of a connection; where it is left out, all. */
  readonly scopeOf?: (connection: ConnectionId) => PullScope
}

export interface Sync {
  run(options: {
    readonly connection: ConnectionId | null
    readonly objects: readonly ObjectType[] | null
    readonly full: boolean
    readonly reconcile: boolean
    /** Sends first what was approved. */
    readonly sendApproved?: boolean
    readonly patience: Patience
  }): Promise<SyncReport>
  push(options: {
    readonly connection: ConnectionId | null
    readonly ids: readonly ChangeId[] | null
    readonly patience: Patience
  }): Promise<PushReport>
  /** Ends the pushes under way after what is on its way; whoever asked for one gets its report. Null: on all connections. */
  stopPush(connection: ConnectionId | null): void
  /** Approves these, or all that wait, and says how many wait; the app sends them as soon as it can. */
  approve(options: { readonly connection: ConnectionId | null; readonly ids: readonly ChangeId[] | null }): PushReport
  /** What a push of the same would do; sends and changes nothing. */
  check(options: {
    readonly connection: ConnectionId | null
    readonly ids: readonly ChangeId[] | null
    readonly patience: Patience
  }): Promise<CheckReport>
  /** A create in doubt is that record of the CRM's. */
  adopt(id: ChangeId, remoteId: RemoteId): Promise<readonly Change[]>
  verify(connection: ConnectionId | null): Promise<{ readonly equal: boolean; readonly differences: readonly Difference[] }>
  /** Reads one record and applies what came; false when the CRM could not be asked. */
  refresh(connection: ConnectionId, object: ObjectType, id: RecordId): Promise<boolean>
  /** Webhooks told of something on this connection, and it is written down: reads it, in the background. */
  heard(connection: ConnectionId): void
  /** One request that a person asked for, in the connection's turn; its failure is thrown. A `write` goes out once. */
  ask<Value>(
    connection: ConnectionId,
    kind: 'read' | 'write',
    send: (connector: Connector, signal: AbortSignal) => Promise<Outcome<Value>>,
  ): Promise<Value>
  /** Somebody has an editor open on the record, still; or closed it. Nothing of it goes by itself meanwhile. */
  editing(connection: ConnectionId, record: RecordId, open: boolean): void
  /** Something was edited, or the mode was changed: what may go by itself is reckoned anew. */
  outboxChanged(connection: ConnectionId | null): void
  start(): void
  /** On battery it polls less often and sweeps not at all. */
  power(state: { readonly onBattery: boolean }): void
  /** The network or the computer came back: looks now, instead of when it would have. */
  awake(): void
  pause(connection: ConnectionId | null): void
  resume(connection: ConnectionId | null): void
  status(connection: ConnectionId | null): Status
  /** The line to its CRM, for what is asked beside pulls and pushes. */
  line(connection: ConnectionId): Line
  /** A connection goes: ends what runs on it. */
  forget(connection: ConnectionId): Promise<void>
  /** A connection came, or has a new token: what was held against it is forgotten, and the app begins to pull. */
  welcome(connection: ConnectionId): void
  stop(): Promise<void>
}

/** What was kept long enough goes within hours; at the start it goes at once. */
const TIDY_EVERY_MS = 6 * 3_600_000
/** Status is told at most this often. */
const STATUS_WINDOW_MS = 250
/** How long an end waits for what is under way; a crash at that moment would lose nothing either. */
const FAREWELL_MS = 5_000

export function createSync({
  db,
  world,
  connections,
  connectorFor,
  emit,
  settings,
  saveSidecar,
  pushMode = () => 'review',
  scopeOf = () => wholeScope,
}: SyncParts): Sync {
  const stations = new Map<ConnectionId, Station>()
  const tended = new Map<ConnectionId, Tending>()
  const toTell = new Set<ConnectionId>()
  const nextSeq = createSequence(db)
  const ending = new AbortController()
  const editors = createEditors()
  let scheduled = false
  let tidiedAt = world.now()
  let onBattery = false

  const stationOf = (connection: Connection): Station => {
    const present = stations.get(connection.id)
    if (present) return present
    const changed = (): void => tellSoon(connection.id)
    const station = openStation({
      db,
      world,
      nextSeq,
      saveSidecar,
      connection,
      connector: connectorFor(connection),
      scope: () => scopeOf(connection.id),
      onBattery: () => onBattery,
      changed,
      heardAll: () => emit({ kind: 'webhooks.changed', connection: connection.id }),
      tidy,
      due: () => dueOn(connection.id),
    })
    stations.set(connection.id, station)
    return station
  }

  const dueOn = (id: ConnectionId): Due => {
    const now = world.now()
    return pushMode(id) === 'automatic' ? dueChanges(db, id, editors.open(now), now) : { ids: [], nextAt: null }
  }

  /** An app that runs for weeks must not keep everything for weeks. */
  const tidy = (): void => {
    if (world.now() - tidiedAt < TIDY_EVERY_MS) return
    tidiedAt = world.now()
    pruneOutbox(db, tidiedAt)
    forgetOldDeliveries(db, tidiedAt)
  }

  const chosen = (id: ConnectionId | null): readonly Connection[] => {
    if (id === null) return connections().filter(({ unlinked }) => !unlinked)
    const connection = connections().find((each) => each.id === id)
    return connection ? [connection] : fail({ kind: 'not-found', what: 'connection', id })
  }

  const tellSoon = (id: ConnectionId): void => {
    if (ending.signal.aborted) return
    const first = toTell.size === 0
    toTell.add(id)
    if (first) world.sleep(STATUS_WINDOW_MS, ending.signal).then(tellNow, () => undefined)
  }

  const tellNow = (): void => {
    const ids = new Set(toTell)
    toTell.clear()
    for (const connection of connections()) {
      if (ids.has(connection.id)) emit({ kind: 'status.changed', status: statusOf(connection) })
    }
  }

  const statusOf = (connection: Connection) =>
    readConnectionStatus(db, connection, stations.get(connection.id)?.runtime() ?? idleRuntime, pushMode(connection.id))

  const beginTending = (connection: Connection): void => {
    if (connection.unlinked || tended.has(connection.id) || ending.signal.aborted) return
    const onBug = (error: unknown): void => {
      // Not the rep's fault and nothing they can act on; the next look tries again. It is for our eyes.
      console.error('sync', error)
    }
    tended.set(
      connection.id,
      tend({
        world,
        station: stationOf(connection),
        intervalMs: () => intervalSecondsOf(settings(), connection.id) * 1000,
        onBattery: () => onBattery,
        onBug,
      }),
    )
  }

  const close = async (id: ConnectionId): Promise<void> => {
    const [station, tending] = [stations.get(id), tended.get(id)]
    stations.delete(id)
    tended.delete(id)
    const closed = Promise.all([station?.close(), tending?.stop()])
    await Promise.race([closed, world.sleep(FAREWELL_MS)])
  }

  return {
    async run({ connection: id, ...wanted }) {
      const reports = await Promise.all(
        chosen(id).map(async (connection): Promise<ConnectionReport> => {
          try {
            return await stationOf(connection).pull(wanted)
          } catch (error) {
            // Ended because the connection went or the app closes: nothing came, and nothing is wrong.
            if (error instanceof LineClosed) return { connection: connection.id, name: connection.name, objects: {}, newConflicts: 0, error: null }
            throw error
          }
        }),
      )
      return { connections: reports }
    },

    async push({ connection: id, ids, patience }) {
      const reports = await Promise.all(
        chosen(id).map(async (connection) => {
          const report = await stationOf(connection).push(ids, patience)
          // What the CRM made of it beside the record itself comes with a poll.
          if (report.pushed > 0) tended.get(connection.id)?.wake()
          return report
        }),
      )
      return reports.reduce<PushReport>(addPush, { pushed: 0, rejected: 0, conflicts: 0, waiting: 0, error: null })
    },

    stopPush(id) {
      for (const connection of chosen(id)) stations.get(connection.id)?.stopPush()
    },

    approve({ connection: id, ids }) {
      let waiting = 0
      for (const connection of chosen(id)) {
        approveChanges(db, connection.id, ids, world.now())
        waiting += pushQueue(db, connection.id, ids).length
        tended.get(connection.id)?.wake()
      }
      return { pushed: 0, rejected: 0, conflicts: 0, waiting, error: null }
    },

    async check({ connection: id, ids, patience }) {
      const reports = await Promise.all(chosen(id).map((connection) => checkConnection({ db, line: stationOf(connection).line }, { ids, patience })))
      return { checks: reports.flatMap(({ checks }) => checks), error: reports.find(({ error }) => error !== null)?.error ?? null }
    },

    async adopt(id, remoteId) {
      const { connection: of, object, candidates } = requireInDoubt(db, id)
      const [connection] = chosen(of)
      if (!connection) return fail({ kind: 'not-found', what: 'connection', id: of })
      let seq = 0
      const outcome = await stationOf(connection).line.read(
        'app',
        (connector, signal) => {
          seq = nextSeq()
          return connector.fetch(object, remoteId, { raw: false }, signal)
        },
        { urgent: true },
      )
      if (outcome.kind === 'answered' && isReadable(outcome.value)) return adoptCreate(db, id, { record: outcome.value, seq, now: world.now() })
      if (outcome.kind === 'gone') return fail({ kind: 'not-found', what: object, id: remoteId })
      // Out of reach, it is taken as it was when it was found; the next poll brings what it is by then.
      const known = (JSON.parse(candidates ?? '[]') as readonly Candidate[]).find((each) => each.remoteId === remoteId)
      if (known) return adoptCreate(db, id, { record: { object, remoteId, document: known.document, raw: null }, seq: 0, now: world.now() })
      if (outcome.kind !== 'answered') return fail(stationOf(connection).line.failure(outcome))
      return fail({ kind: 'bad-input', where: `${object} ${remoteId}`, expected: 'a record that can be read', got: 'one that can’t' })
    },

    async verify(id) {
      const differences: Difference[] = []
      for (const connection of chosen(id)) {
        for (const object of objectTypes.filter((each) => isPulled(scopeOf(connection.id), each))) {
          const result = await verifyObject(stationOf(connection).streams, { object, patience: 'command' })
          if (result.failure && result.failure.kind !== 'refused') fail(result.failure)
          differences.push(...result.differences)
        }
      }
      return { equal: differences.length === 0, differences }
    },

    async refresh(id, object, recordId) {
      const remoteId = remoteIdOf(db, recordId)
      const [connection] = chosen(id)
      if (remoteId === null || !connection) return false
      const { streams } = stationOf(connection)
      const { outcome } = await readAndApply(streams, new Tally(), { object, id: remoteId, patience: 'app', forPerson: true })
      if (outcome.kind === 'gone') transaction(db, 'pulled', () => removeRecord(db, id, object, remoteId, world.now()))
      return outcome.kind === 'answered' || outcome.kind === 'gone'
    },

    heard(id) {
      const [connection] = chosen(id)
      if (connection) stationOf(connection).heard()
    },
    async ask(id, kind, send) {
      const [connection] = chosen(id)
      if (!connection) return fail({ kind: 'not-found', what: 'connection', id })
      const { line } = stationOf(connection)
      const outcome =
        kind === 'read'
          ? await line.read('command', send, { urgent: true })
          : await line.once((connector) => send(connector, line.signal), { urgent: true })
      return outcome.kind === 'answered' ? outcome.value : fail(line.failure(outcome))
    },
    editing(id, record, open) {
      if (open) editors.opened(record, world.now())
      else editors.closed(record)
      tended.get(id)?.reckon()
    },
    outboxChanged(id) {
      for (const [each, tending] of tended) if (id === null || each === id) tending.reckon()
    },
    start() {
      scheduled = true
      for (const connection of connections()) beginTending(connection)
    },
    power(state) {
      if (state.onBattery === onBattery) return
      onBattery = state.onBattery
      for (const { id } of connections()) tellSoon(id)
      // Back on the mains: what was put off comes now.
      if (!onBattery) for (const tending of tended.values()) tending.wake()
    },
    awake() {
      for (const tending of tended.values()) tending.awake()
    },
    pause(id) {
      for (const connection of chosen(id)) stationOf(connection).pause()
    },
    resume(id) {
      for (const connection of chosen(id)) {
        stationOf(connection).resume()
        tended.get(connection.id)?.wake()
      }
    },
    status: (id) => ({
      connections: readStatus(
        db,
        id === null ? connections() : chosen(id),
        new Map([...stations].map(([each, station]) => [each, station.runtime()])),
        pushMode,
      ),
    }),
    line(id) {
      const connection = connections().find((each) => each.id === id)
      return connection ? stationOf(connection).line : fail({ kind: 'not-found', what: 'connection', id })
    },
    forget: (id) => close(id),
    welcome(id) {
      const connection = connections().find((each) => each.id === id)
      if (!connection) return
      // Address and token may be others: a new line. What still runs on the old one ends by itself.
      void close(id)
      if (scheduled) beginTending(connection)
      tellSoon(id)
    },
    async stop() {
      ending.abort()
      await Promise.all([...stations.keys()].map(close))
    },
  }
}

function addPush(a: PushReport, b: PushReport): PushReport {
  return {
    pushed: a.pushed + b.pushed,
    rejected: a.rejected + b.rejected,
    conflicts: a.conflicts + b.conflicts,
    waiting: a.waiting + b.waiting,
    error: a.error ?? b.error,
  }
}
