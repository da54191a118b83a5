/** Links that a CRM gives only when they are named: a list never clears what is known of them, a look at a record brings them, a push keeps them. */
import { afterEach, expect, test } from 'vitest'
import { openTestEngine, type TestEngine } from './support/open-engine'

let engine: TestEngine
afterEach(() => engine.close())

/** Its matrix says that links of contacts are slow. */
async function connectedToHubspot() {
  engine = openTestEngine()
  const { satchel, sandbox } = engine
  sandbox.controls.setFaults('slow=company_ids+deal_ids:contact')
  const headers = { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' }
  const made = await sandbox.fetch(
    new Request('http://crm.test/unified/connection', { method: 'POST', headers, body: JSON.stringify({ integration_type: 'hubspot' }) }),
  )
  const { id: connectionId } = (await made.json()) as { id: string }
  const { id: connection } = await satchel.request('connections.connect', {
    connector: 'unified',
    url: 'http://crm.test',
    connectionId,
    token: { value: sandbox.token },
  })
  await satchel.request('sync.run', {})
  const contact = sandbox.controls.all('contact').find(({ company_ids: ids }) => Array.isArray(ids) && ids.length > 0)
  const id = String(contact?.['id'])
  const companies = contact?.['company_ids'] as readonly string[]
  const shown = async () => (await satchel.request('records.get', { connection, object: 'contact', id })).document
  return { ...engine, connection, id, companies, shown }
}

test('a list is read without them, the record that is looked at with them, and the next list leaves them', async () => {
  const { satchel, sandbox, connection, id, companies, shown, later } = await connectedToHubspot()
  expect(await shown()).not.toHaveProperty('company_ids')
  await satchel.request('records.refresh', { connection, object: 'contact', id })
  expect((await shown())['company_ids']).toHaveLength(companies.length)
  later(120_000)
  sandbox.controls.edit({ object: 'contact', id: [id], patch: { title: 'Changed there' } })
  await satchel.request('sync.run', {})
  expect(await shown()).toMatchObject({ title: 'Changed there' })
  expect((await shown())['company_ids']).toHaveLength(companies.length)
  expect(await satchel.request('sync.verify', {})).toEqual({ equal: true, differences: [] })
})

test('a push of another field keeps them, though nobody ever looked', async () => {
  const { satchel, sandbox, connection, id, companies } = await connectedToHubspot()
  await satchel.request('records.edit', { connection, object: 'contact', id, set: [{ path: 'title', value: 'CTO' }] })
  expect(await satchel.request('changes.push', {})).toMatchObject({ pushed: 1, conflicts: 0, rejected: 0 })
  expect(sandbox.controls.find('contact', id)).toMatchObject({ title: 'CTO', company_ids: companies })
})
