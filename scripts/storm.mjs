/** `npm run storm -- --events 10000 [--seed N]`: a storm of lost, doubled, reordered and forged webhooks. See test/contract/webhooks/storm.test.ts. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const root = join(import.meta.dirname, '..')
const { values } = parseArgs({ options: { events: { type: 'string', default: '10000' }, seed: { type: 'string' } } })
const { status } = spawnSync(
  process.execPath,
  [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'contract', 'test/contract/webhooks/storm.test.ts'],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, SATCHEL_STORM_EVENTS: values.events, ...(values.seed === undefined ? {} : { SATCHEL_TEST_SEED: values.seed }) },
  },
)
process.exit(status ?? 1)
