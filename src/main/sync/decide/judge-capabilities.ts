/**
 * What an answer shows about the CRM that gave it, judged by its content alone.
 *
 *   order       a row out of place disproves a sort; both directions in place prove it
 *   ties        rows with one stamp that change places from one answer to the next disprove a stable order
 *   filter      rows far below the bound disprove it, slightly below show its grain; older records left out prove it
 *   fields      a key that was not asked for disproves it
 *   stamps      the finest one shows the precision
 *   lag         a list read after a write that did not show it yet, and a later one that does
 *
 * Pure. What one answer can't show alone is put together in a `Memory`, which is lost with the process: it comes again.
 */
import type { Instant } from '../../../shared/model/ids'
import type { ObjectType } from '../../../shared/model/object-type'
import type { CapabilityFinding } from '../../../shared/sync/capability'

type SortKey = 'updated_at' | 'created_at'
type Direction = `${SortKey} ${'up' | 'down'}`

export interface SeenRow {
  readonly id: string | null
  readonly updatedAt: Instant | null
  readonly createdAt: Instant | null
  readonly fields: readonly string[]
}

/** One answered list: what was asked, and what came. */
export interface ListSight {
  readonly object: ObjectType
  /** As it was sent: in whole seconds. */
  readonly updatedSince: Instant | null
  readonly sort: SortKey | null
  readonly descending: boolean
  readonly offset: number
  readonly limit: number
  /** The most that the API lets one ask for. */
  readonly largest: number
  readonly fields: readonly string[] | null
  readonly rows: readonly SeenRow[]
  /** Our clock, when the answer came: only differences of it are used. */
  readonly at: Instant
}

export interface Memory {
  /** The last page that came in the order asked for, in words, a sort and direction. */
  readonly inOrder: Readonly<Partial<Record<Direction, string>>>
  /** The head of a list, as it came last, a sort and direction; and in how many answers in a row equal stamps kept their order. */
  readonly heads: Readonly<Partial<Record<Direction, readonly SeenRow[]>>>
  readonly tiesKept: Readonly<Partial<Record<SortKey, number>>>
  /** The oldest and the newest record met so far, by `updated_at`. */
  readonly oldest: Instant | null
  readonly newest: { readonly id: string; readonly stamp: Instant } | null
  /** Our own latest writes that no list has shown yet. */
  readonly writes: readonly { readonly id: string; readonly stamp: Instant; readonly at: Instant; readonly missedAt: Instant | null }[]
}

export const freshMemory: Memory = { inOrder: {}, heads: {}, tiesKept: {}, oldest: null, newest: null, writes: [] }

interface Judgement {
  readonly memory: Memory
  readonly findings: readonly CapabilityFinding[]
}

/** The grains in which CRMs filter, in milliseconds: minutes, hours, days. */
const COARSE_GRAINS = [60_000, 3_600_000, 86_400_000]
/** Fewer stamps may be round by chance. */
const STAMPS_NEEDED = 8
/** Rows of the head of a list that are kept to be compared with the next time. */
const HEAD = 30
/** Of our own writes, so many are watched for in lists. */
const WRITES_WATCHED = 20

export function judgeList(memory: Memory, sight: ListSight): Judgement {
  const order = judgeOrder(memory, sight)
  const ties = judgeTies(memory, sight)
  const met = meet(memory, sight.rows)
  const lag = judgeLag(memory, sight)
  return {
    memory: { ...met, inOrder: order.inOrder, heads: ties.heads, tiesKept: ties.tiesKept, writes: lag.writes },
    findings: [
      ...order.findings,
      ...ties.findings,
      ...judgeFilter(met, sight),
      ...judgeFields(sight),
      ...judgeStamps(sight),
      ...lag.findings,
      ...judgeSize(sight),
      ...taken(sight),
    ],
  }
}

/** A record that was read by its id, or could not be. */
export function judgeRead(object: ObjectType, id: string, refused: { readonly status: number } | null): CapabilityFinding {
  if (refused === null) return { name: 'read-by-id', value: true, evidence: `${object} ${id} was read by its id` }
  return { name: 'read-by-id', value: false, evidence: `asked for ${object} ${id}: refused with ${refused.status}` }
}

/** The answer to a write of ours: `got` null where it held no record. */
export function judgeWriteAnswer(sent: readonly string[], got: readonly string[] | null): CapabilityFinding | null {
  if (sent.length === 0) return null
  const missing = sent.filter((field) => !got?.includes(field))
  const thin = missing.length * 2 > sent.length
  const evidence = `sent ${sent.length} fields; the answer ${got === null ? 'held no record' : `held ${sent.length - missing.length} of them`}`
  return { name: 'thin-answers', value: thin, evidence }
}

/** A write of ours that lists should show from now on. */
export function watchWrite(memory: Memory, write: { readonly id: string; readonly stamp: Instant; readonly at: Instant }): Memory {
  const others = memory.writes.filter(({ id }) => id !== write.id)
  return { ...memory, writes: [...others, { ...write, missedAt: null }].slice(-WRITES_WATCHED) }
}

