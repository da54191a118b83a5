/**
 * Conflicts: what both sides moved to different ends stays behind in a change of its own until a person has decided; the rest goes on.
 * Nothing expires and nothing is decided by time.
 */
import { invariant } from '../../shared/assert'
import { fail, preview } from '../../shared/failure'
import { fieldAt } from '../../shared/model/fields'
import { type FieldPath, readField } from '../../shared/model/field-path'
import type { ChangeId, Instant } from '../../shared/model/ids'
import type { Json, JsonObject } from '../../shared/model/json'
import type { Change, Decision, RecordConflict } from '../../shared/sync/change'
import { kindOf, type PatchField, sameValue } from '../../shared/sync/merge-field'
import { unapproved } from './approval'
import { type ChangeRow, conflictRows, type ConflictRow, findRow, insertChange, openRows, patchOf, toChange, updateChange } from './change-row'
import { noteHistory } from './history'
import { moveChange, mustMove } from './moves'
import { closeAsDiscarded } from './review'
import type { WriteDb } from './sql'
import { touchOutbox } from './touched'
import { transaction } from './transaction'
import { findStored, refreshView } from './view'

export interface Dispute {
  readonly path: FieldPath
  readonly base: Json
  readonly mine: Json
  readonly theirs: Json
}

export interface ConflictInput {
  readonly disputed: readonly Dispute[]
  readonly recordConflict: RecordConflict | null
  /** Fields that the CRM changed meanwhile and that were merged without asking. */
  readonly merged: readonly string[]
  readonly now: Instant
}

/** Answers the change that is in conflict now: a younger one where fields are left that can go on. */
export function settleConflict(db: WriteDb, id: ChangeId, { disputed, recordConflict, merged, now }: ConflictInput): ChangeId {
  return transaction(db, 'person', () => {
    const row = findRow(db, id)
    invariant(row, `change ${id} is there`)
    touchOutbox(db, row.connection)
    const conflict = { merged: JSON.stringify(merged), error: null, next_at: null, updated_at: now, ...unapproved }
    if (recordConflict !== null) {
      moveChange(db, row.id, 'ask', { ...conflict, record_conflict: recordConflict })
      if (findStored(db, row.record_id)) refreshView(db, row.connection, row.object, row.record_id)
      return id
    }
    const paths = new Set<string>(disputed.map(({ path }) => path))
    const rest = patchOf(row).filter(({ path }) => !paths.has(path))
    const mine = foldYounger(db, row, disputed, now)
    const patch = JSON.stringify(disputed.map(({ path, base }): PatchField => ({ path, base, value: mine.get(path) ?? null })))
    let conflicting = row.id
    if (rest.length === 0) moveChange(db, row.id, 'ask', { ...conflict, patch, first_sent_at: null, uncertain: 0 })
    else {
      const { connection, object, record_id, batch } = row
      conflicting = insertChange(db, { connection, object, record_id, kind: 'update', batch, patch, state: 'conflict', now }).id
      updateChange(db, conflicting, { merged: JSON.stringify(merged) })
      moveChange(db, row.id, 'part', { patch: JSON.stringify(rest), merged: JSON.stringify(merged), updated_at: now })
    }
    for (const { path, base, theirs } of disputed) {
      db.run(
        'INSERT OR REPLACE INTO conflict_field (change_id, path, base, mine, theirs, decision) VALUES (?, ?, ?, ?, ?, NULL)',
        conflicting,
        path,
        JSON.stringify(base),
        JSON.stringify(mine.get(path) ?? null),
        JSON.stringify(theirs),
      )
    }
    refreshView(db, row.connection, row.object, row.record_id)
    return String(conflicting) as ChangeId
  })
}

