/** What a CRM says of itself keeps the rep from beginning what it would refuse; what it does not say is tried. */
import { afterEach, describe, expect, test } from 'vitest'
import { failureOf } from '../../../src/shared/failure'
import { supportFacts, webhookKindsOf } from '../../../src/shared/sync/support'
import { openTestEngine, type TestEngine } from './support/open-engine'

let engine: TestEngine
afterEach(() => engine.close())

async function connectTo(provider: string, permissions: readonly string[] | null = null) {
  engine = openTestEngine()
  const { satchel, sandbox } = engine
  const headers = { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ integration_type: provider, ...(permissions ? { permissions } : {}) })
  const made = await sandbox.fetch(new Request('http://crm.test/unified/connection', { method: 'POST', headers, body }))
  const { id: connectionId } = (await made.json()) as { id: string }
  const { id: connection } = await satchel.request('connections.connect', {
    connector: 'unified',
    url: 'http://crm.test',
    connectionId,
    token: { value: sandbox.token },
  })
  await satchel.request('sync.run', {})
  return { ...engine, connection }
}

async function refusalOf(work: Promise<unknown>): Promise<string | null> {
  return work.then(
    () => null,
    (error: unknown) => failureOf(error)?.kind ?? 'bug',
  )
}

describe('the support matrix', () => {
  test('is kept with the connection and told in facts', async () => {
    const { satchel, connection } = await connectTo('close')
    const { objects } = await satchel.request('connections.support', { connection })
    const facts = Object.fromEntries(objects.map((each) => [each.object, supportFacts(each)]))
    expect(facts).toMatchObject({
      contact: [{ kind: 'all' }, { kind: 'not-written', fields: ['department'] }],
      company: [{ kind: 'all' }],
      pipeline: [{ kind: 'read-only' }],
    })
    // Nothing is said of leads: unknown.
    expect(facts['lead']).toBeUndefined()
  })

  test('of a type that is read-only refuses to begin an edit; of a field, too', async () => {
    const { satchel, connection } = await connectTo('close')
    const set = [{ path: 'name', value: 'X' }]
    expect(await refusalOf(satchel.request('records.edit', { connection, object: 'pipeline', id: '100001', set }))).toBe('not-supported')
    expect(await refusalOf(satchel.request('records.create', { connection, object: 'pipeline', data: { name: 'X' } }))).toBe('not-supported')
    expect(await refusalOf(satchel.request('records.delete', { connection, object: 'pipeline', id: '100001' }))).toBe('not-supported')
    const department = [{ path: 'department', value: 'X' }]
    expect(await refusalOf(satchel.request('records.edit', { connection, object: 'contact', id: '100001', set: department }))).toBe('not-supported')
    expect(
      await refusalOf(
        satchel.request('records.editMany', {
          connection,
          object: 'contact',
          ids: ['100001'],
          edits: [{ path: 'department', value: 'X', action: 'set' }],
          batch: 'b',
        }),
      ),
    ).toBe('not-supported')
    expect(await refusalOf(satchel.request('records.edit', { connection, object: 'contact', id: '100001', set }))).toBeNull()
    expect(await satchel.request('changes.list', {})).toHaveLength(1)
  })

  test('of a list without `updated_gte` is believed before the first poll asks for it', async () => {
    const { satchel, connection } = await connectTo('freshsales')
    const found = await satchel.request('connections.capabilities', { connection })
    const contacts = found.find(({ object }) => object === 'contact')?.capabilities
    expect(contacts?.find(({ name }) => name === 'updated-gte')).toMatchObject({ value: false, evidence: expect.stringContaining('support matrix') })
  })

  test('without the permission to write, everything is read-only', async () => {
    const { satchel, connection } = await connectTo('hubspot', ['crm_contact_read', 'crm_deal_read', 'crm_deal_write', 'hris_employee_read'])
    const set = [{ path: 'name', value: 'X' }]
    expect(await refusalOf(satchel.request('records.edit', { connection, object: 'contact', id: '100001', set }))).toBe('not-supported')
    expect(await refusalOf(satchel.request('records.edit', { connection, object: 'deal', id: '100001', set }))).toBeNull()
  })

  test('keeps webhooks from being asked for that the CRM does not tell; what it says nothing of is asked for', async () => {
    const { satchel, connection, onRequest } = await connectTo('close')
    const sent: string[] = []
    onRequest(({ method, path }) => void (method === 'POST' && sent.push(path)))
    const add = (events: ('created' | 'deleted')[], kind: 'native' | null = null) =>
      refusalOf(satchel.request('webhooks.add', { connection, objects: ['contact'], events, kind, url: 'https://tunnel.example/' }))
    expect([await add(['deleted']), await add(['created'], 'native'), sent]).toEqual(['not-supported', 'not-supported', []])
    await add(['created', 'deleted'])
    expect(sent).toEqual(['/unified/webhook'])
    const contact = { object: 'contact', methods: {}, reads: null, writes: null, listOptions: {}, slow: [], told: null } as const
    expect([webhookKindsOf(contact, 'deleted'), webhookKindsOf({ ...contact, told: {} }, 'deleted')]).toEqual([['virtual', 'native'], []])
  })

  test('a CRM that says nothing leaves everything unknown, and all of it is tried', async () => {
    expect(supportFacts({ object: 'contact', methods: {}, reads: null, writes: null, listOptions: {}, slow: [], told: null })).toEqual([
      { kind: 'all' },
    ])
    const { satchel, connection } = await connectTo('sandbox')
    expect(await refusalOf(satchel.request('records.create', { connection, object: 'pipeline', data: { name: 'X' } }))).toBeNull()
  })

  test('is asked again when it is a day old, and stands as it was where nobody answers', async () => {
    const { satchel, connection, pass, network } = await connectTo('close')
    const read = async () => satchel.request('connections.support', { connection })
    const before = await read()
    await satchel.request('sync.run', {})
    expect(await read()).toEqual(before)
    pass(86_400_000)
    network(false)
    await satchel.request('sync.run', {})
    expect(await read()).toEqual(before)
    network(true)
    await satchel.request('sync.run', {})
    const after = await read()
    expect(after.objects).toEqual(before.objects)
    expect(after.at).toBeGreaterThan(Number(before.at))
  })
})
