/**
 * Weeks of polls: what is listed late, what falls between two polls, and what a quiet minute costs.
 *
 * The CRM's clock and its stamps go alike here, and the engine knows it: else a bound stays below the newest stamp, and would
 * find late records by that alone.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { noteCapability } from '../../src/main/mirror/checkpoints'
import { getRecord } from '../../src/main/mirror/records'
import { type ObjectType, objectTypes } from '../../src/shared/model/object-type'
import { type Box, connection, openBox } from './box'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

let folder = ''
let box: Box
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-weeks-'))
  box = openBox({ probes: false, seed: 5, folder, behaviour: { latencyMs: 100 } })
  for (const object of objectTypes) noteCapability(box.db(), connection.id, object, 'clock-skew', 0, 'said by the test', box.world.now())
  for (let index = 0; index < 30; index += 1) box.server.put('contact', { name: `P ${index}` }, box.world.now() - 30 * DAY + index * HOUR)
})
afterEach(async () => {
  await box.world.drive(box.sync().stop())
  box.close()
  rmSync(folder, { recursive: true, force: true })
})

const has = (id: string): boolean => getRecord(box.db(), connection.id, 'contact', id) !== null
const sync = (objects: readonly ObjectType[] = ['contact']) =>
  box.run((each) => each.run({ connection: null, objects, full: false, reconcile: false, patience: 'command' }))
const rowsWritten = (): number => box.db().get<{ readonly n: number }>('SELECT total_changes() AS n')?.n ?? Number.NaN

describe('what is listed late', () => {
  test('half an hour after its stamp is found by the hour’s overlap', async () => {
    await sync()
    for (let minute = 1; minute < 10; minute += 1) {
      await box.world.pass(MINUTE)
      await sync()
    }
    const id = box.server.put('contact', { name: 'Late' }, box.world.now() - 30 * MINUTE)
    const asked: number[] = []
    for (let minute = 1; minute < 10; minute += 1) {
      await box.world.pass(MINUTE)
      await sync()
      if (has(id)) asked.push(minute)
    }
    expect(asked[0]).toBe(6)
  })

  test('a day after its stamp is found by the two days’ overlap, with the first poll after a night asleep', async () => {
    await sync()
    await box.world.pass(MINUTE)
    await sync()
    const id = box.server.put('contact', { name: 'Late' }, box.world.now() - DAY)
    await box.world.pass(MINUTE)
    await sync()
    expect(has(id)).toBe(false)
    await box.world.pass(9 * HOUR)
    await sync()
    expect(has(id)).toBe(true)
  })
})

describe('a poll that finds nothing', () => {
  test('asks once a type and writes no row, also where the overlap brings known records', async () => {
    for (const object of objectTypes) box.server.put(object, { name: 'Fresh', type: 'NOTE' }, box.world.now() - 30_000)
    await sync(objectTypes)
    // What the first quiet polls show about the CRM itself is noted, once.
    for (let minute = 0; minute < 3; minute += 1) {
      await box.world.pass(MINUTE)
      await sync(objectTypes)
    }
    const [requests, rows] = [box.server.requests.length, rowsWritten()]
    for (let minute = 0; minute < 10; minute += 1) {
      await box.world.pass(MINUTE)
      await sync(objectTypes)
    }
    expect([box.server.requests.length - requests, rowsWritten() - rows]).toEqual([10 * objectTypes.length, 0])
    const status = box.sync().status(null).connections[0]
    expect(status?.objects.contact?.lastSyncAt).toBeGreaterThan(box.world.now() - 5000)
  })

  test('is kept when the engine ends, and only then', async () => {
    await sync()
    await box.world.pass(10 * MINUTE)
    await sync()
    const bound = box.sync().status(null).connections[0]?.objects.contact?.checkpoint
    await box.world.drive(box.sync().stop())
    box.restart()
    expect(box.sync().status(null).connections[0]?.objects.contact?.checkpoint).toBe(bound)
  })

  test('and dies unkept costs a second reading and no record', async () => {
    await sync()
    await box.world.pass(10 * MINUTE)
    await sync()
    box.server.put('contact', { name: 'New' })
    box.restart()
    await sync()
    expect(has('31')).toBe(true)
  })
})
