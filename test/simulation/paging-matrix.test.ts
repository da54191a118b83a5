/**
 * Every way in which a CRM may serve a list, against everything that colleagues may do while it is read.
 *
 *   a reading    in each mode: nothing that was there all along is missing, for a bounded number of requests
 *   a sync       first pull, polls, sweep: nothing missing and nothing stale after the polls, no ghost after the sweep
 *   the controls the naive ways, in the cells where each must lose something: a cell in which none loses would prove nothing
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createUnifiedConnector } from '../../src/main/connectors/unified/unified'
import { listDocuments } from '../../src/main/mirror/lists'
import type { WriteDb } from '../../src/main/mirror/open'
import { type PullMode, startPosition } from '../../src/main/sync/decide/plan-pull'
import { isReadable } from '../../src/main/connectors/connector'
import { noHabits } from '../../src/main/sync/run/habits'
import { openLine } from '../../src/main/sync/run/line'
import { readList } from '../../src/main/sync/run/read-list'
import { canonicalJson, type JsonObject } from '../../src/shared/model/json'
import { wholeScope } from '../../src/shared/model/scope'
import { connection, openBox } from './box'
import { createModelServer, type ModelServer } from './model-server'
import { type CrmCase, crmCases, fill, type Unrest, unrests } from './paging/cells'
import { type NaiveName, naiveSync } from './paging/naive'
import { createVirtualWorld } from './virtual-world'

const START = Date.UTC(2026, 10, 24, 8)
const PAGE = 50
/** A list without any order is read until nothing new comes: colleagues must rest some time. */
const MOST_ACTS = 40
const modes = ['walk', 'scan', 'passes'] as const satisfies readonly PullMode[]

/** Which naive way loses where. */
const mustLose: readonly (readonly [NaiveName, string, string])[] = [
  ['offset paging by name', 'all as it should be', 'records are edited'],
  ['offset paging by name', 'all as it should be', 'records are deleted'],
  ['offset paging by name', 'pages cut to twenty', 'records are created'],
  ['offset paging by updated_at', 'all as it should be', 'records are deleted'],
  ['offset paging by updated_at', 'all as it should be', 'records are edited'],
  ['offset paging by updated_at', 'equal stamps in any order', 'records are created'],
  ['offset paging by updated_at', 'another order each time', 'records are created'],
  ['offset paging by updated_at', 'sort refused', 'records are created'],
  ['offset paging by updated_at', 'seven hundred with one stamp', 'records are edited'],
  ['offset paging by updated_at', 'no offset above 200', 'records are created'],
  ['offset paging by updated_at', 'nothing behind an offset of 200', 'records are created'],
  ['offset paging by updated_at', 'nothing behind an offset of 200, and more than that in each poll', 'records are created'],
  ['offset paging by updated_at', 'pages cut to twenty', 'records are created'],
  ['offset paging by updated_at', 'pages cut to twenty, and more than that in one second', 'records are created'],
  ['offset paging by updated_at', 'pages that come back short', 'records are created'],
  ['offset paging by updated_at', 'whole seconds', 'all of that'],
  ['offset paging by created_at', 'all as it should be', 'records are deleted'],
  ['offset paging by created_at', 'wrong direction', 'records are deleted'],
  ['offset paging by created_at', 'filter by the minute', 'records are deleted'],
  ['offset paging by created_at', 'filter by the day', 'records are deleted'],
  ['offset paging by created_at', 'fields ignored', 'records are deleted'],
  ['offset paging by created_at', 'fields refused', 'records are deleted'],
  ['offset paging by created_at', 'stamps nine minutes ahead', 'records are deleted'],
  ['offset paging by created_at', 'stamps nine minutes behind', 'records are deleted'],
  ['offset paging in no order', 'sort ignored', 'records are deleted'],
  ['offset paging in no order', 'filter refused', 'records are deleted'],
  ['the key alone', 'sort and filter refused', 'records are created'],
  ['the key alone', 'filter without its bound', 'records are created'],
  ['the key alone', 'seven hundred with one stamp', 'records are edited'],
  ['a checkpoint at the newest stamp', 'lists that lag by up to a minute', 'records are created'],
  ['a checkpoint at the newest stamp', 'lists that lag by a minute', 'records are edited'],
  ['a checkpoint above the newest stamp', 'all as it should be', 'records are edited'],
]

/** Each poll reads everything there, and the last one in peace: there is nothing to lose for anybody. */
const harmless: ReadonlySet<string> = new Set(['filter ignored', 'sort and filter ignored'])

const cells = crmCases.flatMap((crm) => unrests.map((unrest) => [crm.name, unrest.name, crm, unrest] as const))

