/** When the page drew: the times between its frames while something is done with it, and how long a key took to be seen. */
import type { Page } from '@playwright/test'

export interface Frames {
  readonly count: number
  /** Milliseconds from one frame to the next; 16.7 where none is dropped. */
  readonly p50: number
  readonly p95: number
  readonly worst: number
  /** Frames that came a frame late or more. */
  readonly late: number
  /** CPU of the page's main thread in all, divided by its frames: what is left of it when the machine does other work. */
  readonly cpuAFrame: number
  /** From a key to the paint after it, as Chromium counts it, in steps of 8 ms; null where no key took 16 ms or more. */
  readonly slowestKey: number | null
}

/** A frame and a half at 60 Hz. */
const LATE_MS = 25

/** Kept in the page itself, from one evaluation to the next; its `window` knows nothing of it. */
interface Watch {
  frames: number[]
  keys: number[]
  running: boolean
}

export async function framesDuring(page: Page, work: () => Promise<void>): Promise<Frames> {
  await page.evaluate(() => {
    const watch: Watch = { frames: [], keys: [], running: true }
    ;(window as unknown as { watch: Watch }).watch = watch
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (entry.name === 'keydown') watch.keys.push(entry.duration)
    })
    observer.observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit)
    let last = performance.now()
    const frame = (now: number): void => {
      if (!watch.running) return observer.disconnect()
      watch.frames.push(now - last)
      last = now
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
  const cpu = async (): Promise<number> => {
    const { metrics } = await cdp.send('Performance.getMetrics')
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000
  }
  const before = await cpu()
  await work()
  const used = (await cpu()) - before
  await cdp.detach()
  const { frames, keys } = await page.evaluate(() => {
    const { watch } = window as unknown as { watch: Watch }
    watch.running = false
    return watch
  })
  // The first one began before it was watched.
  const sorted = frames.slice(1).toSorted((one, other) => one - other)
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  return {
    count: sorted.length,
    p50: at(0.5),
    p95: at(0.95),
    worst: at(1),
    late: sorted.filter((each) => each > LATE_MS).length,
    cpuAFrame: used / frames.length,
    slowestKey: keys.length === 0 ? null : Math.max(...keys),
  }
}
