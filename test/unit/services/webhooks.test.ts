/**
 * Webhooks from the subscription to the mirror: what is told of is read again and applied as a poll would apply it, nothing else is
 * believed, and what was accepted survives the end of the process.
 */
import { createHmac } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import type { ConnectionId } from '../../../src/shared/model/ids'
import { createSandbox } from '../../../src/main/sandbox/sandbox'
import { connect, openTestEngine, type TestEngine } from './support/open-engine'

let engine: TestEngine
let connection: ConnectionId
let port: number
let fetched: string[]
afterEach(() => engine.close())

const url = (): string => `http://127.0.0.1:${port}/h`
const { signal: never } = new AbortController()

async function listening(): Promise<TestEngine['satchel']> {
  engine = openTestEngine({ sandbox: createSandbox({ records: 'contact=30,company=8,deal=10', seed: 3 }) })
  connection = (await connect(engine)).id
  const { satchel, sandbox } = engine
  await satchel.request('sync.run', {})
  await satchel.request('webhooks.setSecret', { connection, secret: { value: sandbox.controls.webhooks.secret } })
  port = (await satchel.request('webhooks.listen', { port: 0 })).port
  watchReads()
  return satchel
}

/** Which records are read one by one from now on. */
function watchReads(): void {
  fetched = []
  engine.onRequest(({ method, path }) => {
    const id = /^\/crm\/[^/]+\/\w+\/(\w+)$/.exec(path)?.[1]
    if (method === 'GET' && id !== undefined) fetched.push(id)
  })
}

const subscribe = (events: ('created' | 'updated' | 'deleted')[] = ['created', 'updated', 'deleted'], kind: 'native' | 'virtual' = 'native') =>
  engine.satchel.request('webhooks.add', { connection, objects: ['contact'], events, kind, url: url() })
const statusOf = async () => {
  const report = await engine.satchel.request('webhooks.status', { connection })
  return { ...report, ...report.connections[0]! }
}
const settled = async (): Promise<void> => {
  await engine.sandbox.controls.webhooks.flush()
  await expect.poll(async () => (await statusOf()).waiting).toBe(0)
}
const contacts = () => engine.sandbox.controls.all('contact').map((contact) => String(contact['id']))
const shown = async (id: string) => (await engine.satchel.request('records.get', { connection, object: 'contact', id })).document

/** A delivery by hand, signed with the secret or with another. */
function deliver(
  data: unknown,
  { secret = engine.sandbox.controls.webhooks.secret, nonce = 'n1', event = 'updated', hook = {} } = {},
): Promise<number> {
  const text = JSON.stringify(data)
  const sig256 = createHmac('sha256', secret)
    .update(text + nonce)
    .digest('hex')
  const webhook = { id: 'w', connection_id: engine.sandbox.connectionId, event, object_type: 'crm_contact', ...hook }
  const body = `{"data":${text},"webhook":${JSON.stringify(webhook)},"nonce":"${nonce}","sig256":"${sig256}","type":"NATIVE"}`
  const headers = { 'content-type': 'application/json' }
  return fetch(url(), { method: 'POST', headers, body, signal: never }).then(({ status }) => status)
}

describe('subscriptions', () => {
  test('are made once each, listed, paused, resumed, run and removed, and remembered as the CRM last listed them', async () => {
    const satchel = await listening()
    const made = await subscribe(['created', 'updated'], 'virtual')
    expect(made).toMatchObject([
      { object: 'contact', event: 'created', kind: 'virtual', state: 'active', url: url() },
      { object: 'contact', event: 'updated', kind: 'virtual', state: 'active', url: url() },
    ])
    expect(await subscribe(['created', 'updated'], 'virtual')).toHaveLength(2)
    const id = made[1]!.id
    const change = (action: 'pause' | 'resume' | 'trigger' | 'remove') => satchel.request('webhooks.change', { connection, id, action })
    expect((await change('pause'))[1]).toMatchObject({ id, state: 'paused' })
    expect((await change('resume'))[1]).toMatchObject({ id, state: 'active' })
    const [contact] = contacts()
    engine.sandbox.controls.edit({ object: 'contact', id: [contact!], patch: { title: 'Told in a run' } })
    await change('trigger')
    await settled()
    expect(await shown(contact!)).toMatchObject({ title: 'Told in a run' })
    expect(await change('remove')).toMatchObject([{ event: 'created' }])
    expect((await statusOf()).webhooks).toHaveLength(1)
    await expect(change('pause')).rejects.toMatchObject({ failure: { kind: 'not-found' } })
  })

  test('only ids and stamps are asked for: what a colleague typed does not travel through a relay', async () => {
    await listening()
    await subscribe(['updated'])
    engine.sandbox.controls.edit({ object: 'contact', id: [contacts()[0]!], patch: { title: 'Secret' } })
    await settled()
    const note = engine.sandbox.controls.webhooks.deliveries()[0]
    expect(note).toMatchObject({ fate: 'delivered', status: 200 })
    expect(
      await (await engine.sandbox.fetch(new Request(`http://crm.test/unified/webhook`, { headers: { authorization: engine.sandbox.token } }))).json(),
    ).toMatchObject([{ fields: 'id,updated_at' }])
  })

  test('without an address there is nowhere to tell', async () => {
    const satchel = await listening()
    await expect(satchel.request('webhooks.add', { connection, objects: ['contact'], events: ['updated'] })).rejects.toMatchObject({
      failure: { kind: 'bad-input', where: 'address' },
    })
  })
})

