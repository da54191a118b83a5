/**
 * The next step for one change, given the record as the CRM holds it now.
 *
 * An update replaces the whole record and the API knows no precondition, so everything is decided on a read of a moment ago.
 */
import { canonicalJson, isEmptyValue, type JsonObject } from '../../../shared/model/json'
import type { ObjectType, WritableObjectType } from '../../../shared/model/object-type'
import { displayName, firstMember, type RecordDocument } from '../../../shared/model/record'
import type { ChangeKind, RecordConflict } from '../../../shared/sync/change'
import { kindOf, type PatchField, sameValue } from '../../../shared/sync/merge-field'
import { type FieldConflict, mergeRecord, sameRecord } from './merge'

export type UpdateStep =
  /** Both sides changed these. What else the change holds goes on in a change of its own: plan that again. */
  | { readonly kind: 'ask'; readonly conflicts: readonly FieldConflict[]; readonly merged: readonly string[] }
  | { readonly kind: 'ask-about-record'; readonly conflict: RecordConflict }
  | { readonly kind: 'send'; readonly document: RecordDocument }
  /** The CRM holds all of it: an earlier attempt got through, or a colleague had the same thought. */
  | { readonly kind: 'already-there' }

export interface UpdateInput {
  readonly object: WritableObjectType
  readonly fields: readonly PatchField[]
  /** Null: it is gone. */
  readonly theirs: RecordDocument | null
  readonly seen: RecordDocument | null
}

export function planUpdate({ object, fields, theirs, seen }: UpdateInput): UpdateStep {
  if (theirs === null) return { kind: 'ask-about-record', conflict: 'deleted-remotely' }
  const { document, conflicts, pending, merged } = mergeRecord({ object, fields, theirs, seen })
  if (conflicts.length > 0) return { kind: 'ask', conflicts, merged }
  return pending.length === 0 ? { kind: 'already-there' } : { kind: 'send', document }
}

export type DeleteStep = { readonly kind: 'send' } | { readonly kind: 'already-gone' } | { readonly kind: 'ask'; readonly conflict: RecordConflict }

export function planDelete({ object, theirs, seen }: Omit<UpdateInput, 'fields'>): DeleteStep {
  if (theirs === null) return { kind: 'already-gone' }
  return seen === null || sameRecord(object, seen, theirs) ? { kind: 'send' } : { kind: 'ask', conflict: 'changed-since-delete' }
}

/** What a partial update has to say to make one record of another: null where a field is to be cleared. */
export function differingFields(before: RecordDocument, after: RecordDocument): JsonObject {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return Object.fromEntries(
    keys.filter((key) => canonicalJson(before[key]) !== canonicalJson(after[key])).map((key) => [key, after[key] ?? null] as const),
  )
}

/** Whether the answer to a write tells all that was sent; where it doesn't, only a read shows what became of it. */
export function isThinAnswer(sent: RecordDocument, answer: RecordDocument): boolean {
  return Object.keys(sent).some((key) => !isEmptyValue(sent[key]) && answer[key] === undefined)
}

export type ProbeVerdict<Candidate> =
  /** Exactly one record is the one we sent. */
  | { readonly kind: 'found'; readonly candidate: Candidate }
  | { readonly kind: 'none' }
  /** More than one, or one that is nearly it: a person knows better than a guess. */
  | { readonly kind: 'unclear'; readonly candidates: readonly Candidate[] }

/** Looks for a create whose answer was lost among the records that came into being since. */
export function findCreated<Candidate extends { readonly document: RecordDocument }>(
  object: ObjectType,
  sent: RecordDocument,
  candidates: readonly Candidate[],
): ProbeVerdict<Candidate> {
  const likeness = candidates.map((candidate) => ({ candidate, like: likenessOf(object, sent, candidate.document) }))
  const same = likeness.filter(({ like }) => like === 'same')
  const [only] = same
  if (same.length === 1 && only) return { kind: 'found', candidate: only.candidate }
  const like = likeness.filter((each) => each.like !== 'other').map(({ candidate }) => candidate)
  return like.length > 0 ? { kind: 'unclear', candidates: like } : { kind: 'none' }
}

/** `similar`: what a person would recognise it by agrees, though the CRM may have rewritten or dropped something else. */
function likenessOf(object: ObjectType, sent: RecordDocument, found: RecordDocument): 'same' | 'similar' | 'other' {
  const keys = Object.keys(sent).filter((key) => !['id', 'raw', 'created_at', 'updated_at'].includes(key) && !isEmptyValue(sent[key]))
  if (keys.length > 0 && keys.every((key) => holds(object, key, sent, found))) return 'same'
  if (object === 'event') return 'other'
  const mark = (document: RecordDocument): readonly (string | null)[] =>
    [displayName(object, document), firstMember(document['emails'], 'email')].map((text) => text?.trim().toLowerCase() ?? null)
  const [name, email] = mark(sent)
  const [foundName, foundEmail] = mark(found)
  return (name !== null && name === foundName) || (email !== null && email === foundEmail) ? 'similar' : 'other'
}

/** An object that was sent is held when all of its parts are: CRMs add parts of their own. */
function holds(object: ObjectType, key: string, sent: RecordDocument, found: RecordDocument): boolean {
  const [mine, theirs] = [sent[key], found[key]]
  if (typeof mine !== 'object' || mine === null || Array.isArray(mine)) return sameValue(kindOf(object, key), mine, theirs)
  if (typeof theirs !== 'object' || theirs === null || Array.isArray(theirs)) return false
  const [mineParts, theirParts] = [mine as RecordDocument, theirs as RecordDocument]
  return Object.keys(mineParts).every((part) => sameValue(kindOf(object, `${key}.${part}`), mineParts[part], theirParts[part]))
}

/** Tries without a clear answer after which a change is handed back to the rep, when others get through. */
const MOST_TRIES = 8
/** … and where nothing else shows whether it is the CRM as such: it answers when it is asked for a list, and took none of so many creates. */
const MOST_TRIES_ALONE = 24

/** Whether a change that the CRM never manages to write has been tried enough: it goes back to the rep with the CRM's words. */
export function isToBeHandedBack({ kind, tries, othersGotThrough }: Tried): boolean {
  return (tries >= MOST_TRIES && othersGotThrough) || (kind === 'create' && tries >= MOST_TRIES_ALONE)
}

export interface Tried {
  readonly kind: ChangeKind
  /** That may have arrived, and did not. */
  readonly tries: number
  /** The CRM took another change since this one began to fail. */
  readonly othersGotThrough: boolean
}
