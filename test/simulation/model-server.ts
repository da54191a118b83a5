/**
 * A CRM in memory that misbehaves on purpose: the ways in which real ones differ are its options, and every effect on its
 * records is written down, so that double creates and overwritten edits can be counted.
 */
import { isJsonObject, type Json, type JsonObject } from '../../src/shared/model/json'
import { type HttpRequest, type HttpResponse, NetworkError, type World } from '../../src/main/world'
import { type Behaviour, type Fault, linkFields, normalized, unreadable, wellBehaved } from './model-rules'
import { seededRandom } from './virtual-world'

export interface Effect {
  readonly at: number
  readonly kind: 'create' | 'replace' | 'remove'
  readonly object: string
  readonly id: string
  readonly before: JsonObject | null
  readonly after: JsonObject | null
  /** The body as it came; null for a deletion. */
  readonly sent: JsonObject | null
  /**
   * What the client was told of this record when it read it by its id, since its last write: the oldest first. All that was heard while
   * this write was on its way, and at least the last two: any of them may be the one that the write was made from.
   */
  readonly reads: readonly JsonObject[]
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
  /** Asked for in each request; null: everybody may come in. */
  token: string | null
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
  const reads = new Map<string, { readonly at: number; readonly document: JsonObject }[]>()
  let lastId = 0
  let order = 0

  const table = (object: string): Map<string, Stored> => {
    const present = objects.get(object) ?? new Map<string, Stored>()
    objects.set(object, present)
    return present
  }
  const stampNow = (): number => world.now() + rules.skewMs
  const iso = (time: number): string => {
    const grain = rules.wholeSeconds ? 1000 : rules.stampGrainMs
    return new Date(Math.floor(time / grain) * grain).toISOString()
  }

  const store = (object: string, id: string, document: JsonObject): void => {
    const present = table(object).get(id)
    table(object).set(id, {
      document,
      visibleAt: world.now() + rules.listLagMs * (rules.unevenLag ? random() : 1),
      order: present?.order ?? (order += 1),
    })
  }

  const write = (object: string, id: string | null, sent: JsonObject): JsonObject => {
    const present = id === null ? null : (table(object).get(id)?.document ?? null)
    const known = id ?? String((lastId += 1))
    const written = rules.normalizes ? (normalized(sent) as JsonObject) : sent
    const document: JsonObject = {
      ...(rules.putKeeps ? present : {}),
      ...written,
      id: known,
      created_at: present?.['created_at'] ?? iso(stampNow()),
      updated_at: iso(stampNow()),
    }
    store(object, known, document)
    noteEffect({ kind: id === null ? 'create' : 'replace', object, id: known, before: present, after: document, sent })
    return document
  }

  const noteEffect = (effect: Omit<Effect, 'at' | 'reads'>): void => {
    const key = `${effect.object} ${effect.id}`
    const heard = reads.get(key) ?? []
    const sentAt = world.now() - rules.latencyMs - rules.latencySpreadMs
    const counted = heard.filter(({ at }, index) => at >= sentAt || index >= heard.length - 2)
    effects.push({ ...effect, at: world.now(), reads: counted.map(({ document }) => document) })
    reads.delete(key)
  }

