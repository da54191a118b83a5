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
  return new Promise((resolve) => child.once('exit', () => resolve(parseVerdict(output, complaints))))
}
