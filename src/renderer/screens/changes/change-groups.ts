/**
 * How the review sorts the outbox, and what a push of the ticked changes would be.
 *
 * What needs the rep stands first, then what waits. A change that comes from a record made here needs that record: ticking one
 * ticks both, unticking the record unticks what hangs on it.
 */
import type { ChangeId } from '../../../shared/model/ids'
import type { Change, ChangeState } from '../../../shared/sync/change'

export const changeGroups = ['needs-you', 'waiting', 'pushing', 'held', 'pushed', 'discarded'] as const
export type ChangeGroup = (typeof changeGroups)[number]

const groupOfState: Readonly<Record<ChangeState, ChangeGroup>> = {
  rejected: 'needs-you',
  conflict: 'needs-you',
  waiting: 'waiting',
  pushing: 'pushing',
  held: 'held',
  pushed: 'pushed',
  discarded: 'discarded',
}

/**
 * Newest first within a group. A change named in `placed` stays in that group whatever becomes of it: during a push nothing
 * moves under the hand.
 */
export function groupChanges(
  changes: readonly Change[],
  placed: ReadonlyMap<ChangeId, ChangeGroup> = new Map(),
): ReadonlyMap<ChangeGroup, readonly Change[]> {
  const groups = new Map<ChangeGroup, Change[]>(changeGroups.map((group) => [group, []]))
  const newestFirst = changes.toSorted((a, b) => b.createdAt - a.createdAt || compareIds(b.id, a.id))
  for (const change of newestFirst) groups.get(placed.get(change.id) ?? groupOfState[change.state])?.push(change)
  return groups
}

/** The places as they are now, to keep through a push. */
export function placesOf(changes: readonly Change[]): ReadonlyMap<ChangeId, ChangeGroup> {
  return new Map(changes.map((change) => [change.id, groupOfState[change.state]]))
}

/** Decimal strings of any length, by value. */
function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0)
}

/** Everything that waits is ticked unless the rep unticked it. */
export function tickedChanges(changes: readonly Change[], unticked: ReadonlySet<ChangeId>): readonly Change[] {
  return changes.filter((change) => change.state === 'waiting' && !unticked.has(change.id))
}

export interface Toggled {
  readonly unticked: ReadonlySet<ChangeId>
  /** Others that went along because one needs the other. */
  readonly along: readonly ChangeId[]
}

export function toggleTick(changes: readonly Change[], unticked: ReadonlySet<ChangeId>, id: ChangeId): Toggled {
  const ticking = unticked.has(id)
  const moved = ticking ? withNeeded(changes, id) : withDependents(changes, id)
  const next = new Set(unticked)
  const along: ChangeId[] = []
  for (const each of moved) {
    if (ticking ? !next.delete(each) : next.has(each)) continue
    if (!ticking) next.add(each)
    if (each !== id) along.push(each)
  }
  return { unticked: next, along }
}

function withNeeded(changes: readonly Change[], id: ChangeId): ReadonlySet<ChangeId> {
  const byId = new Map(changes.map((change) => [change.id, change]))
  return reachable(id, (each) => byId.get(each)?.needs ?? [])
}

function withDependents(changes: readonly Change[], id: ChangeId): ReadonlySet<ChangeId> {
  return reachable(id, (each) => changes.filter(({ needs }) => needs.includes(each)).map((change) => change.id))
}

function reachable(from: ChangeId, next: (id: ChangeId) => readonly ChangeId[]): ReadonlySet<ChangeId> {
  const seen = new Set<ChangeId>()
  const open = [from]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue
    seen.add(id)
    open.push(...next(id))
  }
  return seen
}

export interface PushPlan {
  readonly count: number
  readonly deletions: number
  /** The connections that the changes go to. */
  readonly connections: readonly Change['connection'][]
}

export function planOf(ticked: readonly Change[]): PushPlan {
  return {
    count: ticked.length,
    deletions: ticked.filter(({ kind }) => kind === 'delete').length,
    connections: [...new Set(ticked.map(({ connection }) => connection))],
  }
}
