/**
 * What a push would do now with the changes of one record, given the record as the CRM holds it: the push's own rules, asked and not
 * followed. A younger change is judged on what the older ones would leave behind, as it will be when its turn comes.
 */
import { exhaustive } from '../../../shared/assert'
import { readField } from '../../../shared/model/field-path'
import type { ChangeId } from '../../../shared/model/ids'
import type { WritableObjectType } from '../../../shared/model/object-type'
import type { RecordDocument } from '../../../shared/model/record'
import type { Change, RecordConflict } from '../../../shared/sync/change'
import type { PatchField } from '../../../shared/sync/merge-field'
import type { ChangeCheck } from '../../../shared/sync/report'
import { type FieldConflict, mergeRecord } from './merge'
import { planDelete, planUpdate } from './plan-push'

export type Verdict = Pick<ChangeCheck, 'would' | 'why'>

/** One change as the push would take it, its references by the ids that the CRM knows. */
export interface CheckItem {
  readonly change: Pick<Change, 'id' | 'object' | 'kind' | 'state' | 'error'>
  readonly fields: readonly PatchField[]
  /** The CRM's version: as last seen, or for a delete as the rep saw it. */
  readonly base: RecordDocument | null
  /** Of a create: what would be sent. */
  readonly data: RecordDocument
  /** A create that may have arrived. */
  readonly probing: boolean
  /** A field that links to a record which is not in the CRM and is not about to come there. */
  readonly dangling: string | null
}

/** Oldest first, one record's. `theirs` null: it is not there, or never was. */
export function planCheck(items: readonly CheckItem[], theirs: RecordDocument | null): ReadonlyMap<ChangeId, Verdict> {
  const verdicts = new Map<ChangeId, Verdict>()
  let expected = theirs
  /** What the mirror will have seen by then. */
  let seen: RecordDocument | null = null
  /** Fields that an older change brings, or has in dispute. */
  const brought = new Set<string>()
  const disputed = new Map<string, ChangeId>()
  for (const item of items) {
    const { id, object, kind } = item.change
    switch (kind) {
      case 'create':
        verdicts.set(id, checkCreate(item))
        expected = seen = item.data
        break
      case 'update': {
        const open = item.fields.filter(({ path }) => !disputed.has(path))
        const fields = open.map((field) => (brought.has(field.path) ? { ...field, base: readField(expected ?? {}, field.path) ?? null } : field))
        const older = item.fields.map(({ path }) => disputed.get(path)).find((each) => each !== undefined)
        if (fields.length === 0 && older !== undefined) {
          verdicts.set(id, { would: 'conflict', why: `It is decided about together with change ${older}.` })
          break
        }
        verdicts.set(id, checkUpdate(item, fields, expected, seen ?? item.base))
        if (expected === null) break
        const merge = mergeRecord({ object, fields, theirs: expected, seen: seen ?? item.base })
        for (const { path } of merge.conflicts) disputed.set(path, id)
        for (const { path } of merge.pending) brought.add(path)
        expected = seen = merge.document
        break
      }
      case 'delete':
        verdicts.set(id, checkDelete(item, expected))
        expected = null
        break
      default:
        exhaustive(kind)
    }
  }
  return verdicts
}

function checkCreate({ change, probing, dangling }: CheckItem): Verdict {
  if (probing) return { would: 'create', why: 'It may have arrived already: a push looks for it in the CRM before it sends it again.' }
  return danglingVerdict(dangling) ?? lastRefusal(change) ?? { would: 'create', why: 'It is not in the CRM yet.' }
}

function checkUpdate(
  { change, dangling }: CheckItem,
  fields: readonly PatchField[],
  theirs: RecordDocument | null,
  seen: RecordDocument | null,
): Verdict {
  const step = planUpdate({ object: change.object, fields, theirs, seen })
  switch (step.kind) {
    case 'ask-about-record':
      return { would: 'conflict', why: describe(step.conflict) }
    case 'ask':
      return { would: 'conflict', why: inDispute(step.conflicts, fields) }
    case 'already-there':
      return { would: 'nothing', why: 'The CRM holds it already.' }
    case 'send':
      return danglingVerdict(dangling) ?? lastRefusal(change) ?? { would: 'update', why: sending(change.object, fields, theirs ?? {}, seen) }
    default:
      return exhaustive(step)
  }
}

function checkDelete({ change, base }: CheckItem, theirs: RecordDocument | null): Verdict {
  const step = planDelete({ object: change.object, theirs, seen: base })
  switch (step.kind) {
    case 'already-gone':
      return { would: 'nothing', why: 'The record is gone from the CRM already.' }
    case 'ask':
      return { would: 'conflict', why: describe(step.conflict) }
    case 'send':
      return lastRefusal(change) ?? { would: 'delete', why: 'The CRM holds what you saw when you deleted it.' }
    default:
      return exhaustive(step)
  }
}

/** Sent again as it was refused, it will hear the same; an edit of it would have made it wait anew. */
function lastRefusal({ state, error }: CheckItem['change']): Verdict | null {
  return state === 'rejected' ? { would: 'reject', why: `Refused last time${error ? `: ${error.message}` : '.'}` } : null
}

function danglingVerdict(field: string | null): Verdict | null {
  return field === null ? null : { would: 'reject', why: `${field}: it is linked to a record that was never pushed.` }
}

function inDispute(conflicts: readonly FieldConflict[], fields: readonly PatchField[]): string {
  const paths = new Set<string>(conflicts.map(({ path }) => path))
  const rest = fields.filter(({ path }) => !paths.has(path)).map(({ path }) => path)
  const both = `Changed in the CRM too: ${[...paths].join(', ')}.`
  return rest.length === 0 ? both : `${both} The rest goes: ${rest.join(', ')}.`
}

function sending(object: WritableObjectType, fields: readonly PatchField[], theirs: RecordDocument, seen: RecordDocument | null): string {
  const { pending, merged } = mergeRecord({ object, fields, theirs, seen })
  const sent = `Sends ${pending.map(({ path }) => path).join(', ')}.`
  return merged.length === 0 ? sent : `${sent} Keeps what changed in the CRM meanwhile: ${merged.join(', ')}.`
}

function describe(conflict: RecordConflict): string {
  switch (conflict) {
    case 'deleted-remotely':
      return 'The record was deleted in the CRM.'
    case 'changed-since-delete':
      return 'The record was changed in the CRM after you deleted it here.'
    case 'link-gone':
      return 'It links to a record that is gone from the CRM.'
    case 'may-already-exist':
      return 'The record may already have been created in the CRM.'
    default:
      return exhaustive(conflict)
  }
}