/** What the rep typed since for the same fields is what they mean now: it is decided about with the older value's conflict. */
function foldYounger(db: WriteDb, row: ChangeRow, disputed: readonly Dispute[], now: Instant): ReadonlyMap<string, Json> {
  const mine = new Map<string, Json>(disputed.map(({ path, mine: value }) => [path, value]))
  for (const younger of openRows(db, row.record_id)) {
    if (younger.id <= row.id || younger.kind !== 'update' || younger.state === 'pushing' || younger.state === 'conflict') continue
    const patch = patchOf(younger)
    const kept = patch.filter(({ path }) => !mine.has(path))
    if (kept.length === patch.length) continue
    for (const { path, value } of patch) if (mine.has(path)) mine.set(path, value)
    moveChange(db, younger.id, kept.length === 0 ? 'replace' : 'part', { patch: JSON.stringify(kept), updated_at: now })
  }
  return mine
}

/** A colleague moved again while a conflict waits: what is now in dispute, and what no longer is. Must run in a transaction. */
export function refreshDisputes(db: WriteDb, row: ChangeRow, remote: JsonObject, now: Instant): void {
  if (row.record_conflict === 'deleted-remotely') {
    // It is there again, so the edit has something to go to.
    moveChange(db, row.id, 'unask', { record_conflict: null, updated_at: now })
    return
  }
  if (row.record_conflict !== null) return
  let disputed = 0
  for (const field of conflictRows(db, row.id)) {
    const theirs = readField(remote, field.path as FieldPath) ?? null
    const kind = kindOf(row.object, field.path)
    const moved = !sameValue(kind, JSON.parse(field.theirs) as Json, theirs)
    if (moved)
      db.run('UPDATE conflict_field SET theirs = ?, decision = NULL WHERE change_id = ? AND path = ?', JSON.stringify(theirs), row.id, field.path)
    const agreed = sameValue(kind, JSON.parse(field.mine) as Json, theirs) || sameValue(kind, JSON.parse(field.base) as Json, theirs)
    if (!agreed) disputed += 1
  }
  if (disputed > 0) return
  const open = patchOf(row).filter(({ path, value }) => !sameValue(kindOf(row.object, path), value, readField(remote, path) ?? null))
  db.run('DELETE FROM conflict_field WHERE change_id = ?', row.id)
  const patch = JSON.stringify(open.length === 0 ? patchOf(row) : open)
  moveChange(db, row.id, open.length === 0 ? 'agree' : 'unask', { patch, updated_at: now })
}

export interface Decisions {
  /** For all fields, or for the record as a whole. */
  readonly take: 'mine' | 'theirs' | 'base' | null
  readonly fields: readonly { readonly path: string; readonly decision: Decision }[]
}

/** Partly decided: kept. All decided: the change waits again, on the CRM's present values; where theirs stands everywhere it is closed. */
export function decideConflict(db: WriteDb, id: ChangeId, decisions: Decisions, now: Instant): readonly Change[] {
  return transaction(db, 'person', () => {
    const row = findRow(db, id) ?? fail({ kind: 'not-found', what: 'change', id })
    mustMove(row, 'decidePart')
    touchOutbox(db, row.connection)
    if (row.record_conflict !== null) decideRecord(db, row, row.record_conflict, decisions, now)
    else decideFields(db, row, decisions, now)
    if (findStored(db, row.record_id)) refreshView(db, row.connection, row.object, row.record_id)
    const present = findRow(db, id)
    return present ? [toChange(db, present)] : []
  })
}

function decideRecord(db: WriteDb, row: ChangeRow, conflict: RecordConflict, { take, fields }: Decisions, now: Instant): void {
  if (fields.length > 0 || (take !== 'mine' && take !== 'theirs')) {
    fail({
      kind: 'bad-input',
      where: `change ${row.id}`,
      expected: 'mine or theirs, for the record as a whole',
      got: preview(take ?? fields.map(({ path }) => path)),
    })
  }
  const again = {
    record_conflict: null,
    error: null,
    attempts: 0,
    next_at: null,
    first_sent_at: null,
    uncertain: 0,
    updated_at: now,
  }
  if (take === 'theirs') closeAsDiscarded(db, row, 'concede', now)
  else if (conflict === 'deleted-remotely') recreate(db, row, now)
  else if (conflict === 'changed-since-delete')
    moveChange(db, row.id, 'decide', { ...again, base_json: findStored(db, row.record_id)?.remote_json ?? null })
  else moveChange(db, row.id, 'decide', again)
}

