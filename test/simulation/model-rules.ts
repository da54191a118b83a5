/** The ways in which real CRMs differ, as options of the model CRM, and what may happen to a single request. */
import { isJsonObject, type Json, type JsonObject } from '../../src/shared/model/json'

type Parameter = 'sort' | 'updated_gte' | 'fields'

export interface Behaviour {
  /** Stamps and filter know only whole seconds. */
  readonly wholeSeconds: boolean
  /** Stamps are rounded down to so many milliseconds. */
  readonly stampGrainMs: number
  /** Records with the same sort key come in another order on each request. */
  readonly unstableTies: boolean
  /** Everything comes in another order on each request, whatever is asked. */
  readonly unstableOrder: boolean
  /** Asked for ascending or descending: always descending. */
  readonly wrongDirection: boolean
  /** The filter leaves out what was updated at exactly the bound. */
  readonly exclusiveFilter: boolean
  /** The filter knows only minutes, hours, …: the bound is rounded down to a multiple of this. */
  readonly filterGrainMs: number
  readonly ignores: readonly (Parameter | 'user_id')[]
  readonly refuses: readonly Parameter[]
  /** Larger offsets are refused, or answered with nothing. */
  readonly offsetCap: number | null
  readonly silentCap: boolean
  /** The most records of a page, whatever is asked. */
  readonly pageCap: number | null
  /** Every n-th record is hidden, taken out of a page after it was cut: pages come back short. */
  readonly dropsEvery: number | null
  /** A record shows up in lists only so long after it was written. */
  readonly listLagMs: number
  /** … or any shorter time, by chance: what was written later may show up earlier. */
  readonly unevenLag: boolean
  /** How far the stamps run ahead of the `Date` header. */
  readonly skewMs: number
  /** Writes are answered with the id alone. */
  readonly thinAnswers: boolean
  /** Each way, and how much longer a single message may take: answers overtake one another. */
  readonly latencyMs: number
  readonly latencySpreadMs: number
  /** Written values come back in the CRM's own form. */
  readonly normalizes: boolean
  /** A replace leaves alone what it does not name. */
  readonly putKeeps: boolean
  /** The object types that this account may see; null: all. */
  readonly objects: readonly string[] | null
  /** A link to a record that is not there is refused. */
  readonly checksLinks: boolean
}

export const wellBehaved: Behaviour = {
  wholeSeconds: false,
  stampGrainMs: 1,
  unstableTies: false,
  unstableOrder: false,
  wrongDirection: false,
  exclusiveFilter: false,
  filterGrainMs: 1,
  ignores: [],
  refuses: [],
  offsetCap: null,
  silentCap: false,
  pageCap: null,
  dropsEvery: null,
  listLagMs: 0,
  unevenLag: false,
  skewMs: 0,
  thinAnswers: false,
  latencyMs: 20,
  latencySpreadMs: 0,
  normalizes: false,
  putKeeps: false,
  objects: null,
  checksLinks: false,
}

/** What happens to one request instead of its answer. `after`: it took effect all the same. */
export type Fault =
  | { readonly kind: 'refused-connection' }
  | { readonly kind: 'reset'; readonly after: boolean }
  /** Nobody hears anything until the client gives up. */
  | { readonly kind: 'timeout'; readonly after: boolean }
  | { readonly kind: 'status'; readonly status: number; readonly after: boolean; readonly retryAfter?: string; readonly body?: string }
  /** It took effect and is answered with 200, and with this instead of JSON. */
  | { readonly kind: 'garbage'; readonly body: string }
  /** A list answers with nothing, or with one record that can't be read; other requests are answered as usual. */
  | { readonly kind: 'empty-list' }
  | { readonly kind: 'unreadable-record' }
  /** The answer is right and takes so much longer to arrive. */
  | { readonly kind: 'slow'; readonly milliseconds: number }

/** Which fields hold ids of which type. */
export const linkFields: Readonly<Record<string, string>> = { company_ids: 'company', contact_ids: 'contact', deal_ids: 'deal' }

export function normalized(value: Json | undefined): Json | undefined {
  if (typeof value === 'string') return value.trim()
  if (Array.isArray(value)) return value.map((entry: Json) => normalized(entry) ?? null)
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, normalizedMember(key, member)]))
}

function normalizedMember(key: string, value: Json | undefined): Json | undefined {
  if (key === 'telephone' && typeof value === 'string') return `+${value.replaceAll(/\D/g, '').replace(/(\d{3})(?=\d)/g, '$1 ')}`
  if (key === 'email' && typeof value === 'string') return value.toLowerCase()
  return normalized(value)
}

/** A copy that no client can make sense of: nobody knows when that was. */
export function unreadable(record: JsonObject): JsonObject {
  return { ...record, created_at: 'the other day' }
}
