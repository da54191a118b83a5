/** The built command line on a workspace wherever it is, and a small CRM for it to pull from. */
import { type Crm, startCrm } from '../../e2e/cli/support/crm'
import { entry, type RunningCommand, startNode } from '../../e2e/cli/support/satchel'

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export type Satchel = (args: readonly string[], env?: Readonly<Record<string, string>>) => Promise<Ended>

export function startSatchel(folder: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): RunningCommand {
  return startNode([entry('satchel'), ...args, '--workspace', folder], { PATH: process.env['PATH'] ?? '', HOME: folder, ...env }, '')
}

/** `before` stands in front of the command, such as `setpriv --reuid=65534`. */
export function satchelIn(folder: string, crm: Crm | null = null): Satchel {
  return (args, env = {}) => startSatchel(folder, args, { ...(crm === null ? {} : { CRM_TOKEN: crm.token }), ...env }).ended
}

/** A CRM, and a workspace that holds all of it. */
export async function pulledWorkspace(folder: string, records = 'contact=60,company=5'): Promise<{ readonly crm: Crm; readonly satchel: Satchel }> {
  const crm = await startCrm({ records })
  const satchel = satchelIn(folder, crm)
  await done(satchel(['connect', '--url', crm.url, '--connection-id', crm.connectionId, '--token-env', 'CRM_TOKEN', '--name', 'Acme']))
  await done(satchel(['sync']))
  return { crm, satchel }
}

export async function done(running: Promise<Ended>): Promise<string> {
  const { code, signal, stdout, stderr } = await running
  if (code !== 0) throw new Error(`it ended with ${code ?? signal}:\n${stdout}\n${stderr}`)
  return stdout
}

export function lines<Line = Record<string, unknown>>(stdout: string): Line[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line)
}
