/** The command line from a checkout: builds what is not built yet, quietly, and hands over. stdout belongs to the command. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensureBuilt } from './build.mjs'

try {
  ensureBuilt()
} catch (error) {
  console.error(error.message)
  process.exit(1)
}
const entry = join(import.meta.dirname, '..', 'out', 'main', 'satchel.js')
// The folder the person stands in, not the project's: npm has moved us there.
const child = spawn(process.execPath, [entry, ...process.argv.slice(2)], { stdio: 'inherit', cwd: process.env.INIT_CWD ?? process.cwd() })
// A terminal sends Ctrl-C to the whole group; a program that signals only us means the command.
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
process.on('SIGINT', () => (process.stdin.isTTY ? undefined : child.kill('SIGINT')))
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143)
})
