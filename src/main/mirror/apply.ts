/**
 * Applying what came from the CRM: again, late or in another order, the mirror ends up the same.
 *
 * An answer applies when its request left after the answer that we hold was heard, or when its stamp is newer. An older stamp from
 * a list proves nothing (a restored record and a stale replica look alike), nor does one from a read that another answer overtook: it is
 * named for a read by id. Content that is known writes no row and tells nobody.
 */
import type { ChangeId, ConnectionId, Instant, RecordId, RemoteId } from '../../shared/model/ids'
import { parseInstant } from '../../shared/model/ids'
import { canonicalJson, type JsonObject } from '../../shared/model/json'
import type { ObjectType } from '../../shared/model/object-type'
import type { RecordDocument } from '../../shared/model/record'
import { noteDifferences } from './history'
import { kindOf, recordIdFor, requireStream } from './identity'
import { checkForConflicts } from './early-conflicts'
import { liftQuarantine } from './quarantine'
import { handleOf, type WriteDb } from './sql'
import { transaction } from './transaction'
import { addRecord, refreshView, type StoredRecord } from './view'

/** A record as it came; the connector's `IncomingRecord` is one. */
export interface IncomingRecordLike {
  readonly object: ObjectType
  readonly remoteId: RemoteId
  readonly document: RecordDocument
  readonly raw: JsonObject | null
}

export interface ApplyInput {
  readonly connection: ConnectionId
  readonly records: readonly IncomingRecordLike[]
  /** The number the request got when it was sent. */
  readonly seq: number
  readonly now: Instant
  readonly source: 'list' | 'read' | 'push'
  /** A number taken when the answer was heard: what left before that may have been served before it. */
  readonly heardSeq?: number
}

export interface ApplyReport {
  readonly created: readonly RecordId[]
  readonly updated: readonly RecordId[]
  readonly unchanged: number
  /** Their stamp is older than ours: only a read by id can tell. */
  readonly verify: readonly { readonly object: ObjectType; readonly remoteId: RemoteId }[]
  /** Changes that came into conflict with what arrived. */
  readonly conflicts: readonly ChangeId[]
}

/** Numbers for requests, rising over restarts: they are taken a thousand at a time, so that most cost no write. */
export function createSequence(db: WriteDb): () => number {
  let next = 0
  let end = 0
  return () => {
    if (next >= end) {
      end = transaction(db, 'pulled', () => takeThousand(db)) + 1
      next = end - 1000
    }
    next += 1
    return next - 1
  }
}

function takeThousand(db: WriteDb): number {
  return db.get<{ readonly value: number }>(`UPDATE meta SET value = value + 1000 WHERE name = 'seq' RETURNING value`)?.value ?? 1000
}

/** Must run in a transaction, with the checkpoint that covers it. */
export function applyRecords(db: WriteDb, input: ApplyInput): ApplyReport {
  const report = {
    created: [] as RecordId[],
    updated: [] as RecordId[],
    unchanged: 0,
    verify: [] as ApplyReport['verify'][number][],
    conflicts: [] as ChangeId[],
  }
  for (const record of input.records) {
    const stream = requireStream(db, input.connection, record.object)
    const row = db.get<StoredRecord>(
      'SELECT rid, id, list, remote_id, seq, updated_at, quarantined, raw_json, remote_json, view_json FROM record WHERE stream = ? AND remote_id = ? AND kind = ?',
      stream,
      record.remoteId,
      kindOf(record.object, record.document),
    )
    if (!row) report.created.push(create(db, input, record, stream))
    else if (isStale(db, row, record, input)) {
      // A list may lag; a read of the record itself was overtaken by another answer, and the next one tells.
      if (input.source === 'list' ? isOlder(row, record) : input.source === 'read' && !isKnown(row, record))
        report.verify.push({ object: record.object, remoteId: record.remoteId })
      report.unchanged += 1
    } else if (isKnown(row, record)) {
      handleOf(db).state.confirmedSeq.set(row.rid, input.heardSeq ?? input.seq)
      report.unchanged += 1
    } else report.conflicts.push(...update(db, input, record, row, report.updated, stream))
  }
  return report
}

function create(db: WriteDb, { connection, seq, heardSeq = seq, now }: ApplyInput, record: IncomingRecordLike, stream: number): RecordId {
  const { object, remoteId, document, raw } = record
  const id = recordIdFor(connection, object, remoteId, document)
  liftQuarantine(db, stream, remoteId)
  addRecord(db, {
    connection,
    object,
    stream,
    id,
    remoteId,
    seq: heardSeq,
    seenAt: now,
    document,
    rawJson: raw === null ? null : JSON.stringify(raw),
    remoteJson: JSON.stringify(document),
  })
  return id
}

function update(
  db: WriteDb,
  { connection, seq, heardSeq = seq, now }: ApplyInput,
  record: IncomingRecordLike,
  row: StoredRecord,
  updated: RecordId[],
  stream: number,
): readonly ChangeId[] {
  const { object, remoteId, document, raw } = record
  const before = JSON.parse(row.remote_json ?? '{}') as JsonObject
  db.run(
    'UPDATE record SET seq = ?, seen_at = ?, quarantined = NULL, raw_json = ?, remote_json = ? WHERE rid = ?',
    heardSeq,
    now,
    raw === null ? null : JSON.stringify(raw),
    JSON.stringify(document),
    row.rid,
  )
  if (row.quarantined !== null) liftQuarantine(db, stream, remoteId)
  noteDifferences(db, { object, recordId: row.id, before, after: document, origin: 'remote', now })
  const conflicts =
    row.view_json === null && row.list !== null ? [] : checkForConflicts(db, { connection, object, recordId: row.id, before, remote: document, now })
  refreshView(db, connection, object, row.id)
  updated.push(row.id)
  return conflicts
}

/** True when an answer that left later is already here, and the stamp does not say otherwise. */
function isStale(db: WriteDb, row: StoredRecord, record: IncomingRecordLike, { seq, source }: ApplyInput): boolean {
  if (source === 'list' && isOlder(row, record)) return true
  const confirmed = handleOf(db).state.confirmedSeq.get(row.rid) ?? 0
  if (seq > Math.max(row.seq, confirmed)) return false
  const stamp = parseInstant(record.document['updated_at'])
  return stamp === null || row.updated_at === null || stamp <= row.updated_at
}

function isOlder(row: StoredRecord, record: IncomingRecordLike): boolean {
  const stamp = parseInstant(record.document['updated_at'])
  return stamp !== null && row.updated_at !== null && stamp < row.updated_at
}

/** The same text is the same content; only where the text differs is it worth ordering the keys. */
function isKnown(row: StoredRecord, record: IncomingRecordLike): boolean {
  if (row.quarantined !== null || row.remote_json === null) return false
  if (record.raw !== null && JSON.stringify(record.raw) !== row.raw_json) return false
  if (JSON.stringify(record.document) === row.remote_json) return true
  return canonicalJson(record.document) === canonicalJson(JSON.parse(row.remote_json) as JsonObject)
}
