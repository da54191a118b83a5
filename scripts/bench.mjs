/** Builds what is not built, then runs the measurements in `test/bench`, alone on the machine: `npm run bench -- --json`. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ensureBuilt } from './build.mjs'

ensureBuilt()
const main = join(import.meta.dirname, '..', 'test', 'bench', 'main.ts')
process.exit(spawnSync(process.execPath, [main, ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1)
