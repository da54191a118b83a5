/** How everything stands: from what the mirror keeps, and from what runs right now, which is plain data so that a reader can have it too. */
import type { ConnectionId } from '../../../shared/model/ids'
import { type ObjectType, objectTypes } from '../../../shared/model/object-type'
import type { Connection } from '../../../shared/model/views'
import type { PushMode } from '../../../shared/settings'
import type { PullState } from '../../../shared/sync/pull-state'
import type { ConnectionStatus, ObjectStatus } from '../../../shared/sync/report'
import { loadCheckpoints, type StoredCheckpoint } from '../../mirror/checkpoints'
import { recordCounts } from '../../mirror/counts'
import type { ReadDb } from '../../mirror/open'
import { countChanges } from '../../mirror/outbox'
import { loadSweepLogs, noSweepLog } from '../../mirror/sweep-log'

/** What is known of a connection only while the engine runs. */
export interface ConnectionRuntime extends Pick<ConnectionStatus, 'state' | 'stateSince' | 'waitingUntil' | 'heldBackBy' | 'pushing'> {
  /** The pulls under way. */
  readonly pulling: Partial<Record<ObjectType, PullState>>
  /** What polls reached that found nothing and were not worth a write. */
  readonly polled: Partial<Record<ObjectType, StoredCheckpoint>>
}

export const idleRuntime: ConnectionRuntime = {
  state: 'connected',
  stateSince: null,
  waitingUntil: null,
  heldBackBy: [],
  pushing: null,
  pulling: {},
  polled: {},
}

export function readStatus(
  db: ReadDb,
  connections: readonly Connection[],
  runtimes: ReadonlyMap<ConnectionId, ConnectionRuntime>,
  pushMode: (connection: ConnectionId) => PushMode,
): readonly ConnectionStatus[] {
  return connections.map((connection) => readConnectionStatus(db, connection, runtimes.get(connection.id) ?? idleRuntime, pushMode(connection.id)))
}

/** Told after each page and each step of a push, so it costs a few statements, however many types there are. */
export function readConnectionStatus(db: ReadDb, connection: Connection, runtime: ConnectionRuntime, pushMode: PushMode): ConnectionStatus {
  const { pulling, polled, ...line } = runtime
  const checkpoints = loadCheckpoints(db, connection.id)
  const counts = recordCounts(db, connection.id)
  const sweeps = loadSweepLogs(db, connection.id)
  const statusOf = (object: ObjectType): ObjectStatus => {
    const stored = polled[object] ?? checkpoints.get(object) ?? null
    const { endedAt, missed, doubted } = sweeps.get(object) ?? noSweepLog
    return {
      ...(counts.get(object) ?? { records: 0, quarantined: 0 }),
      checkpoint: stored?.bound ?? null,
      pull: pulling[object] ?? restingState(stored, runtime),
      lastSyncAt: stored?.lastOkAt ?? null,
      lastError: stored?.lastError ?? null,
      sweep: { at: endedAt, missed, doubted },
    }
  }
  return {
    connection: connection.id,
    name: connection.name,
    provider: connection.provider,
    ...line,
    ...(connection.unlinked ? { state: 'unlinked' as const } : {}),
    objects: Object.fromEntries(objectTypes.map((object) => [object, statusOf(object)])),
    changes: countChanges(db, connection.id),
    pushMode,
  }
}

function restingState(stored: StoredCheckpoint | null, { waitingUntil }: ConnectionRuntime): PullState {
  if (stored === null) return { kind: 'never-pulled' }
  const { lastError, lastOkAt, backfilledAt } = stored
  if (lastError === null) return backfilledAt === null || lastOkAt === null ? { kind: 'never-pulled' } : { kind: 'up-to-date', at: lastOkAt }
  switch (lastError.kind) {
    case 'not-supported':
      // It never was there: nothing to wait for and nothing to mend.
      return { kind: 'never-pulled' }
    case 'unreachable':
      return { kind: 'waiting', until: lastError.retryAt ?? waitingUntil, because: lastError }
    case 'asked-to-wait':
      return { kind: 'waiting', until: lastError.until, because: lastError }
    default:
      return { kind: 'halted', because: lastError }
  }
}
