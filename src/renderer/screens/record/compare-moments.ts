/** What is different between two lines of a record's history: for each field that moved between them, its value right after either. */
import type { Json } from '../../../shared/model/json'
import type { HistoryEntry } from '../../../shared/sync/change'

export interface MomentDifference {
  readonly path: string
  readonly earlier: Json
  readonly later: Json
}

/** `entries` as the history comes, newest first; both lines are among them. Fields that moved and came back are left out. */
export function compareMoments(entries: readonly HistoryEntry[], one: HistoryEntry['id'], other: HistoryEntry['id']): readonly MomentDifference[] {
  const oldestFirst = entries.toReversed()
  const [from = 0, to = 0] = [one, other].map((id) => oldestFirst.findIndex((entry) => entry.id === id)).toSorted((a, b) => a - b)
  const moved = new Map<string, MomentDifference>()
  for (const { path, old, new: next } of oldestFirst.slice(from + 1, to + 1)) {
    moved.set(path, { path, earlier: moved.get(path)?.earlier ?? old, later: next })
  }
  return [...moved.values()].filter(({ earlier, later }) => JSON.stringify(earlier) !== JSON.stringify(later))
}
