/**
 * The daily sweep: what the polls can't see is found without anybody asking, and nothing that exists is taken for gone.
 *
 * Each day is driven by the app's own schedule over virtual time; requests are counted, so that a sweep is known to have run.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { noteCapability } from '../../src/main/mirror/checkpoints'
import { recordCount } from '../../src/main/mirror/counts'
import { recordHistory } from '../../src/main/mirror/history'
import { listChanges, saveEdit } from '../../src/main/mirror/outbox'
import { getRecord } from '../../src/main/mirror/records'
import type { FieldPath } from '../../src/shared/model/field-path'
import { objectTypes } from '../../src/shared/model/object-type'
import { type Box, connection, openBox } from './box'
import type { Behaviour, Fault } from './model-rules'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

let folder = ''
let boxes: Box[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-sweeps-'))
  boxes = []
})
afterEach(async () => {
  for (const box of boxes) {
    await box.world.drive(box.sync().stop())
    box.close()
  }
  rmSync(folder, { recursive: true, force: true })
})

/** A connection that was pulled once and polls every twenty minutes. */
async function tended(records: number, behaviour: Partial<Behaviour> = {}) {
  const box = openBox({ probes: false, seed: boxes.length + 1, folder, intervalSeconds: 1200, behaviour: { latencyMs: 100, ...behaviour } })
  boxes.push(box)
  for (const object of objectTypes) noteCapability(box.db(), connection.id, object, 'clock-skew', 0, 'said by the test', box.world.now())
  for (let index = 0; index < records; index += 1)
    box.server.put('contact', { name: `P ${index}`, title: 'CTO' }, box.world.now() - 90 * DAY + index * MINUTE)
  box.sync().start()
  await box.world.pass(5 * MINUTE)
  expect(recordCount(box.db(), connection.id, 'contact').records).toBe(records)
  const get = (id: string) => getRecord(box.db(), connection.id, 'contact', id)
  const edit = (id: string) =>
    saveEdit(box.db(), {
      connection: connection.id,
      object: 'contact',
      recordId: get(id)?.id ?? expect.unreachable('it was pulled'),
      fields: [{ path: 'title' as FieldPath, value: 'CEO' }],
      batch: null,
      now: box.world.now(),
    })
  return {
    box,
    server: box.server,
    get,
    edit,
    count: () => recordCount(box.db(), connection.id, 'contact'),
    health: () => box.sync().status(null).connections[0]?.objects.contact?.sweep,
    /** Requests for ids and stamps of contacts. */
    sweptPages: () => box.server.requests.filter((each) => each.includes('/contact?') && each.includes('fields=')).length,
    failReadsById: (fault: Fault) => {
      box.server.fault = (request, path) => (request.method === 'GET' && /\/contact\/\d+$/.test(path) ? fault : null)
    },
  }
}

