/** What a scan of one type brought, and what all scans of one look at a connection come to. */
import type { Failure } from '../../../shared/failure'
import type { ObjectType } from '../../../shared/model/object-type'
import type { Connection } from '../../../shared/model/views'
import type { PullCounts, SyncReport } from '../../../shared/sync/report'

export type ConnectionReport = SyncReport['connections'][number]

export interface ScanResult {
  readonly counts: PullCounts
  readonly conflicts: number
  readonly failure: Failure | null
}

/** Only the rep's own records are wanted, and the CRM shows no user with their address. */
export function nobodyKnowsMine({ me }: Connection): ScanResult {
  const failure: Failure = { kind: 'not-found', what: 'user in the CRM with the e-mail address', id: me ?? '' }
  return { counts: { fetched: 0, created: 0, updated: 0, deleted: 0, quarantined: 0 }, conflicts: 0, failure }
}

/** Two scans of one type, as one. */
export function addUp(a: ScanResult, b: ScanResult): ScanResult {
  const sum = (key: keyof PullCounts): number => a.counts[key] + b.counts[key]
  return {
    counts: {
      fetched: sum('fetched'),
      created: sum('created'),
      updated: sum('updated'),
      deleted: sum('deleted'),
      quarantined: Math.max(a.counts.quarantined, b.counts.quarantined),
    },
    conflicts: a.conflicts + b.conflicts,
    failure: a.failure ?? b.failure,
  }
}

/** `needed`: how many changes came to need the rep before anything was pulled. */
export function reportOf(connection: Connection, results: ReadonlyMap<ObjectType, ScanResult>, needed: number): ConnectionReport {
  const failures = [...results.values()].flatMap(({ failure }) => (failure ? [failure] : []))
  const wrong = failures.find(({ kind }) => kind !== 'not-supported')
  // One type that this CRM lacks is how it is; when it lacks every one, something else is wrong.
  const nothingWorks = results.size > 0 && failures.length === results.size
  return {
    connection: connection.id,
    name: connection.name,
    objects: Object.fromEntries([...results].map(([object, { counts }]) => [object, counts])),
    newConflicts: [...results.values()].reduce((sum, { conflicts }) => sum + conflicts, needed),
    error: wrong ?? (nothingWorks ? (failures[0] ?? null) : null),
  }
}
