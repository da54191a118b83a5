/**
 * The official client against the sandbox's workspace: every call about integrations and connections, and a whole sign-in with a
 * browser's part played by `fetch`. What it refuses to read fails here.
 */
import { UnifiedTo } from '@unified-api/typescript-sdk'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type RunningSandbox, startSandbox } from '../../../src/main/sandbox/server'

const redirects = { successRedirect: 'http://127.0.0.1:9/back?x=1', failureRedirect: 'http://127.0.0.1:9/back?x=1' }

let sandbox: RunningSandbox
let sdk: UnifiedTo

beforeAll(async () => {
  sandbox = await startSandbox({ records: 'contact=30,company=8,deal=10,event=12,lead=5', seed: 5 })
  sdk = new UnifiedTo({ serverURL: sandbox.url, security: { jwt: `Bearer ${sandbox.token}` } })
})
beforeEach(() => sandbox.controls.setFaults(''))
afterAll(() => sandbox.close())

async function consentAddress(integrationType: string, extra: object = {}): Promise<string> {
  return sdk.unified.getUnifiedIntegrationAuth({ workspaceId: sandbox.workspaceId, integrationType, ...redirects, ...extra })
}

/** What a person does on the page; answers where the browser is sent. */
async function consent(address: string, answer: string, account = '1'): Promise<URLSearchParams> {
  const response = await fetch(address, { method: 'POST', body: new URLSearchParams({ answer, account }), redirect: 'manual' })
  return new URL(response.headers.get('location') ?? '').searchParams
}

async function signIn(integrationType: string, account = '1', extra: object = {}): Promise<string> {
  return (await consent(await consentAddress(integrationType, { state: 's', ...extra }), 'allow', account)).get('id') ?? ''
}

async function statusOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => 200,
    (error: unknown) => (error as { statusCode: number }).statusCode,
  )
}

describe('the official client, integrations', () => {
  test('all 47 are listed with logo and matrix, with the token or by the workspace’s id alone', async () => {
    const all = await sdk.unified.listUnifiedIntegrations({})
    expect(all).toHaveLength(47)
    expect(all.find(({ type }) => type === 'hubspot')).toMatchObject({ name: 'HubSpot', isActive: true, logoUrl: expect.stringContaining('hubspot') })
    const open = new UnifiedTo({ serverURL: sandbox.url })
    expect(await open.unified.listUnifiedIntegrationWorkspaces({ workspaceId: sandbox.workspaceId })).toEqual(all)
    expect(await statusOf(open.unified.listUnifiedIntegrationWorkspaces({ workspaceId: 'f'.repeat(24) }))).toBe(404)
    expect(await statusOf(open.unified.listUnifiedIntegrations({}))).toBe(401)
  })

  test('one type, the active ones, a category, a page and the short form can be asked for', async () => {
    const [close] = await sdk.unified.listUnifiedIntegrations({ type: 'close' })
    expect(Object.keys(close?.support ?? {})).toEqual(['crm_contact', 'crm_company', 'crm_deal', 'crm_event', 'crm_pipeline', 'hris_employee'])
    expect(await sdk.unified.listUnifiedIntegrations({ active: true })).toHaveLength(46)
    expect((await sdk.unified.listUnifiedIntegrations({ active: false })).map(({ type }) => type)).toEqual(['streak'])
    expect(await sdk.unified.listUnifiedIntegrations({ categories: ['crm', 'ats'] })).toHaveLength(47)
    expect(await sdk.unified.listUnifiedIntegrations({ categories: ['ats'] })).toEqual([])
    expect(await sdk.unified.listUnifiedIntegrations({ limit: 10, offset: 45 })).toHaveLength(2)
    const short = await sdk.unified.listUnifiedIntegrations({ summary: true })
    expect(short).toHaveLength(47)
    expect(short.every(({ support }) => support === undefined)).toBe(true)
  })

  test('the authorization address is plain text, and one for a CRM that is not active is refused', async () => {
    expect(await consentAddress('hubspot')).toMatch(new RegExp(`^${sandbox.url}/consent/[0-9a-f]{32}$`))
    expect(await statusOf(consentAddress('streak'))).toBe(404)
    expect(await statusOf(consentAddress('no-such-crm'))).toBe(404)
    expect(await statusOf(consentAddress('hubspot', { scopes: ['crm_contact_read', 'crm_everything'] }))).toBe(400)
    const redirect = await fetch(`${sandbox.url}/unified/integration/auth/${sandbox.workspaceId}/hubspot?redirect=1`, { redirect: 'manual' })
    expect(redirect).toMatchObject({ status: 302 })
  })
})

