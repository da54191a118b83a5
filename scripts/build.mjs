/**
 * Builds `out/` when it is missing or older than the sources: `ensureBuilt` for the scripts that need it, `--force` for
 * `npm run build`. What it says goes to stderr, for stdout may belong to a command.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
/** Written last, so that a build that was interrupted counts as none. */
const stamp = join(root, 'out', 'built')

/** Builds what is not built yet. Throws with the builder's words when it fails. */
export function ensureBuilt() {
  if (isFresh()) return
  build('pipe')
}

function build(output) {
  rmSync(stamp, { force: true })
  // Noted before the build: what changes while it runs must count as newer.
  const startedAt = new Date()
  const cli = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const quiet = output === 'pipe' ? ['--logLevel', 'warn'] : []
  const stdio = output === 'pipe' ? ['ignore', 'pipe', 'pipe'] : ['ignore', 2, 2]
  const result = spawnSync(process.execPath, [cli, 'build', ...quiet], { cwd: root, stdio, encoding: 'utf8' })
  if (result.status !== 0) throw new Error(`Satchel could not be built.\n${result.stdout ?? ''}${result.stderr ?? ''}`)
  mkdirSync(join(root, 'out'), { recursive: true })
  writeFileSync(stamp, '')
  utimesSync(stamp, startedAt, startedAt)
}

function isFresh() {
  const built = startOf(stamp)
  if (built === null) return false
  return ['src', 'electron.vite.config.ts', 'package.json', 'package-lock.json'].every((path) => newestIn(join(root, path)) <= built)
}

function startOf(file) {
  try {
    return statSync(file).mtimeMs
  } catch {
    return null
  }
}

function newestIn(path) {
  const { mtimeMs } = statSync(path)
  if (!statSync(path).isDirectory()) return mtimeMs
  return readdirSync(path).reduce((newest, name) => Math.max(newest, newestIn(join(path, name))), mtimeMs)
}

if (process.argv[1] === import.meta.filename) {
  try {
    build('inherit')
  } catch (error) {
    console.error(error.message)
    process.exit(1)
  }
}
