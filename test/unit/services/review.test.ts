/**
 * What a person asks of the outbox before and after a push, through the engine: the dry run, bringing back what was discarded, and
 * taking back what was pushed.
 *
 * Pinned here: a dry run says what the push then does, and leaves no trace; what is brought back is measured against the CRM; a
 * reversal touches nothing that somebody else has done since.
 */
import { rmSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import type { Json } from '../../../src/shared/model/json'
import type { RecordDocument } from '../../../src/shared/model/record'
import type { Change } from '../../../src/shared/sync/change'
import { openPulledEngine, openTestEngine, type TestEngine } from './support/open-engine'

let engine: TestEngine | null = null
afterEach(async () => {
  await engine?.close()
  engine = null
})

type Contact = RecordDocument & { readonly id: string }

/** An engine that has pulled, its contacts, and the few things that these stories do again and again. */
async function begin() {
  const opened = await openPulledEngine()
  engine = opened
  const { satchel, sandbox, settings } = opened
  const connection = settings().connections[0]?.id ?? expect.unreachable('it is connected')
  const { rows } = await satchel.request('records.documents', { connection, object: 'contact', limit: 10 })
  return {
    ...opened,
    connection,
    contacts: rows as readonly Contact[],
    edit: (id: string, fields: Readonly<Record<string, Json>>, batch: string | null = null): Promise<Change> =>
      satchel
        .request('records.edit', { connection, object: 'contact', id, set: Object.entries(fields).map(([path, value]) => ({ path, value })), batch })
        .then((change) => change ?? expect.unreachable('the edit changed something')),
    colleague: (id: string, patch: Readonly<Record<string, Json>>) => sandbox.controls.edit({ object: 'contact', id: [id], patch }),
    colleagueDeletes: (id: string) => sandbox.controls.edit({ object: 'contact', id: [id], delete: true }),
    inCrm: (id: string) => sandbox.controls.find('contact', id),
    shown: (id: string) => satchel.request('records.get', { connection, object: 'contact', id }),
    changes: (closed = false) => satchel.request('changes.list', { closed }),
    check: async (ids: readonly Change['id'][] | null = null) => (await satchel.request('changes.check', { ids: ids && [...ids] })).checks,
  }
}

const at = (contacts: readonly Contact[], index: number): string => contacts[index]?.id ?? expect.unreachable('the sandbox has contacts')

describe('a dry run', () => {
  test('says of each change what a push would do, and the push then does it', async () => {
    const { contacts, connection, satchel, edit, colleague, colleagueDeletes, check } = await begin()
    const [plain, merged, same, disputed, gone, dropped, changedDrop] = contacts.map(({ id }) => id) as [
      string,
      string,
      string,
      string,
      string,
      string,
      string,
    ]
    for (const id of [plain, merged, same, disputed, gone]) await edit(id, { title: 'CTO' })
    for (const id of [dropped, changedDrop]) await satchel.request('records.delete', { connection, object: 'contact', id })
    await satchel.request('records.create', { connection, object: 'contact', data: { name: 'Newcomer' } })
    colleague(merged, { department: 'Board' })
    colleague(same, { title: 'CTO' })
    colleague(disputed, { title: 'COO' })
    colleague(changedDrop, { title: 'COO' })
    colleagueDeletes(gone)

    const checks = await check()
    expect(checks.map(({ would }) => would)).toEqual(['update', 'update', 'nothing', 'conflict', 'conflict', 'delete', 'conflict', 'create'])
    expect(checks[1]?.why).toBe('Sends title. Keeps what changed in the CRM meanwhile: department.')
    expect(checks[3]?.why).toBe('Changed in the CRM too: title.')
    expect(checks.every(({ fresh }) => fresh)).toBe(true)
    expect(await satchel.request('changes.push', {})).toMatchObject({ pushed: 5, conflicts: 3, rejected: 0, waiting: 0 })
  })

  test('sends nothing and changes nothing in the outbox', async () => {
    const { contacts, satchel, sandbox, edit, colleague, check, changes } = await begin()
    await edit(at(contacts, 0), { title: 'CTO' })
    await edit(at(contacts, 1), { title: 'CTO' })
    colleague(at(contacts, 1), { title: 'COO' })
    const [before, writes] = [await changes(), Object.entries(sandbox.controls.requests()).filter(([kind]) => !kind.startsWith('GET'))]
    await check()
    expect(await changes()).toEqual(before)
    expect(Object.entries(sandbox.controls.requests()).filter(([kind]) => !kind.startsWith('GET'))).toEqual(writes)
    expect(await satchel.request('sync.status', {})).toMatchObject({ connections: [{ changes: { waiting: 2, conflict: 0 } }] })
  })

  test('of some fields in dispute says that the rest goes', async () => {
    const { contacts, edit, colleague, check } = await begin()
    await edit(at(contacts, 0), { title: 'CTO', department: 'Engine room' })
    colleague(at(contacts, 0), { title: 'COO' })
    expect(await check()).toMatchObject([{ would: 'conflict', why: 'Changed in the CRM too: title. The rest goes: department.' }])
  })

  test('judges a younger change by what the older one leaves behind', async () => {
    const { contacts, edit, colleague, check } = await begin()
    const first = await edit(at(contacts, 0), { title: 'CTO' }, 'First')
    const second = await edit(at(contacts, 0), { title: 'CEO' }, 'Second')
    expect(second.id).not.toBe(first.id)
    expect((await check()).map(({ would }) => would)).toEqual(['update', 'update'])
    // What the rep typed last is a change of its own: in the older one the younger would take its place.
    await edit(at(contacts, 0), { title: 'CFO' }, 'First')
    expect((await check()).map(({ would }) => would)).toEqual(['update', 'update', 'update'])
    colleague(at(contacts, 0), { title: 'COO' })
    const together = { would: 'conflict', why: `It is decided about together with change ${first.id}.` }
    expect(await check()).toMatchObject([{ would: 'conflict' }, together, together])
  })

  test('takes held, refused and conflicting changes only by name', async () => {
    const { contacts, satchel, edit, colleague, check } = await begin()
    const held = await edit(at(contacts, 0), { title: 'CTO' })
    await satchel.request('changes.hold', { ids: [held.id] })
    const disputed = await edit(at(contacts, 1), { title: 'CTO' })
    colleague(at(contacts, 1), { title: 'COO' })
    await satchel.request('changes.push', { ids: [disputed.id] })
    expect(await check()).toEqual([])
    expect(await check([held.id, disputed.id])).toMatchObject([{ would: 'update' }, { would: 'conflict', why: 'It waits for your decision: title.' }])
  })

  test('what the CRM refused last time would be refused again, in its words', async () => {
    const { contacts, satchel, sandbox, edit, check } = await begin()
    const change = await edit(at(contacts, 0), { title: 'CTO' })
    sandbox.controls.setFaults('422=Title is too short:PUT')
    await satchel.request('changes.push', {})
    sandbox.controls.setFaults('')
    expect(await check([change.id])).toMatchObject([{ would: 'reject', why: 'Refused last time: Title is too short' }])
  })

  test('a change that goes after a create which is not taken would stay', async () => {
    const { connection, contacts, satchel, edit, check } = await begin()
    const company = await satchel.request('records.create', { connection, object: 'company', data: { name: 'Newcomers' } })
    const linked = await edit(at(contacts, 0), { company_ids: [company.recordId] })
    expect((await check()).map(({ would }) => would)).toEqual(['create', 'update'])
    await satchel.request('changes.hold', { ids: [company.id] })
    expect(await check()).toMatchObject([{ id: linked.id, would: 'nothing', why: `It goes after change ${company.id}, which would not go now.` }])
    await satchel.request('changes.discard', { ids: [company.id] })
    expect(await check()).toMatchObject([{ id: linked.id, would: 'reject' }])
  })

  test('with no network judges by what was last seen, and says so; a create too', async () => {
    const { contacts, connection, satchel, network, edit } = await begin()
    await satchel.request('records.create', { connection, object: 'contact', data: { name: 'Newcomer' } })
    network(false)
    const made = await satchel.request('changes.check', {})
    expect(made).toMatchObject({ error: { kind: 'unreachable' }, checks: [{ would: 'create', fresh: false }] })
    await edit(at(contacts, 0), { title: 'CTO' })
    const both = await satchel.request('changes.check', {})
    expect(both).toMatchObject({ error: { kind: 'unreachable' }, checks: [{ fresh: false }, { would: 'update', fresh: false }] })
  })
})

describe('restoring', () => {
  test('a discarded edit waits again under its id, is shown again, and goes', async () => {
    const { contacts, satchel, edit, shown, inCrm } = await begin()
    const id = at(contacts, 0)
    const change = await edit(id, { title: 'CTO' })
    await satchel.request('changes.discard', { ids: [change.id] })
    const [restored, ...others] = await satchel.request('changes.restore', { ids: [change.id] })
    expect(others).toEqual([])
    expect(restored).toEqual({ ...change, updatedAt: expect.any(Number) })
    expect((await shown(id)).document['title']).toBe('CTO')
    expect(await satchel.request('changes.push', {})).toMatchObject({ pushed: 1 })
    expect(inCrm(id)).toMatchObject({ title: 'CTO' })
  })

  test('where the CRM has moved on since, it comes back as a conflict with its old base', async () => {
    const { contacts, satchel, edit, colleague } = await begin()
    const id = at(contacts, 0)
    const change = await edit(id, { title: 'CTO', department: 'Engine room' })
    await satchel.request('changes.discard', { ids: [change.id] })
    colleague(id, { title: 'COO' })
    await satchel.request('sync.run', {})
    await satchel.request('changes.restore', { ids: [change.id] })
    expect(await satchel.request('changes.list', {})).toMatchObject([
      { id: change.id, state: 'waiting', fields: [{ path: 'department' }] },
      { state: 'conflict', fields: [{ path: 'title', conflict: { base: contacts[0]?.['title'], mine: 'CTO', theirs: 'COO' } }] },
    ])
  })

  test('a record that went with its discarded create is there again under the same id, and is made once', async () => {
    const { connection, satchel, sandbox } = await begin()
    const made = await satchel.request('records.create', { connection, object: 'contact', data: { name: 'Newcomer', title: 'CTO' } })
    await satchel.request('changes.discard', { ids: [made.id] })
    await expect(satchel.request('records.get', { connection, object: 'contact', id: made.recordId })).rejects.toMatchObject({
      failure: { kind: 'not-found' },
    })
    expect(await satchel.request('changes.restore', { ids: [made.id] })).toMatchObject([{ id: made.id, recordId: made.recordId, state: 'waiting' }])
    expect(await satchel.request('records.get', { connection, object: 'contact', id: made.recordId })).toMatchObject({ document: { title: 'CTO' } })
    expect(await satchel.request('changes.push', {})).toMatchObject({ pushed: 1 })
    expect(sandbox.controls.all('contact').filter(({ name }) => name === 'Newcomer')).toHaveLength(1)
    await expect(satchel.request('changes.restore', { ids: [made.id] })).rejects.toMatchObject({ failure: { kind: 'bad-input' } })
  })

  test('a discarded deletion hides its record again', async () => {
    const { connection, contacts, satchel, shown, inCrm } = await begin()
    const id = at(contacts, 0)
    const change = await satchel.request('records.delete', { connection, object: 'contact', id })
    const ids = [change?.id ?? expect.unreachable('it is a change')]
    await satchel.request('changes.discard', { ids })
    expect(await shown(id)).toMatchObject({ remoteId: id })
    await satchel.request('changes.restore', { ids })
    await expect(shown(id)).rejects.toMatchObject({ failure: { kind: 'not-found' } })
    expect(await satchel.request('changes.push', {})).toMatchObject({ pushed: 1 })
    expect(inCrm(id)).toBeNull()
  })

  test('a create that may have arrived comes back in doubt, and is not sent again by itself', async () => {
    const { connection, satchel, sandbox } = await begin()
    const made = await satchel.request('records.create', { connection, object: 'contact', data: { name: 'Newcomer', title: 'CTO' } })
    // Nearly the same came into being meanwhile, and no answer came: nobody but the rep can tell.
    sandbox.controls.edit({ object: 'contact', create: { name: 'Newcomer', title: 'COO' } })
    sandbox.controls.setFaults('503:1x:POST:contact')
    await satchel.request('changes.push', {})
    sandbox.controls.setFaults('')
    expect(await satchel.request('changes.list', {})).toMatchObject([{ id: made.id, state: 'conflict', recordConflict: 'may-already-exist' }])
    await satchel.request('changes.discard', { ids: [made.id] })
    expect(await satchel.request('changes.restore', { ids: [made.id] })).toMatchObject([{ state: 'conflict', recordConflict: 'may-already-exist' }])
    await satchel.request('changes.push', {})
    expect(sandbox.controls.all('contact').filter(({ name }) => name === 'Newcomer')).toHaveLength(1)
  })

  test('what was typed since stands in the way, and is kept', async () => {
    const { contacts, satchel, edit, changes } = await begin()
    const old = await edit(at(contacts, 0), { title: 'CTO' })
    await satchel.request('changes.discard', { ids: [old.id] })
    const younger = await edit(at(contacts, 0), { title: 'CEO' })
    await expect(satchel.request('changes.restore', { ids: [old.id] })).rejects.toMatchObject({
      failure: { kind: 'bad-input', expected: `no other open change of title: push or discard change ${younger.id} first` },
    })
    expect(await changes()).toMatchObject([{ id: younger.id, fields: [{ new: 'CEO' }] }])
  })

  test('of a record that is gone is refused, and then nothing of the batch comes back', async () => {
    const { contacts, satchel, edit, colleagueDeletes, changes } = await begin()
    const batch = [await edit(at(contacts, 0), { title: 'CTO' }, 'Promotions'), await edit(at(contacts, 1), { title: 'CTO' }, 'Promotions')]
    await satchel.request('changes.discard', { ids: batch.map(({ id }) => id) })
    colleagueDeletes(at(contacts, 1))
    await satchel.request('sync.reconcile', {})
    const attempt = satchel.request('changes.restore', { ids: batch.map(({ id }) => id) })
    await expect(attempt).rejects.toMatchObject({ failure: { kind: 'not-found', what: `record of change ${batch[1]?.id}` } })
    expect(await changes()).toEqual([])
  })

  test('what was restored survives the loss of the mirror', async () => {
    const before = await begin()
    const change = await before.edit(at(before.contacts, 0), { title: 'CTO' })
    await before.satchel.request('changes.discard', { ids: [change.id] })
    await before.satchel.request('changes.restore', { ids: [change.id] })
    await before.close()
    for (const end of ['', '-wal', '-shm']) rmSync(before.files.mirror + end, { force: true })
    engine = openTestEngine({ files: before.files, sandbox: before.sandbox, settings: before.settings(), secrets: new Map(before.secrets) })
    expect(await engine.satchel.request('changes.list', {})).toMatchObject([{ fields: [{ path: 'title', new: 'CTO' }], state: 'waiting' }])
  })
})

describe('reversing', () => {
  test('a pushed edit proposes the old values, in a batch of its own; pushed, the CRM holds them again', async () => {
    const { contacts, satchel, edit, inCrm, changes } = await begin()
    const id = at(contacts, 0)
    const [title, department] = [contacts[0]?.['title'] ?? null, contacts[0]?.['department'] ?? null]
    const change = await edit(id, { title: 'CTO', department: 'Engine room' })
    await satchel.request('changes.push', {})
    const { changes: made, leftOut } = await satchel.request('changes.reverse', { ids: [change.id] })
    expect(leftOut).toEqual([])
    expect(made).toMatchObject([{ kind: 'update', state: 'waiting', batch: `Reverse of change ${change.id}` }])
    expect(made[0]?.fields.map(({ path, old, new: value }) => [path, old, value])).toEqual([
      ['title', 'CTO', title],
      ['department', 'Engine room', department],
    ])
    expect(await changes()).toEqual(made)
    expect(await satchel.request('changes.push', {})).toMatchObject({ pushed: 1 })
    expect(inCrm(id)?.['title'] ?? null).toEqual(title)
  })

  test('leaves out the field that a colleague has changed since, and says so', async () => {
    const { contacts, satchel, edit, colleague } = await begin()
    const id = at(contacts, 0)
    const change = await edit(id, { title: 'CTO', department: 'Engine room' })
    await satchel.request('changes.push', {})
    colleague(id, { title: 'COO' })
    await satchel.request('sync.run', {})
    const { changes: made, leftOut } = await satchel.request('changes.reverse', { ids: [change.id] })
    expect(made.map(({ fields }) => fields.map(({ path }) => path))).toEqual([['department']])
    expect(leftOut).toEqual([{ id: change.id, path: 'title', why: 'It was changed in the CRM since.' }])
  })

  test('takes back only what it added to a list: a colleague’s address stays', async () => {
    const { contacts, satchel, edit, colleague, inCrm } = await begin()
    const id = at(contacts, 0)
    const emails = (contacts[0]?.['emails'] ?? []) as readonly Json[]
    const [mine, theirs] = [
      { email: 'mine@acme.example', type: 'WORK' },
      { email: 'theirs@acme.example', type: 'WORK' },
    ]
    const change = await edit(id, { emails: [...emails, mine] })
    colleague(id, { emails: [...emails, theirs] })
    await satchel.request('changes.push', {})
    await satchel.request('changes.reverse', { ids: [change.id] })
    await satchel.request('changes.push', {})
    const left = ((inCrm(id)?.['emails'] ?? []) as readonly { readonly email: string }[]).map(({ email }) => email)
    expect(left).toContain('theirs@acme.example')
    expect(left).not.toContain('mine@acme.example')
    expect(left).toHaveLength(emails.length + 1)
  })

  test('a pushed create becomes a deletion, and a pushed deletion a create with what was there', async () => {
    const { connection, contacts, satchel, sandbox, inCrm } = await begin()
    const made = await satchel.request('records.create', { connection, object: 'contact', data: { name: 'Newcomer' } })
    const dropped = await satchel.request('records.delete', { connection, object: 'contact', id: at(contacts, 0) })
    await satchel.request('changes.push', {})
    await satchel.request('sync.run', {})
    const reversal = await satchel.request('changes.reverse', { ids: [made.id, dropped?.id ?? expect.unreachable('it is a change')] })
    expect(reversal).toMatchObject({
      leftOut: [],
      changes: [
        { kind: 'delete', recordId: made.recordId },
        { kind: 'create', name: contacts[0]?.['name'] },
      ],
    })
    expect(await satchel.request('changes.push', {})).toMatchObject({ pushed: 2, rejected: 0, conflicts: 0 })
    expect(sandbox.controls.all('contact').filter(({ name }) => name === 'Newcomer')).toEqual([])
    expect(inCrm(at(contacts, 0))).toBeNull()
    const { id: _id, created_at: _created, updated_at: _updated, ...held } = contacts[0] ?? expect.unreachable('there is one')
    const again = sandbox.controls.all('contact').find(({ name }) => name === held['name'])
    expect(again).toMatchObject(held)
  })

  test('a created record that a colleague has worked on is not proposed for deletion', async () => {
    const { connection, satchel, colleague, changes } = await begin()
    const made = await satchel.request('records.create', { connection, object: 'contact', data: { name: 'Newcomer' } })
    await satchel.request('changes.push', {})
    const { remoteId } = await satchel.request('records.get', { connection, object: 'contact', id: made.recordId })
    colleague(remoteId ?? expect.unreachable('it was pushed'), { department: 'Board' })
    await satchel.request('sync.run', {})
    expect(await satchel.request('changes.reverse', { ids: [made.id] })).toEqual({
      changes: [],
      leftOut: [{ id: made.id, path: null, why: 'It was changed in the CRM since: department.' }],
    })
    expect(await changes()).toEqual([])
  })

  test('a batch goes back as one, over two edits of one field to what was there before the first', async () => {
    const { contacts, satchel, edit } = await begin()
    const [one, two] = [at(contacts, 0), at(contacts, 1)]
    const ids = [(await edit(one, { title: 'CTO' }, 'Promotions')).id, (await edit(two, { title: 'CTO' }, 'Promotions')).id]
    await satchel.request('changes.push', {})
    ids.push((await edit(one, { title: 'CEO' }, 'Promotions')).id)
    await satchel.request('changes.push', {})
    const { changes: made } = await satchel.request('changes.reverse', { ids })
    expect(made).toMatchObject([
      { batch: 'Reverse of Promotions', fields: [{ path: 'title', old: 'CEO', new: contacts[0]?.['title'] }] },
      { batch: 'Reverse of Promotions', fields: [{ path: 'title', old: 'CTO', new: contacts[1]?.['title'] }] },
    ])
  })

  test('asked twice proposes nothing twice', async () => {
    const { connection, contacts, satchel, edit, changes } = await begin()
    const edited = await edit(at(contacts, 0), { title: 'CTO' })
    const dropped = await satchel.request('records.delete', { connection, object: 'contact', id: at(contacts, 1) })
    const ids = [edited.id, dropped?.id ?? expect.unreachable('it is a change')]
    await satchel.request('changes.push', {})
    const first = await satchel.request('changes.reverse', { ids })
    const second = await satchel.request('changes.reverse', { ids })
    expect([first.changes, second.changes, second.leftOut]).toMatchObject([{ length: 2 }, [], { length: 2 }])
    expect(await changes()).toHaveLength(2)
  })

  test('of a change that is not pushed is refused', async () => {
    const { contacts, satchel, edit } = await begin()
    const change = await edit(at(contacts, 0), { title: 'CTO' })
    await expect(satchel.request('changes.reverse', { ids: [change.id] })).rejects.toMatchObject({ failure: { kind: 'bad-input', got: '“waiting”' } })
  })
})
