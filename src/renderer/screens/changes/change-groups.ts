/**
 * How the review sorts the outbox, and what a push of the ticked changes would be.
 *
 * What needs the rep stands first, then what waits. A change that comes from a record made here needs that record: ticking one
 * ticks both, unticking the record unticks what hangs on it.
 */
import type { ChangeId } from '../../../shared/model/ids'
import { fieldAt } from '../../../shared/model/fields'
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
export function tickedChanges(changes: readonly Change[], unticked: ReadonlySet<ChangeId>, fields: UntickedFields = new Map()): readonly Change[] {
  return changes.filter((change) => change.state === 'waiting' && !unticked.has(change.id) && goingFields(change, fields)?.length !== 0)
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

/** The fields of a change that the rep unticked: they stay behind, as a younger change. */
export type UntickedFields = ReadonlyMap<ChangeId, ReadonlySet<string>>

/** Name and its parts, a deal's stage with its amount: what is decided as one goes as one. */
export function toggleField(unticked: UntickedFields, change: Change, path: string): UntickedFields {
  const unit = fieldAt(change.object, path)?.unit
  const along = change.fields.map((field) => field.path).filter((each) => each === path || (unit && fieldAt(change.object, each)?.unit === unit))
  const before = unticked.get(change.id) ?? new Set<string>()
  const next = before.has(path) ? new Set([...before].filter((each) => !along.includes(each))) : new Set([...before, ...along])
  return new Map(unticked).set(change.id, next)
}

/** Of a change that goes in part, the fields that go; null where all of it goes. */
export function goingFields(change: Change, unticked: UntickedFields): readonly string[] | null {
  const staying = unticked.get(change.id)
  const going = change.fields.map(({ path }) => path).filter((path) => !staying?.has(path))
  return going.length === change.fields.length ? null : going
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
