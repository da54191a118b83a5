/**
 * What a CRM can do is found out from what it answers, written down with what showed it, and used from then on.
 *
 * Pinned: each misbehaviour of the model CRM is named after one sync; a well-behaved one is not accused of anything; finding out
 * costs a bounded number of reads and no write, once; and a reader that knows begins in the mode that works.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { knownCapabilities, listCapabilities } from '../../src/main/mirror/capabilities'

import { findRecordId } from '../../src/main/mirror/identity'
import { saveEdit } from '../../src/main/mirror/outbox'
import { MOST_PROBES } from '../../src/main/sync/run/probe-capabilities'
import type { FieldPath } from '../../src/shared/model/field-path'
import { CAPABILITY_AGE_MS, type CapabilityName } from '../../src/shared/sync/capability'
import { type Box, connection, openBox } from './box'
import type { Behaviour } from './model-rules'

let folder = ''
let box: Box | null = null
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-capabilities-'))
})
afterEach(() => {
  box?.close()
  rmSync(folder, { recursive: true, force: true })
})

const everything = { connection: null, objects: null, full: false, reconcile: false, patience: 'command' } as const
const DAY = 86_400_000

/** A CRM with two hundred contacts of the last months, one sync later. */
async function synced(behaviour: Partial<Behaviour>): Promise<Box> {
  const opened = openBox({ seed: 3, folder, behaviour, pageSize: 50 })
  box = opened
  const now = opened.world.now()
  // Stamped in another order than they were put there; three have the same.
  for (let index = 0; index < 200; index += 1)
    opened.server.put('contact', { name: `Person ${index}`, title: 'CFO' }, now - 100 * DAY + Math.floor(((index * 77) % 200) / 3) * 3_700_037)
  await opened.world.pass(behaviour.listLagMs ?? 0)
  await opened.run((sync) => sync.run(everything))
  return opened
}

const valuesIn = (opened: Box): Partial<Record<CapabilityName, boolean | number | null>> =>
  Object.fromEntries([...knownCapabilities(opened.db(), connection.id, 'contact').values()].map(({ name, value }) => [name, value]))

describe('what a CRM can do', () => {
  const sound = {
    'sort-updated-at': true,
    'sort-created-at': true,
    'updated-gte': true,
    'updated-gte-precision': 1000,
    'stable-ties-updated-at': true,
    'stable-ties-created-at': true,
    fields: true,
    'offset-cap': false,
    'page-size': 50,
    'stamp-precision': 1,
    'read-by-id': true,
  }

  test('a CRM that does everything is accused of nothing', async () => {
    const values = valuesIn(await synced({}))
    expect(values).toMatchObject(sound)
  })

  test.each<[string, Partial<Behaviour>, Partial<Record<CapabilityName, boolean | number>>]>([
    ['an order that is ignored', { ignores: ['sort'] }, { 'sort-updated-at': false, 'sort-created-at': false }],
    ['an order that is refused', { refuses: ['sort'] }, { 'accepts-sort': false }],
    ['an order that only goes down', { wrongDirection: true }, { 'sort-updated-at': false, 'sort-created-at': false }],
    ['an order that is another each time', { unstableOrder: true }, { 'sort-updated-at': false, 'sort-created-at': false }],
    ['equal stamps in any order', { unstableTies: true, wholeSeconds: true }, { 'stable-ties-updated-at': false }],
    ['a filter that is ignored', { ignores: ['updated_gte'] }, { 'updated-gte': false }],
    ['a filter that is refused', { refuses: ['updated_gte'] }, { 'accepts-updated-gte': false }],
    ['a filter without its bound', { exclusiveFilter: true, wholeSeconds: true }, { 'updated-gte-inclusive': false }],
    ['a filter by the day', { filterGrainMs: DAY }, { 'updated-gte': true, 'updated-gte-precision': DAY }],
    ['fields that are ignored', { ignores: ['fields'] }, { fields: false }],
    ['fields that are refused', { refuses: ['fields'] }, { 'accepts-fields': false }],
    ['no offset above 120', { offsetCap: 120 }, { 'offset-cap': 190 }],
    ['nothing behind an offset of 120', { offsetCap: 120, silentCap: true }, { 'offset-cap': 190 }],
    ['pages cut to twenty', { pageCap: 20 }, { 'page-size': 20 }],
    ['stamps of whole seconds', { wholeSeconds: true }, { 'stamp-precision': 1000, 'updated-gte-inclusive': true }],
  ])('%s: named after one sync, with what showed it', async (_, behaviour, expected) => {
    const opened = await synced(behaviour)
    expect(valuesIn(opened)).toMatchObject(expected)
    for (const { evidence } of knownCapabilities(opened.db(), connection.id, 'contact').values()) expect(evidence.length).toBeGreaterThan(15)
    expect(opened.server.effects).toEqual([])
  })

  test('a push shows that the answers to writes are thin', async () => {
    const opened = await synced({ thinAnswers: true })
    await pushTitle(opened)
    expect(valuesIn(opened)).toMatchObject({ 'thin-answers': true })
  })

  test('a push shows how far the clocks are apart, and the lists after it how far they lag', async () => {
    const opened = await synced({ listLagMs: 40_000, skewMs: 50_000 })
    await pushTitle(opened)
    expect(valuesIn(opened)).toMatchObject({ 'thin-answers': false })
    expect(valuesIn(opened)['clock-skew']).toBeGreaterThan(49_000)
    await opened.run((sync) => sync.run(everything))
    await opened.world.pass(60_000)
    await opened.run((sync) => sync.run(everything))
    expect(valuesIn(opened)['list-lag']).toBeGreaterThan(0)
    expect(valuesIn(opened)['list-lag']).toBeLessThanOrEqual(40_000)
  })
})

