/**
 * Deciding about a conflict. A decision is durable, partial ones too, and remembers what it was made about: until its change is pushed
 * it can be taken back (`reopen`), and what was decided of a field can be decided the same for all others like it (`alike`).
 */
import { invariant } from '../../shared/assert'
import { fail, preview } from '../../shared/failure'
import { fieldAt } from '../../shared/model/fields'
import { type FieldPath, writeField } from '../../shared/model/field-path'
import type { ChangeId, Instant, RemoteId } from '../../shared/model/ids'
import { isEmptyValue, type Json, type JsonObject } from '../../shared/model/json'
import type { Change, Decision, RecordConflict } from '../../shared/sync/change'
import { kindOf, type PatchField, sameValue } from '../../shared/sync/merge-field'
import { type ChangeRow, conflictRows, type ConflictRow, dataOf, findRow, openRows, patchOf, toChange, updateChange } from './change-row'
import { noteHistory, noteRecord } from './history'
import { relinkTo } from './lost-links'
import { moveChange, mustMove } from './moves'
import { closeAsDiscarded } from './review'
import type { WriteDb } from './sql'
import { touchOutbox } from './touched'
import { transaction } from './transaction'
import { findStored, refreshView } from './view'

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
    const memory = rememberDecision(db, row)
    if (row.record_conflict !== null) decideRecord(db, row, row.record_conflict, decisions, now)
    else decideFields(db, row, decisions, now)
    const decided = conflictRows(db, row.id)
    if (decided.length > 0 && decided.every(({ decision }) => decision !== null)) settleDecisions(db, row, decided, now)
    memory.keep(decisions.take, decided)
    if (findStored(db, row.record_id)) refreshView(db, row.connection, row.object, row.record_id)
    const present = findRow(db, id)
    return present ? [toChange(db, present)] : []
  })
}

/** What a decision was made about, and what it was: kept with the change for as long as it may be taken back. */
export interface DecisionMemory {
  readonly row: Pick<ChangeRow, 'kind' | 'patch' | 'data' | 'base_json' | 'record_conflict' | 'first_sent_at' | 'uncertain' | 'error'>
  readonly conflicts: readonly ConflictRow[]
  readonly record: { readonly remoteId: RemoteId | null; readonly remote: string | null; readonly seq: number } | null
  /** Other changes of the record that the decision put an end to. */
  readonly replaced: readonly number[]
  /** For the record as a whole. */
  readonly take: 'mine' | 'theirs' | 'base' | null
  /** By field: what was decided, and the value that came of it. */
  readonly fields: Readonly<Record<string, { readonly decision: Decision; readonly result: Json }>>
  /** The change as the decision left it, so that what was typed afterwards can be told from it. */
  readonly after: Pick<ChangeRow, 'patch' | 'data'>
}

export function memoryOf(row: ChangeRow): DecisionMemory | null {
  return row.decided === null ? null : (JSON.parse(row.decided) as DecisionMemory)
}

/** Looks before anything is decided; `keep` is called after, and keeps what was whole a moment ago where nothing is open any more. */
function rememberDecision(db: WriteDb, row: ChangeRow): { keep(take: Decisions['take'], decided: readonly ConflictRow[]): void } {
  const { kind, patch, data, base_json, record_conflict, first_sent_at, uncertain, error } = row
  const record = findStored(db, row.record_id)
  const conflicts = conflictRows(db, row.id)
  const others = openRows(db, row.record_id).filter(({ id }) => id !== row.id)
  return {
    keep(take, decided) {
      const after = findRow(db, row.id)
      if (!after || after.state === 'conflict') return
      const memory: DecisionMemory = {
        row: { kind, patch, data, base_json, record_conflict, first_sent_at, uncertain, error },
        conflicts,
        record: record ? { remoteId: record.remote_id, remote: record.remote_json, seq: record.seq } : null,
        replaced: others.filter(({ id }) => findRow(db, id)?.state === 'discarded').map(({ id }) => id),
        take,
        fields: Object.fromEntries(
          decided.map((each) => {
            const decision = decisionOf(each)
            return [each.path, { decision, result: resultOf(each, decision) }]
          }),
        ),
        after: { patch: after.patch, data: after.data },
      }
      updateChange(db, row.id, { decided: JSON.stringify(memory) })
    },
  }
}

