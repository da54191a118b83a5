/**
 * Keeps one connection up to date while the app runs: what is approved goes first, then polls at the interval, then sweeps in
 * what is left of it. It backs off when the CRM can't be reached, and looks at once when the computer or the network wakes.
 */
import type { Failure } from '../../../shared/failure'
import { failureOf } from '../../../shared/failure'
import { instant } from '../../../shared/model/ids'
import type { ObjectType } from '../../../shared/model/object-type'
import type { World } from '../../world'
import { BATTERY_STRETCH, hasSlept, isPassing, nextLookInMs } from '../decide/schedule'
import { LineClosed } from './line'
import type { Station } from './station'

export interface Tending {
  /** Looks again now, whatever it was waiting for. */
  wake(): void
  /** Something was edited: reckons anew when the next change goes by itself. Asks the CRM nothing before that. */
  reckon(): void
  /** The computer or the network was away: what was asked before is asked anew, and a look comes now. */
  awake(): void
  /** Resolves when it has ended. */
  stop(): Promise<void>
}

export interface TendInput {
  readonly world: World
  readonly station: Station
  readonly intervalMs: () => number
  readonly onBattery: () => boolean
  /** A bug: told, and the connection is tried again later. */
  readonly onBug: (error: unknown) => void
}

/** Until somebody wakes it. */
const LONG_MS = 3_600_000
/** How often it looks at the clock, to notice that the computer slept. */
const BEAT_MS = 60_000
/** What was due and could not go is not tried again before that. */
const DUE_AGAIN_MS = 5_000
/** A look that began so recently began after the waking. */
const JUST_NOW_MS = 2_000

export function tend({ world, station, intervalMs, onBattery, onBug }: TendInput): Tending {
  const stopping = new AbortController()
  let sleeping: AbortController | null = null
  /** Somebody wants a look: also while one is under way, which may have passed by what they want. The first one is wanted, too. */
  let woken = true
  let lookingSince: number | null = null

  const sleepUntil = async (until: number): Promise<void> => {
    if (woken || until <= world.now()) return
    sleeping = new AbortController()
    try {
      await world.sleep(until - world.now(), AbortSignal.any([sleeping.signal, stopping.signal]))
    } catch (error) {
      // Woken or stopped; the loop finds out which.
      if (!sleeping.signal.aborted && !stopping.signal.aborted) throw error
    } finally {
      sleeping = null
    }
  }

  const look = async (objects: readonly ObjectType[] | null): Promise<Failure | null> => {
    lookingSince = world.now()
    try {
      const { error } = await station.pull({ objects, full: false, reconcile: false, sendApproved: true, patience: 'app' })
      return error
    } catch (error) {
      tellBug(error)
      return failureOf(error)
    } finally {
      lookingSince = null
    }
  }

  /** What is left of the time until the next look is for sweeps. */
  const sweepUntil = async (until: number): Promise<void> => {
    const mayGoOn = (): boolean => !woken && !stopping.signal.aborted && !onBattery() && world.now() < Math.min(until, station.nextDueAt() ?? until)
    try {
      while (mayGoOn() && (await station.sweep(mayGoOn))) if (station.line.state().state !== 'connected') return
    } catch (error) {
      tellBug(error)
    }
  }

  /** Nobody asked for a look, or for the end. */
  const isIdle = (): boolean => !woken && !stopping.signal.aborted

  /** Waits for the next look; what goes by itself meanwhile goes at its time. */
  const waitUntil = async (until: number): Promise<void> => {
    const since = world.now()
    let notBefore = since
    // A clock that was set back says nothing about how long this took: then it is better to look now.
    while (isIdle() && world.now() >= since && world.now() < until) {
      const dueAt = station.nextDueAt()
      const sendAt = dueAt === null ? until : Math.max(dueAt, notBefore)
      if (sendAt <= world.now()) {
        await sendDue()
        notBefore = instant(world.now() + DUE_AGAIN_MS)
      } else await sleepUntil(Math.min(until, sendAt))
    }
  }

  /** What it could not send is told by the next look. */
  const sendDue = async (): Promise<void> => {
    try {
      await station.sendDue('app')
    } catch (error) {
      tellBug(error)
    }
  }

  const tellBug = (error: unknown): void => {
    if (!(error instanceof LineClosed) && failureOf(error) === null) onBug(error)
  }

  const run = async (): Promise<void> => {
    let failures = 0
    while (!stopping.signal.aborted) {
      const mayAsk = !station.paused() && station.line.state().state !== 'sign-in'
      // Somebody who wants a look wants all of it; by itself it leaves out what is told of.
      const objects = woken ? null : station.worthPolling(intervalMs() * (onBattery() ? BATTERY_STRETCH : 1))
      woken = false
      const failure = mayAsk ? await look(objects) : null
      failures = failure !== null && isPassing(failure) ? failures + 1 : 0
      const now = world.now()
      const wait = { now, intervalMs: intervalMs(), onBattery: onBattery(), failures, failure, chance: world.random() }
      const nextLookAt = now + (mayAsk ? nextLookInMs(wait) : LONG_MS)
      if (mayAsk && failure === null) await sweepUntil(nextLookAt)
      await waitUntil(nextLookAt)
    }
  }

  const awake = (): void => {
    if (lookingSince !== null && world.now() - lookingSince < JUST_NOW_MS) return
    station.line.dropReads()
    // A look under way asks anew by itself: one is enough.
    if (lookingSince === null) wake()
  }

  const wake = (): void => {
    woken = true
    sleeping?.abort()
  }

  const beat = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const before = world.now()
      try {
        await world.sleep(BEAT_MS, stopping.signal)
      } catch {
        // Stopped: nothing else ends this sleep.
        return
      }
      if (hasSlept({ expectedMs: BEAT_MS, tookMs: world.now() - before })) awake()
    }
  }

  const ended = Promise.all([run(), beat()])
  // A bug ends the loop, and is told; it must not end the engine.
  ended.catch(onBug)

  return {
    wake,
    reckon: () => sleeping?.abort(),
    awake,
    async stop() {
      stopping.abort()
      await ended.catch(() => undefined)
    },
  }
}
