/**
 * What `--json` prints for each noun: snake_case, stable, promised in docs/command-line.md. Nothing here is for people's eyes;
 * nothing else in the command line makes JSON of a noun.
 */
import { describeNotice, type StorageNotice } from '../../../shared/storage-notice'
import type { JsonObject } from '../../../shared/model/json'
import type { Instant } from '../../../shared/model/ids'
import type { ObjectType } from '../../../shared/model/object-type'
import type { RecordDocument } from '../../../shared/model/record'
import type { Connection, RecordView } from '../../../shared/model/views'
import type { Change, HistoryEntry, RecordConflict } from '../../../shared/sync/change'
import type { JournalEntry, SetAside } from '../../../shared/sync/journal'
import type {
  ChangeCheck,
  ConnectionState,
  ConnectionStatus,
  Difference,
  ObjectStatus,
  PullCounts,
  PushReport,
  Status,
  SyncReport,
} from '../../../shared/sync/report'
import { meaningOf } from '../../../shared/sync/refusal'
import { errorJson } from './error'

export function isoTime(at: Instant | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}

/** A change as `create`, `edit` and `delete` print it. */
export function madeChangeJson(change: Change) {
  return {
    id: change.id,
    object: change.object,
    record_id: change.remoteId ?? change.recordId,
    kind: change.kind,
    state: change.state,
    fields: change.fields.map(({ path, old, new: value, conflict }) => ({
      path,
      old,
      new: value,
      ...(conflict ? { base: conflict.base, mine: conflict.mine, theirs: conflict.theirs } : {}),
    })),
  }
}

/** The same with what stands in its way, as `changes` and all that act on changes print it. */
export function changeJson(change: Change) {
  const { error, recordConflict } = change
  const meaning = error && change.state === 'rejected' ? meaningOf(error.code) : null
  const refusal = error ? { code: error.code, message: error.message, ...(meaning === null ? {} : { meaning }) } : null
  return {
    ...madeChangeJson(change),
    ...(change.approved ? { approved: true } : {}),
    ...(change.blocked === null ? {} : { blocked: change.blocked }),
    ...(change.candidates.length > 0 ? { candidates: change.candidates.map(({ remoteId, name }) => ({ id: remoteId, name })) } : {}),
    ...(change.decided ? { decided: true } : {}),
    ...(change.rewritten.length > 0 ? { rewritten: change.rewritten } : {}),
    error: refusal ?? (recordConflict ? { code: recordConflict, message: describeRecordConflict(recordConflict) } : null),
  }
}

/** The same with where it belongs, as the listings print it: whoever keeps them as a file has the outbox whole. */
export function listedChangeJson(change: Change) {
  const { batch, needs, merged } = change
  return {
    ...changeJson(change),
    ...(batch === null ? {} : { batch }),
    ...(needs.length === 0 ? {} : { needs }),
    ...(merged.length === 0 ? {} : { merged }),
  }
}

export function journalJson({ at, object, event }: JournalEntry) {
  const { kind, ...rest } = event
  const failure = event.kind === 'failed' ? { during: event.during, error: errorJson(event.failure) } : null
  const until = event.kind === 'line' ? { state: event.state, until: isoTime(event.until) } : null
  return { at: isoTime(at), object, kind, ...(failure ?? until ?? rest) }
}

export function setAsideJson({ object, remoteId, name, reason, at, payload }: SetAside) {
  return { object, id: remoteId, name, reason, at: isoTime(at), payload }
}

export function describeRecordConflict(conflict: RecordConflict): string {
  switch (conflict) {
    case 'deleted-remotely':
      return 'The record was deleted in the CRM.'
    case 'changed-since-delete':
      return 'The record was changed in the CRM after you deleted it here.'
    case 'link-gone':
      return 'It links to a record that is gone from the CRM.'
    case 'may-already-exist':
      return 'The record may already have been created in the CRM.'
  }
}

export function connectionJson(connection: Connection, state: ConnectionState) {
  const { name, connector, provider, url, connectionId } = connection
  return { name, connector, provider, url, connection_id: connectionId, state }
}

/** The document as the CRM sent it, edits applied; `id` is the CRM's, or ours before the first push. */
export function recordJson(view: RecordView, options: { readonly raw: boolean }): JsonObject {
  const document: RecordDocument = { ...view.document, id: view.remoteId ?? view.id }
  return options.raw ? { ...document, raw: view.raw } : document
}

export function historyJson({ id, at, origin, path, old, new: value }: HistoryEntry) {
  return { id, at: isoTime(at), origin, path, old, new: value }
}

export function syncJson(report: SyncReport) {
  return {
    connections: report.connections.map(({ name, objects, error }) => ({
      name,
      objects: mapObjects(objects, pullCountsJson),
      error: error && errorJson(error),
    })),
  }
}

function pullCountsJson({ fetched, created, updated, deleted, quarantined }: PullCounts) {
  return { fetched, created, updated, deleted, quarantined }
}

/** `error` is there only when the push stopped before its end. */
export function pushJson({ pushed, rejected, conflicts, waiting, error }: PushReport) {
  return { pushed, rejected, conflicts, waiting, ...(error ? { error: errorJson(error) } : {}) }
}

export function checkJson({ id, would, why }: ChangeCheck) {
  return { id, would, why }
}

/** `notices` only where there is something to tell of the disk. */
export function statusJson(status: Status, notices: readonly StorageNotice[]) {
  return { connections: status.connections.map(connectionStatusJson), ...(notices.length > 0 ? { notices: notices.map(noticeJson) } : {}) }
}

/** What happened to the disk under the workspace: its kind, when, and in words. */
function noticeJson(notice: StorageNotice) {
  return { kind: notice.kind, at: isoTime(notice.at), message: describeNotice(notice) }
}

function connectionStatusJson({ name, provider, state, heldBackBy, objects, changes, pushMode }: ConnectionStatus) {
  const { waiting, held, pushing, rejected, conflict } = changes
  return {
    name,
    provider,
    state,
    held_back_by: heldBackBy,
    objects: mapObjects(objects, objectStatusJson),
    changes: { waiting, held, pushing, rejected, conflict },
    push_mode: pushMode,
  }
}

function objectStatusJson({ records, quarantined, checkpoint, pull, lastSyncAt, lastError, sweep }: ObjectStatus) {
  return {
    records,
    checkpoint: isoTime(checkpoint),
    state: pull.kind,
    last_sync_at: isoTime(lastSyncAt),
    last_error: lastError && errorJson(lastError),
    quarantined,
    last_sweep_at: isoTime(sweep.at),
    missed: sweep.missed,
    ...(pull.kind === 'backfilling'
      ? { reached: isoTime(pull.reached), seconds_left: pull.leftMs === null ? null : Math.round(pull.leftMs / 1000) }
      : {}),
  }
}

export function verifyJson({ equal, differences }: { readonly equal: boolean; readonly differences: readonly Difference[] }) {
  return { equal, differences: differences.map(({ object, id, path, mirror, remote }) => ({ object, id, path, mirror, remote })) }
}

function mapObjects<From, To>(objects: Partial<Record<ObjectType, From>>, make: (from: From) => To): Partial<Record<ObjectType, To>> {
  return Object.fromEntries(Object.entries(objects).map(([object, value]) => [object, make(value)]))
}
