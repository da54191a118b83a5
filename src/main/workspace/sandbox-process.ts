/**
 * Starts the sandbox CRM as a process of its own, as *Try it with sample data* and the tests need it. The window's shell has
 * a twin of this, since a packaged Electron app may not run plain Node.
 */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { FailureError } from '../../shared/failure'

export interface SandboxProcess {
  readonly url: string
  readonly connectionId: string
  readonly token: string
  /** What its webhooks are signed with. */
  readonly webhookSecret: string
  stop(): Promise<void>
}

export interface SandboxRequest {
  /** Its own database: what was edited there survives its restart. */
  readonly store: string
  /** Null: any free one. */
  readonly port: number | null
  /** How many to make the first time; null: the store that is there, as it is. */
  readonly records: number | null
}

export type SandboxStarter = (request: SandboxRequest) => Promise<SandboxProcess>

const announcement = z.object({ url: z.string(), connection_id: z.string(), token: z.string(), webhook_secret: z.string() })

/** The arguments of the sandbox's entry, for whoever starts it. It ends when the stream to its input is closed. */
export function sandboxArguments({ store, port, records }: SandboxRequest): readonly string[] {
  return [
    '--exit-with-parent',
    '--store',
    store,
    ...(records === null ? [] : ['--records', String(records)]),
    ...(port === null ? [] : ['--port', String(port)]),
  ]
}

/** What the sandbox printed once it listened; null for any other line. */
export function parseSandboxAnnouncement(line: string): Omit<SandboxProcess, 'stop'> | null {
  try {
    const { url, connection_id, token, webhook_secret } = announcement.parse(JSON.parse(line))
    return { url, connectionId: connection_id, token, webhookSecret: webhook_secret }
  } catch {
    // Not the line we wait for; the sandbox may say other things before.
    return null
  }
}

export const startSandboxProcess: SandboxStarter = (request) => {
  const entry = fileURLToPath(new URL('./sandbox.js', import.meta.url))
  const child = spawn(process.execPath, [entry, ...sandboxArguments(request)], { stdio: ['pipe', 'pipe', 'pipe'], env: {} })
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  return new Promise((resolve, reject) => {
    let output = ''
    let complaints = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaints = (complaints + text).slice(-2000)
    })
    child.once('error', reject)
    void exited.then((code) => {
      reject(new FailureError({ kind: 'unreachable', host: 'the sandbox', detail: complaints.trim() || `it ended with ${code}`, retryAt: null }))
    })
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
      for (let end = output.indexOf('\n'); end >= 0; end = output.indexOf('\n')) {
        const announced = parseSandboxAnnouncement(output.slice(0, end))
        output = output.slice(end + 1)
        if (!announced) continue
        resolve({
          ...announced,
          async stop() {
            child.kill('SIGTERM')
            await exited
          },
        })
      }
    })
  })
}
