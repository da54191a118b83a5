/**
 * The services behind the contract, as every door reaches them: what is checked, what is kept, and what survives the loss of the
 * mirror.
 */
import { rmSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import type { RecordDocument } from '../../../src/shared/model/record'
import { connect, openPulledEngine, openTestEngine, type TestEngine } from './support/open-engine'

let engine: TestEngine | null = null
afterEach(async () => {
  await engine?.close()
  engine = null
})

async function pulled(): Promise<TestEngine> {
  engine = await openPulledEngine()
  return engine
}

async function firstContact({ satchel, settings }: TestEngine) {
  const [connection] = settings().connections
  const { rows } = await satchel.request('records.documents', { connection: connection?.id ?? '', object: 'contact', limit: 1 })
  return { connection: connection?.id ?? '', contact: rows[0] as RecordDocument & { id: string } }
}

describe('connecting', () => {
  test('remembers the account, without its token', async () => {
    engine = openTestEngine()
    const connection = await connect(engine)
    expect(connection).toMatchObject({ connector: 'unified', url: 'http://crm.test', tokenEnv: null, sample: false })
    expect(JSON.stringify(engine.settings())).not.toContain(engine.sandbox.token)
    expect(engine.secrets.get(connection.id)).toBe(engine.sandbox.token)
  })

  test('with a wrong token is refused, and nothing is remembered', async () => {
    engine = openTestEngine()
    await expect(connect(engine, 'wrong')).rejects.toMatchObject({ failure: { kind: 'not-authorized' } })
    expect(engine.settings().connections).toEqual([])
    expect(engine.secrets.size).toBe(0)
  })

  test('the same account again renews the connection that is there', async () => {
    engine = openTestEngine()
    const first = await connect(engine)
    expect(await connect(engine)).toEqual(first)
    expect(engine.settings().connections).toHaveLength(1)
  })

  test('a variable that is not set where the engine runs is said by its name', async () => {
    engine = openTestEngine()
    const { satchel, sandbox } = engine
    const attempt = satchel.request('connections.connect', {
      connector: 'unified',
      url: 'http://crm.test',
      connectionId: sandbox.connectionId,
      token: { env: 'NOT_SET' },
    })
    await expect(attempt).rejects.toThrow(/NOT_SET, where Satchel runs/)
  })

  test('disconnecting with unpushed changes is refused until it is said that they go too', async () => {
    const { satchel, settings, secrets, ...rest } = await pulled()
    const { connection, contact } = await firstContact({ satchel, settings, secrets, ...rest })
    await satchel.request('records.edit', { connection, object: 'contact', id: contact.id, set: [{ path: 'title', value: 'CTO' }] })
    await expect(satchel.request('connections.disconnect', { connection })).rejects.toMatchObject({
      failure: { kind: 'bad-input', got: '1 unpushed change' },
    })
    expect(await satchel.request('connections.disconnect', { connection, withChanges: true })).toMatchObject({
      removedRecords: expect.any(Number),
      pushed: 0,
    })
    expect(settings().connections).toEqual([])
    expect(secrets.size).toBe(0)
    expect(await satchel.request('changes.list', {})).toEqual([])
  })
})

describe('editing', () => {
  test('what can’t be that kind of value is refused by its field, and nothing is saved', async () => {
    const { satchel, ...rest } = await pulled()
    const { connection, contact } = await firstContact({ satchel, ...rest })
    const edit = (path: string, value: never) =>
      satchel.request('records.edit', { connection, object: 'contact', id: contact.id, set: [{ path, value }] })
    for (const [path, value] of [
      ['title', 5],
      ['emails', 'a@b.example'],
      ['telephones', [{ type: 'WORK' }]],
      ['company_ids', [7]],
      ['tittle', 'CTO'],
      ['updated_at', '2026-01-01T00:00:00.000Z'],
      ['address.planet', 'Mars'],
    ] as const) {
      await expect(edit(path, value as never), path).rejects.toMatchObject({ failure: { kind: 'bad-input' } })
    }
    await expect(edit('__proto__', {} as never)).rejects.toMatchObject({ failure: { kind: 'bad-input' } })
    expect(await satchel.request('changes.list', {})).toEqual([])
  })

  test('a whole address or metadata stands for its parts', async () => {
    const { satchel, ...rest } = await pulled()
    const { connection, contact } = await firstContact({ satchel, ...rest })
    const change = await satchel.request('records.edit', {
      connection,
      object: 'contact',
      id: contact.id,
      set: [{ path: 'address', value: { city: 'Oz', region: 'Kansas' } }],
    })
    expect(change?.fields.map(({ path }) => path).toSorted()).toEqual(['address.city', 'address.region'])
  })

  test('a last name brings the full name along, where that said the same before', async () => {
    const { satchel, ...rest } = await pulled()
    const { connection } = await firstContact({ satchel, ...rest })
    const made = await satchel.request('records.create', { connection, object: 'contact', data: { first_name: 'Ada', last_name: 'Byron' } })
    expect(made.name).toBe('Ada Byron')
    const change = await satchel.request('records.edit', {
      connection,
      object: 'contact',
      id: made.recordId,
      set: [{ path: 'last_name', value: 'Lovelace' }],
    })
    expect(change?.name).toBe('Ada Lovelace')
  })

  test('the CRM’s id and ours name the same record', async () => {
    const { satchel, ...rest } = await pulled()
    const { connection, contact } = await firstContact({ satchel, ...rest })
    const byTheirs = await satchel.request('records.get', { connection, object: 'contact', id: contact.id })
    expect(await satchel.request('records.get', { connection, object: 'contact', id: byTheirs.id })).toEqual(byTheirs)
    await expect(satchel.request('records.get', { connection, object: 'deal', id: byTheirs.id })).rejects.toMatchObject({
      failure: { kind: 'not-found' },
    })
  })

  test('one edit is told once, with the record it changed', async () => {
    const { satchel, events, ...rest } = await pulled()
    const { connection, contact } = await firstContact({ satchel, events, ...rest })
    const change = await satchel.request('records.edit', { connection, object: 'contact', id: contact.id, set: [{ path: 'title', value: 'CTO' }] })
    const outbox = () => events.filter(({ kind }) => kind === 'changes.changed')
    await expect.poll(outbox).toHaveLength(1)
    const told = events.filter(
      (event) => event.kind === 'records.changed' && event.object === 'contact' && event.ids?.includes(change?.recordId as never),
    )
    expect(told.at(-1)).toMatchObject({ connection })
  })
})

describe('the whole loop', () => {
  test('an edit made offline arrives beside a colleague’s, and both are in the CRM', async () => {
    const { satchel, sandbox, network, ...rest } = await pulled()
    const { connection, contact } = await firstContact({ satchel, sandbox, network, ...rest })
    network(false)
    await satchel.request('records.edit', { connection, object: 'contact', id: contact.id, set: [{ path: 'title', value: 'CTO' }] })
    expect(await satchel.request('changes.push', {})).toMatchObject({ pushed: 0, waiting: 1, error: { kind: 'unreachable' } })
    sandbox.controls.edit({ object: 'contact', id: [contact.id], patch: { department: 'Board' } })
    network(true)
    expect(await satchel.request('changes.push', {})).toMatchObject({ pushed: 1, waiting: 0, error: null })
    const there = sandbox.controls.find('contact', contact.id)
    expect(there).toMatchObject({ title: 'CTO', department: 'Board' })
  })
})

describe('when the mirror is lost', () => {
  test('what was not pushed comes back from its copy, also what was made here, and goes to the CRM once', async () => {
    const before = await pulled()
    const { connection, contact } = await firstContact(before)
    await before.satchel.request('records.edit', { connection, object: 'contact', id: contact.id, set: [{ path: 'title', value: 'CTO' }] })
    await before.satchel.request('records.create', { connection, object: 'contact', data: { name: 'Newcomer' } })
    await before.close()
    for (const end of ['', '-wal', '-shm']) rmSync(before.files.mirror + end, { force: true })

    engine = openTestEngine({ files: before.files, sandbox: before.sandbox, settings: before.settings(), secrets: new Map(before.secrets) })
    const { satchel, sandbox } = engine
    expect((await satchel.request('changes.list', {})).map(({ kind, name }) => [kind, name])).toEqual([
      ['update', contact['name']],
      ['create', 'Newcomer'],
    ])
    await satchel.request('sync.run', {})
    expect(await satchel.request('changes.push', {})).toMatchObject({ pushed: 2, waiting: 0, error: null })
    expect(sandbox.controls.find('contact', contact.id)).toMatchObject({ title: 'CTO' })
    expect(sandbox.controls.all('contact').filter((record) => record['name'] === 'Newcomer')).toHaveLength(1)
    expect(await satchel.request('sync.verify', {})).toEqual({ equal: true, differences: [] })
  })

  test('what was pushed already does not come back', async () => {
    const before = await pulled()
    const { connection, contact } = await firstContact(before)
    await before.satchel.request('records.edit', { connection, object: 'contact', id: contact.id, set: [{ path: 'title', value: 'CTO' }] })
    await before.satchel.request('changes.push', {})
    engine = await before.reopen()
    expect(await engine.satchel.request('changes.list', {})).toEqual([])
  })
})

describe('settings', () => {
  test('two changes at once both last, and connections are not among what an interface may set', async () => {
    engine = openTestEngine()
    const { satchel, settings } = engine
    await Promise.all([
      satchel.request('settings.set', { appearance: { theme: 'dark' } }),
      satchel.request('settings.set', { sync: { intervalSeconds: 120 } }),
    ])
    expect(settings()).toMatchObject({ appearance: { theme: 'dark', density: 'compact' }, sync: { intervalSeconds: 120 } })
    await satchel.request('settings.set', { connections: [{ name: 'planted' }] } as never)
    expect(settings().connections).toEqual([])
  })
})
