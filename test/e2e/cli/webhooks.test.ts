/** `webhooks serve` as a process: beside other commands, told by a real CRM, and killed with something told and not read yet. */
import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Connected, openConnected } from './support/connected'
import type { Crm } from './support/crm'
import type { Workspace } from './support/satchel'

describe('webhooks from the command line', { timeout: 120_000 }, () => {
  let connected: Connected
  let crm: Crm
  let satchel: Workspace
  let secret: string
  beforeAll(async () => {
    connected = await openConnected('contact=30,company=5')
    ;({ crm, satchel } = connected)
    const told = await fetch(`${crm.url}/_sandbox/webhooks`, { headers: { authorization: `Bearer ${crm.token}` } })
    secret = ((await told.json()) as { secret: string }).secret
  }, 60_000)
  afterAll(() => connected.end())

  const shown = async (id: string): Promise<string> => (await satchel.run(['get', 'contact', id, '--json'])).stdout

  test('what a colleague does is here by itself, and what was accepted before a kill is read after it', async () => {
    expect(await satchel.run(['webhooks', 'secret', '--secret-stdin'], { stdin: `${secret}\n` })).toMatchObject({ code: 0 })
    // In the secrets store, and nowhere else.
    expect(satchel.filesWith(secret).map((file) => file.slice(satchel.folder.length + 1))).toEqual(['secrets.json'])

    const serving = satchel.start(['webhooks', 'serve', '--port', '0', '--json'])
    const { url } = JSON.parse(await serving.firstLine) as { url: string }
    expect(await satchel.json(['webhooks', 'add', 'contact', '--events', 'created,updated', '--kind', 'native', '--url', url])).toHaveLength(2)
    const [first, second] = await crm.all('contact')
    if (!first || !second) throw new Error('no contacts')
    await crm.patch('contact', first.id, { title: 'Told by itself' })
    await expect.poll(() => shown(first.id), { timeout: 30_000 }).toContain('Told by itself')

    // No poll shows a deletion: only this delivery does, and the CRM is gone before it can be read.
    await crm.remove('contact', second.id)
    await crm.stop()
    const data = `[{"id":"${second.id}"}]`
    const sig256 = createHmac('sha256', secret).update(`${data}n1`).digest('hex')
    const webhook = { connection_id: crm.connectionId, object_type: 'crm_contact', event: 'deleted' }
    const body = `{"data":${data},"webhook":${JSON.stringify(webhook)},"nonce":"n1","sig256":"${sig256}","type":"NATIVE"}`
    expect((await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })).status).toBe(200)
    serving.child.kill('SIGKILL')
    await serving.ended
    expect(await shown(second.id)).toContain(second.id)

    await crm.startAgain()
    await satchel.json(['sync'])
    await satchel.json(['get', 'contact', second.id], 1)
  })

  test('raw reads past the API and answers as the CRM does', async () => {
    expect(await satchel.json(['raw', 'GET', 'v1/account'])).toMatchObject([{ status: 200, body: { currency: 'EUR' } }])
    await satchel.json(['raw', 'GET', '../../unified/connection'], 2)
    expect(await satchel.json(['calls', '--limit', '1'])).toMatchObject([{ method: 'GET', status: '200' }])
    expect(await satchel.json(['issues'])).toHaveLength(2)
  })
})
