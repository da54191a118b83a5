/**
 * The parameters of a list: which page of what, in which order. A parameter that this CRM ignores (by fault `ignore`) is dropped
 * here, before anyone looks at it; one that it refuses answers 400.
 */
import { relationFilters, type SandboxObject } from '../catalogue'
import { parseKey } from '../store/open'
import type { ListRequest } from '../store/lists'
import { refuse } from './refusal'
import { parseDateText } from './values'

/** The protocol's page limit. */
export const PAGE_LIMIT = 100

/** All values of a parameter: repeated, as a comma list, or both. */
export type Parameters = (name: string) => readonly string[]

export interface ListTraits {
  readonly ignores: (parameter: string) => boolean
  readonly refuses: (parameter: string) => boolean
  readonly pageCap: number | null
  readonly offsetCap: { readonly most: number; readonly silent: boolean } | null
}

export type ListQuery = Omit<ListRequest, 'visibleUntil' | 'shuffle'> & { readonly beyondCap: boolean }

export function parseListQuery(object: SandboxObject, parameters: Parameters, traits: ListTraits): ListQuery {
  const one = (name: string): string | null => {
    const value = parameters(name)[0]
    if (value === undefined || value === '') return null
    if (traits.refuses(name)) return refuse(`${name} is not supported for this list`)
    return traits.ignores(name) ? null : value
  }
  const limit = Math.min(whole('limit', one('limit'), PAGE_LIMIT, 1), PAGE_LIMIT, traits.pageCap ?? PAGE_LIMIT)
  const offset = whole('offset', one('offset'), 0, 0)
  const beyondCap = traits.offsetCap !== null && offset + limit > traits.offsetCap.most
  if (beyondCap && traits.offsetCap && !traits.offsetCap.silent) {
    return refuse(`offset: only the first ${traits.offsetCap.most} records of a list can be read`)
  }
  const sort = one('sort')
  const updatedGte = one('updated_gte')
  const relations = Object.entries(relationFilters[object]).flatMap(([parameter, other]) => {
    const id = one(parameter)
    return id === null ? [] : [{ object: other, key: parseKey(other, id) }]
  })
  return {
    object,
    limit,
    offset,
    beyondCap,
    updatedGte: updatedGte === null ? null : (parseDateText(updatedGte) ?? refuse(`updated_gte is not a date: ${updatedGte}`)),
    // Values that the protocol does not name are ignored, as most gateways do.
    sort: sort === 'name' || sort === 'created_at' || sort === 'updated_at' ? sort : null,
    descending: one('order') === 'desc',
    query: one('query'),
    relations,
    owner: object === 'pipeline' || object === 'employee' ? null : one('user_id'),
    pipeline: object === 'deal' ? one('pipeline_id') : null,
    type: object === 'event' ? one('type') : null,
  }
}

function whole(name: string, text: string | null, otherwise: number, least: number): number {
  if (text === null) return otherwise
  const value = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN
  return value >= least ? value : refuse(`${name} must be a whole number of at least ${least}`)
}
