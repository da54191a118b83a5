/**
 * What became of a change that was sent: each in one transaction with what it does to the record, and only to that change. The rep may
 * have typed meanwhile: younger changes keep their own values and are measured against what the CRM holds now.
 */
import { type FieldPath, readField } from '../../shared/model/field-path'
import { parseInstant, type ChangeId, type Instant, type RemoteId } from '../../shared/model/ids'
import type { JsonObject } from '../../shared/model/json'
import type { RecordDocument } from '../../shared/model/record'
import type { ChangeError, RewrittenField } from '../../shared/sync/change'
import { keptAsSent, kindOf, type PatchField, sameValue } from '../../shared/sync/merge-field'
import { takeInTwin } from './adopt'
import type { IncomingRecordLike } from './apply'
import { unapproved } from './approval'
import { type ChangeRow, findRow, knownFields, dataOf, openRows, patchOf, updateChange } from './change-row'
import { noteHistory, noteRecord } from './history'
import { kindOf as eventKindOf, requireStream } from './identity'
import { askAboutLinks } from './lost-links'
import { canMove, moveChange } from './moves'
import { nameOf } from './rows'
import type { WriteDb } from './sql'
import { touchOutbox } from './touched'
import { transaction } from './transaction'
import { dropRecord, findStored, refreshView, shownOf, type StoredRecord } from './view'

export interface Pushed {
  /** The record as the CRM answered it; null when its answer could not be had. */
  readonly answer: IncomingRecordLike | null
  /** What was sent; null when nothing had to be. */
  readonly sent: RecordDocument | null
  /** The number of the request that answered. */
  readonly seq: number
  /**
   * A number taken when the answer arrived. Reads with a lower one left before that: the CRM may have performed them before the write,
   * though they were sent after it. Left out where nothing was written.
   */
  readonly heardSeq?: number
  readonly now: Instant
}

/** The CRM's answer is the new base; what it rewrote is shown and never pushed again. */
export function settlePushed(db: WriteDb, id: ChangeId, { answer, sent, seq, heardSeq = seq, now }: Pushed): void {
  transaction(db, 'person', () => {
    const row = findRow(db, id)
    const record = row && findStored(db, row.record_id)
    if (!row || row.state === 'pushed') return
    moveChange(db, row.id, 'arrive', { error: null, next_at: null, updated_at: now })
    touchOutbox(db, row.connection)
    if (!record) return
    const before = JSON.parse(record.remote_json ?? '{}') as JsonObject
    if (row.kind === 'create' && answer) becomeRemote(db, row, record, answer.remoteId, answer.document)
    const after = answer?.document ?? (sent === null ? before : { ...before, ...sent })
    if (isNews(record, after, seq, sent !== null)) {
      db.run(
        'UPDATE record SET seq = max(seq, ?), seen_at = ?, remote_json = ? WHERE rid = ?',
        Math.max(seq, heardSeq),
        now,
        JSON.stringify(after),
        record.rid,
      )
    }
    const rewritten = answer === null || sent === null ? [] : rewrittenFields(row, sent, answer.document)
    if (rewritten.length > 0) updateChange(db, row.id, { rewritten: JSON.stringify(rewritten) })
    noteArrival(db, row, { before, after, rewritten, now })
    rebaseYounger(db, row, after, now)
    refreshView(db, row.connection, row.object, row.record_id)
  })
}

/** A deletion that the CRM confirmed, or a record that is gone there without it: then `how` is `agree`. */
export function settleGone(db: WriteDb, id: ChangeId, now: Instant, how: 'arrive' | 'agree' = 'arrive'): void {
  transaction(db, 'person', () => {
    const row = findRow(db, id)
    if (!row || row.state === 'pushed' || row.state === 'discarded') return
    moveChange(db, row.id, how, { error: null, next_at: null, updated_at: now })
    for (const other of openRows(db, row.record_id)) if (canMove(other, 'replace')) moveChange(db, other.id, 'replace', { updated_at: now })
    const record = findStored(db, row.record_id)
    if (record) dropRecord(db, row.connection, row.object, record)
    noteRecord(db, row.record_id, 'deleted', how === 'arrive' ? 'push' : 'remote', now)
    if (record) {
      const { connection, object, record_id: recordId } = row
      askAboutLinks(db, { connection, object, recordId, remoteId: record.remote_id, name: nameOf(object, shownOf(record)) }, now)
    }
    touchOutbox(db, row.connection)
  })
}

