/**
 * What a screen asks of a large mirror, through the very functions that answer it: pages of lists at any depth, filters, search while
 * typing, a record. One thread, the mirror's own file, nothing else at work.
 */
import { queryHandlers } from '../../../src/main/services/queries'
import type { QueryHandlers } from '../../../src/main/services/dispatch'
import { operations } from '../../../src/shared/contract/operations'
import { sortableFields } from '../../../src/shared/model/fields'
import { type ObjectType, objectTypes } from '../../../src/shared/model/object-type'
import { cursorOf } from '../../../src/main/mirror/list-place'
import { connectReader } from '../../../src/main/mirror/connect'
import { Handle, type ReadDb, type SqlValue } from '../../../src/main/mirror/sql'
import { sortedColumns } from '../../../src/main/mirror/sorting'
import { timed, type Timings, timingsOf } from '../inside/timings'

export interface ReadingFigures {
  readonly records: number
  /** The slowest of the offered sorts, by its own p99. */
  readonly list: Timings & { readonly slowest: string }
  readonly indexedFilter: Timings
  /** One slice of a list that a filter without an index narrows. */
  readonly anyFilter: Timings
  readonly search: Timings & { readonly slowest: string }
  readonly record: Timings
}

/** Places in a list, and records looked at: enough for a hundredth to mean something. */
const PLACES = 40
const RECORDS = 300
const WORDS = 60

export function measureReading(mirror: string): ReadingFigures {
  const raw = connectReader(mirror)
  try {
    const db = new Handle(mirror, raw)
    const ask = asking(queryHandlers(db, { now: () => Date.now() as never }))
    const streams = db.all<Stream>(`SELECT sid, connection, object, records FROM stream WHERE records > 0`)
    return {
      records: streams.reduce((sum, { records }) => sum + records, 0),
      list: measureLists(db, streams, ask),
      indexedFilter: measureFilters(db, streams, ask, 'indexed'),
      anyFilter: measureFilters(db, streams, ask, 'any'),
      search: measureSearch(db, ask),
      record: measureRecords(db, streams, ask),
    }
  } finally {
    raw.close()
  }
}

interface Stream {
  readonly sid: number
  readonly connection: string
  readonly object: ObjectType
  readonly records: number
}

type Ask = (operation: keyof QueryHandlers & keyof typeof operations, input: object) => unknown

/** As the reader thread answers: the input checked by the contract, the answer made. */
function asking(handlers: QueryHandlers): Ask {
  return (operation, input) => {
    const handler = handlers[operation] as (input: unknown) => unknown
    return handler(operations[operation].input.parse(input))
  }
}

function measureLists(db: ReadDb, streams: readonly Stream[], ask: Ask): ReadingFigures['list'] {
  let slowest = { p50: 0, p99: 0, slowest: '' }
  for (const stream of streams) {
    const rows = randomRows(db, stream.sid, PLACES)
    for (const field of sortableFields(stream.object)) {
      for (const descending of [false, true]) {
        const sort = { field, descending }
        const page = (after: string | null): unknown =>
          ask('records.list', { connection: stream.connection, object: stream.object, sort, after, limit: 100 })
        page(null)
        const times = [null, ...placesAt(db, stream, sort, rows)].map((after) => timed(() => page(after)))
        const found = timingsOf(times)
        if (found.p99 > slowest.p99) slowest = { ...found, slowest: `${stream.object} by ${field}${descending ? ', descending' : ''}` }
      }
    }
  }
  return slowest
}

/** Cursors after these rows. */
function placesAt(db: ReadDb, { object }: Stream, sort: { field: string; descending: boolean }, rows: readonly number[]): readonly string[] {
  const sorts = sortedColumns(object, sort)
  return rows.map((rid) => {
    const { key } = db.get<{ readonly key: SqlValue }>(`SELECT ${sorts[0].column} AS key FROM record WHERE rid = ?`, rid) ?? { key: null }
    return cursorOf({ empty: key === null, after: { keys: [key], rid } }, sorts)
  })
}

