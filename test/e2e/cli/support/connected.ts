/** A workspace that is connected to a CRM of its own and has pulled it: where most of these tests begin. */
import { type Crm, startCrm } from './crm'
import { openWorkspace, type Workspace } from './satchel'

export interface Connected {
  readonly crm: Crm
  readonly satchel: Workspace
  /** Ends both and removes their files. */
  end(): Promise<void>
}

export async function openConnected(records: string): Promise<Connected> {
  const crm = await startCrm({ records })
  const satchel = openWorkspace({ CRM_TOKEN: crm.token })
  await satchel.json(['connect', '--url', crm.url, '--connection-id', crm.connectionId, '--token-env', 'CRM_TOKEN', '--name', 'Acme'])
  await satchel.json(['sync'])
  return {
    crm,
    satchel,
    async end() {
      await crm.end()
      satchel.remove()
    },
  }
}
