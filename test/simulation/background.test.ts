/** The app by itself, minute after minute: it polls, waits, backs off, stops when told, and never scans one list twice at once. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { recordCount } from '../../src/main/mirror/counts'
import { saveCreate, saveEdit } from '../../src/main/mirror/outbox'
import { getRecord } from '../../src/main/mirror/records'
import type { FieldPath } from '../../src/shared/model/field-path'
import { parseRecordId } from '../../src/shared/model/ids'
import { type Box, connection, openBox } from './box'

const MINUTE = 60_000
let folder = ''
let box: Box
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-background-'))
  box = openBox({ seed: 3, folder, behaviour: { latencyMs: 200 } })
  for (let index = 0; index < 30; index += 1) box.server.put('contact', { name: `P ${index}` }, box.world.now() - 86_400_000 + index * 1000)
})
afterEach(async () => {
  await box.world.drive(box.sync().stop())
  box.close()
  rmSync(folder, { recursive: true, force: true })
})

const stored = (): number => recordCount(box.db(), connection.id, 'contact').records
const status = () => box.sync().status(null).connections[0]

describe('in the background', () => {
  test('everything comes by itself, and what a colleague changes comes with the next poll', async () => {
    box.sync().start()
    await box.world.pass(MINUTE)
    expect([stored(), status()?.objects.contact?.pull.kind]).toEqual([30, 'up-to-date'])
    box.server.put('contact', { ...box.server.find('contact', '5'), name: 'Changed' })
    await box.world.pass(2 * MINUTE)
    expect(getRecord(box.db(), connection.id, 'contact', '5')?.document['name']).toBe('Changed')
  })

  test('progress is told while it comes, with what is stored', async () => {
    box.sync().start()
    await box.world.pass(MINUTE)
    const pulls = box.events.flatMap((event) => (event.kind === 'status.changed' ? [event.status.objects.contact?.pull] : []))
    expect(pulls.some((pull) => pull?.kind === 'backfilling' && pull.stored > 0)).toBe(true)
    expect(pulls.at(-1)).toMatchObject({ kind: 'up-to-date' })
  })

  test('a CRM that is down is asked again, later and later, and everything comes when it is back', async () => {
    box.server.fault = () => ({ kind: 'refused-connection' })
    box.sync().start()
    await box.world.pass(10 * MINUTE)
    const asked = box.server.requests.length
    expect([asked > 5, asked < 200, status()?.state]).toEqual([true, true, 'offline'])
    box.server.fault = () => null
    await box.world.pass(3 * MINUTE)
    expect([stored(), status()?.state]).toEqual([30, 'connected'])
  })

  test('what was approved goes by itself when the CRM is back, and what was not stays', async () => {
    box.sync().start()
    await box.world.pass(MINUTE)
    box.server.fault = () => ({ kind: 'refused-connection' })
    const edit = (id: string) =>
      saveEdit(box.db(), {
        connection: connection.id,
        object: 'contact',
        recordId: getRecord(box.db(), connection.id, 'contact', id)?.id ?? expect.unreachable('it was pulled'),
        fields: [{ path: 'title' as FieldPath, value: 'CTO' }],
        batch: null,
        now: box.world.now(),
      })
    const approved = edit('5')?.id ?? expect.unreachable('it is a change')
    edit('6')
    expect(box.sync().approve({ connection: connection.id, ids: [approved] })).toMatchObject({ waiting: 1, error: null })
    await box.world.pass(10 * MINUTE)
    expect(box.server.find('contact', '5')).not.toMatchObject({ title: 'CTO' })
    box.sync().pause(null)
    box.server.fault = () => null
    await box.world.pass(10 * MINUTE)
    expect(box.server.find('contact', '5')).not.toMatchObject({ title: 'CTO' })
    box.sync().resume(null)
    await box.world.pass(MINUTE)
    expect(box.server.find('contact', '5')).toMatchObject({ title: 'CTO' })
    await box.world.pass(10 * MINUTE)
    expect(box.server.find('contact', '6')).not.toMatchObject({ title: 'CTO' })
  })

  test('a refused token is not tried again until there is another', async () => {
    box.server.fault = () => ({ kind: 'status', status: 401, after: false })
    box.sync().start()
    await box.world.pass(MINUTE)
    const asked = box.server.requests.length
    await box.world.pass(30 * MINUTE)
    expect([box.server.requests.length, status()?.state]).toEqual([asked, 'sign-in'])
    box.server.fault = () => null
    box.sync().welcome(connection.id)
    await box.world.pass(MINUTE)
    expect([stored(), status()?.state]).toEqual([30, 'connected'])
  })

  test('paused, it asks for nothing; resumed, it goes on at once', async () => {
    box.sync().start()
    await box.world.pass(MINUTE)
    box.sync().pause(null)
    await box.world.pass(MINUTE)
    const asked = box.server.requests.length
    await box.world.pass(30 * MINUTE)
    expect([box.server.requests.length, status()?.state]).toEqual([asked, 'paused'])
    box.sync().resume(null)
    await box.world.pass(1000)
    expect(box.server.requests.length).toBeGreaterThan(asked)
  })

  test('a create whose answer was lost is settled without being asked', async () => {
    box.sync().start()
    await box.world.pass(MINUTE)
    saveCreate(box.db(), {
      connection: connection.id,
      object: 'contact',
      data: { name: 'Ada' },
      batch: null,
      now: box.world.now(),
      recordId: parseRecordId('new_ada'),
    })
    let left = 1
    box.server.fault = (request) => (request.method === 'POST' && left-- > 0 ? { kind: 'reset', after: false } : null)
    await box.run((sync) => sync.push({ connection: null, ids: null, patience: 'app' }))
    expect(box.server.effects).toEqual([])
    await box.world.pass(5 * MINUTE)
    expect(box.server.effects.map(({ kind, after }) => [kind, after?.['name']])).toEqual([['create', 'Ada']])
  })

  test('two who ask at once share one scan', async () => {
    const ask = { connection: null, objects: ['contact'], full: false, reconcile: false, patience: 'command' } as const
    const both = await box.run((sync) => Promise.all([sync.run(ask), sync.run(ask)]))
    // Ten rows are what a probe asks for; it may ask the same twice, to see whether the same comes.
    const walk = box.server.requests.filter(
      (request) =>
        request.includes('/contact') && request.includes('order=asc') && !request.includes('updated_gte') && !request.includes('limit=10&'),
    )
    expect(new Set(walk).size).toBe(walk.length)
    expect(both).toMatchObject([{ connections: [{ error: null }] }, { connections: [{ error: null }] }])
  })

  test('forgotten, a connection is left alone', async () => {
    box.sync().start()
    await box.world.pass(MINUTE)
    await box.world.drive(box.sync().forget(connection.id))
    const asked = box.server.requests.length
    await box.world.pass(30 * MINUTE)
    expect(box.server.requests.length).toBe(asked)
  })
})
