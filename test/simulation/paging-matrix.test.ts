/**
 * Reading a list to its end, against every way in which a CRM may serve it, while colleagues change it.
 *
 * Pinned: nothing that was there all along is missing, and the number of requests stays within reason. The naive reader
 * (offset += page) is the control: where it loses nothing, the case would prove nothing.
 */
import { describe, expect, test } from 'vitest'
import { instant, parseConnectionId } from '../../src/shared/model/ids'
import type { JsonObject } from '../../src/shared/model/json'
import type { Connection } from '../../src/shared/model/views'
import { createUnifiedConnector } from '../../src/main/connectors/unified/unified'
import type { WriteDb } from '../../src/main/mirror/open'
import { type PullMode, startPosition } from '../../src/main/sync/decide/plan-pull'
import { isReadable, type StreamParts } from '../../src/main/sync/run/apply-page'
import { openLine } from '../../src/main/sync/run/line'
import { noHabits } from '../../src/main/sync/run/habits'
import { readList } from '../../src/main/sync/run/read-list'
import type { Behaviour } from './model-rules'
import { createModelServer, type ModelServer } from './model-server'
import { createVirtualWorld, type VirtualWorld } from './virtual-world'

const START = Date.UTC(2026, 10, 24, 8)

interface Case {
  readonly name: string
  readonly behaviour: Partial<Behaviour>
  readonly records: number
  /** Milliseconds between two stamps; 0: all the same. */
  readonly spacing: number
  /** What colleagues do between two requests. */
  readonly unrest?: (server: ModelServer, request: number) => void
  /** The naive reader misses something here. */
  readonly bites: boolean
}

/** Deletes one of the first records on each request: what comes after moves one to the left. */
const deletions = (server: ModelServer, request: number): void => server.remove('contact', String(request))
/** Edits one of the first on each request: by the time of the change it moves to the end. */
const edits = (server: ModelServer, request: number): void => {
  const record = server.find('contact', String(request * 3))
  if (record) server.put('contact', { ...record, title: `edit ${request}` })
}

const cases: readonly Case[] = [
  { name: 'a quiet list', behaviour: {}, records: 1234, spacing: 1000, bites: false },
  { name: 'records deleted ahead of the reader', behaviour: {}, records: 2000, spacing: 1000, unrest: deletions, bites: true },
  { name: 'records edited ahead of the reader', behaviour: {}, records: 2000, spacing: 1000, unrest: edits, bites: true },
  { name: 'five thousand records with one stamp', behaviour: { wholeSeconds: true }, records: 5000, spacing: 0, bites: false },
  {
    name: 'five thousand records with one stamp, some deleted',
    behaviour: { wholeSeconds: true },
    records: 5000,
    spacing: 0,
    unrest: deletions,
    bites: true,
  },
  { name: 'groups of equal stamps in random order', behaviour: { unstableTies: true, wholeSeconds: true }, records: 1500, spacing: 27, bites: true },
  { name: 'all stamps equal, in random order', behaviour: { unstableTies: true, wholeSeconds: true }, records: 700, spacing: 0, bites: true },
  { name: 'the order is ignored', behaviour: { ignores: ['sort'] }, records: 1500, spacing: 1000, unrest: deletions, bites: true },
  { name: 'the filter is ignored', behaviour: { ignores: ['updated_gte'] }, records: 1500, spacing: 60_000, unrest: deletions, bites: true },
  { name: 'order and filter are ignored', behaviour: { ignores: ['sort', 'updated_gte'] }, records: 1500, spacing: 60_000, bites: false },
  { name: 'no offset above 300', behaviour: { offsetCap: 300 }, records: 2500, spacing: 1000, unrest: deletions, bites: true },
  { name: 'pages cut to twenty-five', behaviour: { pageCap: 25 }, records: 700, spacing: 1000, unrest: deletions, bites: true },
  {
    name: 'nothing behind an offset of 300, without a word',
    behaviour: { offsetCap: 300, silentCap: true },
    records: 2500,
    spacing: 1000,
    bites: true,
  },
  { name: 'the order is refused', behaviour: { refuses: ['sort'] }, records: 900, spacing: 1000, bites: false },
  { name: 'order and filter are refused', behaviour: { refuses: ['sort', 'updated_gte'] }, records: 900, spacing: 1000, bites: false },
  { name: 'pages that come back short', behaviour: { dropsEvery: 9 }, records: 1500, spacing: 1000, bites: true },
]

