/**
 * What a CRM says of itself, asked anew while the app runs: the definitions of custom fields each hour, the support matrix each day. Each has
 * its own idea of how old is too old; this only comes by.
 */
import type { Connection } from '../../shared/model/views'
import type { World } from '../world'
import type { Jobs } from './jobs'

const EVERY_MS = 3_600_000

export interface UpkeepParts {
  readonly world: Pick<World, 'sleep'>
  readonly jobs: Jobs
  readonly connections: () => readonly Connection[]
  /** What can't be asked now is told where every pull is: here what is known will do, and the next hour asks again. */
  readonly renew: (connection: Connection) => Promise<unknown>
}

/** Goes on until the engine ends. The first round comes after an hour: whoever opens a screen has asked by then. */
export function keepUp({ world, jobs, connections, renew }: UpkeepParts): Promise<void> {
  return jobs.run('upkeep', async (signal) => {
    while (await slept(world, signal)) {
      for (const connection of connections().filter(({ unlinked }) => !unlinked)) {
        if (signal.aborted) return
        await renew(connection).catch(() => undefined)
      }
    }
  })
}

async function slept(world: UpkeepParts['world'], signal: AbortSignal): Promise<boolean> {
  try {
    await world.sleep(EVERY_MS, signal)
    return !signal.aborted
  } catch (error) {
    if (signal.aborted) return false
    throw error
  }
}
