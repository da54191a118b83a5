/**
 * A workspace that is connected to a sandbox and up to date, made once and copied for each spec: the same start, a second or two
 * sooner each time. The sandbox of a copy comes back on the port that the workspace remembers.
 */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runSatchel, startSandboxProcess } from './processes'

/** By this name the connection of every spec remembers its token. */
export const tokenVariable = 'SATCHEL_TEST_TOKEN'

export interface Prepared {
  /** Holds all of it. */
  readonly folder: string
  readonly workspace: string
  /** The sandbox's own data. */
  readonly store: string
  readonly port: number
  readonly token: string
}

export async function prepareConnected(): Promise<Prepared> {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-prepared-'))
  const workspace = join(folder, 'workspace')
  const store = join(folder, 'crm.db')
  const { url, connectionId, token, stop } = await startSandboxProcess({ store })
  const connect = ['connect', '--connector', 'unified', '--url', url, '--connection-id', connectionId, '--token-env', tokenVariable, '--json']
  for (const args of [connect, ['sync', '--json']]) {
    const { code, stdout, stderr } = await runSatchel(workspace, args, { [tokenVariable]: token })
    if (code !== 0) throw new Error(`${args[0]} ended with ${code}: ${stdout}${stderr}`)
  }
  await stop()
  return { folder, workspace, store, port: Number(new URL(url).port), token }
}