function decisionOf({ decision }: ConflictRow): Decision {
  invariant(decision !== null, 'every field is decided')
  return JSON.parse(decision) as Decision
}

function resultOf(field: ConflictRow, decision: Decision): Json {
  if (decision.take === 'value') return decision.value
  return JSON.parse(field[decision.take]) as Json
}

function decideRecord(db: WriteDb, row: ChangeRow, conflict: RecordConflict, { take, fields }: Decisions, now: Instant): void {
  if (conflict === 'link-gone') return decideLinks(db, row, { take, fields }, now)
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

/** Links to a record that is gone: without it (theirs), to another one (a value), as before the edit (base), or sent as they are (mine). */
function decideLinks(db: WriteDb, row: ChangeRow, { take, fields }: Decisions, now: Instant): void {
  const links = conflictRows(db, row.id)
  const results = new Map(
    links.map((link) => {
      const decision = fields.find(({ path }) => path === link.path)?.decision ?? (take && { take })
      if (!decision || fields.some(({ path }) => !links.some((each) => each.path === path))) {
        return fail({
          kind: 'bad-input',
          where: `change ${row.id}`,
          expected: `a decision about ${links.map(({ path }) => path).join(' and ')}: theirs takes the link away, a value chooses another record`,
          got: preview(fields.map(({ path }) => path).join(', ') || take),
        })
      }
      return [link.path, resultOf(link, decision)] as const
    }),
  )
  for (const [path, value] of results) {
    const mine = links.find((link) => link.path === path)?.mine ?? 'null'
    if (JSON.stringify(value) !== mine)
      noteHistory(db, row.record_id, { at: now, origin: 'resolution', path, old: JSON.parse(mine) as Json, new: value })
  }
  const patch = patchOf(row)
    .map((field) => ({ ...field, value: results.get(field.path) ?? (results.has(field.path) ? null : field.value) }))
    .filter(({ path, base, value }) => !results.has(path) || !sameValue(kindOf(row.object, path), base, value))
  const data = [...results].reduce<JsonObject>(
    (document, [path, value]) => writeField(document, path as FieldPath, isEmptyValue(value) ? undefined : value),
    dataOf(row),
  )
  db.run('DELETE FROM conflict_field WHERE change_id = ?', row.id)
  const isNothing = row.kind === 'update' && patch.length === 0
  moveChange(db, row.id, isNothing ? 'concede' : 'decide', {
    record_conflict: null,
    error: null,
    attempts: 0,
    next_at: null,
    updated_at: now,
    // Conceded, it keeps what it was, so that it can be restored.
    ...(isNothing ? {} : { patch: JSON.stringify(patch), data: row.data === null ? null : JSON.stringify(data) }),
  })
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
  noteRecord(db, row.record_id, 'there again', 'resolution', now)
  const { connection, object, record_id: recordId } = row
  relinkTo(db, { connection, object, recordId, remoteId: record.remote_id, name: null }, now)
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
  moveChange(db, row.id, 'decidePart', { updated_at: now })
}

function decideOne(db: WriteDb, id: number, path: string, decision: Decision): void {
  db.run('UPDATE conflict_field SET decision = ? WHERE change_id = ? AND path = ?', JSON.stringify(decision), id, path)
}

function settleDecisions(db: WriteDb, row: ChangeRow, decided: readonly ConflictRow[], now: Instant): void {
  const patch: PatchField[] = []
  for (const field of decided) {
    const [mine, theirs] = [field.mine, field.theirs].map((text) => JSON.parse(text) as Json)
    const value = resultOf(field, decisionOf(field))
    const path = field.path as FieldPath
    if (!sameValue(kindOf(row.object, path), value, theirs)) patch.push({ path, base: theirs ?? null, value })
    // What the rep saw was theirs where they stay with their own value, and their own where they don't.
    const stays = sameValue(kindOf(row.object, path), value, mine)
    noteHistory(db, row.record_id, { at: now, origin: 'resolution', path, old: (stays ? theirs : mine) ?? null, new: value })
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