  /** The link that leads nowhere; what stood there before is not looked at again. */
  const brokenLink = (present: JsonObject | null, body: JsonObject): string | null => {
    if (!rules.checksLinks) return null
    for (const [field, to] of Object.entries(linkFields)) {
      const before: readonly unknown[] = Array.isArray(present?.[field]) ? (present[field] as readonly unknown[]) : []
      const ids: readonly unknown[] = Array.isArray(body[field]) ? body[field] : []
      if (ids.some((each) => !before.includes(each) && !table(to).has(String(each)))) return field
    }
    return null
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
    if (server.token !== null && request.headers['authorization'] !== `Bearer ${server.token}`) return answer(401, { message: 'who are you?' })
    if (rules.objects !== null && !rules.objects.includes(object)) return answer(403, { message: `no permission for ${object}` })
    if (id === undefined && request.method === 'GET') {
      const rows = list(object, query)
      return typeof rows === 'string' ? answer(400, { message: rows }) : answer(200, rows)
    }
    const parsed = request.body === null ? null : (JSON.parse(request.body) as Json)
    const body = isJsonObject(parsed) ? parsed : {}
    const known = id === undefined ? null : (table(object).get(decodeURIComponent(id)) ?? null)
    if (id !== undefined && known === null) return answer(404, { message: 'no such record' })
    if (request.method === 'POST' || request.method === 'PUT') {
      const field = brokenLink(known?.document ?? null, body)
      if (field !== null) return answer(400, { message: `${field}: no such record` })
      return answer(200, shaped(write(object, id === undefined ? null : decodeURIComponent(id), body)))
    }
    if (id === undefined || known === null) return answer(405, { message: 'not on a list' })
    if (request.method !== 'DELETE') return answer(200, known.document)
    noteEffect({ kind: 'remove', object, id, before: known.document, after: null, sent: null })
    table(object).delete(id)
    return answer(200, null)
  }

  const shaped = (document: JsonObject): JsonObject => (rules.thinAnswers ? { id: document['id'] } : document)

  const server: ModelServer = {
    effects,
    requests,
    token: null,
    fault: () => null,
    meanwhile: () => undefined,
    async http(request) {
      const url = new URL(request.url)
      requests.push(`${request.method} ${url.pathname}${url.search}`)
      await travel(request)
      server.meanwhile(url.pathname)
      const fault = server.fault(request, url.pathname)
      if (fault?.kind === 'refused-connection') throw new NetworkError('nobody answers', false)
      if (fault !== null && 'after' in fault && !fault.after) return failing(fault, request)
      const response = perform(request, url.pathname, url.searchParams)
      if (fault?.kind === 'slow') await world.sleep(fault.milliseconds, request.signal ?? undefined)
      await travel(request)
      if (fault !== null && 'after' in fault) return failing(fault, request)
      if (fault?.kind === 'garbage' && response.status === 200) return { ...response, body: fault.body }
      noteRead(request, url.pathname, response)
      return isList(request, url.pathname) && response.status === 200 && fault !== null ? spoiled(response, fault) : response
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

  async function travel(request: HttpRequest): Promise<void> {
    const spread = rules.latencySpreadMs === 0 ? 0 : Math.floor(random() * rules.latencySpreadMs)
    await world.sleep(rules.latencyMs + spread, request.signal ?? undefined)
  }

  function noteRead(request: HttpRequest, path: string, response: HttpResponse): void {
    const [, , , object = '', id] = path.split('/')
    if (request.method !== 'GET' || id === undefined || response.status !== 200) return
    const key = `${object} ${decodeURIComponent(id)}`
    reads.set(key, [...(reads.get(key) ?? []), { at: world.now(), document: JSON.parse(response.body) as JsonObject }])
  }

  function spoiled(response: HttpResponse, fault: Fault): HttpResponse {
    if (fault.kind === 'empty-list') return { ...response, body: '[]' }
    const rows = JSON.parse(response.body) as readonly JsonObject[]
    if (fault.kind !== 'unreadable-record' || rows.length === 0) return response
    const bad = Math.floor(random() * rows.length)
    return { ...response, body: JSON.stringify(rows.map((row, index) => (index === bad ? unreadable(row) : row))) }
  }

  async function failing(fault: Extract<Fault, { readonly after: boolean }>, request: HttpRequest): Promise<HttpResponse> {
    if (fault.kind === 'timeout') await world.sleep(request.timeoutMs, request.signal ?? undefined)
    if (fault.kind !== 'status') throw new NetworkError(fault.kind === 'reset' ? 'the connection broke off' : 'no answer in time', true)
    const headers = fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter }
    return { ...answer(fault.status, null, headers), body: fault.body ?? JSON.stringify({ message: `status ${fault.status}` }) }
  }

  return server
}

function isList(request: HttpRequest, path: string): boolean {
  return request.method === 'GET' && path.split('/').length === 4
}
