/** The processes that the specs drive, all from `out/`: the sandbox CRM, the browser host, the command line. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../../..')
// Playwright may run under an older Node than the app needs.
const node = resolve(root, 'node_modules/.bin/node')

export interface Sandbox {
  readonly url: string
  readonly connectionId: string
  readonly token: string
  /** One request of a colleague, past Satchel: `call('PATCH', 'contact/c1', { name: 'New' })`. Fails on an error status. */
  call(method: string, path: string, body?: unknown): Promise<unknown>
  /** Ends the process: the CRM can't be reached. */
  stop(): Promise<void>
  /** Starts it again, on the same port and store. */
  restart(): Promise<void>
}

/** Small: an app over it is up to date within a second or two. */
export const smallRecords = 'contact=40,company=15,deal=20,event=40,lead=10,pipeline=2'

export interface SandboxStart {
  readonly store: string
  /** Null: what the store holds already. */
  readonly records?: string | null
  readonly port?: number
  readonly seed?: number
  readonly faults?: string
}

export async function startSandboxProcess({ store, records = smallRecords, port: asked = 0, seed = 7, faults }: SandboxStart): Promise<Sandbox> {
  const data = records === null ? [] : ['--records', records, '--seed', String(seed)]
  const start = (port: number): Promise<Started> =>
    startProcess('out/main/sandbox.js', [
      '--exit-with-parent',
      '--store',
      store,
      '--port',
      String(port),
      ...data,
      ...(faults === undefined ? [] : ['--faults', faults]),
    ])
  let running = await start(asked)
  const { url, connection_id: connectionId, token } = running.announced as { url: string; connection_id: string; token: string }
  const port = Number(new URL(url).port)
  return {
    url,
    connectionId,
    token,
    async call(method, path, body) {
      const response = await fetch(`${url}/crm/${connectionId}/${path}`.replace(/([^:])\/\//g, '$1/'), {
        method,
        headers: { authorization: `bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const text = await response.text()
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
      return text === '' ? null : (JSON.parse(text) as unknown)
    },
    stop: () => running.stop(),
    async restart() {
      running = await start(port)
    },
  }
}

export interface OpenHost {
  /** The launch address; good once. */
  readonly url: string
  stop(): Promise<void>
}

export async function openHost(workspace: string, env: Readonly<Record<string, string>> = {}): Promise<OpenHost> {
  const { announced, stop } = await startProcess('out/main/satchel.js', ['serve', '--workspace', workspace, '--json'], env)
  return { url: (announced as { url: string }).url, stop }
}

export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs one command of the command line to its end. */
export async function runSatchel(workspace: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const child = spawn(node, ['out/main/satchel.js', ...args, '--workspace', workspace], { cwd: root, env: { ...process.env, ...env } })
  child.stdin.end()
  const output = collect(child)
  const [code] = (await once(child, 'close')) as [number | null]
  return { code: code ?? -1, ...output }
}

interface Started {
  readonly announced: unknown
  stop(): Promise<void>
}

/** Starts an entry and waits for its first line, which is JSON. */
async function startProcess(entry: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Started> {
  const child = spawn(node, [entry, ...args], { cwd: root, env: { ...process.env, ...env } })
  const output = collect(child)
  const exited = once(child, 'close')
  const line = await new Promise<string>((done, failed) => {
    child.stdout.on('data', () => {
      const end = output.stdout.indexOf('\n')
      if (end >= 0) done(output.stdout.slice(0, end))
    })
    void exited.then(() => failed(new Error(`${entry} ended before it was ready: ${output.stderr}${output.stdout}`)))
  })
  return {
    announced: JSON.parse(line),
    async stop() {
      child.kill('SIGTERM')
      await exited
    },
  }
}

function collect(child: ChildProcessWithoutNullStreams): { stdout: string; stderr: string } {
  const output = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
  return output
}
