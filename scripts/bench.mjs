/** Builds what is not built, then runs measurements of `test/bench`, alone on the machine: `npm run bench -- --json`, `bench:reports`, `bench:frames`. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ensureBuilt } from './build.mjs'

const [first = '', ...rest] = process.argv.slice(2)
const named = first === 'reports' || first === 'frames'
ensureBuilt()
const main = join(import.meta.dirname, '..', 'test', 'bench', `${named ? first : 'main'}.ts`)
process.exit(spawnSync(process.execPath, [main, ...(named ? rest : process.argv.slice(2))], { stdio: 'inherit' }).status ?? 1)
