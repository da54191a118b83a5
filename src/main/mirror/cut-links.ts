/**
 * A link that the rep took away at one end is gone at the other, too, though the CRM's record there still names it until the
 * change is pushed.
 *
 *     contact's company_ids ─┐ without 77, unpushed      →  the row that says it from company 77's side goes as well,
 *     company 77's contact_ids ─┘ still names the contact     and does not come back while the change waits
 */
import { type FieldDefinition, fieldsByObject } from '../../shared/model/fields'
import type { ConnectionId, RecordId } from '../../shared/model/ids'
import type { Json, JsonObject } from '../../shared/model/json'
import type { ObjectType } from '../../shared/model/object-type'
import type { PatchField } from '../../shared/sync/merge-field'
import { targetOf } from './identity'
import type { ReadDb, WriteDb } from './sql'

const OPEN = `state IN ('waiting', 'held', 'pushing', 'rejected', 'conflict')`

/** The field at the other end that says the same link; null where only one end says it. */
function reverseOf(object: ObjectType, { kind, to }: FieldDefinition): string | null {
  if (kind !== 'relations' || to === undefined) return null
  return fieldsByObject[to].find((field) => field.kind === 'relations' && field.to === object)?.path ?? null
}

export interface EditedLinks {
  readonly connection: ConnectionId
  readonly object: ObjectType
  readonly id: RecordId
  readonly remote: JsonObject
  readonly view: JsonObject
}

/** Takes away what the other ends say of links that the record's open changes removed. */
export function cutLinks(db: WriteDb, { connection, object, id, remote, view }: EditedLinks): void {
  for (const field of fieldsByObject[object]) {
    const reverse = reverseOf(object, field)
    if (reverse === null || field.to === undefined) continue
    const kept = idsIn(view[field.path])
    for (const gone of idsIn(remote[field.path]).filter((each) => !kept.includes(each))) {
      const other = targetOf(db, connection, field.to, gone)
      db.run('DELETE FROM link WHERE rel = ? AND target = ? AND owner = (SELECT rid FROM record WHERE id = ?)', reverse, id, other)
    }
  }
}

/** Of the records that a field of `owner` names: those whose open changes took the link away at their end. */
export function cutElsewhere(db: ReadDb, { connection, object, owner, field, targets }: CutQuestion): ReadonlySet<RecordId> {
  const reverse = reverseOf(object, field)
  if (reverse === null || targets.length === 0) return new Set()
  const changes = db.all<{ readonly record_id: RecordId; readonly patch: string }>(
    `SELECT c.record_id, c.patch FROM json_each(?) t CROSS JOIN change c ON c.record_id = t.value WHERE c.${OPEN} AND c.kind = 'update'`,
    JSON.stringify(targets),
  )
  const cut = changes.filter(({ patch }) => {
    const edited = (JSON.parse(patch) as readonly PatchField[]).find(({ path }) => path === reverse)
    return edited !== undefined && !idsIn(edited.value).some((id) => targetOf(db, connection, object, id) === owner)
  })
  return new Set(cut.map(({ record_id }) => record_id))
}

export interface CutQuestion {
  readonly connection: ConnectionId
  readonly object: ObjectType
  readonly owner: RecordId
  readonly field: FieldDefinition
  readonly targets: readonly RecordId[]
}

function idsIn(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((id): id is string => typeof id === 'string' && id !== '') : []
}
