/** One of each noun, whole, for tests that care about one part of it. */
import { instant, parseChangeId, parseConnectionId, parseRecordId, parseRemoteId } from '../../../../src/shared/model/ids'
import type { Connection } from '../../../../src/shared/model/views'
import type { Change } from '../../../../src/shared/sync/change'
import type { ConnectionStatus, Status } from '../../../../src/shared/sync/report'

export const acme: Connection = {
  id: parseConnectionId('unified-1'),
  name: 'Acme',
  connector: 'unified',
  provider: 'hubspot',
  url: 'http://127.0.0.1:4000',
  connectionId: 'c-1',
  tokenEnv: 'CRM_TOKEN',
  me: null,
  sample: false,
  workspaceId: null,
  account: null,
  unlinked: false,
}

export const globex: Connection = { ...acme, id: parseConnectionId('unified-2'), name: 'Globex', connectionId: 'c-2' }

export const at = instant(Date.parse('2026-11-24T09:00:00.000Z'))

export function change(part: Partial<Change> = {}): Change {
  return {
    id: parseChangeId('7'),
    connection: acme.id,
    object: 'contact',
    recordId: parseRecordId('r_abc'),
    remoteId: parseRemoteId('501'),
    name: 'Ada Lovelace',
    kind: 'update',
    state: 'waiting',
    fields: [{ path: 'title', old: 'CTO', new: 'CEO', conflict: null }],
    error: null,
    recordConflict: null,
    merged: [],
    rewritten: [],
    candidates: [],
    blocked: null,
    decided: false,
    needs: [],
    batch: null,
    approved: false,
    createdAt: at,
    updatedAt: at,
    ...part,
  }
}

export function status(part: Partial<ConnectionStatus> = {}): Status {
  return {
    connections: [
      {
        connection: acme.id,
        name: 'Acme',
        provider: 'hubspot',
        state: 'connected',
        stateSince: null,
        waitingUntil: null,
        pushMode: 'review',
        heldBackBy: [],
        pushing: null,
        objects: {
          contact: {
            records: 3,
            quarantined: 1,
            checkpoint: at,
            pull: { kind: 'up-to-date', at },
            lastSyncAt: at,
            lastError: null,
            sweep: { at: null, missed: 0, doubted: false },
          },
        },
        changes: { waiting: 1, held: 0, pushing: 0, rejected: 0, conflict: 2 },
        ...part,
      },
    ],
  }
}