/** Rows from anywhere in the list, the same in each run. */
function randomRows(db: ReadDb, sid: number, wanted: number): readonly number[] {
  const ofStream = 'FROM record WHERE stream = ? AND remote_id IS NOT NULL'
  const count = db.get<{ readonly n: number }>(`SELECT count(*) AS n ${ofStream}`, sid)?.n ?? 0
  let state = 12_345
  return Array.from({ length: Math.min(wanted, count) }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    const skipped = Math.floor((state / 2 ** 31) * count)
    return db.get<{ readonly rid: number }>(`SELECT rid ${ofStream} ORDER BY remote_id LIMIT 1 OFFSET ?`, sid, skipped)?.rid
  }).filter((rid) => rid !== undefined)
}

function measureFilters(db: ReadDb, streams: readonly Stream[], ask: Ask, kind: 'indexed' | 'any'): Timings {
  const times: number[] = []
  for (const { connection, object, sid } of streams.filter(({ object }) => object === 'contact' || object === 'deal')) {
    const owners = db.all<{ readonly owner: string }>('SELECT DISTINCT owner FROM record WHERE stream = ? AND owner IS NOT NULL LIMIT 10', sid)
    const filters =
      kind === 'indexed'
        ? owners.map(({ owner }) => ({ field: 'user_id', op: 'any-of', value: [owner] }))
        : ['x', 'no such thing', 'zz', 'manager', 'qq'].map((value) => ({ field: 'name', op: 'contains', value }))
    for (const filter of filters) {
      const sort = { field: 'name', descending: false }
      let after: string | null = null
      for (let round = 0; round < 10; round += 1) {
        let next: string | null = null
        times.push(
          timed(() => {
            next = (ask('records.list', { connection, object, filter, sort, after, limit: 100 }) as { next: string | null }).next
          }),
        )
        if (next === null) break
        after = next
      }
    }
  }
  return timingsOf(times)
}

/** Names, e-mails, phones and companies of records, asked for letter by letter as they are typed. */
function measureSearch(db: ReadDb, ask: Ask): ReadingFigures['search'] {
  const texts: string[] = []
  const contacts = db.get<{ readonly sid: number }>(`SELECT sid FROM stream WHERE object = 'contact' ORDER BY records DESC`)
  for (const rid of contacts ? randomRows(db, contacts.sid, WORDS) : []) {
    const row = db.get<{ readonly json: string }>('SELECT remote_json AS json FROM record WHERE rid = ?', rid)
    const document = JSON.parse(row?.json ?? '{}') as Readonly<Record<string, unknown>>
    const [email] = (document['emails'] ?? []) as readonly { readonly email?: string }[]
    const [phone] = (document['telephones'] ?? []) as readonly { readonly telephone?: string }[]
    for (const text of [document['name'], document['company'], email?.email, phone?.telephone]) if (typeof text === 'string') texts.push(text)
  }
  const asked: { readonly text: string; readonly ms: number }[] = []
  for (const text of texts) {
    for (let end = 1; end <= Math.min(text.length, 14); end += 1) {
      const typed = text.slice(0, end)
      asked.push({ text: typed, ms: timed(() => ask('records.search', { connection: null, text: typed, limit: 20 })) })
    }
  }
  const slowest = asked.toSorted((one, other) => other.ms - one.ms).slice(0, 5)
  return { ...timingsOf(asked.map(({ ms }) => ms)), slowest: slowest.map(({ text, ms }) => `“${text}” ${ms.toFixed(0)} ms`).join(', ') }
}

function measureRecords(db: ReadDb, streams: readonly Stream[], ask: Ask): Timings {
  const times: number[] = []
  for (const { connection, object, sid } of streams.filter(
    ({ object }) => objectTypes.includes(object) && object !== 'pipeline' && object !== 'user',
  )) {
    for (const rid of randomRows(db, sid, RECORDS / 5)) {
      const { id = '' } = db.get<{ readonly id: string }>('SELECT id FROM record WHERE rid = ?', rid) ?? {}
      const target = { connection, object, id }
      times.push(
        timed(() => {
          ask('records.get', target)
          ask('records.related', target)
          ask('records.timeline', { ...target, limit: 50 })
        }),
      )
    }
  }
  return timingsOf(times)
}
