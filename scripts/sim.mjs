/** The simulation of days and weeks (`test/simulation/sim`): `npm run sim -- --seeds 10000 --from 1`, `--seed N --trace`, `--planted`. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const main = join(import.meta.dirname, '..', 'test', 'simulation', 'sim', 'main.ts')
process.exit(spawnSync(process.execPath, [main, ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1)
