/**
 * A world in a box: a clock that jumps to the next timer when nothing else is left to do, chance from a seed, and a network
 * that is whatever the test says. The same seed gives the same run.
 */
import { instant, type Instant } from '../../src/shared/model/ids'
import type { HttpRequest, HttpResponse, World } from '../../src/main/world'

export type Network = (request: HttpRequest) => Promise<HttpResponse>

export interface VirtualWorld extends World {
  /** Runs timers, in their order, until the promise is settled. */
  drive<Value>(work: Promise<Value>): Promise<Value>
  /** Lets time pass; whatever is due meanwhile happens. */
  pass(milliseconds: number): Promise<void>
  /** Runs what needs no time; false when the promise is not settled by then. */
  settle(work: Promise<unknown>): Promise<boolean>
  /** The computer sleeps: the clock goes on and nothing happens; whatever was due comes late, when it wakes. */
  asleep(milliseconds: number): void
  /** Calls later; answers what takes it back. */
  after(milliseconds: number, fire: () => void): () => void
}

interface Timer {
  readonly at: number
  readonly order: number
  readonly fire: () => void
}

export function createVirtualWorld(seed: number, network: (world: World) => Network, startAt = Date.UTC(2026, 10, 24, 8)): VirtualWorld {
  const random = seededRandom(seed)
  const timers = new Set<Timer>()
  let now = startAt
  let order = 0
  const world: VirtualWorld = {
    now: (): Instant => instant(now),
    random,
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        const timer: Timer = {
          at: now + Math.max(0, milliseconds),
          order: (order += 1),
          fire: () => {
            timers.delete(timer)
            signal?.removeEventListener('abort', abort)
            resolve()
          },
        }
        const abort = (): void => {
          timers.delete(timer)
          reject(signal?.reason)
        }
        signal?.addEventListener('abort', abort, { once: true })
        timers.add(timer)
      }),
    http: (request) => answer(request),
    async drive(work) {
      const state = { settled: false }
      const end = (): void => {
        state.settled = true
      }
      work.then(end, end)
      while (!state.settled) {
        await microtasks()
        if (!state.settled && !fireNext()) {
          await microtasks()
          if (!state.settled && timers.size === 0) throw new Error('nothing is left that could happen, and the work is not done')
        }
      }
      return work
    },
    async pass(milliseconds) {
      await world.drive(world.sleep(milliseconds))
    },
    async settle(work) {
      const state = { settled: false }
      const end = (): void => {
        state.settled = true
      }
      work.then(end, end)
      for (let turn = 0; turn < 20 && !state.settled; turn += 1) await microtasks()
      return state.settled
    },
    asleep(milliseconds) {
      now += milliseconds
    },
    after(milliseconds, fire) {
      const timer: Timer = {
        at: now + Math.max(0, milliseconds),
        order: (order += 1),
        fire: () => {
          timers.delete(timer)
          fire()
        },
      }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
  }
  const answer = network(world)

  function fireNext(): boolean {
    let next: Timer | null = null
    for (const timer of timers) if (next === null || timer.at < next.at || (timer.at === next.at && timer.order < next.order)) next = timer
    if (next === null) return false
    now = Math.max(now, next.at)
    next.fire()
    return true
  }

  return world
}

/** Everything that follows from what has happened, without any time passing. */
function microtasks(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** mulberry32: small, good enough, and the same everywhere. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