describe('what is told', () => {
  test('comes into the mirror by itself: new, changed and deleted, and no checkpoint moves', async () => {
    const satchel = await listening()
    await subscribe()
    const before = (await satchel.request('sync.status', {})).connections[0]?.objects.contact?.checkpoint
    const [changed, gone] = contacts()
    const { edit } = engine.sandbox.controls
    edit({ object: 'contact', id: [changed!], patch: { title: 'Changed' } })
    edit({ object: 'contact', id: [gone!], delete: true })
    const [created] = edit({ object: 'contact', create: { name: 'New here' } })
    await settled()
    expect(await shown(changed!)).toMatchObject({ title: 'Changed' })
    expect(await shown(created!)).toMatchObject({ name: 'New here' })
    await expect(shown(gone!)).rejects.toMatchObject({ failure: { kind: 'not-found' } })
    expect((await satchel.request('sync.status', {})).connections[0]?.objects.contact?.checkpoint).toBe(before)
    expect(await statusOf()).toMatchObject({ received: 3, repeated: 0, waiting: 0, refused: 0, hearing: [{ object: 'contact', trusted: true }] })
  })

  test('merges with what the rep typed, as in a pull: theirs is taken, mine stays, and both touched asks', async () => {
    const satchel = await listening()
    await subscribe()
    const [mine, both] = contacts()
    for (const id of [mine!, both!])
      await satchel.request('records.edit', { connection, object: 'contact', id, set: [{ path: 'title', value: 'Typed here' }] })
    engine.sandbox.controls.edit({ object: 'contact', id: [mine!], patch: { department: 'Typed there' } })
    engine.sandbox.controls.edit({ object: 'contact', id: [both!], patch: { title: 'Typed there' } })
    await settled()
    expect(await shown(mine!)).toMatchObject({ title: 'Typed here', department: 'Typed there' })
    const changes = await satchel.request('changes.list', { connection })
    expect(new Map(changes.map(({ remoteId, state }) => [remoteId, state]))).toEqual(
      new Map([
        [mine!, 'waiting'],
        [both!, 'conflict'],
      ]),
    )
  })

  test('a deletion of what has an unpushed edit asks the rep, and takes nothing away', async () => {
    const satchel = await listening()
    await subscribe()
    const [id] = contacts()
    await satchel.request('records.edit', { connection, object: 'contact', id: id!, set: [{ path: 'title', value: 'Typed here' }] })
    engine.sandbox.controls.edit({ object: 'contact', id: [id!], delete: true })
    await settled()
    expect(await satchel.request('changes.list', { connection })).toMatchObject([{ recordConflict: 'deleted-remotely', state: 'conflict' }])
    expect(await shown(id!)).toMatchObject({ title: 'Typed here' })
  })

  test('in any order and twice it comes to the same, and a record told of many times is read fewer times', async () => {
    await listening()
    await subscribe(['updated'])
    engine.sandbox.controls.setFaults('hook-double,hook-reorder=3:50%')
    const [id] = contacts()
    for (const title of ['1', '2', '3', '4', '5', '6', '7', '8']) engine.sandbox.controls.edit({ object: 'contact', id: [id!], patch: { title } })
    await settled()
    expect(await shown(id!)).toMatchObject({ title: '8' })
    expect(await statusOf()).toMatchObject({ received: 16, repeated: 8 })
  })

  test('a whole account told of at the start reads only what is not here as it is there', async () => {
    await listening()
    const list = engine.sandbox.controls.all('contact').map(({ id, updated_at }) => ({ id, updated_at }))
    const text = JSON.stringify([...list, { id: '999999', updated_at: '2026-11-24T05:00:00.000Z' }])
    const sig256 = createHmac('sha256', engine.sandbox.controls.webhooks.secret).update(`${text}n9`).digest('hex')
    const webhook = { connection_id: engine.sandbox.connectionId, event: 'updated', object_type: 'crm_contact' }
    const body = `{"data":${text},"webhook":${JSON.stringify(webhook)},"nonce":"n9","sig256":"${sig256}","type":"INITIAL-PARTIAL"}`
    expect((await fetch(url(), { method: 'POST', headers: { 'content-type': 'application/json' }, body })).status).toBe(200)
    await settled()
    expect(fetched).toEqual(['999999'])
    // All of it once says nothing of whether changes are told.
    expect((await statusOf()).hearing).toEqual([])
  })
})

