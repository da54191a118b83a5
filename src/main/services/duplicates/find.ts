/**
 * Records that look like one: by shared e-mail, phone, domain or name, and by near names in the same company.
 *
 * Every reason has a weight; two records are as alike as the sum of theirs. Those that are likely one join to a group, and a weaker pair
 * stands for itself. A key that many share (a switchboard, info@) tells nobody apart and counts for nothing. The work is bounded: keys are
 * read in pieces, and so many pairs are kept and no more.
 */
import { editDistance } from '../../../shared/near-text'
import type { DuplicateList, DuplicateObject, DuplicateReason, Strength } from '../../../shared/model/duplicates'
import type { ConnectionId } from '../../../shared/model/ids'
import { distinctPairs, type KeyEntry, type KeyPrefix, keysAfter, likeRecords, plainNames } from '../../mirror/duplicates'
import type { ReadDb } from '../../mirror/open'

const KEYS_AT_ONCE = 1000
/** A key of more records than this is no sign of anything. */
const MOST_SHARING = 8
/** In one company; larger ones are compared with their neighbours by name. */
const MOST_COMPARED = 60
const NEIGHBOURS = 6
const MOST_PAIRS = 50_000

const weights: Readonly<Record<DuplicateObject, Readonly<Record<DuplicateReason, number>>>> = {
  contact: { email: 70, phone: 40, domain: 0, name: 30, 'near-name': 25, 'same-company': 20 },
  company: { email: 30, phone: 35, domain: 60, name: 50, 'near-name': 35, 'same-company': 0 },
}
const CERTAIN = 80
const LIKELY = 50
const POSSIBLE = 30

export interface FindOptions {
  readonly connection: ConnectionId
  readonly object: DuplicateObject
  readonly limit: number
  readonly between: () => Promise<void>
}

interface Pair {
  readonly a: number
  readonly b: number
  readonly reasons: Set<DuplicateReason>
}

/** The keys must be up to date. */
export async function findDuplicates(db: ReadDb, { connection, object, limit, between }: FindOptions): Promise<DuplicateList> {
  const pairs = new Map<string, Pair>()
  const distinct = distinctPairs(db, connection)
  let complete = true
  const note = (left: number, right: number, reason: DuplicateReason): void => {
    const [a, b] = left < right ? [left, right] : [right, left]
    const key = `${a} ${b}`
    if (distinct.has(key)) return
    const known = pairs.get(key)
    if (known) known.reasons.add(reason)
    else if (pairs.size < MOST_PAIRS) pairs.set(key, { a, b, reasons: new Set([reason]) })
    else complete = false
  }
  const shared = async (prefix: KeyPrefix, reason: DuplicateReason): Promise<void> => {
    for await (const rids of groupsOf(db, connection, object, prefix, between)) {
      if (rids.length <= MOST_SHARING) eachPair(rids, (a, b) => note(a, b, reason))
    }
  }
  await shared('e', 'email')
  await shared('p', 'phone')
  if (object === 'company') await shared('d', 'domain')
  for await (const rids of groupsOf(db, connection, object, object === 'contact' ? 'w' : 'b', between)) {
    const names = plainNames(db, object, rids)
    eachNear(rids, names, (a, b) => {
      const same = sameWords(names.get(a) ?? '', names.get(b) ?? '')
      if (!same && !isNear(names.get(a) ?? '', names.get(b) ?? '')) return
      note(a, b, same ? 'name' : 'near-name')
      if (object === 'contact') note(a, b, 'same-company')
    })
  }
  // Last: a name alone says least, and many are called alike. Where not all can be kept, these are the ones to go.
  await shared('n', 'name')
  return grouped(db, object, [...pairs.values()], limit, complete)
}

