/** Lists that are given by a parent alone are read parent by parent, and nothing of them is left out: whoever tells it, the answer or the matrix. */
import { afterEach, describe, expect, test } from 'vitest'
import { connect, openTestEngine, type TestEngine } from './support/open-engine'

let engine: TestEngine
afterEach(() => engine.close())

const linked = (object: 'contact' | 'event', field: string) =>
  engine.sandbox.controls
    .all(object)
    .filter((record) => Array.isArray(record[field]) && record[field].length > 0)
    .map(({ id }) => String(id))
    .toSorted()

async function begin(faults: string) {
  engine = openTestEngine()
  engine.sandbox.controls.setFaults(faults)
  const { satchel } = engine
  const { id: connection } = await connect(engine)
  const ids = async (object: 'contact' | 'event'): Promise<readonly string[]> =>
    (await satchel.request('records.documents', { connection, object, limit: 1000 })).rows.map(({ id }) => String(id)).toSorted()
  const pull = async () => (await satchel.request('sync.run', {})).connections[0]
  return { ...engine, connection, ids, pull }
}

describe('contacts that are listed by company only', () => {
  test('all come in the first run, though the CRM says so only when it is asked', async () => {
    const { ids, pull } = await begin('list-needs=company_id:contact')
    expect(await pull()).toMatchObject({ error: null })
    expect(linked('contact', 'company_ids').length).toBeGreaterThan(20)
    expect(await ids('contact')).toEqual(linked('contact', 'company_ids'))
  })

  test('a change, a new one and a deletion are found as in any list', async () => {
    const { ids, pull, satchel, sandbox, connection, later } = await begin('list-needs=company_id:contact')
    await pull()
    const [first = '', second = ''] = linked('contact', 'company_ids')
    const company = String(sandbox.controls.all('company')[0]?.['id'])
    later(120_000)
    sandbox.controls.edit({ object: 'contact', id: [first], patch: { title: 'Changed there' } })
    sandbox.controls.edit({ object: 'contact', create: { name: 'Made there', company_ids: [company] } })
    expect(await pull()).toMatchObject({ error: null, objects: { contact: { updated: 1, created: 1 } } })
    expect((await satchel.request('records.get', { connection, object: 'contact', id: first })).document).toMatchObject({ title: 'Changed there' })
    sandbox.controls.edit({ object: 'contact', id: [second], delete: true })
    await satchel.request('sync.reconcile', {})
    expect(await ids('contact')).toEqual(linked('contact', 'company_ids'))
    expect(await satchel.request('sync.verify', {})).toEqual({ equal: true, differences: [] })
  })

  test('pages of one company are read to their end, and a kill in between goes on where it was', async () => {
    const { ids, pull, onRequest, satchel } = await begin('list-needs=company_id:contact, page-cap=3:contact')
    let asked = 0
    onRequest(({ path }) => {
      if (!path.endsWith('/contact')) return
      asked += 1
      if (asked === 9) engine.network(false)
    })
    await pull()
    engine.network(true)
    onRequest(() => undefined)
    const before = await ids('contact')
    expect(before.length).toBeGreaterThan(0)
    expect(before.length).toBeLessThan(linked('contact', 'company_ids').length)
    await satchel.request('sync.run', {})
    expect(await ids('contact')).toEqual(linked('contact', 'company_ids'))
  })

  test('a company that is gone costs only its own part', async () => {
    const { ids, pull, sandbox } = await begin('list-needs=company_id:contact')
    await pull()
    const [gone = '', , , staying = ''] = sandbox.controls.all('company').map(({ id }) => String(id))
    sandbox.controls.edit({ object: 'company', id: [gone], delete: true })
    const [made = ''] = sandbox.controls.edit({ object: 'contact', create: { name: 'Made there', company_ids: [staying] } })
    expect(await pull()).toMatchObject({ error: null })
    expect(await ids('contact')).toContain(made)
  })
})

test('what the matrix says is required is not asked for without it', async () => {
  engine = openTestEngine()
  const { satchel, sandbox } = engine
  const headers = { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ integration_type: 'onepagecrm' })
  const made = await sandbox.fetch(new Request('http://crm.test/unified/connection', { method: 'POST', headers, body }))
  const { id: connectionId } = (await made.json()) as { id: string }
  const { id: connection } = await satchel.request('connections.connect', {
    connector: 'unified',
    url: 'http://crm.test',
    connectionId,
    token: { value: sandbox.token },
  })
  expect((await satchel.request('sync.run', {})).connections[0]?.objects).toMatchObject({ event: { fetched: expect.any(Number) } })
  const events = (await satchel.request('records.documents', { connection, object: 'event', limit: 1000 })).rows.map(({ id }) => String(id))
  expect(events.toSorted()).toEqual(linked('event', 'contact_ids'))
  expect(events.length).toBeGreaterThan(0)
})
