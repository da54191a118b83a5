/** Which questions a probe still has to ask, from what is known already. Pure. */
import type { Instant } from '../../../shared/model/ids'
import type { Known } from './use-capabilities'

export interface ProbeQuestion {
  readonly sort?: 'updated_at' | 'created_at'
  readonly descending?: boolean
  readonly updatedSince?: Instant
  readonly fields?: readonly string[]
  readonly offset?: number
}

interface ProbeInput {
  readonly known: Known
  /** Records in the mirror. */
  readonly count: number
  /** The first whole second above the newest stamp; null where no record has one. */
  readonly bound: Instant | null
  /** A new stamp without a fraction: a bound can meet it exactly. */
  readonly exact: Instant | null
}

/** Below this, no cap that a CRM would set can be met. */
const DEEP = 100
/** Colleagues may delete a few meanwhile: the last rows must still be there. */
const BEFORE_THE_END = 10

export function questionsFor({ known, count, bound, exact }: ProbeInput): readonly ProbeQuestion[] {
  const sorts = known.get('accepts-sort')?.value !== false
  const filters = known.get('accepts-updated-gte')?.value !== false
  const unknown = (name: Parameters<Known['has']>[0]): boolean => !known.has(name)
  return [
    // The walk has asked for the head of this list before: once more, and ties show whether they stand still.
    ...(sorts && (unknown('sort-updated-at') || unknown('stable-ties-updated-at')) ? [{ sort: 'updated_at' } as const] : []),
    ...(sorts && unknown('stable-ties-created-at') ? [{ sort: 'created_at' } as const] : []),
    ...(sorts && (unknown('sort-created-at') || unknown('stable-ties-created-at'))
      ? ([{ sort: 'created_at', descending: true }, { sort: 'created_at' }] as const)
      : []),
    ...(filters && bound !== null && (unknown('updated-gte') || unknown('updated-gte-precision')) ? [{ updatedSince: bound }] : []),
    ...(filters && exact !== null && unknown('updated-gte-inclusive') ? [{ updatedSince: exact }] : []),
    ...(unknown('fields') && unknown('accepts-fields') ? [{ fields: ['id'] }] : []),
    ...(count > DEEP && unknown('offset-cap') ? [{ offset: count - BEFORE_THE_END }] : []),
  ]
}
