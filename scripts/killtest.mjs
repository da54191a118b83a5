/** `npm run killtest -- --rounds 200 [--seed N]`: kills the command at random moments, again and again. See test/storage/kills.test.ts. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ensureBuilt } from './build.mjs'

const root = join(import.meta.dirname, '..')
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '200' }, seed: { type: 'string' } } })
ensureBuilt()
const { status } = spawnSync(
  process.execPath,
  [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'storage', 'test/storage/kills.test.ts'],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, SATCHEL_KILL_ROUNDS: values.rounds, ...(values.seed === undefined ? {} : { SATCHEL_TEST_SEED: values.seed }) },
  },
)
process.exit(status ?? 1)
