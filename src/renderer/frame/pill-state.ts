/**
 * What the sync pill says, from what the engine says and nothing else. With several connections the worst wins, in the order
 * of `urgency`: what stops the rep first, then what needs them, then what they can't help, then good news.
 */
import type { Failure } from '../../shared/failure'
import type { Instant } from '../../shared/model/ids'
import { type ObjectType, objectTypes } from '../../shared/model/object-type'
import type { ConnectionStatus, ObjectStatus } from '../../shared/sync/report'

export type PillState =
  | { readonly kind: 'sign-in'; readonly changes: number }
  | { readonly kind: 'needs-you'; readonly conflicts: number; readonly rejected: number }
  | { readonly kind: 'disk-full'; readonly detail: string }
  | { readonly kind: 'offline'; readonly changes: number; readonly since: Instant | null }
  | { readonly kind: 'waiting'; readonly until: Instant | null }
  | { readonly kind: 'paused'; readonly since: Instant | null }
  | { readonly kind: 'pushing'; readonly done: number; readonly total: number }
  /** It can be reached, and some of it did not come: what is shown of these types is older. */
  | { readonly kind: 'missed'; readonly objects: readonly ObjectType[]; readonly because: Failure }
  | { readonly kind: 'first-download'; readonly stored: number; readonly total: number | null }
  | { readonly kind: 'good'; readonly at: Instant }
  | { readonly kind: 'starting' }
  /** Disconnected, with the copy kept: nothing to hurry for. */
  | { readonly kind: 'unlinked'; readonly changes: number }

const urgency: readonly PillState['kind'][] = [
  'sign-in',
  'needs-you',
  'disk-full',
  'offline',
  'waiting',
  'paused',
  'pushing',
  'missed',
  'first-download',
  'starting',
  'good',
  'unlinked',
]

export function pillOf(status: ConnectionStatus): PillState {
  const { changes } = status
  const kept = changes.waiting + changes.held + changes.pushing + changes.rejected + changes.conflict
  const objects = objectTypes.flatMap((object) => status.objects[object] ?? [])
  const disk = objects.find(({ lastError }) => lastError?.kind === 'storage')?.lastError
  if (status.state === 'unlinked') return { kind: 'unlinked', changes: kept }
  if (status.state === 'sign-in') return { kind: 'sign-in', changes: kept }
  if (changes.conflict + changes.rejected > 0) return { kind: 'needs-you', conflicts: changes.conflict, rejected: changes.rejected }
  if (disk?.kind === 'storage') return { kind: 'disk-full', detail: disk.detail }
  if (status.state === 'offline') return { kind: 'offline', changes: kept, since: status.stateSince }
  if (status.state === 'waiting') return { kind: 'waiting', until: status.waitingUntil }
  if (status.state === 'paused') return { kind: 'paused', since: status.stateSince }
  if (status.pushing) return { kind: 'pushing', ...status.pushing }
  const missed = missedOf(status)
  if (missed) return missed
  const download = firstDownload(objects)
  if (download) return download
  const reads = objects.flatMap(({ lastSyncAt }) => (lastSyncAt === null ? [] : [lastSyncAt]))
  return reads.length === 0 ? { kind: 'starting' } : { kind: 'good', at: Math.max(...reads) as Instant }
}

/** The worst of all connections, and whose it is; null where there is none. */
export function worstPill(connections: readonly ConnectionStatus[]): { readonly status: ConnectionStatus; readonly pill: PillState } | null {
  const all = connections.map((status) => ({ status, pill: pillOf(status) }))
  return all.reduce<(typeof all)[number] | null>((worst, each) => (worst && !isWorse(each.pill, worst.pill) ? worst : each), null)
}

function isWorse(pill: PillState, than: PillState): boolean {
  const rank = urgency.indexOf(pill.kind) - urgency.indexOf(than.kind)
  return rank === 0 ? pill.kind === 'good' && than.kind === 'good' && pill.at < than.at : rank < 0
}

/** What the last look at it failed to bring; what a CRM never had is nothing that fails. */
function missedOf({ objects }: ConnectionStatus): PillState | null {
  const failed = objectTypes.flatMap((object) => {
    const because = objects[object]?.lastError ?? null
    return because === null || because.kind === 'not-supported' ? [] : [{ object, because }]
  })
  const [first] = failed
  return first ? { kind: 'missed', objects: failed.map(({ object }) => object), because: first.because } : null
}

/** Under way while a type is being read for the first time; a total only when every type knows its own. */
function firstDownload(objects: readonly ObjectStatus[]): PillState | null {
  // Between the first look at every type and its long walk, a type is neither: it is still on its way.
  const begun = objects.some(({ pull, records }) => pull.kind === 'backfilling' || records > 0)
  const missing = objects.some(({ pull, lastError }) => pull.kind === 'backfilling' || (pull.kind === 'never-pulled' && lastError === null))
  if (!begun || !missing) return null
  let stored = 0
  let total: number | null = 0
  for (const { pull, records } of objects) {
    const [has, of] = pull.kind === 'backfilling' ? [pull.stored, pull.total] : pull.kind === 'never-pulled' ? [0, null] : [records, records]
    stored += has
    total = total === null || of === null ? null : total + Math.max(of, has)
  }
  return { kind: 'first-download', stored, total }
}

/** Whole percents, and never 100 before it is done. */
export function percentOf(stored: number, total: number): number {
  return total === 0 ? 0 : Math.min(99, Math.floor((stored / total) * 100))
}
