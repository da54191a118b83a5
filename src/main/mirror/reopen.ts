/**
 * Taking a decision back, for as long as its change was not pushed: the conflict is there again as it was, measured against what the CRM
 * holds by now. What was typed after the decision is the newest word: it is mine in the reopened field, and other fields that came into
 * the change meanwhile go on in a change of their own.
 */
import { invariant } from '../../shared/assert'
import { fail, preview } from '../../shared/failure'
import { type FieldPath, readField, writeField } from '../../shared/model/field-path'
import type { Instant } from '../../shared/model/ids'
import type { Json, JsonObject } from '../../shared/model/json'
import type { Change } from '../../shared/sync/change'
import { kindOf, type PatchField, sameValue } from '../../shared/sync/merge-field'
import { unapproved } from './approval'
import { type ChangeRow, conflictRows, dataOf, findRow, insertChange, knownFields, openRows, patchOf, toChange, withField } from './change-row'
import { refreshDisputes } from './conflicts'
import { type DecisionMemory, memoryOf } from './decide-conflict'
import { noteDifferences } from './history'
import { requireStream } from './identity'
import { moveChange, mustMove } from './moves'
import { chosenRows } from './chosen'
import type { WriteDb } from './sql'
import { touchOutbox } from './touched'
import { transaction } from './transaction'
import { addLocalRecord, addRecord, findStored, refreshView, shownOf } from './view'

/** Partial decisions are taken back too. Of a batch, those that were decided. */
export function reopenDecisions(db: WriteDb, ids: readonly string[], now: Instant): readonly Change[] {
  return transaction(db, 'person', () => {
    const rows = chosenRows(db, ids, (row) => row.decided !== null && row.state !== 'pushed' && row.state !== 'pushing')
    for (const row of rows) {
      reopenOne(db, row, now)
      touchOutbox(db, row.connection)
    }
    return rows.flatMap(({ id }) => {
      const present = findRow(db, id)
      return present ? [toChange(db, present)] : []
    })
  })
}

function reopenOne(db: WriteDb, row: ChangeRow, now: Instant): void {
  const { connection, object, record_id: recordId } = row
  mustMove(row, 'reopen')
  if (row.state === 'conflict') {
    moveChange(db, row.id, 'reopen', { updated_at: now })
    db.run('UPDATE conflict_field SET decision = NULL WHERE change_id = ?', row.id)
    return
  }
  const memory =
    memoryOf(row) ??
    fail({ kind: 'bad-input', where: `change ${row.id}`, expected: 'a change whose conflict was decided', got: 'one that never was' })
  const shown = findStored(db, recordId)
  const before = shown ? shownOf(shown) : null
  if (memory.row.record_conflict === null) reopenFields(db, row, memory, now)
  else reopenRecord(db, row, memory, now)
  refreshView(db, connection, object, recordId)
  const after = findStored(db, recordId)
  if (before && after) noteDifferences(db, { object, recordId, before, after: shownOf(after), origin: 'resolution', now })
}

function reopenFields(db: WriteDb, row: ChangeRow, memory: DecisionMemory, now: Instant): void {
  const { connection, object, record_id: recordId, batch } = row
  const record = findStored(db, recordId) ?? fail({ kind: 'not-found', what: `record of change ${row.id}`, id: recordId })
  const remote = JSON.parse(record.remote_json ?? '{}') as JsonObject
  const typed = takeOver(db, row, memory, now)
  const order = patchOf(memory.row).map(({ path }) => path as string)
  const conflicts = memory.conflicts.toSorted((a, b) => order.indexOf(a.path) - order.indexOf(b.path))
  const disputes = conflicts.map((each) => {
    const path = each.path as FieldPath
    const [base, mine, theirs] = [each.base, each.mine, each.theirs].map((text) => JSON.parse(text) as Json)
    return { path, base: base ?? null, mine: typed.get(path) ?? mine ?? null, theirs: theirs ?? null, decision: each.decision }
  })
  const rest = row.state === 'discarded' ? [] : patchOf(row).filter(({ path }) => !disputes.some((each) => each.path === path))
  if (rest.length > 0) {
    const state = row.state === 'held' ? 'held' : 'waiting'
    insertChange(db, { connection, object, record_id: recordId, kind: 'update', batch, patch: JSON.stringify(rest), state, now })
  }
  const patch = disputes.map(({ path, base, mine }): PatchField => ({ path, base, value: mine }))
  moveChange(db, row.id, 'reopen', { patch: JSON.stringify(patch), decided: null, error: null, next_at: null, updated_at: now, ...unapproved })
  db.run('DELETE FROM conflict_field WHERE change_id = ?', row.id)
  for (const { path, base, mine, theirs: seen, decision } of disputes) {
    const theirs = readField(remote, path) ?? null
    db.run(
      'INSERT INTO conflict_field (change_id, path, base, mine, theirs, decision) VALUES (?, ?, ?, ?, ?, ?)',
      row.id,
      path,
      JSON.stringify(base),
      JSON.stringify(mine),
      JSON.stringify(theirs),
      // Decided in part before; about other values than those it would be another decision.
      sameValue(kindOf(object, path), seen, theirs) ? decision : null,
    )
  }
  const reopened = findRow(db, row.id)
  invariant(reopened && conflictRows(db, row.id).length > 0, 'a decision was about fields')
  // The CRM may have come round meanwhile.
  refreshDisputes(db, reopened, remote, now)
}

