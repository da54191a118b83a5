/** References inside a change: to records made here, by the ids that the CRM has given them since, or has not. */
import { readField, writeField } from '../../../shared/model/field-path'
import { fieldsByObject } from '../../../shared/model/fields'
import { type ConnectionId, LOCAL_ID_PREFIX, type RecordId } from '../../../shared/model/ids'
import type { ObjectType } from '../../../shared/model/object-type'
import type { RecordDocument } from '../../../shared/model/record'
import type { PatchField } from '../../../shared/sync/merge-field'
import { findRecordId, isLocalId, remoteIdOf, resolveReferences } from '../../mirror/identity'
import type { ReadDb } from '../../mirror/open'

/** References that were made offline, by the ids that the CRM has given since. */
export function resolvedField(db: ReadDb, object: ObjectType, field: PatchField): PatchField {
  const swap = (value: PatchField['value']): PatchField['value'] =>
    readField(resolveReferences(db, object, writeField({}, field.path, value)), field.path) ?? value
  return { path: field.path, base: swap(field.base), value: swap(field.value) }
}

/**
 * The field that links to a record which was made here and is not in the CRM: that link means nothing there. `coming` are records
 * whose creates go first.
 */
export function findDangling(
  db: ReadDb,
  connection: ConnectionId,
  object: ObjectType,
  document: RecordDocument,
  coming: ReadonlySet<RecordId> = new Set(),
): string | null {
  // A CRM may have ids that look like ours.
  const isKnown = (to: ObjectType, reference: string): boolean => {
    const record = findRecordId(db, connection, to, reference)
    return record !== null && (coming.has(record) || remoteIdOf(db, record) !== null)
  }
  const dangling = fieldsByObject[object].find(({ path, to }) => {
    const value = to === undefined ? null : document[path]
    const ids: readonly unknown[] = Array.isArray(value) ? value : [value]
    return ids.some(
      (each) => typeof each === 'string' && (each.startsWith(LOCAL_ID_PREFIX) || isLocalId(each)) && to !== undefined && !isKnown(to, each),
    )
  })
  return dangling?.path ?? null
}

/** A new record has nothing to clear. */
export function withoutCleared(document: RecordDocument): RecordDocument {
  return Object.fromEntries(Object.entries(document).filter(([key, value]) => key !== 'id' && value !== null && value !== undefined))
}
