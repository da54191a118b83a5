/**
 * The other sides of links that a push has changed: the CRM wrote them too, often without moving their stamp, so no poll brings
 * them. They are read by id after it, a few, behind all that is urgent; the rest, and what fails here, is left to the next reconcile.
 */
import type { RecordId, RemoteId } from '../../../shared/model/ids'
import type { Json } from '../../../shared/model/json'
import type { ObjectType } from '../../../shared/model/object-type'
import { fieldsByObject } from '../../../shared/model/fields'
import type { Change } from '../../../shared/sync/change'
import { findRecordId, remoteIdOf } from '../../mirror/identity'
import { readById, type StreamParts, Tally } from './apply-page'

const MOST = 10

export interface LinkedSide {
  readonly object: ObjectType
  readonly recordId: RecordId
}

/** Records that a link of these changes was added to or taken from. */
export function linkedSides({ db, line }: Pick<StreamParts, 'db' | 'line'>, changes: readonly Change[]): readonly LinkedSide[] {
  const sides = new Map<RecordId, LinkedSide>()
  for (const { object, fields } of changes) {
    for (const { path, kind, to } of fieldsByObject[object]) {
      const field = fields.find((each) => each.path === path)
      if (!field || to === undefined || (kind !== 'relation' && kind !== 'relations')) continue
      const [before, after] = [idsIn(field.old), idsIn(field.new)]
      for (const id of [...before.filter((each) => !after.includes(each)), ...after.filter((each) => !before.includes(each))]) {
        const recordId = findRecordId(db, line.connection.id, to, id)
        if (recordId !== null) sides.set(recordId, { object: to, recordId })
      }
    }
  }
  return [...sides.values()].slice(0, MOST)
}

/** After the push: what was made by it has the CRM's id by then. */
export async function readLinkedSides(parts: StreamParts, sides: readonly LinkedSide[]): Promise<void> {
  const idsByObject = new Map<ObjectType, RemoteId[]>()
  for (const { object, recordId } of sides) {
    const remoteId = remoteIdOf(parts.db, recordId)
    if (remoteId !== null) idsByObject.set(object, [...(idsByObject.get(object) ?? []), remoteId])
  }
  for (const [object, ids] of idsByObject) await readById(parts, new Tally(), object, ids, 'app')
}

function idsIn(value: Json): readonly string[] {
  const ids: readonly Json[] = Array.isArray(value) ? value : [value]
  return ids.flatMap((id) => (typeof id === 'string' && id !== '' ? [id] : []))
}
