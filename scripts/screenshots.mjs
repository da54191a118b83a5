/** Builds what is not built, then takes the pictures of `test/screenshots` into `screenshots/`: `npm run screenshots -- -g board` takes some. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ensureBuilt } from './build.mjs'
import { ensureChromium } from './chromium.mjs'

const root = join(import.meta.dirname, '..')
ensureBuilt()
const cli = join(root, 'node_modules', '@playwright', 'test', 'cli.js')
const env = { ...process.env, CHROMIUM_PATH: ensureChromium() }
const args = [cli, 'test', '--config', join(root, 'test', 'screenshots', 'playwright.config.ts'), ...process.argv.slice(2)]
process.exit(spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env }).status ?? 1)
