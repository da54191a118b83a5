/**
 * What of a CRM is kept here: fewer types, only one's own, only since a day, only some fields, with the provider's own form. A change
 * of it takes out what leaves, but nothing with unpushed changes, and brings what enters.
 */
import { afterEach, describe, expect, test } from 'vitest'
import type { ConnectionId } from '../../../src/shared/model/ids'
import type { ObjectType } from '../../../src/shared/model/object-type'
import type { RecordDocument } from '../../../src/shared/model/record'
import { connect, openTestEngine, type TestEngine } from './support/open-engine'

let engine: TestEngine | null = null
afterEach(async () => {
  await engine?.close()
  engine = null
})

async function opened(faults = ''): Promise<{ readonly it: TestEngine; readonly connection: ConnectionId; readonly mara: string }> {
  engine = openTestEngine()
  engine.sandbox.controls.setFaults(faults)
  const { id } = await connect(engine)
  const [mara] = engine.sandbox.controls.all('employee')
  return { it: engine, connection: id, mara: String(mara?.['id']) }
}

const documents = async ({ satchel }: TestEngine, connection: ConnectionId, object: ObjectType, raw = false): Promise<readonly RecordDocument[]> =>
  (await satchel.request('records.documents', { connection, object, limit: 1000, raw })).rows

const idsOf = (records: readonly RecordDocument[]): readonly string[] => records.map(({ id }) => String(id)).toSorted()
const equal = { equal: true, differences: [] }

test('two changes at once: neither takes the other back', async () => {
  const { it, connection } = await opened()
  const change = (scope: { readonly raw?: boolean; readonly objects?: ('contact' | 'deal')[] }) =>
    it.satchel.request('connections.setScope', { connection, scope })
  await Promise.all([change({ raw: true }), change({ objects: ['contact'] })])
  expect(await it.satchel.request('connections.scope', { connection })).toMatchObject({ raw: true, objects: ['contact'] })
})

describe('only some types', () => {
  test('others are neither asked for nor kept; a type that comes back is brought whole, one with an edit stays for it', async () => {
    const { it, connection } = await opened()
    const { satchel, sandbox } = it
    await satchel.request('connections.setScope', { connection, scope: { objects: ['contact', 'deal'] } })
    await satchel.request('sync.run', {})
    expect(sandbox.controls.requests()).not.toHaveProperty('GET event')
    expect([(await documents(it, connection, 'contact')).length, (await documents(it, connection, 'company')).length]).toEqual([30, 0])
    expect((await documents(it, connection, 'pipeline')).length).toBe(3)
    expect(await satchel.request('sync.verify', {})).toEqual(equal)

    const [deal] = await documents(it, connection, 'deal')
    await satchel.request('records.edit', { connection, object: 'deal', id: String(deal?.['id']), set: [{ path: 'name', value: 'Mine' }] })
    const { removed } = await satchel.request('connections.setScope', { connection, scope: { objects: ['contact', 'company'] } })
    expect(removed).toBe(9)
    expect((await documents(it, connection, 'deal')).map(({ name }) => name)).toEqual(['Mine'])
    await satchel.request('sync.run', {})
    expect([(await documents(it, connection, 'company')).length, (await documents(it, connection, 'deal')).length]).toEqual([8, 1])

    await satchel.request('connections.setScope', { connection, scope: { objects: null } })
    await satchel.request('sync.run', {})
    expect([(await documents(it, connection, 'deal')).length, (await documents(it, connection, 'event')).length]).toEqual([10, 12])
    expect((await satchel.request('changes.list', {})).map(({ state }) => state)).toEqual(['waiting'])
    await satchel.request('changes.push', {})
    expect(await satchel.request('sync.verify', {})).toEqual(equal)
  })
})