describe('what is not believed', () => {
  test('a delivery that nobody signed, or of another connection, is refused and reads nothing', async () => {
    await listening()
    const [id] = contacts()
    engine.sandbox.controls.edit({ object: 'contact', id: [id!], patch: { title: 'Nobody told of this' } })
    expect(await deliver([{ id }], { secret: 'guess' })).toBe(401)
    expect(await deliver([{ id }], { hook: { connection_id: 'another' } })).toBe(401)
    expect(await deliver([{ id }], { hook: { event: 'moved' } })).toBe(400)
    expect(await statusOf()).toMatchObject({ received: 0, waiting: 0, refused: 3 })
    expect(fetched).toEqual([])
    expect((await shown(id!))['title']).not.toBe('Nobody told of this')
  })

  test('the same signed bytes once more are answered with 200 and do nothing, whatever is written around them', async () => {
    await listening()
    const [id] = contacts()
    expect(await deliver([{ id }])).toBe(200)
    await settled()
    expect(fetched).toEqual([id])
    expect(await deliver([{ id }], { event: 'deleted', hook: { id: 'another' } })).toBe(200)
    await settled()
    expect(fetched).toEqual([id])
    expect(await statusOf()).toMatchObject({ received: 2, repeated: 1 })
  })

  test('a body is a hint and never a value: what it says of the record is not taken', async () => {
    await listening()
    const [id] = contacts()
    const before = await shown(id!)
    expect(await deliver([{ id, name: 'Only the body says so', updated_at: '2030-01-01T00:00:00.000Z' }], { event: 'deleted' })).toBe(200)
    await settled()
    expect(await shown(id!)).toEqual(before)
  })

  test('without a secret nothing is believed, and while it is changed both are', async () => {
    const satchel = await listening()
    const old = engine.sandbox.controls.webhooks.secret
    await satchel.request('webhooks.setSecret', { connection, secret: { value: 'new' }, keepOld: true })
    expect(await deliver([], { secret: 'new', nonce: 'a' })).toBe(200)
    expect(await deliver([], { secret: old, nonce: 'b' })).toBe(200)
    await satchel.request('webhooks.setSecret', { connection, secret: { value: 'new' } })
    expect(await deliver([], { secret: old, nonce: 'c' })).toBe(401)
    await satchel.request('webhooks.setSecret', { connection, secret: null })
    expect(await deliver([], { secret: 'new', nonce: 'd' })).toBe(401)
    expect(await statusOf()).toMatchObject({ hasSecret: false })
  })

  test('“not found” about a changed record takes nothing away: a replica that lags says the same', async () => {
    await listening()
    const [id] = contacts()
    engine.sandbox.controls.setFaults('404:1x:GET:contact')
    expect(await deliver([{ id }])).toBe(200)
    await settled()
    expect(fetched).toEqual([id])
    expect(await shown(id!)).toMatchObject({ id })
  })
})