describe('a day after the first pull', () => {
  test('what was deleted goes, by ids and stamps alone, and never before', async () => {
    const { box, server, count, get, sweptPages, health } = await tended(60)
    server.remove('contact', '7')
    await box.world.pass(23 * HOUR)
    expect([count().records, sweptPages()]).toEqual([60, 0])
    await box.world.pass(2 * HOUR)
    expect([count().records, get('7'), health()]).toEqual([59, null, { at: expect.any(Number), missed: 0, doubted: false }])
    expect(sweptPages()).toBeGreaterThan(8)
    expect(sweptPages()).toBeLessThan(16)
  })

  test('what was listed three days late comes, and is counted as missed', async () => {
    const { box, server, get, health } = await tended(60)
    await box.world.pass(HOUR)
    const id = server.put('contact', { name: 'Late' }, box.world.now() - 3 * DAY)
    await box.world.pass(20 * HOUR)
    expect(get(id)).toBeNull()
    await box.world.pass(5 * HOUR)
    expect([get(id)?.document['name'], health()?.missed]).toEqual(['Late', 1])
  })

  test('of a CRM that ignores which fields are asked for, whole records are read, to the same end', async () => {
    const { box, server, get, count, health } = await tended(60, { ignores: ['fields'] })
    server.remove('contact', '7')
    const id = server.put('contact', { name: 'Late' }, box.world.now() - 3 * DAY)
    await box.world.pass(25 * HOUR)
    expect([count().records, get('7'), get(id)?.document['name'], health()?.missed]).toEqual([60, null, 'Late', 1])
    expect(get('8')?.document).toMatchObject({ name: 'P 7', title: 'CTO' })
  })

  test('nothing that is swept by ids loses its content', async () => {
    const { box, server, get } = await tended(30)
    await box.world.pass(25 * HOUR)
    for (const record of server.records('contact')) expect(get(String(record['id']))?.document).toEqual(record)
  })

  test('a record that was deleted there and edited here stays, and becomes a question', async () => {
    const { box, server, get, edit } = await tended(60)
    edit('7')
    server.remove('contact', '7')
    await box.world.pass(25 * HOUR)
    expect(get('7')?.document['title']).toBe('CEO')
    expect(listChanges(box.db(), { connection: connection.id, states: ['conflict'] })).toMatchObject([{ recordConflict: 'deleted-remotely' }])
  })

  test('it runs once a day, and costs the polls nothing', async () => {
    const { box, server, sweptPages } = await tended(60)
    await box.world.pass(25 * HOUR)
    const [pages, requests] = [sweptPages(), server.requests.length]
    await box.world.pass(20 * HOUR)
    expect(sweptPages()).toBe(pages)
    await box.world.pass(10 * HOUR)
    expect(sweptPages()).toBeGreaterThan(pages)
    expect(server.requests.length - requests).toBeGreaterThan(30 * 2.7 * 7)
  })
})

describe('what a list does not name', () => {
  test('is not removed when the list is empty by mistake: a sample shows that it exists, and tomorrow it is listed another way', async () => {
    const { box, server, count, health } = await tended(120)
    server.fault = (request) =>
      request.url.includes('/contact?') && request.url.includes('fields=') && request.url.includes('created_at&order')
        ? { kind: 'status', status: 200, after: false, body: '[]' }
        : null
    const reads = () => server.requests.filter((each) => /\/contact\/\d+$/.test(each)).length
    await box.world.pass(25 * HOUR)
    expect([count().records, health()?.doubted, reads()]).toEqual([120, true, 50])
    await box.world.pass(25 * HOUR)
    expect([count().records, health()?.doubted]).toEqual([120, false])
  })

  test('and may not be seen any more loses its content, not its place, and gets it back when it may', async () => {
    const { box, server, get, count, edit } = await tended(60)
    edit('8')
    server.put('contact', { ...server.find('contact', '7'), title: 'secret' })
    await box.world.pass(30 * MINUTE)
    expect(recordHistory(box.db(), connection.id, 'contact', '7', 100)).toHaveLength(1)
    const hidden = ['7', '8'].map((id) => server.find('contact', id) ?? expect.unreachable('it is there'))
    for (const id of ['7', '8']) server.remove('contact', id)
    server.fault = (_request, path) => (/\/contact\/[78]$/.test(path) ? { kind: 'status', status: 403, after: false } : null)
    await box.world.pass(25 * HOUR)
    expect([count(), get('7')?.document]).toEqual([{ records: 60, quarantined: 1 }, { id: '7' }])
    expect(get('8')?.document).toMatchObject({ title: 'CEO' })
    const id = get('7')?.id ?? expect.unreachable('it stays')
    expect(recordHistory(box.db(), connection.id, 'contact', '7', 100)).toEqual([])
    server.fault = () => null
    for (const record of hidden) server.put('contact', record, box.world.now() - 60 * DAY)
    await box.world.pass(25 * HOUR)
    expect([count().quarantined, get('7')?.document['name'], get('7')?.id]).toEqual([0, 'P 6', id])
  })

  test('where nothing can be read by id, goes only when two complete lists a day apart lack it', async () => {
    const { box, server, get, failReadsById } = await tended(60)
    server.remove('contact', '7')
    failReadsById({ kind: 'status', status: 405, after: false })
    await box.world.pass(25 * HOUR)
    expect(get('7')).not.toBeNull()
    await box.world.pass(24 * HOUR + HOUR)
    expect([get('7'), get('8')?.document['name']]).toEqual([null, 'P 7'])
  })

  test('where every read by id answers “gone”, is not believed to be', async () => {
    const { box, server, get, failReadsById } = await tended(60)
    server.remove('contact', '7')
    // The list lacks one more that exists.
    const kept = server.find('contact', '9') ?? expect.unreachable('it is there')
    server.remove('contact', '9')
    failReadsById({ kind: 'status', status: 404, after: false })
    await box.world.pass(25 * HOUR)
    expect([get('7') === null, get('9') === null]).toEqual([false, false])
    server.put('contact', kept, box.world.now() - 60 * DAY)
    await box.world.pass(25 * HOUR)
    expect([get('7') === null, get('9') === null]).toEqual([true, false])
  })

  test('and can’t be asked about stays', async () => {
    const { box, server, get, failReadsById } = await tended(60)
    server.remove('contact', '7')
    failReadsById({ kind: 'status', status: 500, after: false })
    await box.world.pass(25 * HOUR)
    expect(get('7')).not.toBeNull()
  })
})

