/**
 * The CRM's HTTP interface: which path does what. Faults are not its business; they wrap it (see `faulty-fetch.ts`).
 */
import { type Context, Hono } from 'hono'
import type { JsonObject } from '../../../shared/model/json'
import { type CrmObject, isCrmObject, type SandboxObject } from '../catalogue'
import { industries } from '../data/custom-fields'
import type { Faults } from '../faults/faults'
import { parseDuration } from '../faults/spec'
import type { Definitions } from '../store/definitions'
import { parseKey } from '../store/open'
import { type Lists, SHUFFLE_RANGE } from '../store/lists'
import type { Records, StoredRecord } from '../store/records'
import { type ListTraits, parseListQuery, type Parameters } from './list-query'
import { json } from './answer'
import { addDefinitionRoutes } from './definition-routes'
import { notFound, Refusal, refuse } from './refusal'
import { type ShapeTraits, shapeRecord } from './shape'
import type { Writes, WriteTraits } from './writes'

export interface AppParts {
  readonly identity: Identity
  readonly records: Records
  readonly definitions: Definitions
  readonly lists: Lists
  readonly writes: Writes
  readonly faults: Faults
  readonly now: () => number
  readonly random: () => number
  /** Told which records a page held, so that a fault can change some before the next one. */
  readonly servedPage: (object: SandboxObject, keys: readonly number[]) => void
}

export interface Identity {
  readonly connectionId: string
  readonly workspaceId: string
  readonly token: string
  /** Signs webhooks, and opens nothing. */
  readonly workspaceSecret: string
}

export function createApp(parts: AppParts): Hono {
  const { identity, records, lists, writes, faults, now, random, servedPage } = parts
  const app = new Hono()

  app.onError(answerRefusals)
  app.notFound(() => json({ message: 'there is nothing at this address' }, 404))

  const checkToken = tokenCheck(identity)
  app.use(async (context, next) => {
    checkToken(context.req.header('authorization'))
    await next()
  })

  function checkConnection(context: Context): void {
    if (context.req.param('connection') !== identity.connectionId) notFound('connection')
  }

  function crmObject(context: Context): CrmObject {
    checkConnection(context)
    const object = context.req.param('object')
    return isCrmObject(object) ? object : notFound(`object type ${object ?? ''}`)
  }

  function idParameter(context: Context): string {
    return context.req.param('id') ?? ''
  }

  function one(context: Context, record: StoredRecord): Response {
    const thin = context.req.method !== 'GET' && faults.trait('thin-answers', { method: context.req.method, object: record.object }) !== null
    const fields = thin ? ['id'] : fieldsParameter(context, record.object)
    return json(shaped(record, fields, shapeTraits(record.object)))
  }

  function fieldsParameter(context: Context, object: SandboxObject): readonly string[] {
    if (faults.lists('ignore', { method: context.req.method, object }, 'fields')) return []
    return parametersOf(context)('fields')
      .flatMap((value) => value.split(','))
      .filter((name) => name !== '')
  }

  /** Slow fields are there when they are named, and only then. */
  function shaped(record: StoredRecord, fields: readonly string[], traits: ShapeTraits): JsonObject {
    const whole = shapeRecord(record, fields, traits)
    const request = { method: 'GET', object: record.object }
    const kept = Object.entries(whole).filter(([name]) => fields.includes(name) || !faults.lists('slow', request, name))
    return Object.fromEntries(kept)
  }

  function shapeTraits(object: SandboxObject): ShapeTraits {
    return { stamps: (faults.trait('stamps', { method: 'GET', object }) as ShapeTraits['stamps'] | null) ?? 'millisecond' }
  }

  function writeTraits(method: string, object: CrmObject): WriteTraits {
    const request = { method, object }
    return {
      normalizes: (what) => faults.lists('normalize', request, what),
      putKeeps: faults.trait('put-keeps', request) !== null,
    }
  }

  function list(context: Context, object: SandboxObject): Response {
    const request = { method: 'GET', object }
    const { beyondCap, ...query } = parseListQuery(object, parametersOf(context), listTraits(faults, object))
    if (beyondCap || lacksNeeded(context, request)) return json([])
    const delay = parseDuration(faults.trait('late', request) ?? '')
    const disorder = faults.trait(query.sort === null ? 'unstable-order' : 'unstable-ties', request) !== null
    const { stamps } = shapeTraits(object)
    const coarse = stamps === 'second' ? 1_000 : stamps === 'minute' ? 60_000 : 1
    const keys = lists(
      {
        ...query,
        updatedGte: query.updatedGte === null ? null : query.updatedGte - (query.updatedGte % coarse),
        visibleUntil: delay === null ? null : now() - delay,
        shuffle: disorder ? 1 + Math.floor(random() * SHUFFLE_RANGE) : null,
      },
      records.version,
    )
    servedPage(object, keys)
    const fields = fieldsParameter(context, object)
    return json(records.read(object, keys).map((record) => shaped(record, fields, { stamps })))
  }

  /** True where this list answers with nothing because a parameter that it needs is missing. */
  function lacksNeeded(context: Context, request: { readonly method: string; readonly object: SandboxObject }): boolean {
    const needed = faults.trait('list-needs', request) ?? ''
    const parameter = needed.replace(/-silent$/, '')
    if (parameter === '' || (parametersOf(context)(parameter)[0] ?? '') !== '') return false
    return needed.endsWith('-silent') || refuse(`${parameter} is required for this list`)
  }

  function read(context: Context, object: SandboxObject): Response {
    const key = parseKey(object, idParameter(context))
    return one(context, (key === null ? null : records.find(object, key)) ?? notFound(`${object} ${idParameter(context)}`))
  }

  app.get('/crm/:connection/taxonomy', (context) => {
    checkConnection(context)
    return json(industries.map((name, index) => ({ id: `industry-${index + 1}`, name, label: name, type: 'INDUSTRY' })))
  })
  app.get('/crm/:connection/:object', (context) => list(context, crmObject(context)))
  app.post('/crm/:connection/:object', async (context) => {
    const object = crmObject(context)
    return one(context, writes.create(object, await jsonBody(context), 'client', writeTraits('POST', object)))
  })
  app.get('/crm/:connection/:object/:id', (context) => read(context, crmObject(context)))
  app.put('/crm/:connection/:object/:id', async (context) => {
    const object = crmObject(context)
    return one(context, writes.replace(object, idParameter(context), await jsonBody(context), 'client', writeTraits('PUT', object)))
  })
  app.patch('/crm/:connection/:object/:id', async (context) => {
    const object = crmObject(context)
    return one(context, writes.patch(object, idParameter(context), await jsonBody(context), 'client', writeTraits('PATCH', object)))
  })
  app.delete('/crm/:connection/:object/:id', (context) => {
    writes.remove(crmObject(context), idParameter(context), 'client')
    return new Response(null, { status: 200 })
  })

  app.get('/hris/:connection/employee', (context) => {
    checkConnection(context)
    return list(context, 'employee')
  })
  app.get('/hris/:connection/employee/:id', (context) => {
    checkConnection(context)
    return read(context, 'employee')
  })

  addDefinitionRoutes(app, { ...parts, checkConnection })

  for (const path of ['/crm/:connection/:object', '/hris/:connection/employee']) {
    for (const known of [path, `${path}/:id`]) {
      app.all(known, ({ req }) => {
        throw new Refusal(path.startsWith('/crm') ? 405 : 501, `${req.method} is not supported by this integration`)
      })
    }
  }
  return app
}

