/** The sample CRM that the app started for itself: to end it, as a rep never would, and to be a colleague in it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Sandbox, startSandboxProcess } from './processes'

/** Ends the process of the sample: the CRM can't be reached. */
export function endSample(workspace: string): void {
  process.kill(processOf(join(workspace, 'sandbox.db')), 'SIGKILL')
}

/** Starts it again where it was, over the same records. */
export async function restartSample(workspace: string): Promise<Sandbox> {
  const { url } = sampleConnection(workspace)
  return startSandboxProcess({ store: join(workspace, 'sandbox.db'), records: null, port: Number(new URL(url).port) })
}

function sampleConnection(workspace: string): { readonly url: string } {
  const settings = JSON.parse(readFileSync(join(workspace, 'settings.json'), 'utf8')) as { connections: { url: string; sample: boolean }[] }
  return settings.connections.find(({ sample }) => sample) ?? fail('the sample is not connected')
}

/** The sandbox that the app started, by the store on its command line. */
function processOf(store: string): number {
  const pid = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .find((name) => commandLineOf(name).includes(store))
  return Number(pid ?? fail('the sandbox does not run in a process of its own'))
}

function commandLineOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    // It ended while we looked.
    return ''
  }
}

function fail(words: string): never {
  throw new Error(words)
}