describe('a walk from the beginning', () => {
  test.each(cases)('$name: nothing that was there all along is missing', async (each) => {
    const { server, missing, requests } = await read(each, readWell('walk'))
    expect(missing).toEqual([])
    expect(requests).toBeLessThan(
      60 + (server.records('contact').length / 100) * (each.behaviour.unstableTies ? 25 : each.behaviour.pageCap ? 20 : 8),
    )
  })

  test.each(cases.filter(({ bites }) => bites))('control: $name makes the naive reader lose something', async (each) => {
    expect((await read(each, readNaively)).missing).not.toEqual([])
  })
})

describe('a scan with a fixed bound', () => {
  test.each(cases)('$name: nothing that was there all along is missing', async (each) => {
    expect((await read(each, readWell('scan'))).missing).toEqual([])
  })
})

type Reader = (parts: StreamParts, found: Set<string>) => Promise<void>

const readWell =
  (mode: PullMode): Reader =>
  async (parts, found) => {
    const result = await readList(parts, {
      object: 'contact',
      start: startPosition(mode, mode === 'scan' ? instant(START - 400 * 86_400_000) : null, true),
      patience: 'command',
      fields: null,
      habits: noHabits,
      onPage: ({ entries }) => entries.filter(isReadable).forEach(({ remoteId }) => found.add(remoteId)),
    })
    expect(result.ok).toBe(true)
  }

const readNaively: Reader = async ({ line }, found) => {
  for (let offset = 0; ; offset += 100) {
    const request = { updatedSince: null, sort: 'updated_at', descending: false, offset, limit: 100, fields: null, ownerId: null } as const
    const outcome = await line.connector.list('contact', request, null)
    if (outcome.kind !== 'answered') return
    outcome.value.entries.filter(isReadable).forEach(({ remoteId }) => found.add(remoteId))
    if (outcome.value.entries.length < 100) return
  }
}

async function read(each: Case, reader: Reader): Promise<{ server: ModelServer; missing: string[]; requests: number }> {
  let server: ModelServer | null = null
  const world: VirtualWorld = createVirtualWorld(
    7,
    (inner) => {
      const made = createModelServer(inner, each.behaviour, 11)
      server = made
      return made.http
    },
    START,
  )
  if (server === null) throw new Error('no server')
  const crm: ModelServer = server
  for (let index = 0; index < each.records; index += 1) crm.put('contact', contact(index), START - 86_400_000 * 30 + index * each.spacing)
  let request = 0
  crm.meanwhile = () => each.unrest?.(crm, (request += 1))

  const connection: Connection = {
    id: parseConnectionId('c'),
    name: 'Model',
    connector: 'unified',
    provider: 'model',
    url: 'http://crm.test',
    connectionId: 'x',
    tokenEnv: null,
    me: null,
    sample: false,
  }
  const connector = createUnifiedConnector({ url: connection.url, connectionId: 'x', token: async () => 'secret' }, (asked) => world.http(asked))
  const line = openLine({ world, connection, connector, changed: () => undefined })
  let seq = 0
  const found = new Set<string>()
  // Reading touches no database; a call to one here would be a mistake of the reader.
  await world.drive(reader({ db: null as unknown as WriteDb, world, line, nextSeq: () => (seq += 1) }, found))
  return {
    server: crm,
    missing: crm
      .records('contact')
      .map(({ id }) => String(id))
      .filter((id) => !found.has(id) && (!each.behaviour.dropsEvery || Number(id) % each.behaviour.dropsEvery !== 0)),
    requests: crm.requests.length,
  }
}

function contact(index: number): JsonObject {
  return { name: `Person ${index}`, emails: [{ email: `p${index}@example.org` }] }
}
