/** Keeps the log of one connection: what its pulls, comparisons and pushes did that a rep would want to know. */
import type { Failure } from '../../../shared/failure'
import type { ConnectionId, Instant } from '../../../shared/model/ids'
import type { ObjectType } from '../../../shared/model/object-type'
import type { JournalEvent } from '../../../shared/sync/journal'
import type { ConnectionState, PullCounts, PushReport } from '../../../shared/sync/report'
import { noteJournal } from '../../mirror/journal'
import type { WriteDb } from '../../mirror/open'
import type { World } from '../../world'

export interface Scanned {
  readonly counts: PullCounts
  readonly conflicts: number
  readonly failure: Failure | null
}

export interface Diary {
  /** `first`: it completed the first walk. */
  scanned(object: ObjectType, scan: Scanned & { readonly first: boolean }): void
  reconciled(object: ObjectType, sweep: Scanned): void
  pushed(report: PushReport): void
  line(state: ConnectionState, until: Instant | null): void
}

export function openDiary({ db, world, connection }: { readonly db: WriteDb; readonly world: World; readonly connection: ConnectionId }): Diary {
  const note = (object: ObjectType | null, events: readonly JournalEvent[]): void => {
    for (const event of events) noteJournal(db, { at: world.now(), connection, object, event })
  }
  return {
    scanned: (object, scan) => note(object, eventsOfScan(scan)),
    reconciled: (object, sweep) => note(object, eventsOfReconcile(sweep)),
    pushed: (report) => note(null, eventsOfPush(report)),
    line: (state, until) => note(null, [{ kind: 'line', state, until }]),
  }
}

function eventsOfScan({ counts, conflicts, failure, first }: Scanned & { readonly first: boolean }): readonly JournalEvent[] {
  const { created, updated, deleted } = counts
  return [
    ...(first && failure === null
      ? [{ kind: 'downloaded', records: created + updated } as const]
      : created + updated + deleted > 0
        ? [{ kind: 'pulled', created, updated, deleted } as const]
        : []),
    ...restOf({ counts, conflicts, failure }, 'pull'),
  ]
}

function eventsOfReconcile(sweep: Scanned): readonly JournalEvent[] {
  const { created, updated, deleted } = sweep.counts
  return [...(sweep.failure === null ? [{ kind: 'reconciled', created, updated, deleted } as const] : []), ...restOf(sweep, 'reconcile')]
}

function restOf({ counts, conflicts, failure }: Scanned, during: 'pull' | 'reconcile'): readonly JournalEvent[] {
  return [
    ...(counts.quarantined > 0 ? [{ kind: 'set-aside', records: counts.quarantined } as const] : []),
    ...(conflicts > 0 ? [{ kind: 'conflicts', changes: conflicts } as const] : []),
    // What this CRM does not have is no failure of today.
    ...(failure === null || failure.kind === 'not-supported' ? [] : [{ kind: 'failed', during, failure } as const]),
  ]
}

function eventsOfPush({ pushed, rejected, conflicts, error }: PushReport): readonly JournalEvent[] {
  return [
    ...(pushed + rejected + conflicts > 0 ? [{ kind: 'pushed', pushed, rejected, conflicts } as const] : []),
    ...(error === null ? [] : [{ kind: 'failed', during: 'push', failure: error } as const]),
  ]
}
