/**
 * What runs on one connection: its line, its pulls, its push, its sweeps and probes. Each stream is scanned by one pull at
 * a time; whoever comes second joins the first.
 */
import type { Failure } from '../../../shared/failure'
import { instant, type Instant } from '../../../shared/model/ids'
import { type ObjectType } from '../../../shared/model/object-type'
import { isPulled, isScoped, type PullScope } from '../../../shared/model/scope'
import type { Connection } from '../../../shared/model/views'
import type { PullState } from '../../../shared/sync/pull-state'
import type { ConnectionState, PushReport } from '../../../shared/sync/report'
import type { Connector } from '../../connectors/connector'
import { loadCheckpoint, type StoredCheckpoint } from '../../mirror/checkpoints'
import type { WriteDb } from '../../mirror/open'
import { lastSeenDocument } from '../../mirror/identity'
import { findSupport } from '../../mirror/support'
import { approveChanges, type Due, holdChanges, listChanges, pushQueue, type PushTake } from '../../mirror/outbox'
import { recordCount } from '../../mirror/counts'
import { loadSweepLog } from '../../mirror/sweep-log'
import type { World } from '../../world'
import type { Patience } from '../decide/backoff'
import { isSweepDue } from '../decide/plan-reconcile'
import { holdReasons } from '../decide/schedule'
import { type StreamParts, Tally } from './apply-page'
import { type Diary, openDiary } from './diary'
import { type Hearing, openHearing } from './hearing'
import { type Line, LineClosed, openLine } from './line'
import { linkedSides, readLinkedSides } from './linked-sides'
import { keepRemembered, pullObject } from './pull'
import { pushConnection } from './push'
import { reconcileObject } from './reconcile'
import { openProbeQueue } from './probe-queue'
import { ownerIn, type Scope, scopedConnector } from './scoped-connector'
import { addUp, type ConnectionReport, nobodyKnowsMine, reportOf, type ScanResult } from './scan-result'
import { slowFieldsConnector } from './slow-fields'
import { sweepObject } from './sweep'
import type { ConnectionRuntime } from './status'
import { walkInTurn } from './walk-queue'
import { watchCapabilities } from './watch-capabilities'

/** Small ones first: everything else names users and pipelines. Then in the order in which a rep needs them. */
const pullOrder: readonly ObjectType[] = ['user', 'pipeline', 'contact', 'company', 'deal', 'lead', 'event']

/** A list that could not be swept is tried again that much later. */
const SWEEP_RETRY_MS = 3_600_000

/** What left already is found out about, whatever the rep stops. */
const neverStopped = new AbortController().signal

export interface StationParts {
  readonly db: WriteDb
  readonly world: World
  readonly nextSeq: () => number
  readonly saveSidecar: () => void
  readonly connection: Connection
  readonly connector: Connector
  readonly scope: () => PullScope
  readonly onBattery: () => boolean
  /** Something that the status tells has changed. */
  readonly changed: () => void
  /** What webhooks told of was read. */
  readonly heardAll: () => void
  /** Lets go of what was kept long enough; called now and then. */
  readonly tidy: () => void
  /** What may go by itself now, and when the next may. */
  readonly due: () => Due
}

export interface Station extends Pick<Hearing, 'heard' | 'worthPolling'> {
  readonly connection: Connection
  readonly line: Line
  readonly streams: StreamParts
  runtime(): ConnectionRuntime
  pull(input: {
    readonly objects: readonly ObjectType[] | null
    readonly full: boolean
    readonly reconcile: boolean
    /** Sends first what was approved. */
    readonly sendApproved?: boolean
    readonly patience: Patience
  }): Promise<ConnectionReport>
  push(ids: PushTake, patience: Patience): Promise<PushReport>
  /** What is on its way is settled, nothing more is begun. What went by itself is held: it would only begin again. */
  stopPush(): void
  /** Sends what goes by itself: what the rep approved and, in automatic mode, what is due. Pulls nothing. */
  sendDue(patience: Patience): Promise<void>
  /** When something will go by itself next; null while nothing will, or nothing can. */
  nextDueAt(): Instant | null
  /** Goes on with the daily sweep of one type, if one is due, as long as it may and nothing else wants the line. False: none is due. */
  sweep(mayGoOn: () => boolean): Promise<boolean>
  pause(): void
  resume(): void
  paused(): boolean
  /** Ends everything that runs; resolves when it has ended. */
  close(): Promise<void>
}

