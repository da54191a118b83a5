/** `setTimeout` and `setInterval` in a simulation: on the world's clock. The bundle says this wherever the engine says the other. */
import { computer } from './computer'

const cancelById = new Map<number, () => void>()
let last = 0

function simulatedSetTimeout(work: () => void, milliseconds: number): number {
  const id = (last += 1)
  const cancel = computer().after(milliseconds, () => {
    cancelById.delete(id)
    work()
  })
  cancelById.set(id, cancel)
  return id
}

function simulatedClearTimeout(id: number): void {
  cancelById.get(id)?.()
  cancelById.delete(id)
}

/** What looks every few seconds looks every few minutes here: days pass. */
const SELDOM_MS = 600_000

function simulatedSetInterval(work: () => void, milliseconds: number): { unref(): unknown; stop(): void } {
  let cancel = (): void => undefined
  const again = (): void => {
    cancel = computer().after(Math.max(milliseconds, SELDOM_MS), () => {
      again()
      work()
    })
  }
  again()
  const interval = { unref: () => interval, stop: () => cancel() }
  return interval
}

function simulatedClearInterval(interval: { stop(): void }): void {
  interval.stop()
}

Object.assign(globalThis, { simulatedSetTimeout, simulatedClearTimeout, simulatedSetInterval, simulatedClearInterval })
