/** Keeps one connection up to date while the app runs: polls at the interval, backs off when it can't, stops when told. */
import type { Failure } from '../../../shared/failure'
import { failureOf } from '../../../shared/failure'
import type { World } from '../../world'
import { backoffMs } from '../decide/backoff'
import { LineClosed } from './line'
import type { Station } from './station'

export interface Tending {
  /** Looks again now, whatever it was waiting for. */
  wake(): void
  /** Something was edited: reckons anew when the next change goes by itself. Asks the CRM nothing before that. */
  reckon(): void
  /** Resolves when it has ended. */
  stop(): Promise<void>
}

export interface TendInput {
  readonly world: World
  readonly station: Station
  readonly intervalMs: () => number
  /** A bug: told, and the connection is tried again later. */
  readonly onBug: (error: unknown) => void
}

export function tend({ world, station, intervalMs, onBug }: TendInput): Tending {
  const stopping = new AbortController()
  let sleeping: AbortController | null = null
  let nextLookAt = 0

  const sleep = async (milliseconds: number): Promise<void> => {
    sleeping = new AbortController()
    try {
      await world.sleep(milliseconds, AbortSignal.any([sleeping.signal, stopping.signal]))
    } catch (error) {
      // Woken or stopped; the loop finds out which.
      if (!sleeping.signal.aborted && !stopping.signal.aborted) throw error
    } finally {
      sleeping = null
    }
  }

  const run = async (): Promise<void> => {
    let failures = 0
    while (!stopping.signal.aborted) {
      const mayAsk = !station.paused() && station.line.state().state !== 'sign-in'
      if (world.now() >= nextLookAt) {
        nextLookAt = Number.POSITIVE_INFINITY
        const failure = mayAsk ? await look(station, onBug) : null
        failures = failure !== null && isPassing(failure) ? failures + 1 : 0
        const nextAt = world.now() + (mayAsk ? nextLookInMs(world, intervalMs(), failures, failure) : LONG_MS)
        // Woken in the middle of a look: that one may have passed by what it was woken for.
        nextLookAt = Math.min(nextLookAt, nextAt)
      } else await sendDue(station, onBug)
      if (stopping.signal.aborted) return
      const wakeAt = Math.min(nextLookAt, station.nextDueAt() ?? nextLookAt)
      if (wakeAt > world.now()) await sleep(wakeAt - world.now())
    }
  }
  const ended = run()
  // A bug ends the loop, and is told; it must not end the engine.
  ended.catch(onBug)

  return {
    wake() {
      nextLookAt = 0
      sleeping?.abort()
    },
    reckon: () => sleeping?.abort(),
    async stop() {
      stopping.abort()
      await ended.catch(() => undefined)
    },
  }
}

/** Until somebody wakes it. */
const LONG_MS = 3_600_000
const SOONEST_MS = 5_000

async function look(station: Station, onBug: (error: unknown) => void): Promise<Failure | null> {
  try {
    const { error } = await station.pull({ objects: null, full: false, reconcile: false, sendApproved: true, patience: 'app' })
    return error
  } catch (error) {
    if (!(error instanceof LineClosed) && failureOf(error) === null) onBug(error)
    return failureOf(error)
  }
}

/** What it could not send is told by the next look. */
async function sendDue(station: Station, onBug: (error: unknown) => void): Promise<void> {
  try {
    await station.sendDue('app')
  } catch (error) {
    if (!(error instanceof LineClosed) && failureOf(error) === null) onBug(error)
  }
}

function isPassing(failure: Failure): boolean {
  return failure.kind === 'unreachable' || failure.kind === 'asked-to-wait'
}

function nextLookInMs(world: World, intervalMs: number, failures: number, failure: Failure | null): number {
  if (failure?.kind === 'asked-to-wait') return Math.max(SOONEST_MS, failure.until - world.now())
  if (failures > 0) return Math.min(Math.max(intervalMs, SOONEST_MS), SOONEST_MS + backoffMs(failures, world.random()))
  // Not all at the same second of every minute.
  return Math.round(intervalMs * (0.9 + 0.2 * world.random()))
}