describe('the receiver', () => {
  test('is switched on and off for the app, and a stop of `listen` leaves it as it is set up', async () => {
    const satchel = await listening()
    const receiver = async () => (await statusOf()).receiver.kind
    await satchel.request('webhooks.setUp', { port: 0, address: 'https://relay.example/h' })
    expect([await receiver(), (await statusOf()).address]).toEqual(['listening', 'https://relay.example/h'])
    await satchel.request('webhooks.hush', {})
    expect(await receiver()).toBe('off')
    expect((await satchel.request('webhooks.setUp', { receive: true })).receiver.kind).toBe('listening')
    await satchel.request('webhooks.listen', { port: 0 })
    await satchel.request('webhooks.hush', {})
    expect(await receiver()).toBe('listening')
    expect((await satchel.request('webhooks.setUp', { receive: false })).receiver.kind).toBe('off')
    expect(engine.settings().webhooks).toMatchObject({ receive: false, port: 0, address: 'https://relay.example/h' })
  })
})

describe('what was accepted', () => {
  test('is kept while the CRM can’t be asked, and over the end of the process, and read at the next sync', async () => {
    await listening()
    const [id] = contacts()
    engine.sandbox.controls.edit({ object: 'contact', id: [id!], delete: true })
    engine.network(false)
    expect(await deliver([{ id }], { event: 'deleted' })).toBe(200)
    expect(await statusOf()).toMatchObject({ received: 1, waiting: 1 })
    engine = await engine.reopen()
    expect(await shown(id!)).toMatchObject({ id })
    await engine.satchel.request('sync.run', {})
    await expect.poll(async () => (await statusOf()).waiting).toBe(0)
    await expect(shown(id!)).rejects.toMatchObject({ failure: { kind: 'not-found' } })
    // And a replay is still known for one.
    port = (await engine.satchel.request('webhooks.listen', { port: 0 })).port
    expect(await deliver([{ id }], { event: 'deleted' })).toBe(200)
    expect(await statusOf()).toMatchObject({ received: 2, repeated: 1 })
  })

  test('news that a poll finds and nobody told of ends the trust, until something is told again', async () => {
    const satchel = await listening()
    await subscribe()
    const [first, second, third] = contacts()
    engine.sandbox.controls.edit({ object: 'contact', id: [first!], patch: { title: 'told' } })
    await settled()
    expect((await statusOf()).hearing).toMatchObject([{ object: 'contact', trusted: true }])
    engine.sandbox.controls.setFaults('hook-drop')
    engine.sandbox.controls.edit({ object: 'contact', id: [second!], patch: { title: 'dropped' } })
    await satchel.request('sync.run', {})
    expect(await shown(second!)).toMatchObject({ title: 'dropped' })
    expect((await statusOf()).hearing).toEqual([])
    engine.sandbox.controls.setFaults('')
    engine.sandbox.controls.edit({ object: 'contact', id: [third!], patch: { title: 'told again' } })
    await settled()
    expect((await statusOf()).hearing).toMatchObject([{ object: 'contact', trusted: true }])
  })
})

describe('past the API', () => {
  test('a read goes to the CRM behind and its answer comes as it is; nothing leads out of that', async () => {
    const satchel = await listening()
    const raw = (path: string) => satchel.request('gateway.raw', { connection, path })
    expect(JSON.parse((await raw('v1/contacts?limit=2')).text)).toMatchObject({ total: 30, results: [{}, {}] })
    expect(await raw('/v1/account')).toMatchObject({ status: 200, type: 'application/json; charset=utf-8' })
    for (const path of ['../../unified/connection', 'v1/..%2f..', 'v1/%2e%2e/x', 'v1//contacts', 'a/./b', 'a\\b', '%'])
      await expect(raw(path)).rejects.toMatchObject({ failure: { kind: 'bad-input', where: 'path' } })
    await expect(raw('v1/nothing')).rejects.toMatchObject({ failure: { kind: 'refused', status: 404 } })
  })

  test('the call log and the tickets are told as the API keeps them', async () => {
    const satchel = await listening()
    await expect(satchel.request('gateway.raw', { connection, path: 'v1/nothing' })).rejects.toThrow()
    expect(await satchel.request('gateway.calls', { connection, onlyErrors: true, limit: 1 })).toMatchObject([
      { status: '404', name: 'passthrough get', method: 'GET' },
    ])
    expect(await satchel.request('gateway.issues', { connection })).toMatchObject([
      { reference: 'SB-118', status: 'IN_PROGRESS' },
      { reference: 'SB-97' },
    ])
  })
})