describe('a sweep under way', () => {
  test('that dies at any page goes on there, and finds the same', async () => {
    for (const request of [3, 6, 9]) {
      const { box, server, get, sweptPages } = await tended(120)
      server.remove('contact', '100')
      await box.world.pass(23 * HOUR + 50 * MINUTE)
      while (sweptPages() < request) await box.world.pass(100)
      box.restart()
      const before = sweptPages()
      box.sync().start()
      await box.world.pass(30 * MINUTE)
      expect(get('100')).toBeNull()
      // Of twenty pages it had read all but the one under way.
      expect(sweptPages() - before).toBeLessThanOrEqual(25 - request)
    }
  })

  test('that is older than a week is begun anew', async () => {
    const { box, server, get, count } = await tended(120)
    await box.world.pass(23 * HOUR + 50 * MINUTE)
    while (!server.requests.some((each) => each.includes('/contact?') && each.includes('fields='))) await box.world.pass(50)
    await box.world.pass(1000)
    box.restart()
    await box.world.pass(8 * DAY)
    server.remove('contact', '1')
    box.restart()
    box.sync().start()
    await box.world.pass(30 * MINUTE)
    expect([get('1'), count().records]).toEqual([null, 119])
  })

  test('lets polls and pushes through at its next page', async () => {
    const { box, server } = await tended(600)
    await box.world.pass(23 * HOUR + 50 * MINUTE)
    while (!server.requests.at(-1)?.includes('fields=id%2Ctype')) await box.world.pass(50)
    const before = server.requests.length
    await box.run((sync) => sync.run({ connection: null, objects: ['contact'], full: false, reconcile: false, patience: 'command' }))
    expect(server.requests.length - before).toBeLessThanOrEqual(3)
  })
})

describe('a record that can’t be read', () => {
  test('is asked for again with each sweep, and shown whole as soon as it can', async () => {
    const { box, server, get, count } = await tended(30)
    // Its stamp is older than any bound: no poll brings it again.
    server.put('contact', { id: '200', name: 'Broken', emails: 'no list' })
    await box.world.pass(30 * MINUTE)
    expect(count()).toEqual({ records: 31, quarantined: 1 })
    const old = server.find('contact', '200') ?? expect.unreachable('it is there')
    server.put('contact', { ...old, emails: [] }, null)
    await box.world.pass(25 * HOUR)
    expect([count().quarantined, get('200')?.document['name']]).toEqual([0, 'Broken'])
  })
})