/** A poll, a walk through everything, or a comparison. */
type ScanKind = 'poll' | 'full' | 'compare'
interface Scan {
  readonly kind: ScanKind
  readonly result: Promise<ScanResult>
}
export function openStation({
  db,
  world,
  nextSeq,
  saveSidecar,
  connection,
  connector,
  scope: current,
  onBattery,
  changed,
  heardAll,
  tidy,
  due,
}: StationParts): Station {
  const diary: Diary = openDiary({ db, world, connection: connection.id })
  const scope: Scope = { current, owner: ownerIn(db, connection) }
  const whole = slowFieldsConnector(watchCapabilities({ db, world, connection: connection.id }, connector), {
    slowOf: (object) => findSupport(db, connection.id, object)?.slow ?? [],
    lastSeen: (object, id, document) => lastSeenDocument(db, connection.id, object, id, document),
  })
  const watched = scopedConnector(whole, scope)
  const line = openLine({
    world,
    connection,
    connector: watched,
    changed() {
      noteLine()
      changed()
    },
  })
  const streams: StreamParts = { db, world, line, nextSeq, scope }
  const scans = new Map<ObjectType, Scan>()
  const probes = openProbeQueue(streams)
  const remembered = new Map<ObjectType, StoredCheckpoint>()
  const pulling: Partial<Record<ObjectType, PullState>> = {}
  let pushing: ConnectionRuntime['pushing'] = null
  let pausedSince: Instant | null = null
  let lastPush: Promise<unknown> = Promise.resolve()
  /** Of the pushes that were asked for since the last one was used. */
  let stopping = new AbortController()
  /** How many want the line more than a sweep does, and the sweep that runs. */
  let betterThings = 0
  let sweeping: Promise<unknown> = Promise.resolve()
  let linkedReads: Promise<unknown> = Promise.resolve()
  const sweepRetryAt = new Map<ObjectType, Instant>()

  const hasWalked = (object: ObjectType): boolean => (loadCheckpoint(db, connection.id, object)?.backfilledAt ?? null) !== null

  let told: ConnectionState = 'connected'
  /** Only what changes is news: it began so, and a wait that grows is the same wait. */
  const noteLine = (): void => {
    const { state, waitingUntil } = line.state()
    if (state === told) return
    told = state
    diary.line(state, waitingUntil)
  }

  const progress = (object: ObjectType, state: PullState | null): void => {
    if (state) pulling[object] = state
    else delete pulling[object]
    changed()
  }

  /** One scan of a list at a time: whoever wants the same joins it, whoever wants more comes after it. */
  const scan = async (object: ObjectType, kind: ScanKind, patience: Patience): Promise<ScanResult> => {
    for (let current = scans.get(object); current; current = scans.get(object)) {
      if (current.kind === kind || (current.kind === 'full' && kind === 'poll')) return current.result
      // How that one ends is told to whoever asked for it.
      await current.result.catch(() => undefined)
    }
    if (isScoped(object) && current().onlyMine && scope.owner() === null) return nobodyKnowsMine(connection)
    const tally = new Tally()
    const wasWalked = hasWalked(object)
    const result = (kind === 'compare' ? reconcileObject(streams, tally, { object, patience }) : pullOnce(object, kind === 'full', patience, tally))
      .then((failure): ScanResult => {
        const end = { counts: tally.counts(), conflicts: tally.conflicts, failure }
        if (kind === 'poll' && wasWalked && tally.created + tally.updated > 0) hearing.missed(object)
        if (kind === 'compare') diary.reconciled(object, end)
        else diary.scanned(object, { ...end, stored: !wasWalked && hasWalked(object) ? recordCount(db, connection.id, object).records : null })
        return end
      })
      .finally(() => {
        scans.delete(object)
        progress(object, null)
      })
    scans.set(object, { kind, result })
    return result
  }

  const pullOnce = (object: ObjectType, full: boolean, patience: Patience, tally: Tally): Promise<Failure | null> => {
    const goOn = (): void => {
      if (pausedSince !== null && patience === 'app') throw new LineClosed('paused')
    }
    return pullObject({ ...streams, progress, goOn, remembered }, tally, { object, full, patience })
  }

  /** A sweep steps aside at its next page, and goes on there another time. */
  const beforeSweeps = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    betterThings += 1
    try {
      await sweeping
      return await work()
    } finally {
      betterThings -= 1
    }
  }

  const dueSweep = (): ObjectType | null => {
    const now = world.now()
    const isDue = (object: ObjectType): boolean => {
      const { backfilledAt = null, lastError = null } = loadCheckpoint(db, connection.id, object) ?? {}
      if (lastError !== null || now < (sweepRetryAt.get(object) ?? 0)) return false
      return isSweepDue({ now, backfilledAt, endedAt: loadSweepLog(db, connection.id, object).endedAt })
    }
    return pullOrder.find((object) => isPulled(current(), object) && isDue(object)) ?? null
  }

  const send = (ids: PushTake, patience: Patience, stop: AbortSignal): Promise<PushReport> => {
    const report = Promise.all([lastPush, sweeping]).then(async () => {
      const sides = linkedSides(
        streams,
        pushQueue(db, connection.id, ids).map(({ change }) => change),
      )
      const pushed = await pushConnection(
        { ...streams, saveSidecar },
        {
          ids,
          patience,
          stop,
          progress(next) {
            pushing = next
            changed()
          },
        },
      )
      if (stop.aborted && ids === 'approved') holdApproved()
      // Nobody waits for these, and what fails of them comes with the next reconcile.
      if (pushed.pushed > 0) linkedReads = Promise.allSettled([linkedReads, readLinkedSides(streams, sides)])
      return pushed
    })
    betterThings += 1
    // The next one comes after, however this one ended; its failure is told to whoever asked for it.
    lastPush = report
      .then(diary.pushed, () => undefined)
      .finally(() => {
        betterThings -= 1
      })
    return report
  }

  const push: Station['push'] = (ids, patience) => send(ids, patience, stopping.signal)

  const holdApproved = (): void => {
    const waiting = pushQueue(db, connection.id, 'approved').filter(({ change }) => change.state === 'waiting')
    holdChanges(
      db,
      waiting.map(({ change }) => change.id),
      world.now(),
    )
    saveSidecar()
  }

  /** Finds out about creates whose answer was lost. Before a pull, so that it does not bring them as if they were somebody else's. */
  const settleLost = async (patience: Patience): Promise<void> => {
    const lost = pushing === null ? listChanges(db, { connection: connection.id, states: ['pushing'] }).map(({ id }) => id) : []
    if (lost.length > 0) await send(lost, patience, neverStopped)
  }

  const letGo = (): void => {
    const { ids } = due()
    if (ids.length === 0) return
    approveChanges(db, connection.id, ids, world.now())
    saveSidecar()
  }

  /** What the rep let go. Answers how much of it now needs them; what it could not send is told by the pull that follows. */
  const pushApproved = async (patience: Patience): Promise<number> => {
    const isPaused = pausedSince !== null && patience === 'app'
    // While the CRM can't be reached, edits of one record go on coalescing: only what can leave is let go.
    if (!isPaused && line.state().state === 'connected') letGo()
    if (isPaused || pushQueue(db, connection.id, 'approved').length === 0) return 0
    const { rejected, conflicts } = await push('approved', patience)
    return rejected + conflicts
  }

  const hearing = openHearing({
    ...streams,
    diary,
    remembered,
    heardAll,
    async mayGoOn(patience) {
      // What is being created there would come as somebody else's before its answer does.
      await lastPush
      return !(pausedSince !== null && patience === 'app') && line.state().state === 'connected'
    },
  })

  /** Nothing more gets through for now: the rest of the types would only say the same. */
  const cutOff = (): boolean => line.state().state !== 'connected'

  return {
    connection,
    line,
    streams,
    runtime() {
      const { state, since, waitingUntil } = line.state()
      const paused = pausedSince !== null
      return {
        state: paused ? 'paused' : state,
        stateSince: paused ? pausedSince : since,
        waitingUntil: paused ? null : waitingUntil,
        heldBackBy: holdReasons({ state, pausedByUser: paused, onBattery: onBattery() }),
        pushing,
        pulling: { ...pulling },
        polled: Object.fromEntries(remembered),
      }
    },
    pull: ({ objects, full, reconcile, sendApproved = false, patience }) =>
      beforeSweeps(async () => {
        tidy()
        await settleLost(patience)
        const needed = sendApproved ? await pushApproved(patience) : 0
        const wanted = pullOrder.filter((object) => isPulled(current(), object) && (objects === null || objects.includes(object)))
        const results = new Map<ObjectType, ScanResult>()
        const isPoll = (object: ObjectType): boolean => !full && hasWalked(object)
        // Polls are one request each, side by side; first walks one after the other, so that what is needed first is there first.
        const polls = wanted.filter(isPoll)
        const walks = wanted.filter((object) => !polls.includes(object))
        // Out of reach so far: one question shows whether the others are worth asking.
        const isDown = (): boolean => patience === 'app' && line.state().state === 'offline'
        const [first] = wanted
        if (first !== undefined && isDown()) {
          results.set(first, await scan(first, 'poll', patience))
          if (isDown()) return reportOf(connection, results, needed)
        }
        const ask = async (object: ObjectType): Promise<unknown> => results.set(object, await scan(object, 'poll', patience))
        await Promise.all(polls.filter((object) => !results.has(object)).map(ask))
        await walkInTurn(streams, { objects: walks, results, walk: (object) => scan(object, full ? 'full' : 'poll', patience), cutOff })
        await hearing.hear(patience)
        if (reconcile) {
          for (const object of wanted) {
            const before = results.get(object)
            if (!before || before.failure) continue
            results.set(object, addUp(before, await scan(object, 'compare', patience)))
            if (cutOff()) break
          }
        }
        if (pausedSince === null && !cutOff()) await probes.ask(wanted.filter((object) => results.get(object)?.failure === null))
        return reportOf(connection, results, needed)
      }),
    push,
    stopPush() {
      stopping.abort()
      stopping = new AbortController()
    },
    async sendDue(patience) {
      await pushApproved(patience)
    },
    nextDueAt() {
      if (pausedSince !== null || line.state().state !== 'connected') return null
      const { ids, nextAt } = due()
      return ids.length > 0 ? world.now() : nextAt
    },
    heard: hearing.heard,
    worthPolling: hearing.worthPolling,
    async sweep(mayGoOn) {
      const object = betterThings > 0 ? null : dueSweep()
      if (object === null) return false
      const sweep = sweepObject(streams, new Tally(), {
        object,
        patience: 'app',
        mayGoOn: () => betterThings === 0 && pausedSince === null && mayGoOn(),
      })
      sweeping = sweep.catch(() => undefined)
      const end = await sweep
      // Its own trouble is no trouble of the connection: it comes again, and polls go on.
      if (end !== null && end !== 'stopped') sweepRetryAt.set(object, instant(world.now() + SWEEP_RETRY_MS))
      changed()
      return true
    },
    pause() {
      pausedSince ??= world.now()
      changed()
    },
    resume() {
      pausedSince = null
      line.refresh()
      changed()
    },
    paused: () => pausedSince !== null,
    async close() {
      line.close()
      await Promise.allSettled([lastPush, sweeping, linkedReads, hearing.ended(), probes.ended(), ...[...scans.values()].map((each) => each.result)])
      keepRemembered({ db, line, remembered })
    },
  }
}
