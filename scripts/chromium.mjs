/**
 * Finds a Chromium for the tests: the one that CHROMIUM_PATH names, an installed one, Playwright's. `ensureChromium` installs
 * Debian's where it may, and else says exactly what to install.
 */
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge', 'chrome.exe']
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
]

/** @returns {string | null} the path of an executable, or null where there is none */
export function findChromium() {
  const named = process.env.CHROMIUM_PATH ?? ''
  if (named !== '') return named
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)))
  return [...onPath, ...places].find(isExecutable) ?? playwrightsOwn()
}

/** @returns {string} as `findChromium`, after installing one where that can be done; throws with what to do */
export function ensureChromium() {
  const found = findChromium() ?? installDebians()
  if (found !== null) return found
  throw new Error(
    'The end-to-end tests need a Chromium and there is none. Install one with\n' +
      '  npx playwright install chromium        (any system)\n' +
      '  sudo apt-get install chromium          (Debian, Ubuntu)\n' +
      'or name one: CHROMIUM_PATH=/path/to/chrome npm test',
  )
}

function playwrightsOwn() {
  try {
    const path = createRequire(import.meta.url)('playwright-core').chromium.executablePath()
    return existsSync(path) ? path : null
  } catch {
    // Playwright has none for this system.
    return null
  }
}

function installDebians() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !onPath('apt-get')) return null
  console.error('Installing chromium with apt-get for the end-to-end tests …')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const run = (...args) => spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0
  const installed =
    run('install', '-y', '--no-install-recommends', 'chromium') || (run('update') && run('install', '-y', '--no-install-recommends', 'chromium'))
  return installed ? findChromium() : null
}

function onPath(name) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => isExecutable(join(folder, name)))
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return existsSync(path)
  } catch {
    return false
  }
}