function judgeOrder({ inOrder }: Memory, sight: ListSight): { inOrder: Memory['inOrder']; findings: readonly CapabilityFinding[] } {
  const { sort, descending, rows } = sight
  if (sort === null) return { inOrder, findings: [] }
  const name = sort === 'updated_at' ? 'sort-updated-at' : 'sort-created-at'
  const stamps = rows.flatMap((row) => (sort === 'updated_at' ? row.updatedAt : row.createdAt) ?? [])
  const misplaced = stamps.findIndex((stamp, index) => {
    const before = stamps[index - 1]
    return before !== undefined && (descending ? stamp > before : stamp < before)
  })
  const asked = `by ${sort} ${descending ? 'descending' : 'ascending'}`
  if (misplaced > 0) {
    const evidence = `asked ${asked} from offset ${sight.offset}: ${iso(stamps[misplaced])} stands behind ${iso(stamps[misplaced - 1])}`
    return {
      inOrder: { ...inOrder, [`${sort} up`]: undefined, [`${sort} down`]: undefined },
      findings: [{ name, value: false, evidence }],
    }
  }
  // All stamps alike stand in any order.
  if (new Set(stamps).size < 2) return { inOrder, findings: [] }
  const words = `${asked}: ${iso(stamps[0])} … ${iso(stamps.at(-1))}`
  const known = { ...inOrder, [`${sort} ${descending ? 'down' : 'up'}`]: words }
  const [up, down] = [known[`${sort} up`], known[`${sort} down`]]
  return {
    inOrder: known,
    findings: up !== undefined && down !== undefined ? [{ name, value: true, evidence: `asked ${up}; ${down}` }] : [],
  }
}

/** As many answers in a row say that an order which once moved stands still after all: by chance that happens once in a thousand. */
const KEPT_TO_OVERTURN = 10

/**
 * Two lists by the same sort, whatever they leave out: records with one stamp that nobody changed in between must keep their order. What
 * somebody did change may stand anywhere in its second, and says nothing.
 */
function judgeTies({ heads, tiesKept }: Memory, sight: ListSight): Pick<Memory, 'heads' | 'tiesKept'> & { findings: readonly CapabilityFinding[] } {
  const { sort, rows } = sight
  if (sort === null || sight.offset > 0 || rows.length === 0) return { heads, tiesKept, findings: [] }
  const direction: Direction = `${sort} ${sight.descending ? 'down' : 'up'}`
  const head = rows.slice(0, HEAD)
  const stampOf = (row: SeenRow): Instant | null => (sort === 'updated_at' ? row.updatedAt : row.createdAt)
  const before = new Map((heads[direction] ?? []).map((row, place) => [row.id, { row, place }]))
  const isUnchanged = (row: SeenRow): boolean => before.get(row.id)?.row.updatedAt === row.updatedAt
  // Two that follow each other now with one stamp, and were both there the last time.
  const pairs = head.flatMap((row, index) => {
    const above = head[index - 1]
    const stamp = stampOf(row)
    if (above === undefined || stamp === null || stampOf(above) !== stamp || !isUnchanged(row) || !isUnchanged(above)) return []
    return [{ stamp, kept: (before.get(above.id)?.place ?? 0) < (before.get(row.id)?.place ?? 0) }]
  })
  const nowHeads = { ...heads, [direction]: head }
  const name = sort === 'updated_at' ? 'stable-ties-updated-at' : 'stable-ties-created-at'
  const asked = `asked twice by ${sort}`
  const moved = pairs.find(({ kept }) => !kept)
  if (moved) {
    const evidence = `${asked}: records of ${iso(moved.stamp)} came in another order, and nobody had changed them`
    return { heads: nowHeads, tiesKept: { ...tiesKept, [sort]: 0 }, findings: [{ name, value: false, evidence }] }
  }
  const [pair] = pairs
  if (!pair) return { heads: nowHeads, tiesKept, findings: [] }
  const kept = (tiesKept[sort] ?? 0) + 1
  const overturns = kept >= KEPT_TO_OVERTURN
  const evidence = `${asked}${overturns ? `, and so ${kept} times in a row` : ''}: records of ${iso(pair.stamp)} came in the same order`
  return { heads: nowHeads, tiesKept: { ...tiesKept, [sort]: kept }, findings: [{ name, value: true, evidence, overturns }] }
}

