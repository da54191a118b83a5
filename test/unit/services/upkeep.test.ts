/** What CRMs say of themselves is asked anew each hour, of each connection that is linked, whatever became of the one before. */
import { expect, test } from 'vitest'
import { createJobs } from '../../../src/main/services/jobs'
import { keepUp } from '../../../src/main/services/upkeep'
import type { Connection } from '../../../src/shared/model/views'

test('each hour every linked connection, until the engine ends', async () => {
  const jobs = createJobs()
  const asked: string[] = []
  const slept: number[] = []
  const connection = (name: string, unlinked = false) => ({ name, unlinked }) as Connection
  const threeRounds = Promise.withResolvers<void>()
  const ended = keepUp({
    jobs,
    world: {
      sleep: (milliseconds, signal) => {
        slept.push(milliseconds)
        if (slept.length <= 3) return Promise.resolve()
        threeRounds.resolve()
        return new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)))
      },
    },
    connections: () => [connection('Acme'), connection('Old', true), connection('Bolt')],
    async renew({ name }) {
      asked.push(name)
      if (name === 'Acme') throw new Error('out of reach')
    },
  })
  await threeRounds.promise
  await jobs.stopAll()
  await ended
  expect(asked).toEqual(['Acme', 'Bolt', 'Acme', 'Bolt', 'Acme', 'Bolt'])
  expect(slept).toEqual([3_600_000, 3_600_000, 3_600_000, 3_600_000])
})