describe.each([
  ['asks by owner', ''],
  ['is ignored', 'ignore=user_id'],
  ['is refused', 'refuse=user_id'],
])('only mine, where the filter %s', (_, faults) => {
  test('only the rep’s own come and stay; one that is given away goes with the next comparison, or waits for its edit', async () => {
    const { it, connection, mara } = await opened(faults)
    const { satchel, sandbox } = it
    const some = sandbox.controls.all('contact').slice(5, 12)
    sandbox.controls.edit({ object: 'contact', id: some.map(({ id }) => String(id)), patch: { user_id: mara } })
    await satchel.request('connections.setScope', { connection, scope: { onlyMine: true } })
    await satchel.request('sync.run', {})
    const mine = sandbox.controls.all('contact').filter(({ user_id }) => user_id === mara)
    expect(mine.length).toBeGreaterThan(2)
    expect(idsOf(await documents(it, connection, 'contact'))).toEqual(idsOf(mine))
    expect(await satchel.request('sync.verify', {})).toEqual(equal)

    const [given, edited] = mine.map(({ id }) => String(id))
    const other = String(sandbox.controls.all('employee')[1]?.['id'])
    await satchel.request('records.edit', { connection, object: 'contact', id: edited ?? '', set: [{ path: 'title', value: 'CTO' }] })
    sandbox.controls.edit({ object: 'contact', id: [given ?? '', edited ?? ''], patch: { user_id: other } })
    await satchel.request('sync.reconcile', {})
    expect(idsOf(await documents(it, connection, 'contact'))).toEqual(idsOf(mine).filter((id) => id !== given))
    await satchel.request('changes.push', {})
    expect(sandbox.controls.find('contact', edited ?? '')).toMatchObject({ title: 'CTO', user_id: other })

    await satchel.request('connections.setScope', { connection, scope: { onlyMine: false } })
    await satchel.request('sync.run', {})
    expect(await documents(it, connection, 'contact')).toHaveLength(30)
    expect(await satchel.request('sync.verify', {})).toEqual(equal)
  })
})

test('a create without answer is looked for beyond the scope, and not made twice', async () => {
  const { it, connection } = await opened()
  const { satchel, sandbox, later } = it
  await satchel.request('connections.setScope', { connection, scope: { onlyMine: true, fields: { contact: ['title'] } } })
  await satchel.request('sync.run', {})
  const other = String(sandbox.controls.all('employee')[1]?.['id'])
  sandbox.controls.setFaults('empty:1x:POST')
  const data = { name: 'Zoë Ash', department: 'Board', user_id: other }
  await satchel.request('records.create', { connection, object: 'contact', data })
  for (let tries = 0; tries < 4; tries += 1) {
    await satchel.request('changes.push', {})
    later(120_000)
  }
  expect(sandbox.controls.all('contact').filter(({ name }) => name === 'Zoë Ash')).toHaveLength(1)
  expect(await satchel.request('changes.list', {})).toEqual([])
})

test('whose address no user has can’t keep only theirs, and is told so', async () => {
  engine = openTestEngine()
  const { satchel, sandbox } = engine
  const connection = await satchel.request('connections.connect', {
    connector: 'unified',
    url: 'http://crm.test',
    connectionId: sandbox.connectionId,
    token: { value: sandbox.token },
    me: 'nobody@example.com',
  })
  await satchel.request('connections.setScope', { connection: connection.id, scope: { onlyMine: true } })
  const { connections } = await satchel.request('sync.run', {})
  expect(connections[0]?.error).toMatchObject({ kind: 'not-found', id: 'nobody@example.com' })
  expect(await documents(engine, connection.id, 'contact')).toEqual([])
})

describe('only since a day', () => {
  test('older ones neither come nor stay, and come when the day is taken back', async () => {
    const { it, connection } = await opened()
    const { satchel, sandbox } = it
    await satchel.request('sync.run', {})
    const stamps = sandbox.controls
      .all('contact')
      .map(({ updated_at }) => String(updated_at))
      .toSorted()
    const day = String(stamps[20]).slice(0, 10)
    const newer = sandbox.controls.all('contact').filter(({ updated_at }) => String(updated_at) >= day)
    await satchel.request('connections.setScope', { connection, scope: { since: day } })
    expect(idsOf(await documents(it, connection, 'contact'))).toEqual(idsOf(newer))
    await satchel.request('sync.run', { full: true })
    await satchel.request('sync.reconcile', {})
    expect(idsOf(await documents(it, connection, 'contact'))).toEqual(idsOf(newer))
    expect(await satchel.request('sync.verify', {})).toEqual(equal)

    await satchel.request('connections.setScope', { connection, scope: { since: null } })
    await satchel.request('sync.run', {})
    expect(await documents(it, connection, 'contact')).toHaveLength(30)
    expect(await satchel.request('sync.verify', {})).toEqual(equal)
  })
})

