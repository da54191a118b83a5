/**
 * Reports over a large mirror: `npm run bench:reports`, `-- --deals N --events N --keep FILE`. A file that is kept is made once and
 * used again.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { bundle } from './bundle.ts'

const { values } = parseArgs({
  options: { deals: { type: 'string', default: '200000' }, events: { type: 'string', default: '1000000' }, keep: { type: 'string' } },
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
})
const folder = mkdtempSync(join(tmpdir(), 'satchel-reports-'))
const file = values.keep === undefined ? join(folder, 'mirror.db') : resolve(values.keep)
const { status } = spawnSync(process.execPath, [await bundle('reports'), file, values.deals, values.events], { stdio: 'inherit' })
rmSync(folder, { recursive: true, force: true })
process.exit(status ?? 1)
