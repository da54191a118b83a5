/**
 * Builds and opens the app: in Electron where its binary is there or can be fetched, else in the browser host, saying why and
 * where. Ctrl-C ends all of it.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensureBuilt } from './build.mjs'
import { fetchElectron } from './electron.mjs'

const root = join(import.meta.dirname, '..')
const hasDesktop = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)

ensureBuilt()
const electron = hasDesktop ? fetchElectron(60_000) : { why: 'this machine has no display' }
if ('binary' in electron) openElectron(electron.binary)
else openBrowserHost(electron.why)

function openElectron(binary) {
  // Chromium refuses its own sandbox to root; nobody but a container does that.
  const asRoot = process.platform === 'linux' && process.getuid() === 0 ? ['--no-sandbox'] : []
  endTogether(spawn(binary, [root, ...asRoot], { stdio: 'inherit' }))
}

function openBrowserHost(why) {
  const child = spawn(process.execPath, [join(root, 'out/main/satchel.js'), 'serve', '--json'], { stdio: ['inherit', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text
    for (let end = output.indexOf('\n'); end >= 0; end = output.indexOf('\n')) {
      tell(output.slice(0, end), why)
      output = output.slice(end + 1)
    }
  })
  endTogether(child)
}

/** What the host prints: its address, or why there is none. */
function tell(line, why) {
  const { url, error } = JSON.parse(line)
  if (error) console.error([error.message, error.hint].filter(Boolean).join('\n'))
  if (!url) return
  console.log(`Satchel opens in the browser, not in a window of its own: ${why}. Open ${url}`)
  if (hasDesktop) openInBrowser(url)
}

function openInBrowser(url) {
  const [command, ...args] = process.platform === 'darwin' ? ['open', url] : process.platform === 'win32' ? ['explorer.exe', url] : ['xdg-open', url]
  // The address stands on the terminal: without an opener the person opens it.
  spawn(command, args, { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref()
}

function endTogether(child) {
  // Ctrl-C reaches the child by itself; we only wait for it.
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  child.on('error', (error) => {
    console.error(error.message)
    process.exit(1)
  })
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 0 : 1)))
}