describe('the official client, signing in', () => {
  test('who allows is sent back with id and state beside what the address had, and the connection is there', async () => {
    const back = await consent(await consentAddress('hubspot', { state: '9f2c', externalXref: 'rep-1' }), 'allow')
    const id = back.get('id') ?? ''
    expect(Object.fromEntries(back)).toEqual({ x: '1', id, state: '9f2c' })
    expect(await sdk.unified.getUnifiedConnection({ id })).toMatchObject({
      integrationType: 'hubspot',
      integrationName: 'HubSpot',
      externalXref: 'rep-1',
      workspaceId: sandbox.workspaceId,
      auth: { emails: ['mara.lindqvist@satchel-sandbox.example'] },
    })
    expect((await sdk.unified.listUnifiedConnections({ externalXref: 'rep-1' })).map((each) => each.id)).toEqual([id])
    expect(await sdk.crm.listCrmContacts({ connectionId: id })).toHaveLength(30)
  })

  test('the other account holds other records', async () => {
    const id = await signIn('pipedrive', '2')
    const mine = await sdk.crm.listCrmContacts({ connectionId: sandbox.connectionId })
    const theirs = await sdk.crm.listCrmContacts({ connectionId: id })
    expect(theirs).toHaveLength(60)
    expect(theirs.map(({ name }) => name)).not.toEqual(mine.map(({ name }) => name))
    await sdk.crm.patchCrmContact({ connectionId: id, id: '100001', crmContact: { title: 'Elsewhere' } })
    expect((await sdk.crm.getCrmContact({ connectionId: sandbox.connectionId, id: '100001' })).title).not.toBe('Elsewhere')
  })

  test('who denies, or comes too late, is sent back with an error and nothing is connected', async () => {
    const before = await sdk.unified.listUnifiedConnections({})
    expect(Object.fromEntries(await consent(await consentAddress('close', { state: 's' }), 'deny'))).toEqual({ x: '1', error: 'access_denied' })
    sandbox.controls.setFaults('sign-in=expired+failure-state')
    expect(Object.fromEntries(await consent(await consentAddress('close', { state: 's' }), 'allow'))).toEqual({
      x: '1',
      error: 'expired',
      state: 's',
    })
    expect(await sdk.unified.listUnifiedConnections({})).toEqual(before)
  })

  test('the ways in which the answer may differ can be switched on', async () => {
    sandbox.controls.setFaults('sign-in=connection-id+lost-state')
    const back = await consent(await consentAddress('close', { state: 's' }), 'allow')
    expect([...back.keys()]).toEqual(['x', 'connection_id'])
    sandbox.controls.setFaults('sign-in=wrong-state')
    expect((await consent(await consentAddress('close', { state: 's' }), 'allow')).get('state')).not.toBe('s')
    sandbox.controls.setFaults('sign-in=no-redirect')
    const stays = await fetch(await consentAddress('close'), { method: 'POST', body: new URLSearchParams({ answer: 'allow', account: '1' }) })
    expect(stays.url).toContain(sandbox.url)
  })

  test('a consent page is good for one answer', async () => {
    const address = await consentAddress('close')
    await consent(address, 'allow')
    expect(await fetch(address)).toMatchObject({ status: 404 })
  })
})

describe('the official client, connections', () => {
  test('are imported, changed in part and as a whole, and removed', async () => {
    const body = { integrationType: 'copper', permissions: ['crm_contact_read' as const], categories: ['crm' as const] }
    const made = await sdk.unified.createUnifiedConnection({ ...body, externalXref: 'a' })
    const id = made.id ?? ''
    expect(await sdk.unified.patchUnifiedConnection({ id, connection: { ...body, externalXref: 'b' } })).toMatchObject({ id, externalXref: 'b' })
    expect(await sdk.unified.updateUnifiedConnection({ id, connection: { ...body, environment: 'Sandbox' } })).toMatchObject({
      environment: 'Sandbox',
    })
    expect((await sdk.unified.listUnifiedConnections({ env: 'Sandbox' })).map((each) => each.id)).toEqual([id])
    await sdk.unified.removeUnifiedConnection({ id })
    expect(await statusOf(sdk.unified.getUnifiedConnection({ id }))).toBe(404)
    expect(await statusOf(sdk.crm.listCrmContacts({ connectionId: id }))).toBe(404)
  })

  test('do only what they were given permission for', async () => {
    const id = await signIn('hubspot', '1', { scopes: ['crm_contact_read'] })
    expect(await statusOf(sdk.crm.listCrmContacts({ connectionId: id }))).toBe(200)
    expect(await statusOf(sdk.crm.patchCrmContact({ connectionId: id, id: '100001', crmContact: { title: 'X' } }))).toBe(403)
    expect(await statusOf(sdk.crm.listCrmDeals({ connectionId: id }))).toBe(403)
  })

  test('keep to their integration’s matrix: no such type, no such method, an option that is not there', async () => {
    const close = await signIn('close')
    expect(await statusOf(sdk.crm.listCrmLeads({ connectionId: close }))).toBe(501)
    expect(await statusOf(sdk.crm.createCrmPipeline({ connectionId: close, crmPipeline: { name: 'X' } }))).toBe(501)
    const freshsales = await signIn('freshsales')
    expect(await sdk.crm.listCrmContacts({ connectionId: freshsales, updatedGte: '2099-01-01T00:00:00.000Z' })).toHaveLength(30)
  })

  test('a sick one answers 401 and says since when; a paused one 403', async () => {
    const id = await signIn('insightly')
    const control = (body: object) =>
      fetch(`${sandbox.url}/_sandbox/connections/${id}`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    await control({ unhealthy: 401 })
    expect(await statusOf(sdk.crm.listCrmContacts({ connectionId: id }))).toBe(401)
    expect(await sdk.unified.getUnifiedConnection({ id })).toMatchObject({ lastUnhealthyAt: expect.any(Date) })
    await control({ unhealthy: null, is_paused: true })
    expect(await statusOf(sdk.crm.listCrmContacts({ connectionId: id }))).toBe(403)
    expect(await sdk.unified.getUnifiedConnection({ id })).toMatchObject({ isPaused: true })
  })
})
