/**
 * What a CRM turned out to do with lists of one type: found out by reading, kept with its evidence, and minded from then on.
 * Never taken as given: a habit only makes a reader more careful.
 */
import type { ObjectType } from '../../../shared/model/object-type'
import { loadCapability, noteCapability } from '../../mirror/checkpoints'
import { transaction } from '../../mirror/open'
import type { Finding } from '../decide/plan-pull'
import type { StreamParts } from './apply-page'

/** Parameters that can be done without: the order is then found out from the rows, the filter is the reader's own. */
export type Dispensable = 'fields' | 'sort' | 'updated_gte'
export const dispensables: readonly Dispensable[] = ['fields', 'sort', 'updated_gte']

export interface Habits {
  /** Pages are cut to this size, whatever is asked; null: as asked. */
  readonly pageSize: number | null
  /** Parameters that are refused. */
  readonly refused: readonly Dispensable[]
  readonly note: (habit: Finding | 'offset-cap' | `refuses-${Dispensable}`) => void
  readonly notePageSize: (rows: number) => void
}

export const noHabits: Habits = { pageSize: null, refused: [], note: () => undefined, notePageSize: () => undefined }

export function habitsOf({ db, world, line }: StreamParts, object: ObjectType): Habits {
  const connection = line.connection.id
  const known = (name: string) => loadCapability(db, connection, object, name)
  const keep = (name: string, value: number | boolean): void => {
    if (known(name) !== value)
      transaction(db, 'pulled', () => noteCapability(db, connection, object, name, value, 'seen while reading the list', world.now()))
  }
  const pageSize = known('page-size')
  return {
    pageSize: typeof pageSize === 'number' ? pageSize : null,
    refused: dispensables.filter((name) => known(`refuses-${name}`) === true),
    note: (habit) => keep(habit, true),
    notePageSize: (rows) => keep('page-size', rows),
  }
}
