/**
 * The ways to sync that first come to mind. Kept as controls: each must lose something in the cells that are named for it, or
 * those cells prove nothing about the engine.
 */
import type { JsonObject } from '../../../src/shared/model/json'
import { instant, type Instant, parseInstant } from '../../../src/shared/model/ids'
import type { Connector, ListRequest } from '../../../src/main/connectors/connector'

/** What a naive program keeps: the records, and where it goes on. */
interface Copy {
  readonly records: Map<string, JsonObject>
  newest: Instant | null
}

interface Naive {
  readonly backfill: (connector: Connector, copy: Copy) => Promise<void>
  readonly poll: (connector: Connector, copy: Copy) => Promise<void>
  readonly sweep: (connector: Connector, copy: Copy) => Promise<void>
}

export interface NaiveSync {
  backfill(): Promise<void>
  poll(): Promise<void>
  sweep(): Promise<void>
  records(): ReadonlyMap<string, JsonObject>
}

const LIMIT = 50
/** A loop that goes round in circles ends here, which is failing too. */
const MOST_PAGES = 400

/** Offset paging in some order, until a page comes short. */
async function byOffset(connector: Connector, copy: Copy, request: Partial<ListRequest>): Promise<void> {
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const rows = await ask(connector, { ...request, offset: page * LIMIT })
    keep(copy, rows)
    if (rows.length < LIMIT) return
  }
}

/** The API offers it, our port does not: a rename moves a record, and nothing else shows it. */
async function byName(connector: Connector, copy: Copy): Promise<void> {
  await byOffset(connector, copy, { sort: 'name' as ListRequest['sort'] })
}

/** The bound moves to the last stamp of each page; no offsets, so a page full of one stamp is asked for again and again. */
async function byKeyAlone(connector: Connector, copy: Copy): Promise<void> {
  let bound: Instant | null = null
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const rows = await ask(connector, { sort: 'updated_at', updatedSince: bound })
    keep(copy, rows)
    const last = parseInstant(rows.at(-1)?.['updated_at'])
    if (rows.length < LIMIT || last === null || last === bound) return
    bound = last
  }
}

const sinceNewest = async (connector: Connector, copy: Copy, laterMs: number): Promise<void> => {
  const bound = copy.newest === null ? null : instant(copy.newest + laterMs)
  await byOffset(connector, copy, { sort: 'updated_at', updatedSince: bound })
}

/** What a list does not name is gone. */
const sweepByAbsence: Naive['sweep'] = async (connector, copy) => {
  const listed: Copy = { records: new Map(), newest: null }
  await byOffset(connector, listed, { sort: 'created_at' })
  for (const id of copy.records.keys()) if (!listed.records.has(id)) copy.records.delete(id)
}

const usual: Naive = {
  backfill: (connector, copy) => byOffset(connector, copy, { sort: 'updated_at' }),
  poll: (connector, copy) => sinceNewest(connector, copy, 0),
  sweep: sweepByAbsence,
}

const naives = {
  'offset paging by updated_at': usual,
  'offset paging by name': { ...usual, backfill: byName },
  'offset paging by created_at': { ...usual, backfill: (connector, copy) => byOffset(connector, copy, { sort: 'created_at' }) },
  'offset paging in no order': { ...usual, backfill: (connector, copy) => byOffset(connector, copy, {}) },
  'the key alone': { ...usual, backfill: byKeyAlone },
  'a checkpoint at the newest stamp': { ...usual, backfill: (connector, copy) => byOffset(connector, copy, { sort: 'created_at' }) },
  'a checkpoint above the newest stamp': {
    ...usual,
    backfill: (connector, copy) => byOffset(connector, copy, { sort: 'created_at' }),
    poll: (connector, copy) => sinceNewest(connector, copy, 1000),
  },
} as const satisfies Record<string, Naive>

export type NaiveName = keyof typeof naives

export function naiveSync(name: NaiveName, connector: Connector): NaiveSync {
  const copy: Copy = { records: new Map(), newest: null }
  const { backfill, poll, sweep }: Naive = naives[name]
  return {
    backfill: () => backfill(connector, copy),
    poll: () => poll(connector, copy),
    sweep: () => sweep(connector, copy),
    records: () => copy.records,
  }
}

async function ask(connector: Connector, request: Partial<ListRequest>): Promise<readonly JsonObject[]> {
  const whole: ListRequest = { updatedSince: null, sort: null, descending: false, offset: 0, limit: LIMIT, fields: null, ownerId: null, ...request }
  const outcome = await connector.list('contact', whole, null)
  if (outcome.kind !== 'answered') return []
  return outcome.value.entries.flatMap((entry) => ('document' in entry ? [entry.document] : []))
}

function keep(copy: Copy, rows: readonly JsonObject[]): void {
  for (const row of rows) {
    copy.records.set(String(row['id']), row)
    const stamp = parseInstant(row['updated_at'])
    if (stamp !== null && (copy.newest === null || stamp > copy.newest)) copy.newest = stamp
  }
}
