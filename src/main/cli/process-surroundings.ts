/** The command line's surroundings in a real process. Doors that only few commands need are loaded when they do. */
import { fileURLToPath } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import { openWorkspace } from './open-workspace'
import type { Surroundings } from './surroundings'

export function processSurroundings(stopped: AbortSignal): Surroundings {
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    stopped,
    openWorkspace: (request) => openWorkspace(request, process.env),
    async pause(milliseconds) {
      // Ended early is the same to whoever waits: they look at `stopped` next.
      await sleep(milliseconds, undefined, { signal: stopped }).catch(() => undefined)
    },
    async serve({ engine, port, note }) {
      const { startHost } = await import('../host/host')
      const assets = fileURLToPath(new URL('../renderer', import.meta.url))
      const host = await startHost({ engine, port, assets, launch: 'printed', log: note })
      return { url: host.url, newAddress: () => host.newLaunchAddress(), close: () => host.close() }
    },
    async runSandbox({ note, ...options }) {
      const { startSandbox } = await import('../sandbox/server')
      return startSandbox({ ...options, onProgress: note })
    },
  }
}
