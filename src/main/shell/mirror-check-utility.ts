/** Has a mirror judged by a fresh process: a utility process, since a packaged Electron app runs no plain Node. */
import { fileURLToPath } from 'node:url'
import { utilityProcess } from 'electron'
import { type MirrorChecker, parseVerdict } from '../workspace/mirror-check-process'

export const checkMirrorInUtility: MirrorChecker = (file) => {
  const entry = fileURLToPath(new URL('./mirror-check.js', import.meta.url))
  const child = utilityProcess.fork(entry, [file], { stdio: 'pipe', env: {}, execArgv: [], serviceName: 'Satchel mirror check' })
  let output = ''
  let complaints = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  child.stderr?.on('data', (chunk: Buffer) => {
    complaints = (complaints + chunk.toString()).slice(-2000)
  })
  // Its end may be known before its last words have arrived.
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const said = new Promise((resolve) => (child.stdout ? child.stdout.once('end', resolve) : resolve(null)))
  return Promise.all([ended, said]).then(() => parseVerdict(output, complaints))
}
