/**
 * What becomes of a change that the CRM takes in its own way, refuses, or leaves in doubt.
 *
 * Pinned here: what the CRM rewrote is shown and never sent again; a refusal says what it means and stops nothing else; and where only a
 * person can know, a person is asked, with what they need to tell.
 */
import { afterEach, describe, expect, test } from 'vitest'
import type { Json } from '../../../src/shared/model/json'
import type { RecordDocument } from '../../../src/shared/model/record'
import { meaningOf } from '../../../src/shared/sync/refusal'
import { openPulledEngine, type TestEngine } from './support/open-engine'

let engine: TestEngine | null = null
afterEach(async () => {
  await engine?.close()
  engine = null
})

type Contact = RecordDocument & { readonly id: string }

async function begin() {
  const opened = await openPulledEngine()
  engine = opened
  const { satchel, sandbox, settings } = opened
  const connection = settings().connections[0]?.id ?? expect.unreachable('it is connected')
  const { rows } = await satchel.request('records.documents', { connection, object: 'contact', limit: 12 })
  const contacts = rows as readonly Contact[]
  return {
    ...opened,
    connection,
    idOf: (index: number): string => contacts[index]?.id ?? expect.unreachable('the sandbox has contacts'),
    edit: (id: string, fields: Readonly<Record<string, Json>>) =>
      satchel
        .request('records.edit', { connection, object: 'contact', id, set: Object.entries(fields).map(([path, value]) => ({ path, value })) })
        .then((change) => change ?? expect.unreachable('the edit changed something')),
    change: async (id: string) => {
      const [found] = await satchel.request('changes.list', { closed: true, ids: [id] })
      return found ?? expect.unreachable('the change is kept')
    },
    inCrm: (id: string) => sandbox.controls.find('contact', id),
  }
}

describe('what the CRM rewrote', () => {
  test('is kept with the change and in the history, shown, and never pushed again', async () => {
    const own = await begin()
    own.sandbox.controls.setFaults('normalize=phone+email')
    const id = own.idOf(0)
    const sent = [{ telephone: '0049 (89) 55-12', type: 'WORK' }]
    const { id: change } = await own.edit(id, { telephones: sent, title: 'CTO' })
    expect(await own.satchel.request('changes.push', {})).toMatchObject({ pushed: 1 })
    const { rewritten } = await own.change(change)
    expect(rewritten).toEqual([{ path: 'telephones', sent, kept: [{ telephone: '+49895512', type: 'WORK' }] }])
    const shown = await own.satchel.request('records.get', { connection: own.connection, object: 'contact', id })
    expect(shown.document['telephones']).toEqual([{ telephone: '+49895512', type: 'WORK' }])
    const history = await own.satchel.request('records.history', { connection: own.connection, object: 'contact', id, limit: 10 })
    const lines = history.filter(({ path, origin }) => path === 'telephones' && origin === 'push').map(({ new: value }) => value)
    expect(lines).toEqual([[{ telephone: '+49895512', type: 'WORK' }], sent])
    const writes: string[] = []
    own.onRequest(({ method }) => void (method === 'GET' ? undefined : writes.push(method)))
    await own.satchel.request('sync.run', {})
    expect(await own.satchel.request('changes.push', {})).toMatchObject({ pushed: 0, waiting: 0 })
    expect(writes).toEqual([])
  })

  test('is nothing where the CRM only added to it', async () => {
    const own = await begin()
    const { id } = await own.edit(own.idOf(0), { title: 'CTO', emails: [{ email: 'new@acme.example' }] })
    await own.satchel.request('changes.push', {})
    expect((await own.change(id)).rewritten).toEqual([])
  })
})

describe('a refusal', () => {
  test.each([
    ['402', /^Not allowed/],
    ['403', /^Not allowed/],
    ['409', /clashes/],
    ['413', /too large/],
    ['415', /form/],
    ['422', null],
  ])('%s rejects the change with the CRM’s words, says what it means, and stops nothing else', async (status, meaning) => {
    const own = await begin()
    own.sandbox.controls.setFaults(`${status}=No such luck:1x:PUT`)
    const [first, second] = [await own.edit(own.idOf(0), { title: 'CTO' }), await own.edit(own.idOf(1), { title: 'CTO' })]
    expect(await own.satchel.request('changes.push', {})).toMatchObject({ pushed: 1, rejected: 1, error: null })
    const rejected = [await own.change(first.id), await own.change(second.id)].filter(({ state }) => state === 'rejected')
    expect(rejected).toMatchObject([{ error: { code: status, message: 'No such luck' } }])
    const words = meaningOf(rejected[0]?.error?.code ?? '')
    if (meaning === null) expect(words).toBeNull()
    else expect(words).toMatch(meaning)
  })
})

describe('an update that the CRM fails at every time', () => {
  const deals = async (own: Awaited<ReturnType<typeof begin>>) => {
    const { rows } = await own.satchel.request('records.documents', { connection: own.connection, object: 'deal', limit: 1 })
    const id = String(rows[0]?.['id'])
    const set = [{ path: 'description', value: 'poison' }]
    return (await own.satchel.request('records.edit', { connection: own.connection, object: 'deal', id, set })) ?? expect.unreachable('it is an edit')
  }

  test('is handed back after eight tries when another change got through meanwhile, in whichever push', async () => {
    const own = await begin()
    own.sandbox.controls.setFaults('500:PUT:deal')
    const poison = await deals(own)
    const tries = { count: 0 }
    own.onRequest(({ method, path }) => void (method === 'PUT' && path.includes('/deal') ? (tries.count += 1) : 0))
    await own.satchel.request('changes.push', { ids: [poison.id] })
    const healthy = await own.edit(own.idOf(0), { title: 'CTO' })
    await own.satchel.request('changes.push', { ids: [healthy.id] })
    expect((await own.change(poison.id)).state).toBe('waiting')
    await own.satchel.request('changes.push', { ids: [poison.id] })
    expect(await own.change(poison.id)).toMatchObject({ state: 'rejected', error: { code: '500' } })
    expect(tries.count).toBe(8)
  })

  test('stays as long as nothing gets through: then it is the CRM that is down', async () => {
    const own = await begin()
    own.sandbox.controls.setFaults('500:PUT')
    const poison = await deals(own)
    for (let push = 0; push < 3; push += 1) await own.satchel.request('changes.push', {})
    expect((await own.change(poison.id)).state).toBe('waiting')
  })
})

