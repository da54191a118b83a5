/** Unlinking an account: nothing that the rep typed goes unless they said so of it, and a copy that stays can be taken up again. */
import { afterEach, describe, expect, test } from 'vitest'
import { failureOf } from '../../../src/shared/failure'
import { connect, openPulledEngine, type TestEngine } from './support/open-engine'

let engine: TestEngine | null = null
afterEach(async () => {
  await engine?.close()
  engine = null
})

async function begin() {
  const opened = await openPulledEngine()
  engine = opened
  const { satchel, settings } = opened
  const connection = settings().connections[0]?.id ?? expect.unreachable('it is connected')
  const edit = (id: string, title: string) =>
    satchel.request('records.edit', { connection, object: 'contact', id, set: [{ path: 'title', value: title }] })
  const disconnect = (how: object) => satchel.request('connections.disconnect', { connection, ...how })
  const trouble = (how: object) =>
    disconnect(how).then(
      () => null,
      (error: unknown) => failureOf(error)?.kind ?? 'bug',
    )
  return { ...opened, connection, edit, disconnect, trouble, count: () => satchel.request('records.count', { connection, object: 'contact' }) }
}

describe('a copy that is kept', () => {
  test('is read and edited on, without token and traffic, and goes on when the account is connected again', async () => {
    const { satchel, connection, edit, disconnect, count, secrets, settings, events, sandbox } = await begin()
    await edit('100001', 'Before')
    expect(await disconnect({ copy: 'keep' })).toMatchObject({ removedRecords: 0, pushed: 0 })
    expect(secrets.size).toBe(0)
    expect(events).toContainEqual({ kind: 'connections.changed' })
    expect(settings().connections).toMatchObject([{ id: connection, unlinked: true }])
    expect((await satchel.request('sync.status', {})).connections).toMatchObject([{ state: 'unlinked', changes: { waiting: 1 } }])
    await edit('100002', 'Meanwhile')
    const requests = sandbox.controls.requests()
    expect((await satchel.request('sync.run', {})).connections).toEqual([])
    expect(sandbox.controls.requests()).toEqual(requests)
    expect(await count()).toBe(30)

    expect(await connect(engine ?? expect.unreachable('it is open'))).toMatchObject({ id: connection, unlinked: false })
    expect(await satchel.request('changes.push', {})).toMatchObject({ pushed: 2 })
  })
})

describe('a copy that is wiped', () => {
  test('takes no change with it that nobody gave up', async () => {
    const { edit, disconnect, trouble, count, satchel } = await begin()
    const change = await edit('100001', 'One')
    expect(await trouble({})).toBe('bad-input')
    const second = await edit('100002', 'Two')
    // Made after the others were exported.
    expect(await trouble({ withChanges: [change?.id] })).toBe('bad-input')
    expect([await count(), (await satchel.request('changes.list', {})).length]).toEqual([30, 2])
    expect(await disconnect({ withChanges: [change?.id, second?.id] })).toMatchObject({ pushed: 0 })
    expect(await count()).toBe(0)
  })

  test('with the changes pushed first, held ones too', async () => {
    const { edit, disconnect, sandbox, satchel, count } = await begin()
    await edit('100001', 'One')
    const held = await edit('100002', 'Two')
    await satchel.request('changes.hold', { ids: [held?.id ?? ''] })
    expect(await disconnect({ push: true })).toMatchObject({ pushed: 2 })
    expect([sandbox.controls.find('contact', '100001'), sandbox.controls.find('contact', '100002')]).toMatchObject([
      { title: 'One' },
      { title: 'Two' },
    ])
    expect(await count()).toBe(0)
  })

  test('stays where a change does not go through', async () => {
    const { edit, trouble, sandbox, count, network } = await begin()
    await edit('100001', 'One')
    sandbox.controls.setFaults('422=No titles today:PUT')
    expect(await trouble({ push: true })).toBe('bad-input')
    sandbox.controls.setFaults('')
    await edit('100002', 'Two')
    network(false)
    expect(await trouble({ push: true })).toBe('unreachable')
    expect(await count()).toBe(30)
  })
})

describe('webhooks at the CRM', () => {
  const subscribe = (opened: Awaited<ReturnType<typeof begin>>, url: string) =>
    opened.satchel.request('webhooks.add', { connection: opened.connection, objects: ['contact'], events: ['created', 'updated'], url })

  test('that tell this computer end with the connection; those of another address stay', async () => {
    const opened = await begin()
    await opened.satchel.request('webhooks.setUp', { address: 'https://tunnel.example/satchel' })
    await subscribe(opened, 'https://tunnel.example/satchel')
    await subscribe(opened, 'https://somebody-else.example/')
    expect(await opened.disconnect({})).toMatchObject({ webhooks: { removed: 2, left: 0, elsewhere: 2, failure: null } })
    await connect(opened)
    const { connections } = opened.settings()
    const left = await opened.satchel.request('webhooks.list', { connection: connections[0]?.id ?? '' })
    expect(left.map(({ url }) => url)).toEqual(['https://somebody-else.example/', 'https://somebody-else.example/'])
  })

  test('that can’t be ended hold nothing up, and are told of', async () => {
    const opened = await begin()
    await opened.satchel.request('webhooks.setUp', { address: 'https://tunnel.example/satchel' })
    await subscribe(opened, 'https://tunnel.example/satchel')
    opened.network(false)
    expect(await opened.disconnect({})).toMatchObject({ webhooks: { removed: 0, left: 2, failure: { kind: 'unreachable' } } })
    expect(opened.settings().connections).toEqual([])
  })

  test('are not asked for where none was ever made here', async () => {
    const { disconnect, sandbox } = await begin()
    const before = sandbox.controls.requests()
    expect(await disconnect({})).toMatchObject({ webhooks: { removed: 0, left: 0, failure: null } })
    expect(sandbox.controls.requests()).toEqual(before)
  })
})
