/** `setTimeout` in a simulation: on the world's clock. The bundle says this wherever the engine says the other. */
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

Object.assign(globalThis, { simulatedSetTimeout, simulatedClearTimeout })