/** The record with the rep's values, made anew: the CRM will give it another id, ours stays. */
function recreate(db: WriteDb, row: ChangeRow, now: Instant): void {
  const record = findStored(db, row.record_id)
  invariant(record, 'a record in conflict is kept')
  const {
    id: _id,
    created_at: _createdAt,
    updated_at: _updatedAt,
    raw: _raw,
    ...data
  } = JSON.parse(record.view_json ?? record.remote_json ?? '{}') as JsonObject
  // Other edits of it are in that view already.
  for (const other of openRows(db, row.record_id)) if (other.id !== row.id) moveChange(db, other.id, 'replace', { updated_at: now })
  db.run('UPDATE record SET remote_id = NULL, remote_json = NULL WHERE rid = ?', record.rid)
  moveChange(db, row.id, 'decide', {
    kind: 'create',
    record_conflict: null,
    patch: '[]',
    data: JSON.stringify(data),
    error: null,
    attempts: 0,
    next_at: null,
    first_sent_at: null,
    uncertain: 0,
    updated_at: now,
  })
}

function decideFields(db: WriteDb, row: ChangeRow, { take, fields }: Decisions, now: Instant): void {
  const present = conflictRows(db, row.id)
  for (const { path } of fields) {
    if (!present.some((each) => each.path === path)) {
      fail({
        kind: 'bad-input',
        where: `change ${row.id}`,
        expected: `one of the fields in conflict: ${present.map((each) => each.path).join(', ')}`,
        got: preview(path),
      })
    }
  }
  if (take !== null) for (const { path } of present) decideOne(db, row.id, path, { take })
  for (const { path, decision } of fields) {
    const unit = fieldAt(row.object, path)?.unit
    // The parts of a name, a stage and its amount are decided as one; a value of one's own is for its field alone.
    const together =
      unit !== undefined && decision.take !== 'value'
        ? present.filter((each) => fieldAt(row.object, each.path)?.unit === unit).map((each) => each.path)
        : [path]
    for (const each of together) decideOne(db, row.id, each, decision)
  }
  updateChange(db, row.id, { updated_at: now })
  const decided = conflictRows(db, row.id)
  if (decided.every((each) => each.decision !== null)) settleDecisions(db, row, decided, now)
}

function decideOne(db: WriteDb, id: number, path: string, decision: Decision): void {
  db.run('UPDATE conflict_field SET decision = ? WHERE change_id = ? AND path = ?', JSON.stringify(decision), id, path)
}

function settleDecisions(db: WriteDb, row: ChangeRow, decided: readonly ConflictRow[], now: Instant): void {
  const patch: PatchField[] = []
  for (const field of decided) {
    const [base, mine, theirs] = [field.base, field.mine, field.theirs].map((text) => JSON.parse(text) as Json)
    const decision = JSON.parse(field.decision ?? 'null') as Decision
    const value = (decision.take === 'value' ? decision.value : { mine, theirs, base }[decision.take]) ?? null
    const path = field.path as FieldPath
    if (!sameValue(kindOf(row.object, path), value, theirs)) patch.push({ path, base: theirs ?? null, value })
    if (!sameValue(kindOf(row.object, path), value, mine))
      noteHistory(db, row.record_id, { at: now, origin: 'resolution', path, old: mine ?? null, new: value })
  }
  db.run('DELETE FROM conflict_field WHERE change_id = ?', row.id)
  if (patch.length === 0) moveChange(db, row.id, 'concede', { updated_at: now })
  else
    moveChange(db, row.id, 'decide', {
      patch: JSON.stringify(patch),
      attempts: 0,
      next_at: null,
      first_sent_at: null,
      uncertain: 0,
      updated_at: now,
    })
}
