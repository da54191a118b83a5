/**
 * Signing in from the command line, as a person would, against the built commands; and the token that it is given, looked for
 * everywhere afterwards: in every file of the workspace, in all that was printed, and in the list of processes.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Crm, startCrm } from './support/crm'
import { openWorkspace, type Workspace } from './support/satchel'

let crm: Crm
let workspace: Workspace
const printed: string[] = []

beforeAll(async () => {
  crm = await startCrm({ records: 'contact=20,company=5,deal=6,event=8,lead=3' })
  workspace = openWorkspace()
})
afterAll(async () => {
  await crm.end()
  workspace.remove()
})

async function workspaceId(): Promise<string> {
  const answer = await fetch(`${crm.url}/unified/connection/${crm.connectionId}`, { headers: { authorization: `Bearer ${crm.token}` } })
  return ((await answer.json()) as { workspace_id: string }).workspace_id
}

/** Runs `connect`, plays the person in the browser, and gives how the command ended. */
async function signIn(
  args: readonly string[],
  answer: 'allow' | 'deny',
  stdin = '',
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const running = workspace.start(['connect', ...args, '--json'], { stdin })
  const address = await new Promise<string>((resolve) => {
    let said = ''
    running.child.stderr?.on('data', (text: string) => {
      said += text
      const found = /^http\S+$/m.exec(said)
      if (found) resolve(found[0])
    })
  })
  expect(commandLines()).not.toContain(crm.token)
  // The browser is sent on to where the command listens, and ends there.
  const page = await fetch(address, { method: 'POST', body: new URLSearchParams({ answer, account: '1' }) })
  expect(page.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/signed-in\//)
  const ended = await running.ended
  printed.push(ended.stdout, ended.stderr)
  return ended
}

/** Of every process on this computer that we may look at. */
function commandLines(): string {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(join('/proc', pid, 'cmdline'), 'utf8')
      } catch {
        return '' // it ended meanwhile
      }
    })
    .join('\n')
}

describe('satchel connect --provider', () => {
  test('who denies is told so, with 3, and nothing is kept', async () => {
    const { code, stdout } = await signIn(
      ['--provider', 'hubspot', '--url', crm.url, '--workspace-id', await workspaceId(), '--token-stdin'],
      'deny',
      crm.token,
    )
    expect(code).toBe(3)
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'sign-in', message: expect.stringContaining('denied') } })
    expect(await workspace.json(['connections'])).toEqual([])
    expect(workspace.filesWith(crm.token)).toEqual([])
  })

  test('who allows is connected, and the next needs no token any more', async () => {
    const first = await signIn(
      ['--provider', 'hubspot', '--url', crm.url, '--workspace-id', await workspaceId(), '--token-stdin'],
      'allow',
      crm.token,
    )
    expect(JSON.parse(first.stdout)).toMatchObject({ name: 'HubSpot', provider: 'hubspot', state: 'connected' })
    const second = await signIn(['--provider', 'close'], 'allow')
    expect(JSON.parse(second.stdout)).toMatchObject({ name: 'Close', provider: 'close' })
    const [hubspot, close] = await workspace.json(['connections', '--support'])
    expect(hubspot).toMatchObject({ account: 'mara.lindqvist@satchel-sandbox.example' })
    expect(close).toMatchObject({
      support: expect.arrayContaining([expect.objectContaining({ object: 'pipeline', says: ['reads them, and writes none'] })]),
    })
    expect((await workspace.run(['sync', '--json'])).code).toBe(0)
  })

  test('a copy that is kept is read on, and taken up again by signing in', async () => {
    const edited = await workspace.one(['edit', 'contact', '100001', '--set', 'title="Kept"', '--connection', 'HubSpot'])
    expect(await workspace.one(['disconnect', 'HubSpot', '--keep'])).toMatchObject({ kept: true, removed_records: 0 })
    expect((await workspace.json(['list', 'contact', '--connection', 'HubSpot'])).length).toBe(20)
    await signIn(['--again', 'HubSpot'], 'allow')
    expect(await workspace.json(['changes'])).toMatchObject([{ id: edited.id, state: 'waiting' }])
  })

  test('changes are exported before the copy goes, with their values', async () => {
    const file = join(workspace.folder, 'changes.ndjson')
    expect((await workspace.run(['disconnect', 'HubSpot', '--json'])).code).toBe(2)
    expect(await workspace.one(['disconnect', 'HubSpot', '--changes', 'export', '--out', file])).toMatchObject({ kept: false, exported: 1 })
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ object: 'contact', fields: [{ path: 'title', new: 'Kept' }] })
  })

  test('the token stands in the file of secrets, which only its owner reads, and nowhere else', async () => {
    const withToken = workspace.filesWith(crm.token)
    expect(withToken.map((file) => basename(file))).toEqual(['secrets.json'])
    expect(statSync(withToken[0] ?? '').mode & 0o777).toBe(0o600)
    await workspace.run(['disconnect', 'Close', '--wipe'])
    for (const args of [['status', '--capabilities'], ['doctor'], ['log']]) {
      const { stdout, stderr } = await workspace.run([...args, '--json'])
      printed.push(stdout, stderr)
    }
    expect(printed.join('\n')).not.toContain(crm.token)
    expect(workspace.filesWith(crm.token)).toEqual([])
  })
})
