/**
 * `/passthrough/{connection}/…`: the CRM behind the gateway, in its own words. Names in camelCase, lists in an envelope, 201 and
 * 204 where the gateway says 200, and an account that the normalized model knows nothing of.
 */
import { type Context, Hono } from 'hono'
import { isJsonObject, type Json, type JsonObject } from '../../../shared/model/json'
import { type CrmObject, crmObjects, wireFields } from '../catalogue'
import { idOf, parseKey } from '../store/open'
import type { Records, StoredRecord } from '../store/records'
import { json } from './answer'
import { answerRefusals, type Identity, jsonBody } from './app'
import { Refusal, notFound } from './refusal'
import { shapeRecord } from './shape'
import { faithful, type Writes } from './writes'

export interface PassthroughParts {
  readonly identity: Identity
  readonly records: Records
  readonly writes: Writes
}

/** Marks every answer of the CRM's own: the gateway leaves headers as they are. */
const UPSTREAM = { 'x-upstream': 'sandbox-crm' }
const plurals: Readonly<Record<string, CrmObject>> = Object.fromEntries(
  crmObjects.map((object) => [object === 'company' ? 'companies' : `${object}s`, object]),
)

export function createPassthroughApp(parts: PassthroughParts): Hono {
  const app = new Hono()
  app.onError(answerRefusals)
  app.all('/passthrough/:connection/*', async (context) => {
    const [, , connection = '', ...rest] = new URL(context.req.url).pathname.split('/')
    if (decodeURIComponent(connection) !== parts.identity.connectionId) notFound('connection')
    // The official client sends the path as one encoded segment, others with real slashes.
    const path = decodeURIComponent(rest.join('/')).split('/')
    return answer(parts, context, path)
  })
  return app
}

async function answer(parts: PassthroughParts, context: Context, [version = '', name = '', id, ...more]: readonly string[]): Promise<Response> {
  const { method } = context.req
  if (version !== 'v1' || more.length > 0) return upstream({ error: { code: 'NOT_FOUND', message: 'no such resource' } }, 404)
  if (name === 'account')
    return method === 'GET' ? upstream(account) : upstream({ error: { code: 'READ_ONLY', message: 'the account is read-only' } }, 405)
  const object = Object.hasOwn(plurals, name) ? plurals[name] : undefined
  if (object === undefined) return upstream({ error: { code: 'NOT_FOUND', message: `no resource “${name}”` } }, 404)
  try {
    return await onRecords(parts, context, object, id)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return upstream({ error: { code: error.status === 404 ? 'NOT_FOUND' : 'INVALID', message: error.message } }, error.status)
  }
}

async function onRecords({ records, writes }: PassthroughParts, context: Context, object: CrmObject, id: string | undefined): Promise<Response> {
  const { method } = context.req
  if (id === undefined) {
    if (method === 'GET') return upstream(list(records, object, context))
    if (method === 'POST') return upstream(rawOf(writes.create(object, await bodyOf(context, object), 'client', faithful)), 201)
  } else {
    const key = parseKey(object, id)
    if (method === 'GET') return upstream(rawOf((key === null ? null : records.find(object, key)) ?? notFound(`${object} ${id}`)))
    if (method === 'PUT') return upstream(rawOf(writes.replace(object, id, await bodyOf(context, object), 'client', faithful)))
    if (method === 'PATCH') return upstream(rawOf(writes.patch(object, id, await bodyOf(context, object), 'client', faithful)))
    if (method === 'DELETE') {
      writes.remove(object, id, 'client')
      return new Response(null, { status: 204, headers: UPSTREAM })
    }
  }
  return upstream({ error: { code: 'METHOD', message: `${method} is not allowed` } }, 405)
}

const account = { id: 'acc-1', legalName: 'Label & Scan Supplies', currency: 'EUR', timeZone: 'Europe/Berlin', fiscalYearStartsIn: 4 }

function list(records: Records, object: CrmObject, context: Context): JsonObject {
  const limit = Math.min(Math.max(1, Number(context.req.query('limit') ?? 25) || 25), 100)
  const keys = records.newest(object, limit)
  return { results: records.read(object, keys).map(rawOf), total: records.count(object) }
}

function rawOf(record: StoredRecord): JsonObject {
  const { raw } = shapeRecord(record, ['raw'], { stamps: 'millisecond' })
  return { ...(isJsonObject(raw) ? raw : {}), __id: idOf(record.key) }
}

async function bodyOf(context: Context, object: CrmObject): Promise<JsonObject> {
  const body = await jsonBody(context)
  if (!isJsonObject(body)) throw new Refusal(400, 'the body is not an object')
  const names = new Map(Object.keys(wireFields[object]).map((name) => [camelCase(name), name]))
  return Object.fromEntries(Object.entries(body).map(([name, value]): [string, Json | undefined] => [names.get(name) ?? name, value]))
}

function camelCase(name: string): string {
  return name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

function upstream(value: JsonObject, status = 200): Response {
  return json(value, status, UPSTREAM)
}
