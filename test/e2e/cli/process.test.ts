/** How the command behaves as a process: signals, pipes, another process beside it. */
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Connected, openConnected } from './support/connected'
import type { Crm } from './support/crm'
import { startKillingProxy } from './support/killing-proxy'
import { entry, openWorkspace, startNode, type Workspace } from './support/satchel'

describe('the command as a process', { timeout: 120_000 }, () => {
  let connected: Connected
  let crm: Crm
  let satchel: Workspace

  beforeAll(async () => {
    connected = await openConnected('2000')
    ;({ crm, satchel } = connected)
  }, 60_000)
  afterAll(() => connected.end())

  test('a reader that goes away ends it quietly', async () => {
    const { child, ended } = satchel.start(['list', 'event', '--json'])
    await once(child.stdout ?? expect.unreachable('no stdout'), 'data')
    child.stdout?.destroy()
    expect(await ended).toMatchObject({ code: 0, stderr: '' })
  })

  test('Ctrl-C ends a sync cleanly, and the next one goes on', async () => {
    const other = openWorkspace({ CRM_TOKEN: crm.token })
    const wire = await startKillingProxy(crm.url)
    try {
      await other.json(['connect', '--url', wire.url, '--connection-id', crm.connectionId, '--token-env', 'CRM_TOKEN'])
      const { child, ended } = other.start(['sync', '--json'])
      wire.plan({ atRequest: 4, moment: 'after-the-answer', delayMs: 0, methods: null }, () => child.kill('SIGINT'))
      expect(await ended).toMatchObject({ code: 130, signal: null, stdout: '', stderr: '' })
      await other.json(['sync'])
      expect(await other.json(['verify'])).toEqual([{ equal: true, differences: [] }])
    } finally {
      await wire.close()
      other.remove()
    }
  })

  test('an edit works beside a command that holds the workspace', async () => {
    const watching = satchel.start(['watch', '--interval', '1h', '--json'])
    await watching.firstLine
    const { id } = await satchel.one(['list', 'contact', '--limit', '1'])
    const change = await satchel.one(['edit', 'contact', id, '--set', 'title="Beside"'])
    expect(await satchel.json(['changes'])).toMatchObject([{ id: change.id }])
    watching.child.kill('SIGINT')
    expect(await watching.ended).toMatchObject({ code: 0 })
    expect(await satchel.json(['changes'])).toMatchObject([{ id: change.id, state: 'waiting' }])
  })
})

describe('commands that run until they are stopped', { timeout: 60_000 }, () => {
  test('the sandbox says where it is, and ends with 0 when asked to', async () => {
    const sandbox = startNode([entry('satchel'), 'sandbox', '--records', '50', '--seed', '7', '--json'], { PATH: process.env['PATH'] ?? '' })
    expect(JSON.parse(await sandbox.firstLine)).toEqual({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      connection_id: expect.any(String),
      token: expect.any(String),
      workspace_id: expect.any(String),
    })
    sandbox.child.kill('SIGTERM')
    expect(await sandbox.ended).toMatchObject({ code: 0, stderr: '' })
  })

  test('serve gives one address with a secret in its fragment, and ends with 0 when asked to', async () => {
    const other = openWorkspace()
    const serving = other.start(['serve', '--json'])
    const { url } = JSON.parse(await serving.firstLine) as { url: string }
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#key=.+/)
    expect((await fetch(new URL('/', url))).status).toBe(200)
    serving.child.kill('SIGTERM')
    expect(await serving.ended).toMatchObject({ code: 0 })
    other.remove()
  })
})
