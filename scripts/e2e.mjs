/** Builds what is not built, then drives the app end to end: `npm run e2e -- test/e2e/ui/board.spec.ts` runs one. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ensureBuilt } from './build.mjs'
import { ensureChromium } from './chromium.mjs'

const root = join(import.meta.dirname, '..')
ensureBuilt()
const env = { ...process.env, CHROMIUM_PATH: ensureChromium() }
const run = (path, args) => spawnSync(process.execPath, [join(root, 'node_modules', path), ...args], { cwd: root, stdio: 'inherit', env }).status ?? 1
process.exit(run('@playwright/test/cli.js', ['test', ...process.argv.slice(2)]))
