/** A workspace of a size, filled by the real commands from a sandbox, and the browser host over it. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { built, run, startSandbox } from '../processes.ts'

export interface App {
  /** The launch address; good once. */
  readonly url: string
  stop(): Promise<void>
}

export async function openApp(folder: string, contacts: number): Promise<App> {
  const sandbox = await startSandbox(`contact=${contacts},company=2000,deal=3000,event=20000,lead=500,pipeline=2`, join(folder, 'crm.db'))
  const workspace = join(folder, 'workspace')
  const secret = { SATCHEL_BENCH_TOKEN: sandbox.token }
  const satchel = async (...args: readonly string[]): Promise<string> => run([built('satchel'), ...args, '--workspace', workspace], secret)
  await satchel('connect', '--url', sandbox.url, '--connection-id', sandbox.connectionId, '--token-env', 'SATCHEL_BENCH_TOKEN')
  await satchel('sync')
  const child = spawn(process.execPath, [built('satchel'), 'serve', '--workspace', workspace, '--json'], {
    env: { ...process.env, ...secret },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the host ended with ${code}`)))
    child.stdout.setEncoding('utf8').once('data', (line: string) => resolve((JSON.parse(line) as { url: string }).url))
  })
  return {
    url,
    async stop() {
      child.kill('SIGTERM')
      await ended
      await sandbox.stop()
    },
  }
}