async function pushTitle(opened: Box): Promise<void> {
  const recordId = findRecordId(opened.db(), connection.id, 'contact', '1')
  if (recordId === null) throw new Error('contact 1 was not pulled')
  const fields = [{ path: 'title' as FieldPath, value: 'Director' }]
  saveEdit(opened.db(), { connection: connection.id, object: 'contact', recordId, fields, batch: null, now: opened.world.now() })
  expect(await opened.run((sync) => sync.push({ connection: null, ids: null, patience: 'command' }))).toMatchObject({ pushed: 1 })
}

describe('finding it out', () => {
  test('costs a bounded number of reads, once, and the poll after it is one request a type', async () => {
    const opened = await synced({})
    const probes = opened.server.requests.filter((request) => request.includes('/contact') && request.includes('limit=10&'))
    expect(probes.length).toBeGreaterThan(0)
    expect(probes.length).toBeLessThan(MOST_PROBES)
    const before = opened.server.requests.length
    await opened.run((sync) => sync.run(everything))
    expect(opened.server.requests.length - before).toBe(7)
  })

  test('is done again after a week, when the CRM may have changed', async () => {
    const opened = await synced({})
    await opened.world.pass(CAPABILITY_AGE_MS)
    const before = opened.server.requests.length
    await opened.run((sync) => sync.run(everything))
    expect(opened.server.requests.slice(before).filter((request) => request.includes('limit=10&')).length).toBeGreaterThan(0)
  })

  test('is left for another time where the CRM is in trouble, and the pull is as good as done', async () => {
    const opened = openBox({ seed: 3, folder, pageSize: 50 })
    box = opened
    opened.server.put('contact', { name: 'Ada' })
    opened.server.fault = ({ url }) => (url.includes('limit=10&') ? { kind: 'status', status: 503, after: false } : null)
    const report = await opened.run((sync) => sync.run(everything))
    expect(report).toMatchObject({ connections: [{ error: null, objects: { contact: { created: 1 } } }] })
    expect(valuesIn(opened)).not.toHaveProperty('fields')
    opened.server.fault = () => null
    await opened.world.pass(3_700_000)
    await opened.run((sync) => sync.run(everything))
    expect(valuesIn(opened)).toMatchObject({ fields: true })
  })

  test('what is unknown is listed as unknown, with the reason', async () => {
    const opened = await synced({})
    const contacts = listCapabilities(opened.db(), connection.id).find(({ object }) => object === 'contact')
    expect(contacts?.capabilities.find(({ name }) => name === 'patch')).toMatchObject({
      value: null,
      at: null,
      evidence: expect.stringContaining('never'),
    })
  })
})

test('an order that is refused without a word about it is found out by asking without', async () => {
  const opened = openBox({ seed: 3, folder, pageSize: 50 })
  box = opened
  for (const name of ['Ada', 'Grace', 'Edsger']) opened.server.put('contact', { name })
  opened.server.fault = ({ url }) => (url.includes('sort=') ? { kind: 'status', status: 400, after: false, body: '{"message":"bad request"}' } : null)
  const report = await opened.run((sync) => sync.run(everything))
  expect(report).toMatchObject({ connections: [{ error: null, objects: { contact: { created: 3 } } }] })
  expect(valuesIn(opened)).toMatchObject({ 'accepts-sort': false, fields: true })
})

describe('knowing it', () => {
  test('a second whole walk begins in the mode that works, instead of finding out again', async () => {
    const opened = await synced({ ignores: ['sort'] })
    const walked = async (): Promise<number> => {
      const before = opened.server.requests.length
      await opened.run((sync) => sync.run({ ...everything, objects: ['contact'], full: true }))
      return opened.server.requests.slice(before).filter((request) => request.includes('sort=updated_at')).length
    }
    expect(await walked()).toBe(0)
  })

  test('a parameter that is refused is not sent again until a week is over', async () => {
    const opened = await synced({ refuses: ['sort'] })
    const asked = async (): Promise<number> => {
      const before = opened.server.requests.length
      await opened.run((sync) => sync.run({ ...everything, objects: ['contact'] }))
      return opened.server.requests.slice(before).filter((request) => request.includes('sort=')).length
    }
    expect(await asked()).toBe(0)
    await opened.world.pass(CAPABILITY_AGE_MS)
    expect(await asked()).toBeGreaterThan(0)
  })
})
