/** What a move to another column changes in a deal: its stage, its owner, or the month in which it closes. */
import type { Json } from '../../../shared/model/json'
import type { BoardGroup, DealCard, Stage } from '../../../shared/model/reports'

export interface MovedFields {
  readonly set: readonly { readonly path: string; readonly value: Json }[]
  readonly unset: readonly string[]
}

export function movedFields(groupBy: BoardGroup, { closingAt }: Pick<DealCard, 'closingAt'>, { id, name }: Pick<Stage, 'id' | 'name'>): MovedFields {
  if (groupBy === 'stage') return { set: [{ path: 'stages', value: [{ id, ...(name === null ? {} : { name }) }] }], unset: [] }
  const path = groupBy === 'owner' ? 'user_id' : 'closing_at'
  if (id === '') return { set: [], unset: [path] }
  return { set: [{ path, value: groupBy === 'owner' ? id : sameDayOf(id, closingAt) }], unset: [] }
}

/** The same day of another month, or its last one; the last one where there was no day. A close date is a day, kept in UTC. */
function sameDayOf(month: string, closingAt: string | null): string {
  const [year = 0, at = 1] = month.split('-').map(Number)
  const last = new Date(Date.UTC(year, at, 0)).getUTCDate()
  const before = closingAt === null ? Number.NaN : new Date(closingAt).getUTCDate()
  const day = Number.isNaN(before) ? last : Math.min(before, last)
  return `${month}-${String(day).padStart(2, '0')}T00:00:00.000Z`
}
