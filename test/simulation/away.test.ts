/**
 * Laptops sleep, networks go, CRMs hang and ask to wait: how soon it is noticed, what is asked meanwhile, and that all comes
 * when it is over. Over the app's own schedule, in virtual time.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { recordCount } from '../../src/main/mirror/counts'
import { saveEdit } from '../../src/main/mirror/outbox'
import { getRecord } from '../../src/main/mirror/records'
import type { FieldPath } from '../../src/shared/model/field-path'
import { instant } from '../../src/shared/model/ids'
import { objectTypes } from '../../src/shared/model/object-type'
import { type Box, connection, openBox } from './box'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

let folder = ''
let box: Box
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-away-'))
  box = openBox({ probes: false, seed: 9, folder, behaviour: { latencyMs: 100 } })
  for (let index = 0; index < 30; index += 1) box.server.put('contact', { name: `P ${index}` }, box.world.now() - 30 * DAY + index * HOUR)
})
afterEach(async () => {
  box.server.fault = () => null
  await box.world.drive(box.sync().stop())
  box.close()
  rmSync(folder, { recursive: true, force: true })
})

const status = () => box.sync().status(null).connections[0]
const has = (id: string): boolean => getRecord(box.db(), connection.id, 'contact', id) !== null
const requestsDuring = async (milliseconds: number): Promise<number> => {
  const before = box.server.requests.length
  await box.world.pass(milliseconds)
  return box.server.requests.length - before
}
const begin = async (): Promise<void> => {
  box.sync().start()
  await box.world.pass(2 * MINUTE)
}
const edit = (id: string) =>
  saveEdit(box.db(), {
    connection: connection.id,
    object: 'contact',
    recordId: getRecord(box.db(), connection.id, 'contact', id)?.id ?? expect.unreachable('it was pulled'),
    fields: [{ path: 'title' as FieldPath, value: 'CEO' }],
    batch: null,
    now: box.world.now(),
  })

describe('a laptop that slept', () => {
  test('a week brings all of it within seconds of waking, with one poll and no burst, and what was deleted with the sweep', async () => {
    await begin()
    const id = box.server.put('contact', { name: 'While asleep' }, box.world.now() + 3 * DAY)
    box.server.remove('contact', '3')
    box.world.asleep(7 * DAY)
    const requests = await requestsDuring(5000)
    expect(has(id)).toBe(true)
    // One poll of each type, two pages of what lies in the overlap, and the sweeps that are due.
    expect(requests).toBeLessThan(60)
    await box.world.pass(MINUTE)
    expect(has('3')).toBe(false)
  })

  test('in the middle of a poll asks anew at once, instead of waiting for answers that never come', async () => {
    await begin()
    box.server.fault = () => ({ kind: 'timeout', after: false })
    while (status()?.objects.contact?.pull.kind !== 'catching-up') await box.world.pass(500)
    box.server.put('contact', { name: 'While asleep' })
    box.world.asleep(10 * MINUTE)
    box.server.fault = () => null
    const requests = await requestsDuring(3000)
    expect([has('31'), requests <= 2 * objectTypes.length]).toEqual([true, true])
  })
})

describe('a network that is gone', () => {
  test('is asked for with one question at a time, and everything comes at once when it is said to be back', async () => {
    await begin()
    box.server.fault = () => ({ kind: 'refused-connection' })
    await box.world.pass(30 * MINUTE)
    expect([status()?.state, status()?.heldBackBy]).toEqual(['offline', ['offline']])
    expect(await requestsDuring(30 * MINUTE)).toBeLessThan(45)
    box.server.put('contact', { name: 'Meanwhile' })
    box.server.fault = () => null
    box.sync().awake()
    await box.world.pass(2000)
    expect([has('31'), status()?.state, status()?.heldBackBy]).toEqual([true, 'connected', []])
  })
})

describe('a CRM that hangs', () => {
  test('is heard of after one try, by the app and by a command', async () => {
    box.server.fault = () => ({ kind: 'timeout', after: false })
    const startedAt = box.world.now()
    const command = await box.run((sync) => sync.run({ connection: null, objects: ['contact'], full: false, reconcile: false, patience: 'command' }))
    expect(command).toMatchObject({ connections: [{ error: { kind: 'unreachable' } }] })
    expect(box.world.now() - startedAt).toBeLessThan(3 * MINUTE)
    const told = box.events.find((event) => event.kind === 'status.changed' && event.status.state === 'offline')
    expect(told).toBeDefined()
  })
})

describe('a CRM that asks to wait', () => {
  test('for an hour is left alone for an hour, edits are kept, and all comes after it', async () => {
    await begin()
    const until = box.world.now() + HOUR
    box.server.fault = () => (box.world.now() < until ? { kind: 'status', status: 429, after: false, retryAfter: '3600' } : null)
    await box.world.pass(2 * MINUTE)
    const change = edit('5') ?? expect.unreachable('it is a change')
    box.sync().approve({ connection: connection.id, ids: [change.id] })
    box.server.put('contact', { name: 'Meanwhile' })
    expect(await requestsDuring(50 * MINUTE)).toBe(0)
    expect([status()?.state, status()?.heldBackBy, status()?.changes.waiting]).toEqual(['waiting', ['quota'], 1])
    await box.world.pass(12 * MINUTE)
    expect([has('31'), box.server.find('contact', '5')?.['title'], status()?.state]).toEqual([true, 'CEO', 'connected'])
  })

  test('is not asked again because an older request was answered meanwhile', async () => {
    await begin()
    let asked = 0
    box.server.fault = (request) => {
      asked += 1
      return request.url.includes('/pipeline') ? { kind: 'status', status: 429, after: false, retryAfter: '600' } : null
    }
    await box.world.pass(70_000)
    const before = asked
    await box.world.pass(5 * MINUTE)
    expect([asked - before, status()?.state]).toEqual([0, 'waiting'])
  })

  test('over and over is asked at a pace that it bears', async () => {
    // Five requests in ten seconds, as a quota would have it.
    const times: number[] = []
    let refused = 0
    box.server.fault = () => {
      const now = box.world.now()
      if (times.filter((time) => time > now - 10_000).length >= 5) {
        refused += 1
        return { kind: 'status', status: 429, after: false, retryAfter: '10' }
      }
      times.push(now)
      return null
    }
    for (let index = 0; index < 600; index += 1) box.server.put('company', { name: `C ${index}` }, box.world.now() - 20 * DAY + index * MINUTE)
    box.sync().start()
    await box.world.pass(20 * MINUTE)
    const early = refused
    await box.world.pass(20 * MINUTE)
    expect(recordCount(box.db(), connection.id, 'company').records).toBe(600)
    expect(refused - early).toBeLessThan(30)
  })
})

describe('on battery', () => {
  test('it polls four times as rarely and sweeps not at all; back on the mains it looks at once', async () => {
    await begin()
    const usual = await requestsDuring(40 * MINUTE)
    box.sync().power({ onBattery: true })
    expect(status()?.heldBackBy).toEqual(['battery'])
    await box.world.pass(5 * MINUTE)
    const saving = await requestsDuring(40 * MINUTE)
    expect(usual / saving).toBeGreaterThan(3)
    box.server.remove('contact', '3')
    await box.world.pass(26 * HOUR)
    expect(has('3')).toBe(true)
    box.sync().power({ onBattery: false })
    await box.world.pass(MINUTE)
    expect([has('3'), status()?.heldBackBy]).toEqual([false, []])
  })
})

describe('a push by hand', () => {
  test('is followed by a poll at once', async () => {
    await begin()
    await box.world.pass(20_000)
    edit('5')
    const before = box.server.requests.length
    await box.run((sync) => sync.push({ connection: null, ids: null, patience: 'app' }))
    await box.world.pass(2000)
    const lists = box.server.requests.slice(before).filter((each) => each.includes('sort='))
    expect(lists).toHaveLength(objectTypes.length)
  })
})

describe('a token that expires', () => {
  test('in the middle of a first walk keeps what came, and goes on there with the next one', async () => {
    for (let index = 0; index < 300; index += 1) box.server.put('company', { name: `C ${index}` }, box.world.now() - 20 * DAY + index * MINUTE)
    let pages = 0
    box.server.fault = (_request, path) => {
      if (path.endsWith('/company')) pages += 1
      return pages > 20 ? { kind: 'status', status: 401, after: false } : null
    }
    await begin()
    const kept = recordCount(box.db(), connection.id, 'company').records
    expect([kept > 50, kept < 300, status()?.state, status()?.heldBackBy]).toEqual([true, true, 'sign-in', ['sign-in']])
    box.server.fault = () => null
    const before = box.server.requests.length
    box.sync().welcome(connection.id)
    await box.world.pass(MINUTE)
    expect(recordCount(box.db(), connection.id, 'company').records).toBe(300)
    const again = box.server.requests.slice(before).filter((each) => each.includes('/company?'))
    expect(again.length).toBeLessThan(300 / 6 - 10)
  })
})

describe('a local clock that is a day wrong', () => {
  test.each([
    ['ahead', DAY, 0],
    ['behind', -DAY, 0],
    ['set right', DAY, DAY],
    ['set wrong', 0, -DAY],
  ])('%s: what changes, comes late or goes is found all the same', async (name, wrong, mended) => {
    let by = wrong
    const other = openBox({
      probes: false,
      seed: 10,
      folder,
      intervalSeconds: 300,
      behaviour: { latencyMs: 100 },
      localClock: (now) => instant(now + by),
    })
    const { server, world } = other
    const document = (id: string) => getRecord(other.db(), connection.id, 'contact', id)?.document
    for (let index = 0; index < 20; index += 1) server.put('contact', { name: `P ${index}` }, world.now() - 30 * DAY + index * HOUR)
    other.sync().start()
    await world.pass(7 * MINUTE)
    if (mended !== 0) by = mended + wrong === 2 * DAY ? 0 : mended
    server.put('contact', { name: 'New' })
    server.put('contact', { ...server.find('contact', '5'), name: 'Changed' })
    await world.pass(7 * MINUTE)
    expect([document('21')?.['name'], document('5')?.['name']], name).toEqual(['New', 'Changed'])
    server.put('contact', { name: 'Late' }, world.now() - 30 * MINUTE)
    await world.pass(30 * MINUTE)
    expect(document('22')?.['name'], name).toBe('Late')
    server.remove('contact', '7')
    await world.pass(50 * HOUR)
    expect(document('7'), name).toBeUndefined()
    await world.drive(other.sync().stop())
    other.close()
  })
})

describe('a first page that is empty by mistake', () => {
  test('on the first pull is not the end of it: the next poll brings everything', async () => {
    let left = 1
    box.server.fault = (_request, path) =>
      path.endsWith('/contact') && left-- > 0 ? { kind: 'status', status: 200, after: false, body: '[]' } : null
    await begin()
    await box.world.pass(3 * MINUTE)
    expect(recordCount(box.db(), connection.id, 'contact').records).toBe(30)
  })
})

describe('a record whose write always fails', () => {
  test('holds nothing else up, day after day', async () => {
    await begin()
    for (const id of ['5', '6']) {
      const change = edit(id) ?? expect.unreachable('it is a change')
      box.sync().approve({ connection: connection.id, ids: [change.id] })
    }
    box.server.fault = (request, path) => (request.method === 'PUT' && path.endsWith('/5') ? { kind: 'status', status: 500, after: false } : null)
    box.server.put('contact', { name: 'Meanwhile' })
    await box.world.pass(10 * MINUTE)
    expect([box.server.find('contact', '6')?.['title'], has('31')]).toEqual(['CEO', true])
    expect(getRecord(box.db(), connection.id, 'contact', '5')?.document['title']).toBe('CEO')
  })
})
