/** The parameters that the lists of the gateway's own objects (webhooks, calls, tickets) have in common. */
import { refuse } from './refusal'

export interface ManagementQuery {
  /** Null where it is left out. */
  text(name: string): string | null
  /** True where the parameter is left out, or says the same. */
  matches(name: string, value: string): boolean
  /** A time; refused where it can't be read. */
  time(name: string): number | null
  readonly limit: number
  readonly offset: number
  readonly descending: boolean
  readonly sort: 'created_at' | 'updated_at' | null
}

const LARGEST_PAGE = 100

export function parseManagementQuery(parameters: URLSearchParams): ManagementQuery {
  const text = (name: string): string | null => {
    const value = parameters.get(name)
    return value === null || value === '' ? null : value
  }
  const whole = (name: string, otherwise: number, least: number): number => {
    const value = text(name)
    if (value === null) return otherwise
    return /^\d{1,9}$/.test(value) && Number(value) >= least ? Number(value) : refuse(`${name} must be a whole number of at least ${least}`)
  }
  const sort = text('sort')
  return {
    text,
    matches: (name, value) => (text(name) ?? value) === value,
    time(name) {
      const value = text(name)
      if (value === null) return null
      const time = Date.parse(value)
      return Number.isNaN(time) ? refuse(`${name} must be a time`) : time
    },
    limit: Math.min(whole('limit', LARGEST_PAGE, 1), LARGEST_PAGE),
    offset: whole('offset', 0, 0),
    descending: text('order') === 'desc',
    sort: sort === 'created_at' || sort === 'updated_at' ? sort : null,
  }
}

interface Stamped {
  readonly created_at: string
  readonly updated_at?: string
}

/** The page that was asked for, in the order that was asked for; without one, as they came. */
export function pageOf<Item extends Stamped>(items: readonly Item[], query: ManagementQuery): readonly Item[] {
  const { sort, descending, offset, limit } = query
  const since = query.time('updated_gte')
  const stampOf = (item: Item): string => (sort === 'updated_at' ? (item.updated_at ?? item.created_at) : item.created_at)
  const young = since === null ? items : items.filter((item) => Date.parse(item.updated_at ?? item.created_at) >= since)
  const ordered =
    sort === null ? young : young.toSorted((a, b) => (stampOf(a) < stampOf(b) ? -1 : stampOf(a) > stampOf(b) ? 1 : 0) * (descending ? -1 : 1))
  return ordered.slice(offset, offset + limit)
}