/** The CRM said no. Its words stay with the change; nothing of it was applied. */
export function settleRejected(db: WriteDb, id: ChangeId, error: ChangeError, now: Instant): void {
  transaction(db, 'person', () => {
    const row = findRow(db, id)
    if (!row) return
    moveChange(db, row.id, 'refuse', {
      error: JSON.stringify(error),
      first_sent_at: null,
      uncertain: 0,
      next_at: null,
      updated_at: now,
      ...unapproved,
    })
    touchOutbox(db, row.connection)
    if (findStored(db, row.record_id)) refreshView(db, row.connection, row.object, row.record_id)
  })
}

/** A record that was made here has the CRM's id from now on; ours stays, and every link to it holds. */
export function becomeRemote(db: WriteDb, row: ChangeRow, record: StoredRecord, remoteId: RemoteId, document: RecordDocument): void {
  const stream = requireStream(db, row.connection, row.object)
  takeInTwin(db, row, stream, remoteId, document)
  db.run('INSERT OR REPLACE INTO id_map (record_id, stream, remote_id) VALUES (?, ?, ?)', row.record_id, stream, remoteId)
  db.run('UPDATE record SET remote_id = ?, kind = ? WHERE rid = ?', remoteId, eventKindOf(row.object, document), record.rid)
}

/** An answer that left earlier than one we already hold says nothing new, unless its stamp does. */
function isNews(record: StoredRecord, after: RecordDocument, seq: number, isWrite: boolean): boolean {
  const stamp = parseInstant(after['updated_at'])
  // Only read, and older than what came meanwhile: the read was overtaken.
  if (!isWrite && record.remote_json !== null && stamp !== null && record.updated_at !== null && stamp < record.updated_at) return false
  return seq > record.seq || record.remote_json === null || (stamp !== null && record.updated_at !== null && stamp > record.updated_at)
}

/** What the CRM made of what we sent, of the fields that this change is about. Its form is the truth from now on, and no new edit. */
function rewrittenFields(row: ChangeRow, sent: JsonObject, kept: JsonObject): readonly RewrittenField[] {
  const paths = row.kind === 'create' ? knownFields(row.object, dataOf(row)).map(({ path }) => path) : patchOf(row).map(({ path }) => path)
  return paths.flatMap((path) => {
    const [was, is] = [readField(sent, path) ?? null, readField(kept, path) ?? null]
    return keptAsSent(kindOf(row.object, path), was, is) ? [] : [{ path, sent: was, kept: is }]
  })
}

interface Arrival {
  readonly before: JsonObject
  readonly after: JsonObject
  readonly rewritten: readonly RewrittenField[]
  readonly now: Instant
}

/** A line for what arrived by this push, and one for what the CRM made of it; what else moved was a colleague's. */
function noteArrival(db: WriteDb, row: ChangeRow, { before, after, rewritten, now }: Arrival): void {
  const mine = new Set<string>(patchOf(row).map(({ path }) => path))
  const made = new Map(rewritten.map((field) => [field.path, field]))
  const paths = new Set<FieldPath>([...knownFields(row.object, before), ...knownFields(row.object, after)].map(({ path }) => path))
  for (const path of paths) {
    const [old, value] = [readField(before, path) ?? null, readField(after, path) ?? null]
    const sent = made.get(path)?.sent
    const origin = row.kind === 'create' || mine.has(path) ? 'push' : 'remote'
    if (sent === undefined) {
      if (!sameValue(kindOf(row.object, path), old, value)) noteHistory(db, row.record_id, { at: now, origin, path, old, new: value })
      continue
    }
    noteHistory(db, row.record_id, { at: now, origin, path, old, new: sent })
    noteHistory(db, row.record_id, { at: now, origin, path, old: sent, new: value })
  }
}

/** Later edits of the same fields stand on what the CRM made of this one. */
function rebaseYounger(db: WriteDb, row: ChangeRow, after: JsonObject, now: Instant): void {
  const sent = new Map<string, unknown>(
    row.kind === 'create'
      ? knownFields(row.object, dataOf(row)).map(({ path, value }) => [path, value])
      : patchOf(row).map(({ path, value }) => [path, value]),
  )
  for (const younger of openRows(db, row.record_id)) {
    if (younger.id <= row.id || younger.kind !== 'update') continue
    const patch = patchOf(younger)
    const rebased = patch.map((field): PatchField => (sent.has(field.path) ? { ...field, base: readField(after, field.path) ?? null } : field))
    if (rebased.some((field, index) => field !== patch[index])) updateChange(db, younger.id, { patch: JSON.stringify(rebased), updated_at: now })
  }
}
