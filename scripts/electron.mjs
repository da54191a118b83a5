/**
 * Electron's binary. npm's install scripts are denied in this project, so it is fetched here, when somebody wants to open the
 * app; where it can't be had, the browser host carries the app.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const electron = join(import.meta.dirname, '..', 'node_modules', 'electron')

/** @returns {boolean} */
export function electronInstalled() {
  return electronBinary() !== null
}

/** @returns {string | null} the path of the binary, or null where it is not installed */
export function electronBinary() {
  try {
    const binary = join(electron, 'dist', readFileSync(join(electron, 'path.txt'), 'utf8'))
    return existsSync(binary) ? binary : null
  } catch {
    // Not fetched yet.
    return null
  }
}

/** Fetches the binary. @returns {{ binary: string } | { why: string }} */
export function fetchElectron(timeoutMs) {
  const present = electronBinary()
  if (present !== null) return { binary: present }
  const attempt = spawnSync(process.execPath, [join(electron, 'install.js')], {
    timeout: timeoutMs,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const binary = electronBinary()
  if (binary !== null) return { binary }
  if (attempt.signal) return { why: `its download took longer than ${timeoutMs / 1000} s` }
  const words = (attempt.stderr ?? '').split('\n').find((line) => /error/i.test(line)) ?? `its installer ended with ${attempt.status}`
  return { why: `it can’t be downloaded: ${words.trim().slice(0, 160)}` }
}