/** What was thrown, as an answer: every app of the sandbox says no in the same words. */
export function answerRefusals(error: Error): Response {
  if (error instanceof Refusal) return json({ message: error.message }, error.status, error.headers)
  return json({ message: `the sandbox failed: ${error.message}` }, 500)
}

/** Of the `Authorization` header as it came. */
export type TokenCheck = (authorization: string | undefined) => void

/** Takes `Bearer x`, `bearer x` and `x` alike. */
export function tokenCheck({ token }: Pick<Identity, 'token'>): TokenCheck {
  return (authorization = '') => {
    if (authorization.replace(/^bearer\s+/i, '') !== token) throw new Refusal(401, 'the token is missing or wrong')
  }
}

function parametersOf(context: Context): Parameters {
  const parameters = new URL(context.req.url).searchParams
  return (name) => parameters.getAll(name)
}

function listTraits(faults: Faults, object: SandboxObject): ListTraits {
  const request = { method: 'GET', object }
  const pageCap = faults.trait('page-cap', request)
  const offsetCap = faults.trait('offset-cap', request)
  return {
    ignores: (parameter) => faults.lists('ignore', request, parameter),
    refuses: (parameter) => faults.lists('refuse', request, parameter),
    pageCap: pageCap === null ? null : Number(pageCap),
    offsetCap: offsetCap === null ? null : { most: Number.parseInt(offsetCap, 10), silent: offsetCap.endsWith('-silent') },
  }
}

export async function jsonBody(context: Context): Promise<unknown> {
  try {
    return await context.req.json<unknown>()
  } catch {
    // Whatever the parser says about it is of no use to who sent it.
    return refuse('the body is not JSON')
  }
}
