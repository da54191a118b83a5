/**
 * A CRM in memory that misbehaves on purpose: the ways in which real ones differ are its options, and every effect on its
 * records is written down, so that double creates and overwritten edits can be counted.
 */
import { isJsonObject, type Json, type JsonObject } from '../../src/shared/model/json'
import { type HttpRequest, type HttpResponse, NetworkError, type World } from '../../src/main/world'
import { seededRandom } from './virtual-world'

export interface Behaviour {
  /** Stamps and filter know only whole seconds. */
  readonly wholeSeconds: boolean
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
  readonly ignores: readonly ('sort' | 'updated_gte' | 'fields' | 'user_id')[]
  readonly refuses: readonly ('sort' | 'updated_gte' | 'fields')[]
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
  readonly latencyMs: number
}

export const wellBehaved: Behaviour = {
  wholeSeconds: false,
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
}

/** What happens to one request instead of its answer. `after`: it took effect all the same. */
export type Fault =
  /** No answer until the caller gives up. */
  | { readonly kind: 'hang' }
  | { readonly kind: 'refused-connection' }
  | { readonly kind: 'reset'; readonly after: boolean }
  | { readonly kind: 'status'; readonly status: number; readonly after: boolean; readonly retryAfter?: string; readonly body?: string }

export interface Effect {
  readonly at: number
  readonly kind: 'create' | 'replace' | 'remove'
  readonly object: string
  readonly id: string
  readonly before: JsonObject | null
  readonly after: JsonObject | null
}

interface Stored {
  readonly document: JsonObject
  readonly visibleAt: number
  readonly order: number
}

export interface ModelServer {
  readonly http: (request: HttpRequest) => Promise<HttpResponse>
  readonly effects: readonly Effect[]
  readonly requests: readonly string[]
  /** Asked for every request, in order. */
  fault: (request: HttpRequest, path: string) => Fault | null
  /** Called before each answer is made: where a test lets a colleague act in the middle of a scan. */
  meanwhile: (path: string) => void
  records(object: string): readonly JsonObject[]
  find(object: string, id: string): JsonObject | null
  /** As a colleague would, in the CRM itself. `stamp` null leaves `updated_at` alone. */
  put(object: string, document: JsonObject, stamp?: number | null): string
  remove(object: string, id: string): void
}

