/** Finds out, as soon as a colleague's edit arrives, which unsent changes it contradicts, so that the rep need not push to learn it. */
import type { ChangeId, ConnectionId, Instant, RecordId } from '../../shared/model/ids'
import { readField } from '../../shared/model/field-path'
import type { JsonObject } from '../../shared/model/json'
import type { ObjectType } from '../../shared/model/object-type'
import { changedBeside, compareWithRemote, overlay } from '../../shared/sync/merge-field'
import { type ChangeRow, openRows, patchOf, updateChange } from './change-row'
import { refreshDisputes, settleConflict } from './conflicts'
import type { WriteDb } from './sql'
import { parsePatch } from './view'

export interface Arrival {
  readonly connection: ConnectionId
  readonly object: ObjectType
  readonly recordId: RecordId
  /** The record as it was held before. */
  readonly before: JsonObject
  readonly remote: JsonObject
  readonly now: Instant
}

/** The changes that are in conflict now and were not before. */
export function checkForConflicts(db: WriteDb, { object, recordId, before, remote, now }: Arrival): readonly ChangeId[] {
  for (const row of openRows(db, recordId)) {
    if (row.state !== 'conflict') continue
    noteMerged(db, row, before, remote)
    refreshDisputes(db, row, remote, now)
  }
  const changes = openRows(db, recordId).filter(({ kind, state }) => kind === 'update' && state !== 'conflict')
  const found: ChangeId[] = []
  // A younger change was made on top of the older ones: it is measured against what they will make of the record.
  let expected = remote
  for (const { id } of changes) {
    // As it is by now: an older one's conflict takes along what a younger one says of the same fields, or all of it.
    const row = openRows(db, recordId).find((each) => each.id === id)
    if (!row) continue
    const { state } = row
    const fields = parsePatch(db, row.patch)
    // What is on its way is judged by the read right before its write.
    const { disputed } = state === 'pushing' ? { disputed: [] } : compareWithRemote(object, fields, expected, before)
    if (disputed.length > 0) {
      const disputes = disputed.map(({ path, base, value }) => ({ path, base, mine: value, theirs: readField(remote, path) ?? null }))
      found.push(
        settleConflict(db, String(id) as ChangeId, {
          disputed: disputes,
          recordConflict: null,
          merged: changedBeside(object, fields, before, remote),
          now,
        }),
      )
    }
    expected = overlay(object, expected, fields)
  }
  return found
}

/** While the rep has not decided, a colleague goes on: what they changed beside the question is part of what comes of it. */
function noteMerged(db: WriteDb, row: ChangeRow, before: JsonObject, remote: JsonObject): void {
  const known = JSON.parse(row.merged) as readonly string[]
  const more = changedBeside(row.object, patchOf(row), before, remote).filter((key) => !known.includes(key))
  if (row.record_conflict === null && more.length > 0) updateChange(db, row.id, { merged: JSON.stringify([...known, ...more]) })
}
