/**
 * The opposite of what was pushed, proposed for review: new changes that wait, in one batch. Only where the CRM, as the mirror knows it,
 * still holds what we brought there: what somebody has changed since is theirs, is left out, and is said.
 */
import type { FieldPath } from '../../shared/model/field-path'
import { readField } from '../../shared/model/field-path'
import type { ChangeId, Instant, RecordId } from '../../shared/model/ids'
import type { Json, JsonObject } from '../../shared/model/json'
import type { Change } from '../../shared/sync/change'
import { kindOf, mergeField, sameValue } from '../../shared/sync/merge-field'
import type { LeftOut, Reversal } from '../../shared/sync/report'
import { type ChangeRow, dataOf, knownFields, openRows, patchOf, updateChange } from './change-row'
import { saveCreate, saveDelete, saveEdit } from './edits'
import { resolveReferences } from './identity'
import { chosenRows, refuse } from './chosen'
import type { ReadDb, WriteDb } from './sql'
import { transaction } from './transaction'
import { findStored, parsePatch } from './view'

export interface ReverseInput {
  readonly now: Instant
  /** A record that comes back is a new one: the CRM gives no id twice. */
  readonly newRecordId: () => RecordId
}

/** Of a batch, what is pushed of it. */
export function reverseChanges(db: WriteDb, ids: readonly string[], { now, newRecordId }: ReverseInput): Reversal {
  return transaction(db, 'person', () => {
    const rows = chosenRows(db, ids, (row) => row.state === 'pushed')
    for (const row of rows) if (row.state !== 'pushed') refuse(row, 'a change that was pushed')
    const batch = nameOfReversal(db, rows)
    const made: Change[] = []
    const leftOut: LeftOut[] = []
    // A record's changes are taken back together: from what the last one brought to what the first one found.
    for (const changes of Map.groupBy(rows, (row) => row.record_id).values()) {
      const proposal = reverseRecord(db, changes, { batch, now, newRecordId })
      if (proposal.change) made.push(proposal.change)
      leftOut.push(...proposal.leftOut)
    }
    // A proposal: also where changes go by themselves, a person looks at it first.
    for (const { id } of made) updateChange(db, Number(id), { review: 1 })
    return { changes: made, leftOut }
  })
}

interface Proposal {
  readonly change: Change | null
  readonly leftOut: readonly LeftOut[]
}

interface Making extends ReverseInput {
  readonly batch: string
}

function reverseRecord(db: WriteDb, rows: readonly ChangeRow[], making: Making): Proposal {
  const created = rows.find(({ kind }) => kind === 'create')
  const deleted = rows.find(({ kind }) => kind === 'delete')
  // Made and deleted again: there is nothing to go back to.
  if (created && deleted) return { change: null, leftOut: [without(deleted, null, 'It was made and deleted again.')] }
  if (deleted) return makeAgain(db, deleted, making)
  const [first] = rows
  const standing = first && findStored(db, first.record_id)
  if (!standing || standing.list === null || standing.remote_json === null) {
    return { change: null, leftOut: rows.map((row) => without(row, null, 'The record is gone.')) }
  }
  const remote = JSON.parse(standing.remote_json) as JsonObject
  return created ? unmake(db, created, remote, making) : takeFieldsBack(db, rows, remote, making)
}

/** A pushed deletion becomes a create with what the rep saw when they deleted it. */
function makeAgain(db: WriteDb, row: ChangeRow, { batch, now, newRecordId }: Making): Proposal {
  const { connection, object, record_id: recordId } = row
  const leave = (why: string): Proposal => ({ change: null, leftOut: [without(row, null, why)] })
  if (row.base_json === null) return leave('What the record held is not known any more.')
  if (findStored(db, recordId)) return leave('The record is there again.')
  const { id: _id, created_at: _createdAt, updated_at: _updatedAt, raw: _raw, ...data } = JSON.parse(row.base_json) as JsonObject
  const proposed = db.get<{ readonly id: number }>(
    `SELECT id FROM change WHERE kind = 'create' AND connection = ? AND object = ? AND batch = ? AND data = ? AND state <> 'discarded'`,
    connection,
    object,
    batch,
    JSON.stringify(data),
  )
  if (proposed) return leave(`Change ${proposed.id} brings it back already.`)
  return { change: saveCreate(db, { connection, object, data, batch, now, recordId: newRecordId() }), leftOut: [] }
}

