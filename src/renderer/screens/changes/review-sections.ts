/**
 * The sections of the review: by what needs to be done, by batch, by kind of record or by day. What is settled stands folded at
 * the end of each of them.
 */
import type { ObjectType } from '../../../shared/model/object-type'
import { type ChangeId, type Instant, instant } from '../../../shared/model/ids'
import { objectTypes } from '../../../shared/model/object-type'
import type { Change } from '../../../shared/sync/change'
import { type ChangeGroup, changeGroups, groupChanges } from './change-groups'

export const arrangements = ['state', 'batch', 'object', 'time'] as const
export type Arrangement = (typeof arrangements)[number]

/** What a section is about; the screen finds the words. */
export type SectionTitle =
  | { readonly by: 'state'; readonly group: ChangeGroup }
  /** Null: what belongs to none. */
  | { readonly by: 'batch'; readonly batch: string | null }
  | { readonly by: 'object'; readonly object: ObjectType }
  /** The start of the day, in the rep's own zone. */
  | { readonly by: 'time'; readonly day: Instant }

export interface ReviewSection {
  readonly id: string
  readonly title: SectionTitle
  readonly changes: readonly Change[]
  /** Settled: shown on demand. */
  readonly folds: boolean
}

const settled: ReadonlySet<ChangeGroup> = new Set(['pushed', 'discarded'])

export function sectionsOf(changes: readonly Change[], by: Arrangement, placed: ReadonlyMap<ChangeId, ChangeGroup>): readonly ReviewSection[] {
  const groups = groupChanges(changes, placed)
  const ofGroup = (group: ChangeGroup): ReviewSection => ({
    id: `state ${group}`,
    title: { by: 'state', group },
    changes: groups.get(group) ?? [],
    folds: settled.has(group),
  })
  if (by === 'state') return changeGroups.map(ofGroup).filter(isFilled)
  // Within a section the order stays that of the review: what needs the rep first.
  const open = changeGroups.filter((group) => !settled.has(group)).flatMap((group) => groups.get(group) ?? [])
  return [...arranged(open, by), ofGroup('pushed'), ofGroup('discarded')].filter(isFilled)
}

function arranged(open: readonly Change[], by: Exclude<Arrangement, 'state'>): readonly ReviewSection[] {
  switch (by) {
    case 'batch': {
      const named = Map.groupBy(open, ({ batch }) => batch)
      const names = [...named.keys()].toSorted((a, b) => Number(a === null) - Number(b === null))
      return names.map((batch) => section(`batch ${batch ?? ''}`, { by, batch }, named.get(batch) ?? []))
    }
    case 'object':
      return objectTypes.map((object) =>
        section(
          `object ${object}`,
          { by, object },
          open.filter((change) => change.object === object),
        ),
      )
    case 'time': {
      const days = Map.groupBy(open, ({ createdAt }) => instant(new Date(createdAt).setHours(0, 0, 0, 0)))
      return [...days.keys()].toSorted((a, b) => b - a).map((day) => section(`day ${day}`, { by, day }, days.get(day) ?? []))
    }
  }
}

function section(id: string, title: SectionTitle, changes: readonly Change[]): ReviewSection {
  return { id, title, changes, folds: false }
}

function isFilled({ changes }: ReviewSection): boolean {
  return changes.length > 0
}