describe.each(modes)('a reading that begins with a %s', (mode) => {
  // Whole passes end where nothing more comes: what a CRM hides behind an offset without a word, only a walk reaches.
  const promised = cells.filter(([crm]) => mode !== 'passes' || !crm.startsWith('nothing behind an offset of 200'))
  test.each(promised)('%s, %s: nothing that was there all along is missing', async (_crm, _unrest, crm, unrest) => {
    const { missing, requests } = await reading(mode, crm, unrest)
    expect(missing).toEqual([])
    expect(requests).toBeLessThanOrEqual(12 + (crm.cost * (mode === 'passes' ? 3 : 1) * crm.records) / PAGE)
  })
})

describe('a first pull, polls and a sweep', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'satchel-matrix-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  // What is read is pinned above, in every mode: here the whole day, with one kind of work and with all of them.
  test.each(cells.filter(([, unrest]) => unrest === 'records are edited' || unrest === 'all of that'))(
    '%s, %s: nothing missing, nothing stale, no ghost',
    async (_crm, _unrest, crm, unrest) => {
      expect(await syncing(folder, crm, unrest, null)).toEqual({ missing: [], stale: [], dropped: [], ghosts: [] })
    },
  )

  test.each(mustLose)('control: %s loses something with: %s, %s', async (naive, crmName, unrestName) => {
    const crm = crmCases.find(({ name }) => name === crmName)
    const unrest = unrests.find(({ name }) => name === unrestName)
    if (!crm || !unrest) throw new Error(`no such cell: ${crmName}, ${unrestName}`)
    const { missing, stale, dropped, ghosts } = await syncing(folder, crm, unrest, naive)
    expect(missing.length + stale.length + dropped.length + ghosts.length).toBeGreaterThan(0)
  })
})

test('polls that meet a cap without a word, one after the other, miss nothing of what was created last', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-cap-'))
  const box = openBox({ seed: 3, folder, behaviour: { offsetCap: 15, silentCap: true }, pageSize: 5 })
  try {
    const crm = { name: '', behaviour: {}, records: 40, spacing: 400, cost: 1 }
    fill(box.server, crm, box.world.now())
    const poll = () => box.world.drive(box.sync().run({ ...contacts, reconcile: false }))
    await poll()
    for (let round = 1; round <= 5; round += 1) {
      const id = box.server.put('contact', { name: `New ${round}` })
      // By then each poll reaches back two days, and finds everything there.
      await box.world.pass(3 * 3_600_000)
      await poll()
      expect(mirrored(box.db()).has(id), `round ${round}`).toBe(true)
    }
  } finally {
    box.close()
    rmSync(folder, { recursive: true, force: true })
  }
})

test('a page that looks ascending says nothing of an order that was refused', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-refused-'))
  const box = openBox({ seed: 3, folder, behaviour: { refuses: ['sort'] }, pageSize: 5 })
  try {
    const { server, world } = box
    for (let index = 1; index <= 20; index += 1) server.put('contact', { name: `Person ${index}` }, START - 86_400_000 + index * 1000)
    // It stands last on the first page, and was edited last of all.
    server.put('contact', { ...server.records('contact')[4], name: 'Edited' })
    await world.drive(box.sync().run({ ...contacts, reconcile: false }))
    expect(mirrored(box.db()).size).toBe(20)
  } finally {
    box.close()
    rmSync(folder, { recursive: true, force: true })
  }
})

test('every way of serving a list that can cost a record is one in which a naive program loses some', () => {
  const named = new Set(mustLose.map(([, crm]) => crm))
  const unproven = crmCases.map(({ name }) => name).filter((name) => !named.has(name) && !harmless.has(name))
  expect(unproven).toEqual([])
})

interface Reading {
  readonly missing: readonly string[]
  readonly requests: number
}

/** One list, read once in one mode by the reader that pulls, sweeps and comparisons share. */
async function reading(mode: PullMode, crm: CrmCase, unrest: Unrest): Promise<Reading> {
  let made: ModelServer | null = null
  const world = createVirtualWorld(
    7,
    (inner) => {
      made = createModelServer(inner, crm.behaviour, 11)
      return made.http
    },
    START,
  )
  if (made === null) throw new Error('no server')
  const server: ModelServer = made
  fill(server, crm, START)
  const before = idsOf(server)
  await world.pass(crm.behaviour.listLagMs ?? 0)
  let request = 0
  server.meanwhile = () => void ((request += 1) <= MOST_ACTS && unrest.act(server, request))
  const connector = createUnifiedConnector({ url: connection.url, connectionId: 'x', token: async () => 'secret' }, (asked) => world.http(asked))
  const line = openLine({ world, connection, connector: { ...connector, maxPageSize: PAGE }, changed: () => undefined })
  let seq = 0
  const found = new Set<string>()
  const result = await world.drive(
    readList(
      // Reading touches no database; a call to one here would be a mistake of the reader.
      { db: null as unknown as WriteDb, world, line, nextSeq: () => (seq += 1), scope: { current: () => wholeScope, owner: () => null } },
      {
        object: 'contact',
        start: startPosition(mode, null, true),
        patience: 'command',
        fields: ['id', 'updated_at', 'created_at'],
        habits: noHabits,
        onPage: ({ entries }) => entries.filter(isReadable).forEach(({ remoteId }) => found.add(remoteId)),
      },
    ),
  )
  expect(result.ok).toBe(true)
  const after = idsOf(server)
  return {
    missing: [...before].filter((id) => after.has(id) && !found.has(id) && !isHidden(crm, id) && isListed(crm, server, id)),
    requests: server.requests.length,
  }
}

