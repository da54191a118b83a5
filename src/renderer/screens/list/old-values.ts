/** What unpushed fields were before the rep's edits, in words: by record, then by field path. */
import type { RecordId } from '../../../shared/model/ids'
import type { Change } from '../../../shared/sync/change'
import { wordsOf } from './words'

export type OldValues = ReadonlyMap<RecordId, ReadonlyMap<string, string>>

export function oldValuesOf(changes: readonly Change[], empty: string): OldValues {
  const old = new Map<RecordId, Map<string, string>>()
  for (const { recordId, kind, fields } of changes) {
    if (kind !== 'update') continue
    const of = old.get(recordId) ?? new Map<string, string>()
    // The oldest change of a field knows what it was at first.
    for (const field of fields) if (!of.has(field.path)) of.set(field.path, wordsOf(field.old).join(', ') || empty)
    old.set(recordId, of)
  }
  return old
}
