/**
 * The whole loop through the built command, against a CRM that runs in a process of its own.
 *
 * One story, told in order: each test goes on where the one before ended, as a rep's day does.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { byId, type Crm, type CrmRecord, startCrm } from './support/crm'
import { openWorkspace, type Workspace } from './support/satchel'

const OBJECTS = ['contact', 'company', 'deal', 'event', 'lead', 'pipeline'] as const

describe('a rep’s day', { timeout: 120_000 }, () => {
  let crm: Crm
  let satchel: Workspace
  let contact: CrmRecord

  beforeAll(async () => {
    crm = await startCrm({ records: '400' })
    satchel = openWorkspace({ CRM_TOKEN: crm.token })
  }, 60_000)
  afterAll(async () => {
    await crm.end()
    satchel.remove()
  })

  test('connect checks the account and pulls nothing', async () => {
    const connection = await satchel.one([
      'connect',
      '--connector',
      'unified',
      '--url',
      crm.url,
      '--connection-id',
      crm.connectionId,
      '--token-env',
      'CRM_TOKEN',
      '--name',
      'Acme',
    ])
    expect(connection).toEqual({
      name: 'Acme',
      connector: 'unified',
      provider: expect.any(String),
      url: crm.url,
      connection_id: crm.connectionId,
      state: 'connected',
    })
    expect(await satchel.json(['connections'])).toEqual([connection])
    expect(await satchel.json(['list', 'contact'])).toEqual([])
  })

  test('a wrong token is not authorized: 3, and nothing is remembered', async () => {
    const other = openWorkspace({ WRONG: 'not-the-token' })
    try {
      const answer = await other.one(['connect', '--url', crm.url, '--connection-id', crm.connectionId, '--token-env', 'WRONG'], 3)
      expect(answer).toEqual({ error: { code: 'not-authorized', message: expect.any(String), hint: expect.any(String) } })
      expect(await other.json(['connections'])).toEqual([])
    } finally {
      other.remove()
    }
  })

  test('sync brings every record, whole', async () => {
    const report = await satchel.one(['sync'])
    expect(report).toMatchObject({ connections: [{ name: 'Acme', error: null }] })
    for (const object of OBJECTS) {
      const remote = await crm.all(object)
      expect(byId(await satchel.json(['list', object])), object).toEqual(byId(remote))
      expect(report.connections[0]?.objects[object], object).toMatchObject({ created: remote.length, updated: 0, deleted: 0, quarantined: 0 })
    }
    const users = await crm.all('user')
    expect((await satchel.json(['list', 'user'])).map(({ id }) => id).toSorted()).toEqual(users.map(({ id }) => id).toSorted())
  })

  test('a second sync changes nothing, and the copy is found equal', async () => {
    const report = await satchel.one(['sync'])
    for (const object of OBJECTS) expect(report.connections[0]?.objects[object], object).toMatchObject({ created: 0, updated: 0, deleted: 0 })
    expect(await satchel.json(['verify'])).toEqual([{ equal: true, differences: [] }])
    const status = await satchel.one(['status'])
    expect(status.connections[0]).toMatchObject({ name: 'Acme', changes: { waiting: 0, held: 0, pushing: 0, rejected: 0, conflict: 0 } })
    expect(status.connections[0]?.objects['contact']).toMatchObject({
      state: 'up-to-date',
      last_error: null,
      records: (await crm.all('contact')).length,
    })
  })

  test('a sorted list in pages is the whole list, each record once', async () => {
    const whole = await satchel.json(['list', 'contact', '--sort', 'name:desc'])
    const paged: unknown[] = []
    let cursor: string | null = null
    do {
      const { stdout, stderr, code } = await satchel.run([
        'list',
        'contact',
        '--sort',
        'name:desc',
        '--limit',
        '37',
        '--json',
        ...(cursor === null ? [] : ['--after', cursor]),
      ])
      expect(code).toBe(0)
      paged.push(
        ...stdout
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line) as unknown),
      )
      cursor = /^next: (.+)$/m.exec(stderr)?.[1] ?? null
    } while (cursor !== null)
    expect(paged).toEqual(whole)
  })

  test('an unknown field to sort or filter by is wrong usage', async () => {
    expect(await satchel.json(['list', 'contact', '--sort', 'nonsense'], 2)).toMatchObject([{ error: { code: 'bad-input' } }])
    expect(await satchel.json(['list', 'contact', '--where', 'nonsense=1'], 2)).toMatchObject([{ error: { code: 'bad-input' } }])
    expect(await satchel.json(['get', 'contact', 'no-such-id'], 1)).toMatchObject([{ error: { code: 'not-found' } }])
  })

  test('with the CRM gone, the rep goes on: list, search, edit', async () => {
    const contacts = await crm.all('contact')
    contact =
      contacts.find(({ name, title }) => typeof name === 'string' && typeof title === 'string') ??
      expect.unreachable('the sandbox has no contact with a name and a title')
    await crm.stop()

    const found = await satchel.json(['list', 'contact', '--search', String(contact['name'])])
    expect(found.map(({ id }) => id)).toContain(contact.id)
    const change = await satchel.one(['edit', 'contact', contact.id, '--set', 'title="Chief of Staff"'])
    expect(change).toEqual({
      id: expect.any(String),
      object: 'contact',
      record_id: contact.id,
      kind: 'update',
      state: 'waiting',
      fields: [{ path: 'title', old: contact['title'], new: 'Chief of Staff' }],
    })
    expect(await satchel.json(['get', 'contact', contact.id])).toEqual([{ ...contact, title: 'Chief of Staff' }])
    expect(await satchel.json(['list', 'contact', '--where', 'title=Chief of Staff'])).toEqual([{ ...contact, title: 'Chief of Staff' }])
  })

  test('a push without the CRM ends with 5 and keeps the change', async () => {
    expect(await satchel.json(['push'], 5)).toMatchObject([{ pushed: 0, waiting: 1, error: { code: 'unreachable' } }])
    expect(await satchel.json(['changes'])).toMatchObject([{ record_id: contact.id, state: 'waiting', error: null }])
    expect(await satchel.json(['sync'], 5)).toMatchObject([{ connections: [{ error: { code: 'unreachable' } }] }])
  })

  test('with the CRM back, the push arrives, and a colleague’s edit of another field survives', async () => {
    await crm.startAgain()
    await crm.patch('contact', contact.id, { department: 'A colleague’s department' })
    expect(await satchel.json(['push'])).toEqual([{ pushed: 1, rejected: 0, conflicts: 0, waiting: 0 }])
    const now = (await crm.get('contact', contact.id)) ?? expect.unreachable('it is gone')
    const { updated_at: _stamp, ...rest } = now
    const { updated_at: _was, ...before } = contact
    expect(rest).toEqual({ ...before, title: 'Chief of Staff', department: 'A colleague’s department' })
    expect(await satchel.json(['get', 'contact', contact.id])).toEqual([now])
    expect(await satchel.json(['changes'])).toEqual([])
  })

  test('a clash on the same field stops for a decision, with both sides shown, and nothing of the CRM is overwritten', async () => {
    await satchel.json(['edit', 'contact', contact.id, '--set', 'title="Mine"', '--set', 'department="Sales"'])
    await crm.patch('contact', contact.id, { title: 'Theirs' })
    expect(await satchel.json(['push'], 4)).toMatchObject([{ conflicts: 1, rejected: 0 }])
    const [conflict, ...others] = await satchel.json(['conflicts'])
    expect(others).toEqual([])
    expect(conflict).toMatchObject({
      record_id: contact.id,
      state: 'conflict',
      fields: [{ path: 'title', base: 'Chief of Staff', mine: 'Mine', theirs: 'Theirs' }],
    })
    expect(await crm.get('contact', contact.id)).toMatchObject({ title: 'Theirs', department: 'Sales' })
  })

  test('decided for mine, it is pushed', async () => {
    const { id } = await satchel.one(['conflicts'])
    expect(await satchel.json(['resolve', id, '--take', 'mine'])).toMatchObject([{ state: 'waiting' }])
    expect(await satchel.json(['push'])).toEqual([{ pushed: 1, rejected: 0, conflicts: 0, waiting: 0 }])
    expect(await crm.get('contact', contact.id)).toMatchObject({ title: 'Mine', department: 'Sales' })
    const history = await satchel.json(['history', 'contact', contact.id])
    expect(history.filter(({ path }) => path === 'title').map(({ old, new: value }) => [old, value])).toContainEqual(['Chief of Staff', 'Mine'])
  })

  test('a record made here keeps its id of ours until the CRM gives one, and what refers to it follows', async () => {
    const company = await satchel.one([
      'create',
      'company',
      '--data',
      '{"name":"New Horizons","websites":["https://newhorizons.example"]}',
      '--batch',
      'newcomers',
    ])
    expect(company).toMatchObject({ object: 'company', kind: 'create', state: 'waiting', record_id: expect.stringMatching(/^new_/) })
    const person = await satchel.one([
      'create',
      'contact',
      '--data',
      JSON.stringify({ name: 'Nova Newcomer', company_ids: [company.record_id] }),
      '--batch',
      'newcomers',
    ])
    expect(await satchel.json(['get', 'contact', person.record_id])).toMatchObject([{ id: person.record_id, company_ids: [company.record_id] }])

    expect(await satchel.json(['push', 'newcomers'])).toEqual([{ pushed: 2, rejected: 0, conflicts: 0, waiting: 0 }])
    const created = (await crm.all('contact')).filter(({ name }) => name === 'Nova Newcomer')
    expect(created).toHaveLength(1)
    const companies = (await crm.all('company')).filter(({ name }) => name === 'New Horizons')
    expect(companies).toHaveLength(1)
    expect(created[0]).toMatchObject({ company_ids: [companies[0]?.id] })
    // The id of ours still finds it, and shows the CRM's.
    expect(await satchel.json(['get', 'contact', person.record_id])).toMatchObject([{ id: created[0]?.id }])
  })

  test('held changes stay behind, discarded ones are gone, and delete deletes', async () => {
    const [, second, third] = await crm.all('lead')
    if (!second || !third) return expect.unreachable('the sandbox has too few leads')
    const held = await satchel.one(['edit', 'lead', second.id, '--set', 'status="Held back"'])
    expect(await satchel.json(['hold', held.id])).toMatchObject([{ id: held.id, state: 'held' }])
    await satchel.json(['delete', 'lead', third.id])
    expect(await satchel.json(['push'])).toEqual([{ pushed: 1, rejected: 0, conflicts: 0, waiting: 0 }])
    expect(await crm.get('lead', third.id)).toBeNull()
    expect(await crm.get('lead', second.id)).toMatchObject({ status: second['status'] })
    expect(await satchel.json(['release', held.id])).toMatchObject([{ state: 'waiting' }])
    await satchel.json(['discard', held.id])
    expect(await satchel.json(['get', 'lead', second.id])).toMatchObject([{ status: second['status'] }])
    expect(await satchel.json(['changes'])).toEqual([])
  })

  test('what was deleted in the CRM is gone here after a reconcile', async () => {
    const [first] = await crm.all('lead')
    if (!first) return expect.unreachable('the sandbox has no lead')
    await crm.remove('lead', first.id)
    await satchel.json(['reconcile'])
    await satchel.json(['get', 'lead', first.id], 1)
    for (const object of OBJECTS) expect(byId(await satchel.json(['list', object])), object).toEqual(byId(await crm.all(object)))
  })

  test('an export holds every record, and its CSV opens without a formula', async () => {
    const { stdout } = await satchel.run(['export', 'contact', '--format', 'csv'])
    const remote = await crm.all('contact')
    expect(stdout.startsWith('id,name,')).toBe(true)
    expect(stdout).not.toMatch(/(?:^|,|")[=@]/m)
    for (const { id } of remote) expect(stdout).toContain(`\r\n${id},`)
    const ndjson = await satchel.run(['export', 'contact', '--format', 'ndjson'])
    expect(
      byId(
        ndjson.stdout
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line) as CrmRecord),
      ),
    ).toEqual(byId(remote))
  })

  test('the workspace is sound, and the token is in no file of it', async () => {
    const doctor = await satchel.one(['doctor'])
    expect(doctor).toMatchObject({ ok: true })
    expect(doctor.checks.length).toBeGreaterThan(0)
    expect(satchel.filesWith(crm.token)).toEqual([])
    // The search is known to bite: what must be there is found by it.
    expect(satchel.filesWith('CRM_TOKEN')).not.toEqual([])
  })

  test('the token is in no output either', async () => {
    for (const args of [['connections'], ['status'], ['doctor'], ['changes', '--all'], ['sync']]) {
      const { stdout, stderr } = await satchel.run([...args, '--json'])
      expect(stdout + stderr, args.join(' ')).not.toContain(crm.token)
    }
  })

  test('disconnect removes the copy and leaves the CRM alone', async () => {
    const before = await crm.all('contact')
    expect(await satchel.json(['disconnect', 'Acme'])).toMatchObject([
      { name: 'Acme', removed_records: expect.toSatisfy((count: number) => count > 0) },
    ])
    expect(await satchel.json(['connections'])).toEqual([])
    expect(await crm.all('contact')).toEqual(before)
  })
})