export function createModelServer(world: World, behaviour: Partial<Behaviour> = {}, seed = 1): ModelServer {
  const rules = { ...wellBehaved, ...behaviour }
  const random = seededRandom(seed)
  const objects = new Map<string, Map<string, Stored>>()
  const effects: Effect[] = []
  const requests: string[] = []
  let lastId = 0
  let order = 0

  const table = (object: string): Map<string, Stored> => {
    const present = objects.get(object) ?? new Map<string, Stored>()
    objects.set(object, present)
    return present
  }
  const stampNow = (): number => world.now() + rules.skewMs
  const iso = (time: number): string => new Date(rules.wholeSeconds ? Math.floor(time / 1000) * 1000 : time).toISOString()

  const store = (object: string, id: string, document: JsonObject): void => {
    const present = table(object).get(id)
    table(object).set(id, {
      document,
      visibleAt: world.now() + rules.listLagMs * (rules.unevenLag ? random() : 1),
      order: present?.order ?? (order += 1),
    })
  }

  const write = (object: string, id: string | null, body: JsonObject): JsonObject => {
    const present = id === null ? null : (table(object).get(id)?.document ?? null)
    const known = id ?? String((lastId += 1))
    const document: JsonObject = { ...body, id: known, created_at: present?.['created_at'] ?? iso(stampNow()), updated_at: iso(stampNow()) }
    store(object, known, document)
    effects.push({ at: world.now(), kind: id === null ? 'create' : 'replace', object, id: known, before: present, after: document })
    return document
  }

  const list = (object: string, query: URLSearchParams): Json[] | string => {
    const [limit, offset] = [Number(query.get('limit') ?? 100), Number(query.get('offset') ?? 0)]
    const refused = rules.refuses.find((name) => query.has(name))
    if (refused) return `${refused} is not supported`
    if (rules.offsetCap !== null && offset > rules.offsetCap) return rules.silentCap ? [] : 'offset too large'
    const since = rules.ignores.includes('updated_gte') ? null : query.get('updated_gte')
    const sort = rules.ignores.includes('sort') ? null : query.get('sort')
    const direction = rules.wrongDirection || query.get('order') === 'desc' ? -1 : 1
    let rows = [...table(object).values()].filter(({ visibleAt }) => visibleAt <= world.now())
    if (since !== null) {
      const bound = Math.floor(Date.parse(since) / rules.filterGrainMs) * rules.filterGrainMs
      rows = rows.filter(({ document }) => Date.parse(String(document['updated_at'])) >= bound + (rules.exclusiveFilter ? 1 : 0))
    }
    const owner = rules.ignores.includes('user_id') ? null : query.get('user_id')
    if (owner !== null) rows = rows.filter(({ document }) => document['user_id'] === owner)
    const keyed = rows.map((row) => ({
      row,
      key: rules.unstableOrder ? random() : sort === null ? row.order : String(row.document[sort] ?? ''),
      tie: rules.unstableTies && sort !== null ? random() : row.order,
    }))
    keyed.sort((a, b) => (a.key < b.key ? -direction : a.key > b.key ? direction : a.tie - b.tie))
    const page = keyed.slice(offset, offset + Math.min(limit, 100, rules.pageCap ?? 100)).map(({ row }) => row)
    const kept = rules.dropsEvery === null ? page : page.filter(({ order: number }) => number % (rules.dropsEvery ?? 1) !== 0)
    const fields = rules.ignores.includes('fields') ? null : query.get('fields')?.split(',')
    return kept.map(({ document }) =>
      fields ? Object.fromEntries(fields.filter((key) => document[key] !== undefined).map((key) => [key, document[key]])) : document,
    )
  }

  const answer = (status: number, body: Json | null, headers: Readonly<Record<string, string>> = {}): HttpResponse => ({
    status,
    headers: { date: new Date(Math.floor(world.now() / 1000) * 1000).toUTCString(), 'content-type': 'application/json', ...headers },
    body: body === null ? '' : JSON.stringify(body),
  })

  const perform = (request: HttpRequest, path: string, query: URLSearchParams): HttpResponse => {
    const [, , , object = '', id] = path.split('/')
    if (id === undefined && request.method === 'GET') {
      const rows = list(object, query)
      return typeof rows === 'string' ? answer(400, { message: rows }) : answer(200, rows)
    }
    const body = request.body === null ? null : (JSON.parse(request.body) as Json)
    if (request.method === 'POST') return answer(200, shaped(write(object, null, isJsonObject(body) ? body : {})))
    const known = id === undefined ? null : table(object).get(decodeURIComponent(id))
    if (!known || id === undefined) return answer(404, { message: 'no such record' })
    if (request.method === 'PUT') return answer(200, shaped(write(object, decodeURIComponent(id), isJsonObject(body) ? body : {})))
    if (request.method === 'DELETE') {
      effects.push({ at: world.now(), kind: 'remove', object, id, before: known.document, after: null })
      table(object).delete(id)
      return answer(200, null)
    }
    return answer(200, known.document)
  }

  const shaped = (document: JsonObject): JsonObject => (rules.thinAnswers ? { id: document['id'] } : document)

  const server: ModelServer = {
    effects,
    requests,
    fault: () => null,
    meanwhile: () => undefined,
    async http(request) {
      const url = new URL(request.url)
      requests.push(`${request.method} ${url.pathname}${url.search}`)
      await world.sleep(rules.latencyMs, request.signal ?? undefined)
      server.meanwhile(url.pathname)
      const fault = server.fault(request, url.pathname)
      if (fault?.kind === 'refused-connection') throw new NetworkError('nobody answers', false)
      if (fault?.kind === 'hang') {
        await world.sleep(request.timeoutMs, request.signal ?? undefined)
        throw new NetworkError('no answer', true)
      }
      if (fault !== null && !fault.after) return failing(fault)
      const response = perform(request, url.pathname, url.searchParams)
      await world.sleep(rules.latencyMs, request.signal ?? undefined)
      return fault === null ? response : failing(fault)
    },
    records: (object) => [...table(object).values()].map(({ document }) => document),
    find: (object, id) => table(object).get(id)?.document ?? null,
    put(object, document, stamp = stampNow()) {
      const id = typeof document['id'] === 'string' ? document['id'] : String((lastId += 1))
      const present = table(object).get(id)?.document
      const updated = stamp === null ? (present?.['updated_at'] ?? iso(stampNow())) : iso(stamp)
      store(object, id, {
        ...document,
        id,
        created_at: present?.['created_at'] ?? document['created_at'] ?? iso(stamp ?? stampNow()),
        updated_at: updated,
      })
      return id
    },
    remove: (object, id) => void table(object).delete(id),
  }

  function failing(fault: Exclude<Fault, { kind: 'refused-connection' | 'hang' }>): HttpResponse {
    if (fault.kind === 'reset') throw new NetworkError('the connection broke off', true)
    const headers = fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter }
    return { ...answer(fault.status, null, headers), body: fault.body ?? JSON.stringify({ message: `status ${fault.status}` }) }
  }

  return server
}
