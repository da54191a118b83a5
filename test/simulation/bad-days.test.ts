/**
 * One bad day a test: what the rep typed, what the CRM did to it, and what stands in the end. Over a real mirror and a CRM whose
 * effects are counted.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findRecordId } from '../../src/main/mirror/identity'
import { listChanges, releaseChanges, saveCreate, saveDelete, saveEdit } from '../../src/main/mirror/outbox'
import { recordCount } from '../../src/main/mirror/counts'
import { getRecord } from '../../src/main/mirror/records'
import type { FieldPath } from '../../src/shared/model/field-path'
import { parseRecordId, type RecordId } from '../../src/shared/model/ids'
import type { Json, JsonObject } from '../../src/shared/model/json'
import type { ObjectType, WritableObjectType } from '../../src/shared/model/object-type'
import { type Box, connection, openBox } from './box'
import type { Behaviour, Fault } from './model-rules'

let folder = ''
let boxes: Box[] = []
let lastSeed = 0
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-bad-day-'))
  boxes = []
})
afterEach(() => {
  for (const box of boxes) box.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('an update', () => {
  test('sends the whole record back with one field changed, and the answer is the new base', async () => {
    const { box, push, edit, server } = await mirrored([{ id: '1', name: 'Ada', title: 'CTO', mystery: { deep: [1, null] } }])
    edit('1', { title: 'CEO' })
    expect(await push()).toEqual({ pushed: 1, rejected: 0, conflicts: 0, waiting: 0, error: null })
    expect(server.find('contact', '1')).toMatchObject({ name: 'Ada', title: 'CEO', mystery: { deep: [1, null] } })
    expect(getRecord(box.db(), connection.id, 'contact', '1')?.base).toEqual(server.find('contact', '1'))
  })

  test('of two fields, one in dispute: the other goes, and the rep decides about that one', async () => {
    const { push, edit, server, open } = await mirrored([{ id: '1', title: 'CTO', department: 'IT' }])
    edit('1', { title: 'CEO', department: 'Board' })
    server.put('contact', { ...server.find('contact', '1'), title: 'CFO' })
    expect(await push()).toMatchObject({ pushed: 1, conflicts: 1, waiting: 0, error: null })
    expect(server.find('contact', '1')).toMatchObject({ title: 'CFO', department: 'Board' })
    expect(open()).toMatchObject([{ state: 'conflict', fields: [{ path: 'title', new: 'CEO' }] }])
  })

  test('of a record that a colleague deleted asks, and sends nothing', async () => {
    const { push, edit, server, open } = await mirrored([{ id: '1', title: 'CTO' }])
    edit('1', { title: 'CEO' })
    server.remove('contact', '1')
    expect(await push()).toMatchObject({ pushed: 0, conflicts: 1 })
    expect(open()).toMatchObject([{ state: 'conflict', recordConflict: 'deleted-remotely' }])
    expect(server.effects).toEqual([])
  })

  test('is written one way after it was read, however many others read meanwhile', async () => {
    const { box, edit, server } = await mirrored([{ id: '1', title: 'CTO' }], { latencyMs: 100 })
    const change = edit('1', { title: 'CEO' })
    const record = getRecord(box.db(), connection.id, 'contact', '1')?.id
    if (!change || !record) throw new Error('not mirrored')
    const startedAt = box.world.now()
    await box.run((sync) =>
      Promise.all([
        sync.push({ connection: connection.id, ids: null, patience: 'app' }),
        box.world.sleep(50).then(() => Promise.all(Array.from({ length: 12 }, () => sync.refresh(connection.id, 'contact', record)))),
      ]),
    )
    expect(server.effects.map(({ at }) => at - startedAt)).toEqual([300])
  })

  test('whose answer was lost is not sent a second time', async () => {
    const { push, edit, server } = await mirrored([{ id: '1', title: 'CTO' }])
    edit('1', { title: 'CEO' })
    strike(server, 'PUT', { kind: 'reset', after: true }, 1)
    expect(await push()).toMatchObject({ pushed: 1, waiting: 0, error: null })
    expect(server.effects.map(({ kind }) => kind)).toEqual(['replace'])
  })

  test('that the CRM refuses keeps its words and the field it named, and holds back nothing else', async () => {
    const { push, edit, server, open } = await mirrored([
      { id: '1', title: 'CTO' },
      { id: '2', title: 'CTO' },
    ])
    edit('1', { title: 'x' })
    edit('2', { title: 'CEO' })
    server.fault = (request, path) =>
      request.method === 'PUT' && path.endsWith('/1')
        ? { kind: 'status', status: 422, after: false, body: '{"message":"Title is too short","field":"title"}' }
        : null
    expect(await push()).toEqual({ pushed: 1, rejected: 1, conflicts: 0, waiting: 0, error: null })
    expect(open()).toMatchObject([{ state: 'rejected', error: { code: '422', message: 'Title is too short', field: 'title' } }])
  })

  test('that always fails holds back nothing else, and is handed back once others got through meanwhile', async () => {
    const { push, edit, server, open } = await mirrored([
      { id: '1', title: 'CTO' },
      { id: '2', title: 'CTO' },
    ])
    edit('1', { title: 'x' })
    edit('2', { title: 'CEO' })
    server.fault = (request, path) => (request.method === 'PUT' && path.endsWith('/1') ? { kind: 'status', status: 500, after: false } : null)
    expect(await push()).toMatchObject({ pushed: 1, rejected: 0, waiting: 1, error: { kind: 'unreachable' } })
    expect(open()).toMatchObject([{ state: 'waiting' }])
    expect(await push()).toMatchObject({ rejected: 1, waiting: 0 })
    expect(open()).toMatchObject([{ state: 'rejected' }])
  })
})

test('two reads of one record that overtake each other around a colleague’s edit leave the newer one', async () => {
  let metTheEdit = 0
  for (let round = 1; round <= 40; round += 1) {
    const { box, server } = await mirrored([{ id: '1', title: 'CTO' }], { latencyMs: 50, latencySpreadMs: 900 })
    const { world } = box
    const id = findRecordId(box.db(), connection.id, 'contact', '1') ?? expect.fail('it was pulled')
    const seen: unknown[] = []
    const look = async (): Promise<void> => {
      await box.sync().refresh(connection.id, 'contact', id)
      seen.push(getRecord(box.db(), connection.id, 'contact', '1')?.document['title'])
    }
    const edit = (): void => void server.put('contact', { ...server.find('contact', '1'), title: 'CEO' })
    await world.drive(Promise.all([look(), world.sleep(100).then(look), world.sleep(500).then(edit)]))
    if (seen.includes('CEO')) metTheEdit += 1
    expect(seen, `round ${round}`).not.toEqual(['CEO', 'CTO'])
  }
  expect(metTheEdit).toBeGreaterThan(10)
})

describe('a create', () => {
  test('goes once, and what refers to it goes after it with its new id', async () => {
    const { push, create, server } = await mirrored([])
    const company = create('company', { name: 'Acme' })
    create('contact', { name: 'Ada', company_ids: [company] })
    expect(await push()).toMatchObject({ pushed: 2, waiting: 0, error: null })
    const [acme] = server.records('company')
    expect(server.records('contact')).toMatchObject([{ name: 'Ada', company_ids: [acme?.['id']] }])
  })

  test.each(['reset', 'timeout-status'] as const)('whose answer was lost (%s) is found again, and there is one of it', async (kind) => {
    const { push, create, server, box } = await mirrored([])
    const ada = create('contact', { name: 'Ada' })
    strike(server, 'POST', kind === 'reset' ? { kind: 'reset', after: true } : { kind: 'status', status: 504, after: true }, 1)
    expect(await push()).toMatchObject({ pushed: 1, waiting: 0, error: null })
    expect(server.records('contact')).toHaveLength(1)
    expect(findRecordId(box.db(), connection.id, 'contact', String(server.records('contact')[0]?.['id']))).toBe(ada)
  })

  test('that never arrived is sent again only when it was missing twice, a minute apart', async () => {
    const { box, push, create, server, open } = await mirrored([])
    create('contact', { name: 'Ada' })
    strike(server, 'POST', { kind: 'reset', after: false }, 1)
    expect(await push()).toMatchObject({ pushed: 0, waiting: 1 })
    expect(await push()).toMatchObject({ pushed: 0, waiting: 1 })
    expect([open()[0]?.state, server.effects]).toEqual(['pushing', []])
    await box.world.pass(61_000)
    expect(await push()).toMatchObject({ pushed: 1, waiting: 0 })
    expect(server.records('contact')).toHaveLength(1)
  })

  test('that is sent again is looked for anew: what a list lacked before says nothing of it', async () => {
    const { box, push, create, server } = await mirrored([], { listLagMs: 55_000 })
    create('contact', { name: 'Ada' })
    strike(server, 'POST', { kind: 'reset', after: false }, 1)
    await push()
    await box.world.pass(61_000)
    strike(server, 'POST', { kind: 'reset', after: true }, 1)
    await push()
    for (let minute = 1; minute <= 5; minute += 1) {
      await push()
      await box.world.pass(30_000)
    }
    expect(server.records('contact')).toHaveLength(1)
  })

  test.each([true, false])(
    'that the CRM never manages to write comes back with its words (others got through: %s), and can be sent anew',
    async (others) => {
      const { box, push, create, server, open } = await mirrored([])
      create('contact', { name: 'Ada' })
      let posts = 0
      server.fault = (request, path) => {
        if (request.method !== 'POST' || !path.endsWith('/contact')) return null
        posts += 1
        return { kind: 'status', status: 500, after: false, body: '{"message":"Trigger CheckName failed"}' }
      }
      for (let round = 1; round <= 60 && open()[0]?.state !== 'rejected'; round += 1) {
        if (others) create('company', { name: `Company ${round}` })
        await push()
        await box.world.pass(61_000)
      }
      expect([open()[0]?.state, open()[0]?.error?.code, posts]).toEqual(['rejected', '500', others ? 8 : 24])
      expect(open()[0]?.error?.message).toContain('Trigger CheckName failed')
      // Nothing goes by itself any more, and nothing is in doubt.
      await push()
      expect(posts).toBe(others ? 8 : 24)

      server.fault = () => null
      releaseChanges(
        box.db(),
        open().map(({ id }) => id),
        box.world.now(),
      )
      expect(await push()).toMatchObject({ pushed: 1, waiting: 0 })
      expect(server.records('contact')).toMatchObject([{ name: 'Ada' }])
    },
  )

  test.each(['before', 'after'] as const)('survives the end of the process %s it arrived, and there is one of it', async (when) => {
    const { box, push, create, server } = await mirrored([])
    create('contact', { name: 'Ada' })
    box.dieAt(1, when)
    expect(await push()).toBe('crashed')
    await push()
    await box.world.pass(61_000)
    await push()
    expect(server.records('contact')).toMatchObject([{ name: 'Ada' }])
    expect(server.effects).toHaveLength(1)
  })

  describe('whose answer was lost, on a CRM whose lists come empty', () => {
    const emptyLists = (request: { readonly method: string }, path: string): Fault | null =>
      request.method === 'GET' && path.endsWith('/contact') ? { kind: 'empty-list' } : null

    test('is not sent again, however often it is looked for: a list that names nothing we know proves nothing', async () => {
      const { box, push, create, server } = await mirrored([{ name: 'Known' }])
      create('contact', { name: 'Ada' })
      strike(server, 'POST', { kind: 'reset', after: true }, 1)
      const lost = server.fault
      server.fault = (request, path) => lost(request, path) ?? emptyLists(request, path)
      for (let look = 0; look < 3; look += 1) {
        expect(await push()).toMatchObject({ pushed: 0, waiting: 1 })
        await box.world.pass(61_000)
      }
      server.fault = () => null
      expect(await push()).toMatchObject({ pushed: 1, waiting: 0 })
      expect(server.records('contact').map(({ name }) => name)).toEqual(['Known', 'Ada'])
    })

    test('is sent again when all that we knew is gone there, too, and nothing else keeps it', async () => {
      const { box, push, create, server } = await mirrored([{ name: 'Known' }])
      create('contact', { name: 'Ada' })
      strike(server, 'POST', { kind: 'reset', after: false }, 1)
      for (const { id } of server.records('contact')) server.remove('contact', String(id))
      expect(await push()).toMatchObject({ pushed: 0, waiting: 1 })
      await box.world.pass(61_000)
      expect(await push()).toMatchObject({ pushed: 1, waiting: 0 })
      expect(server.records('contact').map(({ name }) => name)).toEqual(['Ada'])
    })
  })

  test('that may exist already under another spelling is left to the rep', async () => {
    const { push, create, server, open } = await mirrored([])
    create('contact', { name: 'Ada', title: 'CTO' })
    strike(server, 'POST', { kind: 'reset', after: false }, 1)
    server.put('contact', { name: 'ADA', title: 'Chief' })
    await push()
    expect(open()).toMatchObject([{ state: 'conflict', recordConflict: 'may-already-exist' }])
    expect(server.effects).toEqual([])
  })
})

describe('a delete', () => {
  test('goes, and one of a record that is gone already is done', async () => {
    const { box, push, remove, server } = await mirrored([{ id: '1' }, { id: '2' }])
    remove('1')
    remove('2')
    server.remove('contact', '2')
    expect(await push()).toMatchObject({ pushed: 2, waiting: 0 })
    expect([server.records('contact'), recordCount(box.db(), connection.id, 'contact').records]).toEqual([[], 0])
  })

  test('of a record that a colleague changed since asks first', async () => {
    const { push, remove, server, open } = await mirrored([{ id: '1', title: 'CTO' }])
    remove('1')
    server.put('contact', { ...server.find('contact', '1'), title: 'CEO' })
    expect(await push()).toMatchObject({ pushed: 0, conflicts: 1 })
    expect([server.effects, open()[0]?.recordConflict]).toEqual([[], 'changed-since-delete'])
  })
})

describe('the line', () => {
  test('a CRM that asks to wait is left alone until then, and then everything goes', async () => {
    const { box, push, edit, server } = await mirrored([
      { id: '1', title: 'CTO' },
      { id: '2', title: 'CTO' },
    ])
    edit('1', { title: 'CEO' })
    edit('2', { title: 'CEO' })
    const asked: number[] = []
    let until = 0
    server.fault = () => {
      asked.push(box.world.now())
      if (until === 0) until = box.world.now() + 30_000
      return box.world.now() < until ? { kind: 'status', status: 429, after: false, retryAfter: '30' } : null
    }
    expect(await push()).toMatchObject({ pushed: 2, waiting: 0, error: null })
    // What had left before the first answer came was under way; from then on nothing is asked before the time.
    expect(asked.filter((at) => at > (asked[0] ?? 0) && at < until)).toEqual([])
  })

  test('a refused token stops everything, loses nothing, and says what to do', async () => {
    const { box, push, edit, server, open, pull } = await mirrored([{ id: '1', title: 'CTO' }])
    edit('1', { title: 'CEO' })
    server.fault = () => ({ kind: 'status', status: 401, after: false, body: '{"message":"expired"}' })
    expect(await push()).toMatchObject({ pushed: 0, waiting: 1, error: { kind: 'not-authorized', words: 'expired' } })
    expect(await pull()).toMatchObject({ connections: [{ error: { kind: 'not-authorized' } }] })
    expect([open()[0]?.state, box.sync().status(null).connections[0]?.state]).toEqual(['waiting', 'sign-in'])
  })

  test('without a network a command gives up after a few seconds and keeps everything', async () => {
    const { box, push, edit, server, open } = await mirrored([{ id: '1', title: 'CTO' }])
    edit('1', { title: 'CEO' })
    server.fault = () => ({ kind: 'refused-connection' })
    const before = box.world.now()
    expect(await push()).toMatchObject({ pushed: 0, waiting: 1, error: { kind: 'unreachable' } })
    expect(box.world.now() - before).toBeLessThan(5_500)
    expect([open()[0]?.state, box.sync().status(null).connections[0]?.state]).toEqual(['waiting', 'offline'])
  })
})

describe('a pull', () => {
  test('that finds nothing new is one request a type, and changes nothing', async () => {
    const { pull, server } = await mirrored([{ id: '1' }], {}, 3_600_000)
    // The first write of ours shows that the clocks agree; until then the newest records are read again.
    const before = server.requests.length
    expect(await pull()).toMatchObject({ connections: [{ objects: { contact: { created: 0, updated: 0, deleted: 0 } }, error: null }] })
    expect(server.requests.length - before).toBeLessThanOrEqual(2)
  })

  test('goes on where it was when the process dies in the middle of the first walk', async () => {
    const { box, pull, server } = await mirrored([], {})
    for (let index = 0; index < 60; index += 1) server.put('deal', { name: `Deal ${index}` }, box.world.now() - 86_400_000 + index * 1000)
    box.dieAt(6, 'after')
    expect(await pull(['deal'])).toBe('crashed')
    const stored = recordCount(box.db(), connection.id, 'deal').records
    expect(stored).toBeGreaterThan(0)
    await pull(['deal'])
    expect(recordCount(box.db(), connection.id, 'deal').records).toBe(60)
  })

  test('a deletion is found by comparing all ids, and an empty list deletes nothing', async () => {
    const records = Array.from({ length: 120 }, (_, index) => ({ id: String(index + 1), name: `P ${index}` }))
    const { box, server, sweep } = await mirrored(records)
    const broken = { kind: 'status', status: 200, after: false, body: '[]' } as const
    server.fault = (request, path) => (path.endsWith('/contact') && request.url.includes('fields=') ? broken : null)
    await sweep()
    expect(recordCount(box.db(), connection.id, 'contact').records).toBe(120)
    server.fault = () => null
    server.remove('contact', '7')
    expect(await sweep()).toMatchObject({ connections: [{ objects: { contact: { deleted: 1 } } }] })
    expect(recordCount(box.db(), connection.id, 'contact').records).toBe(119)
  })

  test('of a CRM that has no leads and shows no users brings the rest, and that is no error', async () => {
    const { box, pull, server } = await mirrored([])
    server.put('company', { name: 'Acme' })
    server.fault = (_request, path) =>
      path.endsWith('/lead')
        ? { kind: 'status', status: 501, after: false }
        : path.endsWith('/employee')
          ? { kind: 'status', status: 403, after: false }
          : null
    const result = await pull(['user', 'contact', 'company', 'lead'])
    expect(result).toMatchObject({ connections: [{ error: null, objects: { company: { created: 1 }, lead: { fetched: 0 } } }] })
    expect(box.sync().status(null).connections[0]).toMatchObject({ state: 'connected', objects: { lead: { lastError: { kind: 'not-supported' } } } })
  })

  test('of a connection that is not there at all is an error', async () => {
    const { pull, server } = await mirrored([])
    server.fault = () => ({ kind: 'status', status: 404, after: false })
    expect(await pull(['company', 'lead'])).toMatchObject({ connections: [{ error: { kind: 'not-supported' } }] })
  })

  test('a permission that was there and is lost is an error, and the copy stays', async () => {
    const { box, pull, server } = await mirrored([{ id: '1' }])
    server.fault = () => ({ kind: 'status', status: 403, after: false, body: '{"message":"no longer allowed"}' })
    expect(await pull()).toMatchObject({ connections: [{ error: { kind: 'refused', status: 403, words: 'no longer allowed' } }] })
    expect([recordCount(box.db(), connection.id, 'contact').records, box.sync().status(null).connections[0]?.objects.contact?.pull.kind]).toEqual([
      1,
      'halted',
    ])
  })

  test('verify names what differs and mends nothing', async () => {
    const { box, server } = await mirrored([{ id: '1', title: 'CTO' }, { id: '2' }])
    expect(await box.run((sync) => sync.verify(null))).toEqual({ equal: true, differences: [] })
    server.put('contact', { ...server.find('contact', '1'), title: 'CEO' }, null)
    server.remove('contact', '2')
    server.put('contact', { id: '3', name: 'New' })
    const differences = [
      { object: 'contact', id: '1', path: 'title', mirror: 'CTO', remote: 'CEO' },
      { object: 'contact', id: '3', path: null, mirror: null, remote: 'New' },
      { object: 'contact', id: '2', path: null, mirror: expect.anything(), remote: null },
    ]
    const result = await box.run((sync) => sync.verify(null))
    expect(result).toEqual({ equal: false, differences: expect.arrayContaining(differences) })
  })
})

/** A box whose mirror holds these contacts. */
async function mirrored(contacts: readonly JsonObject[], behaviour: Partial<Behaviour> = {}, age = 86_400_000) {
  const box = openBox({ seed: (lastSeed += 1), folder, behaviour, pageSize: 10 })
  boxes.push(box)
  const { server } = box
  contacts.forEach((contact, index) => server.put('contact', contact, box.world.now() - age + index * 1000))
  const pull = (objects: readonly ObjectType[] = ['contact'], reconcile = false) =>
    box.run((sync) => sync.run({ connection: null, objects, full: false, reconcile, patience: 'command' }))
  await pull()
  const idOf = (remoteId: string): RecordId => findRecordId(box.db(), connection.id, 'contact', remoteId) ?? parseRecordId(remoteId)
  let made = 0
  return {
    box,
    server,
    pull,
    sweep: () => pull(['contact'], true),
    push: () => box.run((sync) => sync.push({ connection: null, ids: null, patience: 'command' })),
    open: () => listChanges(box.db(), { connection: connection.id, states: ['waiting', 'held', 'pushing', 'rejected', 'conflict'] }),
    edit(remoteId: string, values: Readonly<Record<string, Json>>) {
      const fields = Object.entries(values).map(([path, value]) => ({ path: path as FieldPath, value }))
      return saveEdit(box.db(), { connection: connection.id, object: 'contact', recordId: idOf(remoteId), fields, batch: null, now: box.world.now() })
    },
    create(object: WritableObjectType, data: JsonObject): RecordId {
      const recordId = parseRecordId(`new_${String.fromCharCode(97 + (made += 1))}${'a'.repeat(25)}`)
      saveCreate(box.db(), { connection: connection.id, object, data, batch: null, now: box.world.now(), recordId })
      return recordId
    },
    remove: (remoteId: string) =>
      saveDelete(box.db(), { connection: connection.id, object: 'contact', recordId: idOf(remoteId), batch: null, now: box.world.now() }),
  }
}

function strike(server: Box['server'], method: string, fault: NonNullable<ReturnType<Box['server']['fault']>>, times: number): void {
  let left = times
  server.fault = (request) => (request.method === method && left-- > 0 ? fault : null)
}
