/** Runs the measurements in `test/bench`, one after the other and alone: `npm run bench [NAME]`. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt } from './build.mjs'

const folder = join(import.meta.dirname, '..', 'test', 'bench')
const wanted = process.argv[2] ?? ''
const files = existsSync(folder) ? readdirSync(folder).filter((name) => /\.bench\.m?[jt]s$/.test(name) && name.includes(wanted)) : []
if (files.length === 0) {
  console.error(`There is no measurement “${wanted}” in test/bench.`)
  process.exit(1)
}
ensureBuilt()
const failed = files.filter((name) => spawnSync(process.execPath, [join(folder, name)], { stdio: 'inherit' }).status !== 0)
process.exit(failed.length === 0 ? 0 : 1)
