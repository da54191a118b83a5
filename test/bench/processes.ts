/** Other processes that the measurements need: a sandbox to ask, programs to time. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export interface Sandbox {
  readonly url: string
  readonly connectionId: string
  readonly token: string
  stop(): Promise<void>
}

/** `records` as the sandbox takes them: `contact=100`. */
export async function startSandbox(records: string, store: string): Promise<Sandbox> {
  const child = spawn(process.execPath, [built('sandbox'), '--port', '0', '--records', records, '--store', store], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  let output = ''
  const line = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the sandbox ended with ${code}`)))
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
      if (output.includes('\n')) resolve(output.slice(0, output.indexOf('\n')))
    })
  })
  const { url, connection_id: connectionId, token } = JSON.parse(line) as { url: string; connection_id: string; token: string }
  return {
    url,
    connectionId,
    token,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

export function run(args: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
  const child = spawn(process.execPath, [...args], {
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve(output)
      else reject(new Error(`${args.join(' ')} ended with ${code}: ${output}`))
    })
  })
}

export function built(name: string): string {
  const file = fileURLToPath(new URL(`../../out/main/${name}.js`, import.meta.url))
  if (existsSync(file)) return file
  throw new Error(`${file} is missing: run \`npm run build\` first`)
}
