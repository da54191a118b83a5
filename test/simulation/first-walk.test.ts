/** The first walk: what comes first, what is told meanwhile, and how fast it is. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { recordCount } from '../../src/main/mirror/counts'
import { getRecord } from '../../src/main/mirror/records'
import type { ObjectType } from '../../src/shared/model/object-type'
import type { PullState } from '../../src/shared/sync/pull-state'
import { type Box, type BoxOptions, connection, openBox } from './box'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

let folder = ''
let boxes: Box[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-first-'))
  boxes = []
})
afterEach(() => {
  for (const box of boxes) box.close()
  rmSync(folder, { recursive: true, force: true })
})

const open = (options: Omit<BoxOptions, 'seed' | 'folder'> = {}): Box => {
  const box = openBox({ probes: false, seed: boxes.length + 1, folder, me: 'Rep@Example.org', ...options })
  boxes.push(box)
  return box
}
/** One record an hour, the newest an hour old; every tenth is the rep's. */
const fill = ({ world, server }: Box, object: ObjectType, count: number): void => {
  for (let index = 0; index < count; index += 1)
    server.put(object, { name: `${object} ${index}`, user_id: index % 10 === 0 ? 'me' : 'other' }, world.now() - (count - index) * HOUR)
}
const addUsers = ({ world, server }: Box): void => {
  server.put('employee', { id: 'other', name: 'Other', emails: [{ email: 'other@example.org' }] }, world.now() - 50 * DAY)
  server.put('employee', { id: 'me', name: 'Me', emails: [{ email: 'x@example.org' }, { email: 'rep@example.org' }] }, world.now() - 50 * DAY)
}
const pull = (box: Box, objects: readonly ObjectType[]) =>
  box.run((sync) => sync.run({ connection: null, objects, full: false, reconcile: false, patience: 'command' }))
/** Ids at hand when the CRM is asked for that page of the list for the first time. */
const heldWhen = (box: Box, object: ObjectType, isMoment: (request: string) => boolean): (() => ReadonlySet<string>) => {
  let held: ReadonlySet<string> | null = null
  box.server.meanwhile = () => {
    if (held !== null || !isMoment(box.server.requests.at(-1) ?? '')) return
    held = new Set(
      box.server
        .records(object)
        .map(({ id }) => String(id))
        .filter((id) => getRecord(box.db(), connection.id, object, id) !== null),
    )
  }
  return () => held ?? new Set()
}
const isWalk = (object: string) => (request: string) => request.includes(`/${object}?`) && request.includes('order=asc')

describe('what comes first', () => {
  test('the newest of every type are here before the first long walk begins, and the rep’s own however old', async () => {
    const box = open()
    addUsers(box)
    fill(box, 'contact', 200)
    fill(box, 'deal', 100)
    const deals = heldWhen(box, 'deal', isWalk('contact'))
    await pull(box, ['user', 'contact', 'deal'])
    const own = box.server.records('deal').filter((record) => record['user_id'] === 'me')
    expect(own.every(({ id }) => deals().has(String(id)))).toBe(true)
    expect(
      box.server
        .records('deal')
        .slice(-14)
        .every(({ id }) => deals().has(String(id))),
    ).toBe(true)
    expect(deals().size).toBeLessThan(30)
    expect(recordCount(box.db(), connection.id, 'contact').records).toBe(200)
  })

  test('a CRM that ignores the filter by owner is asked once, and not again', async () => {
    const box = open({ behaviour: { ignores: ['user_id'] } })
    addUsers(box)
    fill(box, 'contact', 100)
    await pull(box, ['user', 'contact'])
    const byOwner = box.server.requests.filter((each) => each.includes('user_id='))
    expect([byOwner.length, recordCount(box.db(), connection.id, 'contact').records]).toEqual([1, 100])
  })

  test('of a rep whom the CRM does not know, nobody’s records are asked for by owner', async () => {
    const box = open({ me: 'nobody@example.org' })
    addUsers(box)
    fill(box, 'contact', 100)
    await pull(box, ['user', 'contact'])
    expect(box.server.requests.filter((each) => each.includes('user_id='))).toEqual([])
  })

  test('is counted in what the run reports', async () => {
    const box = open()
    addUsers(box)
    fill(box, 'contact', 100)
    expect(await pull(box, ['user', 'contact'])).toMatchObject({ connections: [{ objects: { contact: { created: 100, updated: 0 } } }] })
  })
})

describe('what is told meanwhile', () => {
  test('how many are here, up to which date, and how long it still takes, which turns out to be true', async () => {
    const box = open({ behaviour: { latencyMs: 500 } })
    fill(box, 'contact', 1500)
    const startedAt = box.world.now()
    const told: { at: number; pull: Extract<PullState, { kind: 'backfilling' }> }[] = []
    box.server.meanwhile = () => {
      const state = box.sync().status(null).connections[0]?.objects.contact?.pull
      if (state?.kind === 'backfilling') told.push({ at: box.world.now(), pull: state })
    }
    await pull(box, ['contact'])
    const endedAt = box.world.now()
    const estimates = told.filter(({ pull: { leftMs } }) => leftMs !== null)
    expect([told[0]?.pull.leftMs, estimates.length > 50]).toEqual([null, true])
    const halfway = estimates.find(({ at }) => at > (startedAt + endedAt) / 2) ?? expect.unreachable('it was told')
    const [said, took] = [halfway.pull.leftMs ?? 0, endedAt - halfway.at]
    expect([said > took * 0.7, said < took * 1.4]).toEqual([true, true])
    const dates = told.map(({ pull: { reached } }) => reached ?? 0)
    expect(dates).toEqual(dates.toSorted((a, b) => a - b))
  })
})

describe('how fast it is', () => {
  test('four pages are on their way at once: the wall time is that of a quarter of the pages', async () => {
    // 100 ms there and 100 ms back.
    const box = open({ behaviour: { latencyMs: 100 }, pageSize: 100 })
    fill(box, 'contact', 20_000)
    const startedAt = box.world.now()
    await pull(box, ['contact'])
    const pages = 20_000 / 99
    expect(recordCount(box.db(), connection.id, 'contact').records).toBe(20_000)
    expect(box.world.now() - startedAt).toBeLessThanOrEqual(1.1 * (pages / 4) * 200)
  })

  test('and no slower through one large group of equal stamps', async () => {
    const box = open({ behaviour: { latencyMs: 100, wholeSeconds: true }, pageSize: 100 })
    const stamp = box.world.now() - DAY
    for (let index = 0; index < 10_000; index += 1) box.server.put('contact', { name: `P ${index}` }, stamp)
    const startedAt = box.world.now()
    await pull(box, ['contact'])
    expect(recordCount(box.db(), connection.id, 'contact').records).toBe(10_000)
    expect(box.world.now() - startedAt).toBeLessThanOrEqual(1.1 * (10_000 / 99 / 4) * 200 + 400)
  })
})