describe('a new record that may be in the CRM already', () => {
  /** It failed without a word, and somebody made one of that name at the same moment. */
  async function inDoubt() {
    const own = await begin()
    own.sandbox.controls.setFaults('500:1x:POST')
    let others: readonly string[] = []
    own.onRequest(({ method }) => {
      if (method === 'POST' && others.length === 0)
        others = own.sandbox.controls.edit({ object: 'contact', create: { name: 'Grace Hopper', title: 'Admiral' } })
    })
    const data = { name: 'Grace Hopper', title: 'Admiral', department: 'Navy' }
    const made = await own.satchel.request('records.create', { connection: own.connection, object: 'contact', data })
    await own.satchel.request('changes.push', {})
    const twin = others[0] ?? expect.unreachable('the other one was made')
    const graces = () => own.sandbox.controls.all('contact').filter(({ name }) => name === 'Grace Hopper')
    return { ...own, made, twin, graces, asked: await own.change(made.id) }
  }

  test('asks, and shows what it may be', async () => {
    const { asked, twin, graces } = await inDoubt()
    expect([asked.state, asked.recordConflict]).toEqual(['conflict', 'may-already-exist'])
    expect(asked.candidates.map(({ remoteId }) => remoteId).toSorted()).toEqual(
      graces()
        .map(({ id }) => String(id))
        .toSorted(),
    )
    expect(asked.candidates.find(({ remoteId }) => remoteId === twin)).toMatchObject({ name: 'Grace Hopper', document: { title: 'Admiral' } })
  })

  test('it is this one: it becomes that record, and what that one does not hold waits as an edit', async () => {
    const { satchel, asked, twin, graces, connection, made } = await inDoubt()
    const touched = await satchel.request('changes.adopt', { id: asked.id, remoteId: twin })
    expect(touched.map(({ kind, state, fields }) => [kind, state, fields.map(({ path }) => path)])).toEqual([
      ['create', 'pushed', ['name', 'title', 'department']],
      ['update', 'waiting', ['department']],
    ])
    const shown = await satchel.request('records.get', { connection, object: 'contact', id: twin })
    expect([shown.id, shown.document['department']]).toEqual([made.recordId, 'Navy'])
    await satchel.request('changes.push', {})
    await satchel.request('sync.run', {})
    expect(graces()).toHaveLength(1)
    expect(graces().find(({ id }) => String(id) === twin)).toMatchObject({ department: 'Navy' })
  })

  test('it is this one, said without a network, counts too', async () => {
    const { satchel, asked, twin, network } = await inDoubt()
    network(false)
    expect(await satchel.request('changes.adopt', { id: asked.id, remoteId: twin })).toMatchObject([{ state: 'pushed' }, { state: 'waiting' }])
  })

  test('create it anyway: it is made', async () => {
    const { satchel, asked, graces } = await inDoubt()
    await satchel.request('changes.resolve', { id: asked.id, take: 'mine' })
    expect(await satchel.request('changes.push', {})).toMatchObject({ pushed: 1 })
    expect(graces()).toHaveLength(2)
  })

  test('one that is not in doubt, or an id that is not there, is refused', async () => {
    const own = await inDoubt()
    const plain = await own.edit(own.idOf(0), { title: 'CTO' })
    await expect(own.satchel.request('changes.adopt', { id: plain.id, remoteId: own.twin })).rejects.toThrow(/a change in conflict/)
    await expect(own.satchel.request('changes.adopt', { id: own.asked.id, remoteId: '999999999' })).rejects.toThrow(/no contact/)
  })
})

describe('a record that needs a new one', () => {
  test('says why it waits when the CRM refused that one, and goes when it is mended', async () => {
    const own = await begin()
    own.sandbox.controls.setFaults('422=Name is taken:1x:POST')
    const company = await own.satchel.request('records.create', { connection: own.connection, object: 'company', data: { name: 'Acme' } })
    const child = await own.edit(own.idOf(0), { company_ids: [company.recordId] })
    await own.satchel.request('changes.push', {})
    const blocked = await own.change(child.id)
    expect([blocked.state, blocked.needs, blocked.blocked]).toEqual([
      'waiting',
      [company.id],
      `It goes after change ${company.id}, the new company “Acme”, which the CRM refused: “Name is taken”`,
    ])
    const set = [{ path: 'name', value: 'Acme 2' }]
    await own.satchel.request('records.edit', { connection: own.connection, object: 'company', id: company.recordId, set })
    expect((await own.change(child.id)).blocked).toBeNull()
    expect(await own.satchel.request('changes.push', {})).toMatchObject({ pushed: 2, waiting: 0 })
    const links = own.inCrm(own.idOf(0))?.['company_ids']
    expect(links).toEqual([(await own.change(company.id)).remoteId])
  })
})
