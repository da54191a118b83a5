/**
 * Conflicts: what both sides moved to different ends stays behind in a change of its own until a person has decided; the rest goes on.
 * Nothing expires and nothing is decided by time.
 */
import { invariant } from '../../shared/assert'
import { type FieldPath, readField } from '../../shared/model/field-path'
import type { ChangeId, Instant } from '../../shared/model/ids'
import type { Json, JsonObject } from '../../shared/model/json'
import type { Candidate, RecordConflict } from '../../shared/sync/change'
import { kindOf, type PatchField, sameValue } from '../../shared/sync/merge-field'
import { unapproved } from './approval'
import { type ChangeRow, conflictRows, findRow, insertChange, openRows, patchOf, updateChange } from './change-row'
import { askAboutLinks } from './lost-links'
import { moveChange } from './moves'
import { nameOf } from './rows'
import type { WriteDb } from './sql'
import { touchOutbox } from './touched'
import { transaction } from './transaction'
import { findStored, refreshView, shownOf } from './view'

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
  /** Of a create in doubt: what it may have become. */
  readonly candidates?: readonly Candidate[]
  readonly now: Instant
}

/** Answers the change that is in conflict now: a younger one where fields are left that can go on. */
export function settleConflict(db: WriteDb, id: ChangeId, { disputed, recordConflict, merged, candidates, now }: ConflictInput): ChangeId {
  return transaction(db, 'person', () => {
    const row = findRow(db, id)
    invariant(row, `change ${id} is there`)
    touchOutbox(db, row.connection)
    const conflict = { merged: JSON.stringify(merged), error: null, next_at: null, updated_at: now, ...unapproved }
    if (recordConflict !== null) {
      moveChange(db, row.id, 'ask', { ...conflict, record_conflict: recordConflict, candidates: candidates ? JSON.stringify(candidates) : null })
      const record = findStored(db, row.record_id)
      if (record && recordConflict === 'deleted-remotely') {
        const { connection, object, record_id: recordId } = row
        askAboutLinks(db, { connection, object, recordId, remoteId: record.remote_id, name: nameOf(object, shownOf(record)) }, now)
      }
      if (record) refreshView(db, row.connection, row.object, row.record_id)
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
export function foldYounger(db: WriteDb, row: ChangeRow, disputed: readonly Dispute[], now: Instant): ReadonlyMap<string, Json> {
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
