/**
 * Pushes what waits on one connection: a few records at once, the changes of a record strictly in order, creates before what
 * refers to them. One that fails holds back nothing but itself and what depends on it.
 */
import type { Failure } from '../../../shared/failure'
import type { ChangeId, Instant } from '../../../shared/model/ids'
import { instant } from '../../../shared/model/ids'
import type { PushProgress, PushReport } from '../../../shared/sync/report'
import type { Outcome } from '../../connectors/connector'
import {
  backToWaiting,
  claimChange,
  markProbing,
  othersGotThrough,
  type PushItem,
  pushQueue,
  type PushTake,
  settleRejected,
} from '../../mirror/outbox'
import { type Patience, retryInMs } from '../decide/backoff'
import { estimatePushLeftMs } from '../decide/estimate'
import { isToBeHandedBack } from '../decide/plan-push'
import { troubleOf } from './line'
import { pushChange, type PushParts, type PushResult } from './push-change'

/** Troubles in a row, with nothing getting through between them, after which the CRM counts as down. */
const BREAKER = 5

export interface PushInput {
  readonly ids: PushTake
  readonly patience: Patience
  readonly progress: (pushing: PushProgress | null) => void
  /** Aborted: nothing more is begun; what is on its way is waited for. */
  readonly stop: AbortSignal
}

export async function pushConnection(parts: PushParts, input: PushInput): Promise<PushReport> {
  const run = createRun(parts, input)
  try {
    await run.toTheEnd()
  } finally {
    // Where one broke off (a full disk), the others are still on their way: the next push must not meet them.
    await run.ended()
    parts.saveSidecar()
    input.progress(null)
  }
  return run.report()
}