interface Losses {
  /** In the CRM and not in the copy, after the polls. */
  readonly missing: readonly string[]
  /** Otherwise in the CRM than in the copy, after the polls. */
  readonly stale: readonly string[]
  /** Missing after a sweep in the middle of all this. */
  readonly dropped: readonly string[]
  /** In the copy and not in the CRM, after a sweep in peace. */
  readonly ghosts: readonly string[]
}

/** A day of an account: by the engine, or by a naive program on the same CRM with the same colleagues. */
async function syncing(folder: string, crm: CrmCase, unrest: Unrest, naive: NaiveName | null): Promise<Losses> {
  const box = openBox({ seed: 5, folder: mkdtempSync(join(folder, 'cell-')), behaviour: { latencyMs: 400, ...crm.behaviour }, pageSize: PAGE })
  try {
    const { server, world } = box
    fill(server, crm, world.now())
    await world.pass(crm.behaviour.listLagMs ?? 0)
    const engine = {
      backfill: async () => void (await box.sync().run({ ...contacts, reconcile: false })),
      poll: async () => void (await box.sync().run({ ...contacts, reconcile: false })),
      sweep: async () => void (await box.sync().run({ ...contacts, reconcile: true })),
      records: () => mirrored(box.db()),
    }
    const connector = createUnifiedConnector({ url: connection.url, connectionId: 'x', token: async () => 'secret' }, (asked) => world.http(asked))
    const sync = naive === null ? engine : naiveSync(naive, connector)
    const crmHas = (): ReadonlyMap<string, JsonObject> =>
      new Map(server.records('contact').flatMap((record) => (isHidden(crm, String(record['id'])) ? [] : [[String(record['id']), record] as const])))
    const missing = (): string[] => {
      const copy = sync.records()
      return [...crmHas().keys()].filter((id) => !copy.has(id))
    }

    let request = 0
    const restless = (): void => void (server.meanwhile = () => void ((request += 1) <= MOST_ACTS && unrest.act(server, request)))
    const peace = async (): Promise<void> => {
      server.meanwhile = () => undefined
      // What was written is listed by then, and the next poll comes.
      await world.pass((crm.behaviour.listLagMs ?? 0) + 180_000)
    }
    restless()
    await world.drive(sync.backfill())
    await world.pass(45_000)
    await world.drive(sync.poll())
    await peace()
    await world.drive(sync.poll())
    const copy = sync.records()
    const losses = {
      missing: missing(),
      stale: [...crmHas()].filter(([id, record]) => copy.has(id) && canonicalJson(copy.get(id) ?? null) !== canonicalJson(record)).map(([id]) => id),
    }
    restless()
    await world.drive(sync.sweep())
    await peace()
    await world.drive(sync.poll())
    const dropped = missing()
    await world.drive(sync.sweep())
    const left = crmHas()
    return { ...losses, dropped, ghosts: [...sync.records().keys()].filter((id) => !left.has(id) && !isHidden(crm, id)) }
  } finally {
    box.close()
  }
}

const contacts = { connection: null, objects: ['contact'], full: false, patience: 'command' } as const

function mirrored(db: WriteDb): ReadonlyMap<string, JsonObject> {
  const query = { connection: connection.id, object: 'contact', where: [], search: '', sort: null, after: null, limit: 5000, raw: false } as const
  return new Map(listDocuments(db, query).rows.map((document) => [String(document['id']), document]))
}

function idsOf(server: ModelServer): ReadonlySet<string> {
  return new Set(server.records('contact').map(({ id }) => String(id)))
}

/** Never in a list, by the nature of that CRM. */
function isHidden({ behaviour }: CrmCase, id: string): boolean {
  return behaviour.dropsEvery !== undefined && behaviour.dropsEvery !== null && Number(id) % behaviour.dropsEvery === 0
}

/** An edit hides a record from lists for as long as they lag: it is for the polls to bring. */
function isListed({ behaviour }: CrmCase, server: ModelServer, id: string): boolean {
  return !behaviour.listLagMs || server.find('contact', id)?.['title'] === 'CFO'
}
