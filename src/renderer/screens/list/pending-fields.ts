/** The unpushed fields that a cell shows, each with what it was at first and what it is now. */
import type { RecordId } from '../../../shared/model/ids'
import type { Json } from '../../../shared/model/json'
import type { Change } from '../../../shared/sync/change'
import type { Column } from './columns'

export interface PendingField {
  readonly path: string
  readonly old: Json
  readonly new: Json
}

/** `changes` oldest first, as they are listed: the first knows what the field was, the last what it is. */
export function pendingFields(changes: readonly Change[], id: RecordId, { path, from }: Pick<Column, 'path' | 'from'>): readonly PendingField[] {
  const found = new Map<string, PendingField>()
  for (const change of changes) {
    if (change.recordId !== id || change.kind !== 'update') continue
    for (const field of change.fields) {
      if (field.path !== path && !from.includes(field.path)) continue
      found.set(field.path, { path: field.path, old: found.get(field.path)?.old ?? field.old, new: field.new })
    }
  }
  return [...found.values()]
}