/** A pushed create becomes a deletion, unless somebody has worked on the record since. */
function unmake(db: WriteDb, row: ChangeRow, remote: JsonObject, { batch, now }: Making): Proposal {
  const { connection, object, record_id: recordId } = row
  const leave = (why: string): Proposal => ({ change: null, leftOut: [without(row, null, why)] })
  const [open] = openRows(db, recordId)
  if (open) return leave(`Change ${open.id} of the record is open.`)
  const changed = new Set(
    db
      .all<{ readonly path: string }>(
        `SELECT DISTINCT path FROM history WHERE record_id = ? AND origin = 'remote' AND at >= ?`,
        recordId,
        row.updated_at,
      )
      .map(({ path }) => path),
  )
  const ours = new Set(
    db
      .all<{ readonly patch: string }>(`SELECT patch FROM change WHERE record_id = ? AND kind = 'update' AND state = 'pushed'`, recordId)
      .flatMap((each) => patchOf(each).map(({ path }) => path)),
  )
  for (const { path, value } of knownFields(object, resolveReferences(db, object, dataOf(row)))) {
    if (!ours.has(path) && !holds(db, row, path, value, readField(remote, path) ?? null)) changed.add(path)
  }
  if (changed.size > 0) return leave(`It was changed in the CRM since: ${[...changed].join(', ')}.`)
  return { change: saveDelete(db, { connection, object, recordId, batch, now }), leftOut: [] }
}

/** Pushed edits: each field goes back to what it was before the first of them. */
function takeFieldsBack(db: WriteDb, rows: readonly ChangeRow[], remote: JsonObject, { batch, now }: Making): Proposal {
  const leftOut: LeftOut[] = []
  const fields: { readonly path: FieldPath; readonly value: Json }[] = []
  const [first] = rows
  if (!first) return { change: null, leftOut }
  const { connection, object, record_id: recordId } = first
  const open = openRows(db, recordId)
  const last = new Map(rows.flatMap((row) => parsePatch(db, row.patch).map(({ path, value }) => [path, { row, value }] as const)))
  for (const [path, { row, value }] of last) {
    const before = rows.flatMap((row) => parsePatch(db, row.patch)).find((field) => field.path === path)?.base ?? null
    const present = readField(remote, path) ?? null
    const other = open.find((each) => each.kind !== 'update' || patchOf(each).some((field) => field.path === path))
    if (other) leftOut.push(without(row, path, `Change ${other.id} of it is open.`))
    else if (!holds(db, row, path, value, present)) leftOut.push(without(row, path, 'It was changed in the CRM since.'))
    else fields.push({ path, value: goneBack(kindOf(object, path), { before, mine: value, present }) })
  }
  const change = fields.length === 0 ? null : saveEdit(db, { connection, object, recordId, fields, batch, now })
  return { change, leftOut }
}

/** Of a list, what we added goes and what we took away comes back; what a colleague had put there at the same time stays. */
function goneBack(
  kind: ReturnType<typeof kindOf>,
  { before, mine, present }: { readonly before: Json; readonly mine: Json; readonly present: Json },
): Json {
  const merge = mergeField(kind, { base: mine, mine: before, theirs: present })
  return merge.kind === 'merged' ? (merge.value ?? null) : before
}

/** The CRM holds what we sent, or what it made of that when we did. */
function holds(db: ReadDb, row: ChangeRow, path: FieldPath, sent: Json, present: Json): boolean {
  const kind = kindOf(row.object, path)
  if (sameValue(kind, sent, present)) return true
  const arrived = db.get<{ readonly new: string }>(
    `SELECT new FROM history WHERE record_id = ? AND path = ? AND origin = 'push' AND at = ? ORDER BY entry DESC LIMIT 1`,
    row.record_id,
    path,
    row.updated_at,
  )
  return arrived !== undefined && sameValue(kind, JSON.parse(arrived.new) as Json, present)
}

function nameOfReversal(db: ReadDb, rows: readonly ChangeRow[]): string {
  const [first, ...others] = rows
  const name = first?.batch ?? null
  const whole =
    name === null ? 0 : (db.get<{ readonly n: number }>(`SELECT count(*) AS n FROM change WHERE batch = ? AND state = 'pushed'`, name)?.n ?? 0)
  if (name !== null && whole === rows.length && rows.every(({ batch }) => batch === name)) return `Reverse of ${name}`
  const last = others.at(-1)
  if (!last) return `Reverse of change ${first?.id}`
  return rows.length <= 5
    ? `Reverse of changes ${rows.map(({ id }) => id).join(', ')}`
    : `Reverse of ${rows.length} changes, ${first?.id} to ${last.id}`
}

function without(row: ChangeRow, path: string | null, why: string): LeftOut {
  return { id: String(row.id) as ChangeId, path, why }
}