/** Records that share a key, key by key; single ones are left out. */
async function* groupsOf(
  db: ReadDb,
  connection: ConnectionId,
  object: DuplicateObject,
  prefix: KeyPrefix,
  between: () => Promise<void>,
): AsyncGenerator<readonly number[]> {
  let after: KeyEntry | null = null
  let key = ''
  let rids: number[] = []
  for (;;) {
    const entries: readonly KeyEntry[] = keysAfter(db, connection, object, prefix, after, KEYS_AT_ONCE)
    for (const entry of entries) {
      if (entry.key !== key) {
        if (rids.length > 1) yield rids
        key = entry.key
        rids = []
      }
      rids.push(entry.rid)
    }
    const last = entries.at(-1)
    if (!last || entries.length < KEYS_AT_ONCE) break
    after = last
    await between()
  }
  if (rids.length > 1) yield rids
}

function eachPair(rids: readonly number[], take: (a: number, b: number) => void): void {
  for (const [index, a] of rids.entries()) for (const b of rids.slice(index + 1)) take(a, b)
}

/** All pairs of a small group; of a large one, each with those that follow it by name. */
function eachNear(rids: readonly number[], names: ReadonlyMap<number, string>, take: (a: number, b: number) => void): void {
  if (rids.length <= MOST_COMPARED) return eachPair(rids, take)
  const sorted = rids.toSorted((a, b) => (names.get(a) ?? '').localeCompare(names.get(b) ?? '', 'en'))
  for (const [index, a] of sorted.entries()) for (const b of sorted.slice(index + 1, index + 1 + NEIGHBOURS)) take(a, b)
}

export function isNear(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length)
  if (shorter < 5) return false
  const most = shorter < 9 ? 1 : 2
  return editDistance(a, b, most) <= most
}

function sameWords(a: string, b: string): boolean {
  return a !== '' && a.split(' ').toSorted().join(' ') === b.split(' ').toSorted().join(' ')
}

function grouped(db: ReadDb, object: DuplicateObject, pairs: readonly Pair[], limit: number, complete: boolean): DuplicateList {
  const scored = pairs
    .map((pair) => ({ ...pair, score: scoreOf(object, pair.reasons) }))
    .filter(({ score }) => score >= POSSIBLE)
    .toSorted((a, b) => b.score - a.score || a.a - b.a || a.b - b.b)
  const parents = new Map<number, number>()
  const rootOf = (rid: number): number => {
    const parent = parents.get(rid) ?? rid
    return parent === rid ? rid : rootOf(parent)
  }
  for (const { a, b, score } of scored) if (score >= LIKELY) parents.set(rootOf(b), rootOf(a))
  const groups = new Map<string, { score: number; reasons: Set<DuplicateReason>; rids: Set<number> }>()
  for (const { a, b, score, reasons } of scored) {
    const isJoined = rootOf(a) === rootOf(b)
    const key = isJoined ? String(rootOf(a)) : `${a} ${b}`
    const group = groups.get(key) ?? { score, reasons: new Set(), rids: new Set() }
    for (const reason of reasons) group.reasons.add(reason)
    group.rids.add(a).add(b)
    groups.set(key, group)
  }
  const counts: Record<Strength, number> = { certain: 0, likely: 0, possible: 0 }
  for (const { score } of groups.values()) counts[strengthOf(score)] += 1
  const shown = [...groups.values()].toSorted((a, b) => b.score - a.score).slice(0, limit)
  const records = likeRecords(
    db,
    shown.flatMap(({ rids }) => [...rids]),
  )
  return {
    groups: shown.flatMap(({ score, reasons, rids }) => {
      const alike = [...rids].toSorted((a, b) => a - b).flatMap((rid) => records.get(rid) ?? [])
      return alike.length < 2 ? [] : [{ strength: strengthOf(score), score, reasons: [...reasons], records: alike }]
    }),
    counts,
    complete,
  }
}

function scoreOf(object: DuplicateObject, reasons: ReadonlySet<DuplicateReason>): number {
  const of = weights[object]
  return [...reasons].reduce((sum, reason) => sum + of[reason], 0)
}

function strengthOf(score: number): Strength {
  return score >= CERTAIN ? 'certain' : score >= LIKELY ? 'likely' : 'possible'
}