function judgeFilter({ oldest, newest }: Memory, sight: ListSight): readonly CapabilityFinding[] {
  const { updatedSince: bound, rows } = sight
  if (bound === null) return []
  const stamps = rows.flatMap(({ updatedAt }) => updatedAt ?? [])
  const lowest = stamps.reduce<Instant | null>((low, stamp) => (low === null || stamp < low ? stamp : low), null)
  const exactly = stamps.includes(bound)
  const inclusive: readonly CapabilityFinding[] = exactly
    ? [{ name: 'updated-gte-inclusive', value: true, evidence: `asked from ${iso(bound)}: a record of exactly then came` }]
    : []
  if (lowest === null || lowest >= bound) {
    if (oldest === null || oldest >= bound) return inclusive
    const evidence = `asked from ${iso(bound)}: ${rows.length} came, none older, though one of ${iso(oldest)} exists`
    return [{ name: 'updated-gte', value: true, evidence }, ...inclusive, ...fineGrain(newest, sight, bound)]
  }
  const grain = COARSE_GRAINS.find((each) => lowest >= Math.floor(bound / each) * each)
  const came = `asked from ${iso(bound)}: one of ${iso(lowest)} came`
  if (grain === undefined) return [{ name: 'updated-gte', value: false, evidence: came }]
  // Everything there is may lie within the same hour or day: then a filter that is ignored looks just like a coarse one.
  if (oldest === null || oldest >= Math.floor(bound / grain) * grain) return []
  return [
    { name: 'updated-gte', value: true, evidence: `${came}, but not the one of ${iso(oldest)}` },
    { name: 'updated-gte-precision', value: grain, evidence: `${came}, but not the one of ${iso(oldest)}` },
  ]
}

/** A record just below the bound, that a filter by the minute would have let through, did not come. */
function fineGrain(newest: Memory['newest'], { rows, limit }: ListSight, bound: Instant): readonly CapabilityFinding[] {
  if (newest === null || rows.length >= limit || newest.stamp >= bound || newest.stamp < Math.floor(bound / 60_000) * 60_000) return []
  if (rows.some(({ id }) => id === newest.id)) return []
  const evidence = `asked from ${iso(bound)}: the one of ${iso(newest.stamp)} did not come`
  return [{ name: 'updated-gte-precision', value: 1000, evidence }]
}

function judgeFields({ fields, rows }: ListSight): readonly CapabilityFinding[] {
  if (fields === null || rows.length === 0) return []
  const others = new Set(rows.flatMap((row) => row.fields).filter((field) => !fields.includes(field)))
  const asked = `asked for ${fields.join(', ')}`
  if (others.size > 0) return [{ name: 'fields', value: false, evidence: `${asked}: ${[...others].slice(0, 4).join(', ')} came too` }]
  return [{ name: 'fields', value: true, evidence: `${asked}: nothing else came` }]
}

function judgeStamps({ rows }: ListSight): readonly CapabilityFinding[] {
  const stamps = [...new Set(rows.flatMap(({ updatedAt }) => updatedAt ?? []))]
  if (stamps.length < STAMPS_NEEDED) return []
  const precision = [60_000, 1000].find((grain) => stamps.every((stamp) => stamp % grain === 0)) ?? 1
  const finest = stamps.find((stamp) => precision === 60_000 || stamp % (precision * 60) !== 0)
  return [{ name: 'stamp-precision', value: precision, evidence: `${stamps.length} different stamps, such as ${iso(finest)}` }]
}

function judgeLag({ writes }: Memory, sight: ListSight): { writes: Memory['writes']; findings: readonly CapabilityFinding[] } {
  const findings: CapabilityFinding[] = []
  // Only a whole answer says that something was not in it.
  const whole = sight.offset === 0 && sight.rows.length < sight.limit
  const left = writes.flatMap((write) => {
    const row = sight.rows.find(({ id, updatedAt }) => id === write.id && updatedAt !== null && updatedAt >= write.stamp)
    if (row) {
      const value = write.missedAt === null ? 0 : write.missedAt - write.at
      const evidence = value === 0 ? 'the first list after a write showed it' : `a list ${value} ms after a write did not show it, a later one did`
      findings.push({ name: 'list-lag', value, evidence })
      return []
    }
    const missed = whole && (sight.updatedSince === null || sight.updatedSince <= write.stamp)
    return [missed ? { ...write, missedAt: sight.at } : write]
  })
  return { writes: left, findings }
}

/** Only a full page of the largest size says how large they come; that a CRM cuts them is for the reader to see. */
function judgeSize({ rows, limit, largest }: ListSight): readonly CapabilityFinding[] {
  if (limit < largest || rows.length < limit) return []
  return [{ name: 'page-size', value: limit, evidence: `asked for ${limit}, and as many came` }]
}

/** An answer with rows says that what was asked with it was taken. */
function taken({ rows, sort, updatedSince, fields }: ListSight): readonly CapabilityFinding[] {
  if (rows.length === 0) return []
  const evidence = 'asked with it, and records came'
  return [
    ...(sort === null ? [] : [{ name: 'accepts-sort', value: true, evidence } as const]),
    ...(updatedSince === null ? [] : [{ name: 'accepts-updated-gte', value: true, evidence } as const]),
    ...(fields === null ? [] : [{ name: 'accepts-fields', value: true, evidence } as const]),
  ]
}

function meet(memory: Memory, rows: readonly SeenRow[]): Memory {
  let { oldest, newest } = memory
  for (const { id, updatedAt } of rows) {
    if (updatedAt === null) continue
    if (oldest === null || updatedAt < oldest) oldest = updatedAt
    if (id !== null && (newest === null || updatedAt > newest.stamp)) newest = { id, stamp: updatedAt }
  }
  return { ...memory, oldest, newest }
}

function iso(time: number | undefined): string {
  return time === undefined ? 'nothing' : new Date(time).toISOString().replace('.000Z', 'Z')
}
