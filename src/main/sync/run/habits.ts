/**
 * What a reader minds about lists of one type, from the capabilities that were noted, and where it notes what it finds out by
 * reading. Never taken as given: a habit only makes a reader more careful, and one that is a week old is tried again.
 */
import type { ObjectType } from '../../../shared/model/object-type'
import type { CapabilityFinding } from '../../../shared/sync/capability'
import type { SliceBy } from '../../connectors/connector'
import { knownCapabilities } from '../../mirror/capabilities'
import { findSupport } from '../../mirror/support'
import type { Finding, Position, PullMode } from '../decide/plan-pull'
import { beginAt, relevant } from '../decide/use-capabilities'
import type { StreamParts } from './apply-page'
import { neededParent, noteNeededParent } from './list-slices'
import { noteFindings } from './watch-capabilities'

/** Parameters that can be done without: the order is then found out from the rows, the filter is the reader's own. */
export type Dispensable = 'fields' | 'sort' | 'updated_gte'
export const dispensables: readonly Dispensable[] = ['fields', 'sort', 'updated_gte']

export type Habit = Finding | 'offset-cap' | 'exclusive-bound' | 'needs-type' | 'needs-no-type' | `refuses-${Dispensable}`

/** Where it was seen: for the evidence. */
export interface Seen {
  readonly mode: PullMode
  readonly offset: number
  /** The CRM's own words, or what came. */
  readonly words?: string
}

export interface Habits {
  /** Pages are cut to this size, whatever is asked; null: as asked. */
  readonly pageSize: number | null
  /** Parameters that are refused. */
  readonly refused: readonly Dispensable[]
  /** Whether the filter leaves out what has exactly the stamp of the bound; null while unknown. */
  readonly exclusiveBound: boolean | null
  /** Whether events are listed by type alone; null while unknown. */
  readonly needsType: boolean | null
  /** The filter by a parent without which nothing is listed; null: none is known. */
  readonly needsParent: SliceBy | null
  /** From there on nothing comes, or is refused; null: not met. */
  readonly offsetCap: number | null
  /** Where to begin instead: in the mode that this CRM turned out to need. */
  readonly begin: (start: Position) => Position
  readonly noteParent: (by: SliceBy, words: string) => void
  readonly note: (habit: Habit, seen: Seen) => void
  readonly notePageSize: (rows: number) => void
}

export const noHabits: Habits = {
  pageSize: null,
  refused: [],
  exclusiveBound: null,
  needsType: null,
  needsParent: null,
  noteParent: () => undefined,
  offsetCap: null,
  begin: (start) => start,
  note: () => undefined,
  notePageSize: () => undefined,
}

const accepts = { fields: 'accepts-fields', sort: 'accepts-sort', updated_gte: 'accepts-updated-gte' } as const

export function habitsOf(parts: StreamParts, object: ObjectType): Habits {
  const { db, world, line } = parts
  const connection = line.connection.id
  const known = relevant(knownCapabilities(db, connection, object), world.now())
  const pageSize = known.get('page-size')?.value
  const offsetCap = known.get('offset-cap')?.value
  const inclusive = known.get('updated-gte-inclusive')?.value
  const needsType = known.get('list-needs-type')?.value
  const keep = (finding: CapabilityFinding | null): void => noteFindings({ db, world, connection }, object, finding ? [finding] : [])
  return {
    pageSize: typeof pageSize === 'number' ? pageSize : null,
    refused: dispensables.filter((name) => known.get(accepts[name])?.value === false),
    exclusiveBound: typeof inclusive === 'boolean' ? !inclusive : null,
    needsType: typeof needsType === 'boolean' ? needsType : saysNeedsType(parts, object),
    needsParent: neededParent(db, connection, object),
    noteParent: (by, words) => noteNeededParent(parts, object, by, words),
    offsetCap: typeof offsetCap === 'number' ? offsetCap : null,
    begin: (start) => beginAt(start, known),
    note: (habit, seen) => keep(findingOf(habit, seen)),
    notePageSize: (rows) => keep({ name: 'page-size', value: rows, evidence: `asked for more, and ${rows} came, page after page` }),
  }
}

/** The CRM's own word, until answers have shown it. */
function saysNeedsType({ db, line }: StreamParts, object: ObjectType): true | null {
  return object === 'event' && findSupport(db, line.connection.id, object)?.listOptions['type'] === 'required' ? true : null
}

function findingOf(habit: Habit, { mode, offset, words }: Seen): CapabilityFinding | null {
  const said = words === undefined ? '' : `: ${words}`
  switch (habit) {
    // Judged from the same pages, with the rows at hand, by the watch on the line.
    case 'unsorted':
    case 'filter-ignored':
    // They say that something is wrong, not what: an order that never stands still, or colleagues who work in the second that is read.
    case 'going-in-circles':
    case 'order-in-doubt':
      return null
    case 'silent-cap':
      return {
        name: 'offset-cap',
        value: offset,
        evidence: `asked from offset ${offset}: nothing came, more than once, though a page from before it went on there`,
      }
    case 'unstable-ties': {
      const key = mode === 'walk' ? 'updated_at' : 'created_at'
      const name = mode === 'walk' ? 'stable-ties-updated-at' : 'stable-ties-created-at'
      return { name, value: false, evidence: `asked by ${key} from offset ${offset}: rows that came before came again in another order` }
    }
    case 'offset-cap':
      return { name: 'offset-cap', value: offset, evidence: `asked from offset ${offset}${said}` }
    case 'exclusive-bound':
      return { name: 'updated-gte-inclusive', value: false, evidence: words ?? 'a record of exactly the bound did not come' }
    case 'needs-type':
      return { name: 'list-needs-type', value: true, evidence: `asked without a type${said}` }
    case 'needs-no-type':
      return { name: 'list-needs-type', value: false, evidence: 'nothing came without a type, and nothing with one' }
    case 'refuses-fields':
    case 'refuses-sort':
    case 'refuses-updated_gte':
      return { name: accepts[habit.slice('refuses-'.length) as Dispensable], value: false, evidence: `asked with it${said}` }
  }
}
