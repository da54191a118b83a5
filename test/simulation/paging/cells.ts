/**
 * The two sides of the paging matrix: how a CRM may serve a list, and what colleagues may do while it is read.
 */
import type { Behaviour } from '../model-rules'
import type { ModelServer } from '../model-server'

export interface CrmCase {
  readonly name: string
  readonly behaviour: Partial<Behaviour>
  readonly records: number
  /** Milliseconds between two stamps, on the average; 0: all the same. */
  readonly spacing: number
  /** Pages of a whole reading, at most so many times those that a perfect CRM would need. */
  readonly cost: number
}

const MINUTE = 60_000
const DAY = 86_400_000
const usual = { records: 600, spacing: 97_000, cost: 4 }

export const crmCases: readonly CrmCase[] = [
  { ...usual, name: 'all as it should be', behaviour: {} },
  { ...usual, name: 'sort ignored', behaviour: { ignores: ['sort'] } },
  { ...usual, name: 'sort refused', behaviour: { refuses: ['sort'] } },
  { ...usual, name: 'wrong direction', behaviour: { wrongDirection: true } },
  { ...usual, name: 'equal stamps in any order', behaviour: { unstableTies: true, wholeSeconds: true }, spacing: 27, cost: 14 },
  { ...usual, name: 'another order each time', behaviour: { unstableOrder: true }, cost: 60 },
  { ...usual, name: 'filter ignored', behaviour: { ignores: ['updated_gte'] } },
  { ...usual, name: 'filter refused', behaviour: { refuses: ['updated_gte'] } },
  { ...usual, name: 'filter without its bound', behaviour: { exclusiveFilter: true, wholeSeconds: true }, spacing: 27, cost: 8 },
  { ...usual, name: 'filter by the minute', behaviour: { filterGrainMs: MINUTE }, spacing: 270 },
  { ...usual, name: 'filter by the day', behaviour: { filterGrainMs: DAY } },
  { ...usual, name: 'sort and filter ignored', behaviour: { ignores: ['sort', 'updated_gte'] } },
  { ...usual, name: 'sort and filter refused', behaviour: { refuses: ['sort', 'updated_gte'] } },
  { ...usual, name: 'fields ignored', behaviour: { ignores: ['fields'] } },
  { ...usual, name: 'fields refused', behaviour: { refuses: ['fields'] } },
  { ...usual, name: 'no offset above 200', behaviour: { offsetCap: 200 } },
  { ...usual, name: 'nothing behind an offset of 200', behaviour: { offsetCap: 200, silentCap: true }, cost: 6 },
  {
    ...usual,
    name: 'nothing behind an offset of 200, and more than that in each poll',
    behaviour: { offsetCap: 200, silentCap: true },
    spacing: 27,
    cost: 6,
  },
  { ...usual, name: 'pages cut to twenty', behaviour: { pageCap: 20 }, cost: 20 },
  { ...usual, name: 'pages cut to twenty, and more than that in one second', behaviour: { pageCap: 20, wholeSeconds: true }, spacing: 27, cost: 20 },
  { ...usual, name: 'pages that come back short', behaviour: { dropsEvery: 9 }, cost: 8 },
  { ...usual, name: 'seven hundred with one stamp', behaviour: { wholeSeconds: true }, records: 700, spacing: 0 },
  { ...usual, name: 'whole seconds', behaviour: { wholeSeconds: true }, spacing: 240 },
  { ...usual, name: 'lists that lag by a minute', behaviour: { listLagMs: MINUTE } },
  { ...usual, name: 'lists that lag by up to a minute', behaviour: { listLagMs: MINUTE, unevenLag: true } },
  { ...usual, name: 'stamps nine minutes ahead', behaviour: { skewMs: 9 * MINUTE } },
  { ...usual, name: 'stamps nine minutes behind', behaviour: { skewMs: -9 * MINUTE } },
]

export interface Unrest {
  readonly name: string
  /** Before each answer of the CRM, with the number of the request. */
  readonly act: (server: ModelServer, request: number) => void
}

const remove: Unrest['act'] = (server, request) => server.remove('contact', String(request * 7))
const edit: Unrest['act'] = (server, request) => {
  const record = server.find('contact', String(request * 3))
  if (record) server.put('contact', { ...record, name: `Renamed ${request}`, title: `edit ${request}` })
}
const create: Unrest['act'] = (server, request) => void server.put('contact', { name: `New ${request}` })

export const unrests: readonly Unrest[] = [
  { name: 'nobody does anything', act: () => undefined },
  { name: 'records are deleted', act: remove },
  { name: 'records are edited', act: edit },
  { name: 'records are created', act: create },
  {
    name: 'all of that',
    act(server, request) {
      for (const act of [remove, edit, create]) act(server, request)
    },
  },
]

/** Puts the records there in another order than their stamps': a CRM that ignores a sort must not look as if it sorted. */
export function fill(server: ModelServer, { records, spacing }: CrmCase, now: number): void {
  for (let index = 0; index < records; index += 1) {
    const place = (index * 389) % records
    const stamp = now - 30 * DAY + Math.floor(place * spacing)
    server.put('contact', { name: `Person ${(place * 7) % records}`, title: 'CFO', emails: [{ email: `p${index}@example.org` }] }, stamp)
  }
}
