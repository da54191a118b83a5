/** How a reading goes on from one part of a list to the next, where a CRM gives the list by a filter alone: see `list-slices.ts`. */
import type { ListSlice, SliceBy } from '../../connectors/connector'
import type { PageRow } from '../decide/plan-pull'
import type { StreamParts } from './apply-page'
import { MOST_DOUBTS, type NoAnswer, type Reader, type ReadListInput, type ReadListResult } from './list-reader'
import { knowsParents, parentNamedIn, sliceAfter } from './list-slices'

/** The filter without which nothing is listed. A type is the shorter way through a list, where that will do. */
export function neededFilter({ object, habits, startSlice }: ReadListInput): SliceBy | null {
  if (startSlice) return startSlice.by
  return object === 'event' && habits.needsType === true ? 'type' : habits.needsParent
}

/** Their list comes first: until then this one can't be asked for. */
export function withoutParents({ line }: StreamParts, by: SliceBy): ReadListResult {
  const outcome: NoAnswer = {
    kind: 'refused',
    status: 400,
    words: `lists these by ${by} only, and those are not here yet`,
    field: null,
    retryable: false,
  }
  return { ok: false, failure: line.failure(outcome), outcome }
}

/** Whether the refusal is about a filter that is missing, or about this part of the list alone; then the reader is set on the next way. */
export function wantsSlice(parts: StreamParts, input: ReadListInput, reader: Reader, words: string): boolean {
  const { habits, object } = input
  if (object === 'event' && /\btype\b/.test(words)) {
    // One kind of event that this CRM does not have.
    if (reader.slice !== null) return nextSlice(parts, input, reader)
    habits.note('needs-type', { mode: reader.position.mode, offset: 0, words })
    return beginSlice(input, reader, sliceAfter(parts, 'type', null))
  }
  const by = reader.slice === null ? parentNamedIn(words, object) : null
  if (by === null) return false
  habits.noteParent(by, words)
  return knowsParents(parts, by) && beginSlice(input, reader, sliceAfter(parts, by, null))
}

/** The parent was here and is not in the CRM any more: its part of the list is no loss. */
export function isLostParent({ slice, position }: Reader, outcome: NoAnswer): boolean {
  const isOfParent = slice !== null && slice.by !== 'type' && position.offset === 0
  return isOfParent && outcome.kind === 'refused' && (outcome.status === 404 || outcome.words.includes(slice.by))
}

/** Goes on with the next part of the list; false where there is none. */
export function nextSlice(parts: StreamParts, input: ReadListInput, reader: Reader): boolean {
  return reader.slice !== null && beginSlice(input, reader, sliceAfter(parts, reader.slice.by, reader.slice.value))
}

export function beginSlice({ habits, start, fresh = start }: ReadListInput, reader: Reader, slice: ListSlice | null): boolean {
  if (slice === null) return false
  const position = habits.begin(fresh)
  Object.assign(reader, {
    slice,
    position,
    width: 1,
    mayWalk: position.mode !== 'walk',
    doubts: MOST_DOUBTS,
    answeredAt: 0,
    looksBehind: 0,
  } satisfies Partial<Reader>)
  return true
}

/** Some CRMs answer a list of events that names no type with nothing, and mean that they need one. */
export function mayNeedType({ object, habits }: ReadListInput, { slice, position }: Reader, rows: readonly PageRow[]): boolean {
  return object === 'event' && slice === null && habits.needsType === null && rows.length === 0 && position.bound === null && position.seen.size === 0
}
