/** Changes in words: lists of them, and one with its fields, old beside new. */
import { isEmptyValue } from '../../../shared/model/json'
import type { Change } from '../../../shared/sync/change'
import { meaningOf } from '../../../shared/sync/refusal'
import type { Output } from './output'
import { describeRecordConflict, isoTime } from './shapes'
import { valueInWords } from './value-words'

export async function sayChanges(out: Output, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return out.note('No changes.')
  await out.table(
    [
      { title: 'CHANGE' },
      { title: 'STATE' },
      { title: 'KIND' },
      { title: 'OBJECT' },
      { title: 'RECORD' },
      { title: 'NAME' },
      { title: 'FIELDS' },
      { title: 'BATCH' },
    ],
    changes.map((change) => [
      change.id,
      change.approved ? `${change.state}, approved` : change.state,
      change.kind,
      change.object,
      change.remoteId ?? change.recordId,
      change.name ?? '',
      troubleOf(change) ?? change.fields.map(({ path }) => path).join(', '),
      change.batch ?? '',
    ]),
  )
}

/** One change, field by field. */
export function changeInWords(change: Change): string[] {
  const { id, kind, object, remoteId, recordId, name, state, fields, merged, rewritten, candidates, needs, blocked, batch, updatedAt } = change
  const lines = [`Change ${id}: ${kind} ${object} ${remoteId ?? recordId}${name === null ? '' : ` “${name}”`}, ${state} since ${isoTime(updatedAt)}`]
  const trouble = troubleOf(change)
  if (trouble !== null) lines.push(`  ${trouble}`)
  if (batch !== null) lines.push(`  batch: ${batch}`)
  if (needs.length > 0) lines.push(`  ${blocked ?? `goes after: ${needs.join(', ')}`}`)
  for (const { remoteId: there, name: called, document } of candidates) {
    const about = ['title', 'company', 'emails', 'created_at'].flatMap((key) => (isEmptyValue(document[key]) ? [] : [shown(document[key] ?? null)]))
    lines.push(`  it may be ${object} ${there}${called === null ? '' : ` “${called}”`}${about.length === 0 ? '' : `: ${about.join(', ')}`}`)
  }
  if (candidates.length > 0) lines.push(`  say so with: satchel resolve ${id} --is ID, or create it anyway: satchel resolve ${id} --take mine`)
  for (const { path, old, new: value, conflict } of fields) {
    lines.push(`  ${path}`)
    if (conflict) {
      lines.push(`    was     ${shown(conflict.base)}`, `    mine    ${shown(conflict.mine)}`, `    theirs  ${shown(conflict.theirs)}`)
      if (conflict.decided) lines.push(`    decided ${conflict.decided.take === 'value' ? shown(conflict.decided.value) : conflict.decided.take}`)
    } else {
      if (kind !== 'create') lines.push(`    - ${shown(old)}`)
      lines.push(`    + ${shown(value)}`)
    }
  }
  for (const { path, sent, kept } of rewritten)
    lines.push(`  changed by the CRM: ${path}`, `    sent    ${shown(sent)}`, `    kept    ${shown(kept)}`)
  if (merged.length > 0) lines.push(`  changed in the CRM meanwhile, and kept: ${merged.join(', ')}`)
  return lines
}

/** The CRM's own words, or what happened to the record; null where nothing stands in the way. */
function troubleOf({ error, recordConflict, state, blocked }: Change): string | null {
  if (error) {
    const meaning = state === 'rejected' ? meaningOf(error.code) : null
    return `${error.field === null ? '' : `${error.field}: `}${error.message}${meaning === null ? '' : ` (${meaning})`}`
  }
  if (blocked !== null) return blocked
  return recordConflict ? describeRecordConflict(recordConflict) : null
}

function shown(value: Parameters<typeof valueInWords>[0]): string {
  return valueInWords(value) || '(empty)'
}