/** What was typed for the decided fields since: in the change itself, or in others, which give it up. */
function takeOver(db: WriteDb, row: ChangeRow, memory: DecisionMemory, now: Instant): ReadonlyMap<string, Json> {
  const typed = new Map<string, Json>()
  for (const { path, value } of row.state === 'discarded' ? [] : patchOf(row)) {
    const decided = memory.fields[path]
    if (decided && !sameValue(kindOf(row.object, path), value, decided.result)) typed.set(path, value)
  }
  for (const other of openRows(db, row.record_id)) {
    if (other.id === row.id || other.kind !== 'update') continue
    const patch = patchOf(other)
    const kept = patch.filter(({ path }) => memory.fields[path] === undefined)
    if (kept.length === patch.length) continue
    mustMove(other, kept.length === 0 ? 'replace' : 'part')
    for (const { path, value } of patch) if (memory.fields[path]) typed.set(path, value)
    moveChange(db, other.id, kept.length === 0 ? 'replace' : 'part', { patch: JSON.stringify(kept), updated_at: now })
  }
  return typed
}

/** The question about the record as a whole, with what it was about: the record, its other changes, and the rep's values of today. */
function reopenRecord(db: WriteDb, row: ChangeRow, memory: DecisionMemory, now: Instant): void {
  const { connection, object, record_id: recordId } = row
  const isUpdate = memory.row.kind === 'update'
  const remote = JSON.parse(memory.record?.remote ?? '{}') as JsonObject
  const patch = isUpdate ? typedSince(row, memory, remote).reduce(withField, patchOf(memory.row)) : patchOf(memory.row)
  const { kind, base_json, record_conflict, first_sent_at, uncertain } = memory.row
  moveChange(db, row.id, 'reopen', {
    kind,
    base_json,
    record_conflict,
    first_sent_at,
    uncertain,
    patch: JSON.stringify(patch),
    data: isUpdate ? memory.row.data : withLinks(row, memory),
    decided: null,
    error: memory.row.error,
    next_at: null,
    updated_at: now,
    ...unapproved,
  })
  for (const link of memory.conflicts) {
    const mine = patch.find(({ path }) => path === link.path)?.value
    db.run(
      'INSERT OR REPLACE INTO conflict_field (change_id, path, base, mine, theirs, decision) VALUES (?, ?, ?, ?, ?, NULL)',
      row.id,
      link.path,
      link.base,
      mine === undefined ? link.mine : JSON.stringify(mine),
      link.theirs,
    )
  }
  bringBack(db, row, memory)
  for (const id of memory.replaced) {
    if (findRow(db, id)?.state === 'discarded') moveChange(db, id, 'restore', { updated_at: now })
  }
  refreshView(db, connection, object, recordId)
}

/** A new record's data as they are now, with the links that were decided about as they were. */
function withLinks(row: ChangeRow, { conflicts }: DecisionMemory): string | null {
  if (row.data === null) return null
  return JSON.stringify(
    conflicts.reduce((document, { path, mine }) => writeField(document, path as FieldPath, JSON.parse(mine) as Json), dataOf(row)),
  )
}

/** Recreating turned the edit into a new record; what was typed into that one since belongs to the edit. */
function typedSince(row: ChangeRow, { after }: DecisionMemory, remote: JsonObject): readonly PatchField[] {
  if (row.state === 'discarded') return []
  if (row.kind === 'update') {
    const known = patchOf(after)
    return patchOf(row).filter(({ path, value }) => {
      const left = known.find((field) => field.path === path)
      return left === undefined || !sameValue(kindOf(row.object, path), left.value, value)
    })
  }
  const [was, is] = [dataOf(after), dataOf(row)]
  const paths = new Set([...knownFields(row.object, was), ...knownFields(row.object, is)].map(({ path }) => path))
  return [...paths].flatMap((path): readonly PatchField[] => {
    const value = readField(is, path) ?? null
    const same = sameValue(kindOf(row.object, path), readField(was, path) ?? null, value)
    return same ? [] : [{ path, base: readField(remote, path) ?? null, value }]
  })
}

function bringBack(db: WriteDb, row: ChangeRow, { record }: DecisionMemory): void {
  const { connection, object, record_id: id } = row
  if (!record) return
  const stored = findStored(db, id)
  const stream = requireStream(db, connection, object)
  const stranger =
    record.remoteId !== null && db.get('SELECT 1 FROM record WHERE stream = ? AND remote_id = ? AND id <> ?', stream, record.remoteId, id)
  if (stranger) {
    fail({ kind: 'bad-input', where: `change ${row.id}`, expected: 'a record that is not in the CRM again', got: preview(record.remoteId) })
  }
  if (stored) {
    db.run('UPDATE record SET remote_id = ?, remote_json = ? WHERE rid = ?', record.remoteId, record.remote, stored.rid)
    return
  }
  if (record.remote === null) return void addLocalRecord(db, { connection, object, id, document: dataOf(row) })
  addRecord(db, {
    connection,
    object,
    stream,
    id,
    remoteId: record.remoteId,
    seq: record.seq,
    seenAt: null,
    document: JSON.parse(record.remote) as JsonObject,
    rawJson: null,
    remoteJson: record.remote,
  })
}