describe.each([
  ['honours', ''],
  ['ignores', 'ignore=fields'],
])('only some fields, of a CRM that %s them', (_, faults) => {
  test('the others are not here, and a push leaves them as they are there', async () => {
    const { it, connection } = await opened(faults)
    const { satchel, sandbox } = it
    await satchel.request('connections.setScope', { connection, scope: { fields: { contact: ['title', 'emails'] } } })
    await satchel.request('sync.run', {})
    const [contact] = await documents(it, connection, 'contact')
    const id = String(contact?.['id'])
    const kept = new Set(['created_at', 'emails', 'id', 'name', 'title', 'updated_at', 'user_id'])
    expect(Object.keys(contact ?? {}).filter((key) => !kept.has(key))).toEqual([])
    const before = sandbox.controls.find('contact', id)
    await satchel.request('records.edit', { connection, object: 'contact', id, set: [{ path: 'title', value: 'CTO' }] })
    expect(await satchel.request('changes.push', {})).toMatchObject({ pushed: 1, conflicts: 0 })
    const { updated_at: _stamp, ...after } = sandbox.controls.find('contact', id) ?? {}
    expect(after).toEqual({ ...before, title: 'CTO', updated_at: undefined })
    expect(Object.keys((await satchel.request('records.get', { connection, object: 'contact', id })).document).toSorted()).not.toContain('telephones')
    await satchel.request('records.delete', { connection, object: 'contact', id })
    expect(await satchel.request('changes.push', {})).toMatchObject({ pushed: 1, conflicts: 0 })
    // Those that were linked to it lost the link without a new stamp.
    await satchel.request('sync.reconcile', {})
    expect(await satchel.request('sync.verify', {})).toEqual(equal)

    await satchel.request('connections.setScope', { connection, scope: { fields: {} } })
    await satchel.request('sync.run', {})
    expect(await satchel.request('sync.verify', {})).toEqual(equal)
    const whole = await documents(it, connection, 'contact')
    expect(whole.some(({ telephones }) => telephones !== undefined)).toBe(true)
  })
})

describe('the provider’s own form', () => {
  test('comes with every record while it is wanted, can be shown in lists, and goes when it is not', async () => {
    const { it, connection } = await opened()
    const { satchel, sandbox } = it
    await satchel.request('sync.run', {})
    const [first] = sandbox.controls.all('contact')
    await satchel.request('connections.setScope', { connection, scope: { raw: true } })
    await satchel.request('sync.run', {})
    const withRaw = await documents(it, connection, 'contact', true)
    expect(withRaw.every(({ id, raw }) => (raw as RecordDocument | null)?.['__id'] === id)).toBe(true)
    const { rows } = await satchel.request('records.list', { connection, object: 'contact', limit: 1000, fields: ['raw.firstName'] })
    expect(rows.find(({ remoteId }) => remoteId === first?.['id'])?.values['raw.firstName']).toBe(first?.['first_name'])
    await expect(
      satchel.request('records.edit', { connection, object: 'contact', id: String(first?.['id']), set: [{ path: 'raw.firstName', value: 'X' }] }),
    ).rejects.toMatchObject({ failure: { kind: 'bad-input' } })
    expect(await satchel.request('sync.verify', {})).toEqual(equal)

    await satchel.request('connections.setScope', { connection, scope: { raw: false } })
    expect((await documents(it, connection, 'contact', true)).every(({ raw }) => raw === null)).toBe(true)
  })
})
