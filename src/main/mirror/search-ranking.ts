/** Which of the records that hold the words a person most likely meant. Pure. */
import { fold } from './fold'
import { searchable } from './search-index'

/** What is compared of a record: its folded columns. */
export interface Candidate {
  readonly rid: number
  readonly name: string | null
  readonly company: string | null
  readonly title: string | null
}

/** The likeliest first: a name that begins so, words of the name, words of name, company and title together, anything else. */
export function rankCandidates<Found extends Candidate>(candidates: readonly Found[], text: string): readonly Found[] {
  const typed = fold(text.trim())
  const words = wordsOf(text)
  return candidates
    .map((candidate) => ({ candidate, rank: rankOf(candidate, typed, words) }))
    .toSorted((one, other) => one.rank - other.rank || byName(one.candidate, other.candidate))
    .map(({ candidate }) => candidate)
}

function rankOf({ name, company, title }: Candidate, typed: string, words: readonly string[]): number {
  if (name === null) return 3
  if (name.startsWith(typed)) return 0
  if (beginSomeOf(wordsOf(name), words)) return 1
  return beginSomeOf(wordsOf(`${name} ${company ?? ''} ${title ?? ''}`), words) ? 2 : 3
}

/** Each word that was typed begins one of these. */
function beginSomeOf(present: readonly string[], typed: readonly string[]): boolean {
  return typed.every((word) => present.some((each) => each.startsWith(word)))
}

function wordsOf(text: string): readonly string[] {
  return searchable(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

function byName({ name: one, rid }: Candidate, { name: other, rid: otherRid }: Candidate): number {
  if (one === other) return rid - otherRid
  if (one === null || other === null) return one === null ? 1 : -1
  return one < other ? -1 : 1
}
