/** The world as it is: the machine's clock, its chance, its network. Everything else in the engine is told. */
import { setTimeout as sleep } from 'node:timers/promises'
import { instant } from '../shared/model/ids'
import { createHttp } from './connectors/http'
import type { World } from './world'

export function realWorld(): World {
  return {
    now: () => instant(Date.now()),
    random: () => Math.random(),
    async sleep(milliseconds, signal) {
      try {
        await sleep(milliseconds, undefined, signal ? { signal } : {})
      } catch (error) {
        // Node wraps it in an AbortError of its own; the port promises the reason.
        if (signal?.aborted) throw signal.reason
        throw error
      }
    },
    http: createHttp(),
  }
}
