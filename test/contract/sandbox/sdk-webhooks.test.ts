/**
 * The gateway's official SDK, unmodified, makes, reads, changes, runs and removes webhooks, reads the call log and the tickets, and
 * goes past the model to the CRM itself; and a real server hears the deliveries and recomputes their signature.
 */
import { createHmac } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { UnifiedTo } from '@unified-api/typescript-sdk'
import { SDKError } from '@unified-api/typescript-sdk/sdk/models/errors'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type RunningSandbox, startSandbox } from '../../../src/main/sandbox/server'

interface Delivered {
  readonly data: readonly { readonly id: string; readonly name?: string }[]
  readonly webhook: { readonly id: string; readonly event: string; readonly object_type: string; readonly connection_id: string }
  readonly nonce: string
  readonly sig256?: string
  readonly sig?: string
  readonly type: string
}

let sandbox: RunningSandbox
let sdk: UnifiedTo
let connectionId: string
let listener: Server
let hookUrl: string
let bodies: string[] = []
/** What the listener answers next; 200 when the list is empty. */
let answers: number[] = []

beforeAll(async () => {
  sandbox = await startSandbox({ records: 'contact=12,company=4,deal=5', seed: 5 })
  sdk = new UnifiedTo({ serverURL: sandbox.url, security: { jwt: `Bearer ${sandbox.token}` } })
  connectionId = sandbox.connectionId
  listener = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      bodies.push(Buffer.concat(chunks).toString('utf8'))
      response.writeHead(answers.shift() ?? 200).end()
    })
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  hookUrl = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/h/1`
})
afterAll(async () => {
  await sandbox.close()
  listener.closeAllConnections()
  await new Promise((resolve) => listener.close(resolve))
})
afterEach(async () => {
  sandbox.controls.setFaults('')
  await sandbox.controls.webhooks.flush()
  for (const { id } of await sdk.unified.listUnifiedWebhooks({})) await sdk.unified.removeUnifiedWebhook({ id: id! })
  bodies = []
  answers = []
})

const contacts = { objectType: 'crm_contact', event: 'updated' } as const
const subscribe = (more: object = {}, includeAll = false) =>
  sdk.unified.createUnifiedWebhook({ includeAll, webhook: { connectionId, hookUrl, ...contacts, ...more } })
const heard = async (): Promise<Delivered[]> => {
  await sandbox.controls.webhooks.flush()
  return bodies.map((body) => JSON.parse(body) as Delivered)
}
const dataOf = (body: string): string => body.slice('{"data":'.length, body.indexOf(',"webhook":'))
const mac = (algorithm: 'sha256' | 'sha1', text: string, encoding: 'hex' | 'base64'): string =>
  createHmac(algorithm, sandbox.workspaceSecret).update(text).digest(encoding)

describe('webhooks', () => {
  test('one is made, listed, read, changed, replaced, paused and removed', async () => {
    const made = await subscribe({ fields: 'id,name', filters: { user_id: '1' }, interval: 60 })
    expect(made).toMatchObject({
      ...contacts,
      connectionId,
      hookUrl,
      webhookType: 'virtual',
      isHealthy: true,
      isPaused: false,
      interval: 60,
      fields: 'id,name',
    })
    expect(made.id).toMatch(/^[0-9a-f]{24}$/)
    expect(await sdk.unified.getUnifiedWebhook({ id: made.id! })).toEqual(made)
    expect(await sdk.unified.listUnifiedWebhooks({ connectionId, object: 'crm_contact', isHealthy: true })).toEqual([made])
    expect(await sdk.unified.listUnifiedWebhooks({ object: 'crm_deal' })).toEqual([])
    const required = { connectionId, ...contacts }
    expect(await sdk.unified.patchUnifiedWebhook({ id: made.id!, webhook: { ...required, isPaused: true } })).toMatchObject({
      isPaused: true,
      interval: 60,
    })
    expect(await sdk.unified.updateUnifiedWebhook({ id: made.id!, webhook: { ...required, interval: 5 } })).toMatchObject({ interval: 5 })
    await sdk.unified.removeUnifiedWebhook({ id: made.id! })
    expect(await sdk.unified.listUnifiedWebhooks({})).toEqual([])
    await expect(sdk.unified.getUnifiedWebhook({ id: made.id! })).rejects.toMatchObject({ statusCode: 404 })
  })

  test('without its three required fields, or for a connection that is not there, none is made', async () => {
    const post = async (body: object): Promise<number> => {
      const headers = { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' }
      return (await fetch(`${sandbox.url}/unified/webhook`, { method: 'POST', headers, body: JSON.stringify(body) })).status
    }
    const whole = { connection_id: connectionId, event: 'updated', object_type: 'crm_contact', hook_url: hookUrl }
    expect(await Promise.all(Object.keys(whole).map((left) => post({ ...whole, [left]: undefined })))).toEqual([400, 400, 400, 400])
    expect(await post({ ...whole, connection_id: 'another' })).toBe(404)
    expect(await post({ ...whole, event: 'moved' })).toBe(400)
  })

  test('a native one tells of each write at once, signed over the bytes of data and the nonce', async () => {
    const updated = await subscribe({ webhookType: 'native' })
    const deleted = await subscribe({ webhookType: 'native', event: 'deleted' })
    const [contact] = await sdk.crm.listCrmContacts({ connectionId, limit: 1 })
    sandbox.controls.edit({ object: 'contact', id: [contact!.id!], patch: { name: 'Zoë “Ash”' } })
    sandbox.controls.edit({ object: 'contact', id: [contact!.id!], delete: true })
    const [first, second, ...none] = await heard()
    expect(none).toEqual([])
    expect(first).toMatchObject({
      type: 'NATIVE',
      data: [{ id: contact!.id, name: 'Zoë “Ash”' }],
      webhook: { id: updated.id, event: 'updated', connection_id: connectionId },
    })
    expect(second).toMatchObject({ type: 'NATIVE', data: [{ id: contact!.id }], webhook: { id: deleted.id, event: 'deleted' } })
    expect(Object.keys(second!.data[0]!)).toEqual(['id'])
    expect(first!.sig256).toBe(mac('sha256', dataOf(bodies[0]!) + first!.nonce, 'hex'))
    expect(first!.sig).toBeUndefined()
    expect(first!.nonce).not.toBe(second!.nonce)
  })

  test('a virtual one tells of what was written when it is run, by either verb, and goes on from there', async () => {
    const { id } = await subscribe({ interval: 60, fields: 'id' })
    const ids = (await sdk.crm.listCrmContacts({ connectionId, limit: 3 })).map((contact) => contact.id!)
    sandbox.controls.edit({ object: 'contact', id: ids, patch: { title: 'CEO' } })
    expect(await heard()).toEqual([])
    await sdk.unified.updateUnifiedWebhookTrigger({ id: id! })
    expect(await heard()).toMatchObject([{ type: 'VIRTUAL', data: ids.map((each) => ({ id: each })) }])
    await sdk.unified.patchUnifiedWebhookTrigger({ id: id! })
    expect(bodies).toHaveLength(1)
    expect((await sdk.unified.getUnifiedWebhook({ id: id! })).runs).toHaveLength(2)
  })

  test('with include_all everything comes first, in pages, and a word that it is through', async () => {
    await subscribe({ objectType: 'crm_company', webhookType: 'native', pageMaxLimit: 3 }, true)
    const all = await heard()
    expect(all.map(({ type, data }) => [type, data.length])).toEqual([
      ['INITIAL-PARTIAL', 3],
      ['INITIAL-PARTIAL', 1],
      ['INITIAL-COMPLETE', 0],
    ])
  })

  test('a native one that is refused four times becomes unhealthy, tells nothing, and is resumed', async () => {
    const { id } = await subscribe({ webhookType: 'native' })
    const [contact] = await sdk.crm.listCrmContacts({ connectionId, limit: 1 })
    const edit = (title: string) => sandbox.controls.edit({ object: 'contact', id: [contact!.id!], patch: { title } })
    answers = [500, 500, 500, 500]
    edit('one')
    expect(new Set((await heard()).map(({ nonce }) => nonce)).size).toBe(1)
    expect(bodies).toHaveLength(4)
    expect(await sdk.unified.listUnifiedWebhooks({ isHealthy: false })).toMatchObject([{ id }])
    edit('two')
    expect(await heard()).toHaveLength(4)
    const headers = { authorization: `Bearer ${sandbox.token}` }
    expect(await (await fetch(`${sandbox.url}/unified/webhook/${id}/resume`, { method: 'PUT', headers })).json()).toMatchObject({ is_healthy: true })
    edit('three')
    expect(await heard()).toHaveLength(5)
  })

  test('a virtual delivery that failed comes again later, minutes after minutes', async () => {
    sandbox.controls.setFaults('hook-minute=1ms')
    const { id } = await subscribe({ interval: 60_000 })
    const [contact] = await sdk.crm.listCrmContacts({ connectionId, limit: 1 })
    sandbox.controls.edit({ object: 'contact', id: [contact!.id!], patch: { title: 'again' } })
    answers = [503, 503]
    await sdk.unified.updateUnifiedWebhookTrigger({ id: id! })
    await expect.poll(() => bodies.length, { timeout: 10_000 }).toBe(3)
    expect(new Set(bodies).size).toBe(1)
  })

  test('it drops, doubles, reorders, delays, forges and signs wrongly when it is told to', async () => {
    await subscribe({ webhookType: 'native', fields: 'id,title' })
    const [contact] = await sdk.crm.listCrmContacts({ connectionId, limit: 1 })
    const titles = async (faults: string): Promise<unknown[]> => {
      bodies = []
      sandbox.controls.setFaults(faults)
      for (const title of ['a', 'b', 'c']) sandbox.controls.edit({ object: 'contact', id: [contact!.id!], patch: { title } })
      return (await heard()).map(({ data }) => (data[0] as { title?: string }).title ?? 'none')
    }
    expect(await titles('hook-drop:1x')).toEqual(['b', 'c'])
    expect(await titles('hook-double:1x')).toEqual(['a', 'a', 'b', 'c'])
    expect(await titles('hook-reorder=2:1x')).toEqual(['b', 'c', 'a'])
    expect(await titles('hook-delay=1h:1x')).toEqual(['b', 'c', 'a'])
    expect(await titles('hook-forged:1x')).toEqual(['none', 'a', 'b', 'c'])
    const [forged] = bodies
    expect((JSON.parse(forged!) as Delivered).webhook.event).toBe('deleted')
    expect((JSON.parse(forged!) as Delivered).sig256).not.toBe(mac('sha256', dataOf(forged!) + (JSON.parse(forged!) as Delivered).nonce, 'hex'))
    await titles('hook-wrong-signature:1x')
    expect(
      bodies.map((body) => (JSON.parse(body) as Delivered).sig256 === mac('sha256', dataOf(body) + (JSON.parse(body) as Delivered).nonce, 'hex')),
    ).toEqual([false, true, true])
  })

  test('what the protocol leaves open is played each way', async () => {
    await subscribe({ webhookType: 'native', event: 'deleted' })
    const seal = async (faults: string): Promise<{ readonly body: string; readonly envelope: Delivered }> => {
      bodies = []
      sandbox.controls.setFaults(faults)
      const [id] = sandbox.controls.edit({ object: 'contact', create: { name: 'Zoë' } })
      sandbox.controls.edit({ object: 'contact', id: [id!], delete: true })
      const [envelope] = await heard()
      return { body: bodies[0]!, envelope: envelope! }
    }
    const both = await seal('hook-signature=base64+sha1')
    expect(both.envelope.sig256).toBe(mac('sha256', dataOf(both.body) + both.envelope.nonce, 'base64'))
    expect(both.envelope.sig).toBe(mac('sha1', dataOf(both.body) + both.envelope.nonce, 'base64'))
    expect((await seal('hook-signature=sha1-only')).envelope.sig256).toBeUndefined()
    const spaced = await seal('hook-signature=spaced')
    expect(dataOf(spaced.body)).toContain('\n')
    expect(spaced.envelope.sig256).toBe(mac('sha256', dataOf(spaced.body) + spaced.envelope.nonce, 'hex'))
    const resealed = await seal('hook-signature=resealed')
    expect(dataOf(resealed.body)).toContain('\n')
    expect(resealed.envelope.sig256).toBe(mac('sha256', JSON.stringify(resealed.envelope.data) + resealed.envelope.nonce, 'hex'))
    expect((await seal('hook-deleted-whole')).envelope.data[0]).toMatchObject({ name: 'Zoë' })
    sandbox.controls.setFaults('hook-default-type=virtual')
    expect(await subscribe()).toMatchObject({ webhookType: 'virtual' })
    answers = [500]
    sandbox.controls.setFaults('hook-new-nonce')
    bodies = []
    sandbox.controls.edit({ object: 'contact', id: sandbox.controls.edit({ object: 'contact', create: { name: 'Ada' } }), delete: true })
    expect(new Set((await heard()).map(({ nonce }) => nonce)).size).toBe(2)
  })
})

interface Envelope {
  readonly results: readonly unknown[]
}

describe('past the model', () => {
  const raw = (path: string, query?: Record<string, string>) => sdk.passthrough.listPassthroughs({ connectionId, path, ...(query ? { query } : {}) })

  test('reads go to the CRM behind, by encoded and by plain paths, and its answer comes back as it is', async () => {
    expect((await raw('v1/account'))?.result).toMatchObject({ currency: 'EUR', fiscalYearStartsIn: 4 })
    const listed = await raw('v1/contacts', { limit: '2' })
    expect((listed!.result as Envelope).results).toHaveLength(2)
    expect(listed?.headers['x-upstream']).toEqual(['sandbox-crm'])
    const headers = { authorization: `Bearer ${sandbox.token}` }
    const plain = await fetch(`${sandbox.url}/passthrough/${connectionId}/v1/contacts?limit=2`, { headers })
    expect(await plain.json()).toEqual(listed?.result)
    await expect(raw('v1/nothing')).rejects.toMatchObject({ statusCode: 404, body: expect.stringContaining('NOT_FOUND') })
    await expect(sdk.passthrough.listPassthroughs({ connectionId: 'another', path: 'v1/account' })).rejects.toBeInstanceOf(SDKError)
  })

  test('the other four verbs write there, in its own words and with its own statuses', async () => {
    const created = await sdk.passthrough.createPassthroughJson({
      connectionId,
      path: 'v1/contacts',
      requestBody: { firstName: 'Zoë', lastName: 'Ash' },
    })
    const { __id: id } = created!.result as { readonly __id: string }
    expect(await sdk.crm.getCrmContact({ connectionId, id })).toMatchObject({ firstName: 'Zoë', lastName: 'Ash', name: 'Zoë Ash' })
    const path = `v1/contacts/${id}`
    expect((await sdk.passthrough.patchPassthroughJson({ connectionId, path, requestBody: { title: 'CTO' } }))?.result).toMatchObject({
      firstName: 'Zoë',
      title: 'CTO',
    })
    expect((await sdk.passthrough.updatePassthroughJson({ connectionId, path, requestBody: { name: 'Zoë' } }))?.result).toEqual({
      __id: id,
      name: 'Zoë',
    })
    await sdk.passthrough.removePassthrough({ connectionId, path })
    await expect(raw(path)).rejects.toMatchObject({ statusCode: 404 })
  })
})

describe('the log of calls, and the tickets', () => {
  test('each call leaves an entry, its status a text; failed ones can be asked for alone', async () => {
    await expect(sdk.crm.getCrmContact({ connectionId, id: '999' })).rejects.toMatchObject({ statusCode: 404 })
    const failed = await sdk.unified.listUnifiedApicalls({ connectionId, error: true, limit: 1 })
    expect(failed).toMatchObject([
      { method: 'GET', name: 'crm_contact get', status: '404', type: 'inbound', integrationType: 'sandbox', isBillable: true },
    ])
    expect(await sdk.unified.getUnifiedApicall({ id: failed[0]!.id! })).toEqual(failed[0])
    expect(await sdk.unified.listUnifiedApicalls({ connectionId: 'another' })).toEqual([])
    expect(await sdk.unified.listUnifiedApicalls({ limit: 2, offset: 1 })).toHaveLength(2)
  })

  test('tickets are listed and read', async () => {
    const [ticket, ...others] = await sdk.unified.listUnifiedIssues({ sort: 'created_at', order: 'desc' })
    expect(ticket).toMatchObject({ status: 'IN_PROGRESS', ticketRef: 'SB-118', workspaceId: sandbox.workspaceId })
    expect(others).toHaveLength(1)
    expect(await sdk.unified.getUnifiedIssue({ id: ticket!.id! })).toEqual(ticket)
  })
})
