/** The layers below the window: each runs alone, as `npm run test:unit` does. `cli` drives the built command line: build first. */
import { defineConfig } from 'vitest/config'

const layer = (name: string, testTimeout: number) => ({
  test: { name, include: [name === 'cli' ? 'test/e2e/**/*.test.ts' : `test/${name}/**/*.test.{ts,tsx}`], testTimeout, hookTimeout: 60_000 },
})

export default defineConfig({
  test: {
    projects: [layer('unit', 20_000), layer('contract', 60_000), layer('simulation', 120_000), layer('storage', 120_000), layer('cli', 120_000)],
    // Left to itself it keeps a core free. One more than there are on a small machine: tests of commands often wait for a process, or a minute.
    maxWorkers: 3,
    // A test that is skipped or focused by accident must not look like a pass.
    allowOnly: false,
  },
})
