/**
 * A worker thread that is kept running. One that dies, or does not answer, is replaced; what waited for it is told so.
 *
 * Replacements come slower and slower, and at most five a minute: a thread that dies of what it finds would only be worn out by more. Then
 * whoever asks is told why, until the minute has passed and the next question starts another.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer } from '../shared/contract/client'
import { type Failure, FailureError } from '../shared/failure'
import { answerOf, type ThreadLink } from './thread-rpc'

/** What of a `Worker` is needed here. */
interface RunningThread {
  once(event: 'error', listener: (error: Error) => void): unknown
  once(event: 'exit', listener: () => void): unknown
  terminate(): Promise<unknown>
}

export interface Thread {
  readonly worker: RunningThread
  readonly link: ThreadLink
}

export interface KeptThread {
  /** Resolves when the first thread is ready; fails as its start failed. */
  opened(): Promise<void>
  ask(name: string, input: unknown): Promise<Answer>
  /** Ends the thread that runs and starts another, which does not count as a death. */
  restart(farewell: (link: ThreadLink) => Promise<void>): Promise<void>
  end(farewell: (link: ThreadLink) => Promise<void>): Promise<void>
}

export interface KeepOptions {
  readonly start: () => Promise<Thread>
  /** What to say when it died again and again. */
  readonly worn: (lastWords: string) => Failure
  /** A question that waits longer means that the thread hangs; null: it may take as long as it takes. */
  readonly stallMs: number | null
  /** Milliseconds on a clock that only goes forward. */
  readonly clock?: () => number
  readonly pause?: (milliseconds: number) => Promise<unknown>
}

const MOST_RESTARTS_A_MINUTE = 5
const MINUTE_MS = 60_000
/** Doubled with each death of the last minute. */
const FIRST_PAUSE_MS = 100

export function keepRunning({ start, worn, stallMs, clock = () => performance.now(), pause = sleep }: KeepOptions): KeptThread {
  let ending = false
  let deaths: number[] = []
  let lastWords = ''
  let current = launch(0)
  const first = current

  function launch(pauseMs: number): Promise<Thread> {
    const starting = (async () => {
      if (pauseMs > 0) await pause(pauseMs)
      return start()
    })()
    starting.then(
      ({ worker, link }) => {
        worker.once('error', (error) => {
          lastWords = error.message
          link.breakOff(`the engine stopped: ${error.message}`)
        })
        worker.once('exit', () => {
          link.breakOff('the engine stopped and is starting again')
          if (current === starting) replace()
        })
      },
      (error: unknown) => {
        lastWords = error instanceof Error ? error.message : String(error)
        // A first start that fails is the opener's to hear of; a later one is tried again like any death.
        if (current === starting && starting !== first) replace()
      },
    )
    return starting
  }

  function replace(): void {
    if (ending) return
    const now = clock()
    deaths = [...deaths.filter((at) => now - at < MINUTE_MS), now]
    if (deaths.length <= MOST_RESTARTS_A_MINUTE) current = launch(FIRST_PAUSE_MS * 2 ** (deaths.length - 1))
    else current = Promise.reject(new FailureError(worn(lastWords)))
    // Whoever asks next is told; nobody else has to be.
    current.catch(() => undefined)
  }

  /** Worn out a minute ago is no reason not to try now. */
  function runningAgain(): Promise<Thread> {
    const oldest = deaths.at(-MOST_RESTARTS_A_MINUTE - 1)
    if (!ending && oldest !== undefined && clock() - oldest >= MINUTE_MS) {
      deaths = []
      current = launch(0)
      current.catch(() => undefined)
    }
    return current
  }

  async function stop(farewell: (link: ThreadLink) => Promise<void>): Promise<void> {
    const thread = await current.catch(() => null)
    if (!thread) return
    await farewell(thread.link)
    thread.link.breakOff('the engine is starting again')
    await thread.worker.terminate()
  }

  return {
    async opened() {
      await current
    },
    async ask(name, input) {
      const asked = runningAgain()
      const thread = await answerOf(() => asked)
      if (!thread.ok) return thread
      const { link } = thread.value as Thread
      const timer =
        stallMs === null
          ? null
          : setTimeout(() => {
              if (current !== asked) return
              lastWords = `${name} did not come to an end`
              link.breakOff('the engine did not answer and is starting again')
              replace()
              void asked.then(({ worker }) => worker.terminate())
            }, stallMs)
      try {
        return await link.ask(name, input)
      } finally {
        if (timer !== null) clearTimeout(timer)
      }
    },
    async restart(farewell) {
      const old = current
      let go: (thread: Promise<Thread>) => void = () => undefined
      // From now on everybody waits for the next one, and the end of the old one is no death.
      current = new Promise((resolve) => {
        go = resolve
      })
      // Where nobody waits for it, nobody has to hear that it failed.
      current.catch(() => undefined)
      const thread = await old.catch(() => null)
      if (thread) {
        await farewell(thread.link)
        thread.link.breakOff('the engine is starting again')
        await thread.worker.terminate()
      }
      if (ending) return
      current = launch(0)
      go(current)
      await current.catch(() => undefined)
    },
    async end(farewell) {
      ending = true
      await stop(farewell)
    },
  }
}