function createRun(parts: PushParts, { ids, patience, progress, stop }: PushInput) {
  const { db, world, line } = parts
  const connection = line.connection.id
  const done = new Set<ChangeId>()
  const triesNow = new Map<ChangeId, number>()
  const retryAt = new Map<ChangeId, Instant>()
  const busyRecords = new Set<string>()
  const underWay = new Set<Promise<void>>()
  const counts = { pushed: 0, rejected: 0, conflicts: 0 }
  const beganAt = world.now()
  let stopped: Failure | null = null
  let trouble: Failure | null = null
  let troublesInRow = 0
  let total = 0

  const waitingItems = (): readonly PushItem[] => pushQueue(db, connection, ids).filter(({ change }) => !done.has(change.id))

  const tell = (): void => {
    const settled = { done: done.size, total: Math.max(total, done.size) }
    progress({ ...settled, leftMs: estimatePushLeftMs({ ...settled, tookMs: world.now() - beganAt }) })
  }

  const close = (id: ChangeId): void => {
    done.add(id)
    tell()
  }

  const settle = (item: PushItem, result: PushResult): void => {
    const { id } = item.change
    switch (result.kind) {
      case 'pushed':
        counts.pushed += 1
        counts.conflicts += result.conflicts
        troublesInRow = 0
        return close(id)
      case 'rejected':
        counts.rejected += 1
        troublesInRow = 0
        return close(id)
      case 'conflict':
        counts.conflicts += 1
        return close(id)
      case 'looking':
        return close(id)
      case 'trouble':
        return onTrouble(item, result.outcome, result.patient)
    }
  }

  const onTrouble = (item: PushItem, outcome: Exclude<Outcome<unknown>, { kind: 'answered' }>, patient: boolean): void => {
    const { id } = item.change
    const failure = line.failure(outcome)
    const kind = troubleOf(outcome)
    if (kind === null) {
      // Signed out: nothing else would get through either. Anything else is about this one.
      if (outcome.kind === 'not-authorized') stopped = failure
      else trouble = failure
      return close(id)
    }
    const tried = (triesNow.get(id) ?? 0) + 1
    triesNow.set(id, tried)
    if (kind === 'unknown') troublesInRow += 1
    if (troublesInRow >= BREAKER && counts.pushed === 0) {
      stopped = failure
      return close(id)
    }
    const tries = item.attempts + 1
    // A create is looked for first: where it is not there for certain, it ends there.
    if (
      kind === 'unknown' &&
      item.change.kind !== 'create' &&
      isToBeHandedBack({ kind: item.change.kind, tries, othersGotThrough: othersGotThrough(db, id) })
    ) {
      settleRejected(db, id, { ...failedWith(outcome), field: null }, world.now())
      counts.rejected += 1
      return close(id)
    }
    const retryAfterMs = outcome.kind === 'wait' ? outcome.retryAfterMs : null
    const wait = patient ? null : retryInMs({ patience, trouble: kind, tries: tried, retryAfterMs, chance: world.random() })
    if (wait !== null) {
      retryAt.set(id, instant(world.now() + wait))
      return
    }
    close(id)
    if (kind !== 'unknown') stopped = failure
    else trouble = failure
  }

  const start = (item: PushItem): void => {
    const { recordId, id } = item.change
    busyRecords.add(recordId)
    retryAt.delete(id)
    const work = (async () => {
      // As it is now: an older change of the record may have been settled since, and may have changed what this one stands on.
      const [fresh] = pushQueue(db, connection, [id])
      // An approval may have been taken back since: then it is the rep's again.
      const isTaken =
        fresh && (ids !== 'approved' || (fresh.change.approved && (fresh.change.state === 'waiting' || fresh.change.state === 'pushing')))
      if (!fresh || !isTaken || fresh.blockedBy.length > 0) return close(id)
      const claimed = takeUp(parts, fresh)
      if (!claimed) return close(id)
      settle(claimed, await pushChange(parts, claimed, patience))
    })()
    const kept: Promise<void> = work.finally(() => {
      busyRecords.delete(recordId)
      underWay.delete(kept)
    })
    underWay.add(kept)
    // Heard where it is awaited; this only keeps Node from calling it unheard when two fail at once.
    kept.catch(() => undefined)
  }

  /** Starts what can start now. */
  const startReady = (backlog: readonly PushItem[]): void => {
    const olderWaits = new Set<string>()
    for (const item of backlog) {
      const { id, recordId } = item.change
      if (done.has(id) || olderWaits.has(recordId)) continue
      olderWaits.add(recordId)
      const due = (retryAt.get(id) ?? 0) <= world.now()
      if (underWay.size < line.width() && due && item.blockedBy.length === 0 && !busyRecords.has(recordId)) start(item)
    }
  }

  const pauseUntil = async (at: number): Promise<void> => {
    try {
      await world.sleep(Math.max(1, at - world.now()), AbortSignal.any([line.signal, stop]))
    } catch (error) {
      // Stopped by the rep: that is an end like any other.
      if (line.signal.aborted || !stop.aborted) throw error
    }
  }

  return {
    async toTheEnd(): Promise<void> {
      let backlog = waitingItems()
      total = backlog.length
      if (total > 0) tell()
      for (;;) {
        const goesOn = stopped === null && !stop.aborted
        if (goesOn) startReady(backlog)
        if (underWay.size === 0) {
          if (!goesOn) return
          // Creates that got through set free what refers to them.
          backlog = waitingItems()
          startReady(backlog)
        }
        if (underWay.size > 0) {
          await Promise.race(underWay)
          backlog = backlog.filter(({ change }) => !done.has(change.id))
          continue
        }
        const next = [...retryAt].filter(([id]) => !done.has(id)).map(([, at]) => at)
        if (next.length === 0) return
        await pauseUntil(Math.min(...next))
      }
    },
    async ended(): Promise<void> {
      while (underWay.size > 0) await Promise.allSettled(underWay)
    },
    report(): PushReport {
      return { ...counts, waiting: pushQueue(db, connection, ids).length, error: stopped ?? trouble }
    },
  }
}

/**
 * Makes the change ours to send, before anything is asked about it. What an earlier push left on its way, without an answer, is found out
 * about first: a create is looked for, all else begins anew with a read.
 */
function takeUp({ db, world, line }: PushParts, item: PushItem): PushItem | null {
  const { id, kind, state } = item.change
  const now = world.now()
  if (state === 'pushing' && kind === 'create') {
    if (!item.probing) markProbing(db, id, { now, error: null })
    return { ...item, probing: true }
  }
  if (state === 'pushing') backToWaiting(db, id, { now, nextAt: null, countAttempt: true, error: null })
  return claimChange(db, id, { now, serverTime: line.serverNow() })
}

function failedWith(outcome: Outcome<unknown>): { readonly code: string; readonly message: string } {
  if (outcome.kind === 'refused') return { code: String(outcome.status), message: outcome.words }
  if (outcome.kind !== 'unknown') return { code: 'no-answer', message: '' }
  return { code: outcome.status === null ? 'no-answer' : String(outcome.status), message: outcome.detail }
}
