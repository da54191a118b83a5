/**
 * The connector for the Unified CRM API: paths, parameters and answers of `/crm/{connection}/…`, with the people of the CRM
 * from `/hris/{connection}/employee`, which is where this API keeps them.
 */
import { type Instant, type RemoteId } from '../../../shared/model/ids'
import { isJsonObject, type Json, type JsonObject } from '../../../shared/model/json'
import { type ObjectType, objectTypes } from '../../../shared/model/object-type'
import type { World } from '../../world'
import type { ConnectionInfo, Connector, ConnectorOptions, IncomingRecord, ListRequest, Outcome, UnreadableRecord } from '../connector'
import { listDefinitions, writeDefinition } from './definitions'
import { type Client, createClient, type Reply } from './client'
import { unifiedPassthrough } from './passthrough'
import { toIncoming, toWire } from './normalize'
import { listIndustries } from './taxonomy'
import { unifiedWebhooks } from './webhooks'
import { checkRecord } from './wire'

/** "Above 100 not possible on most endpoints." */
const LARGEST_PAGE = 100

/** Employees carry far more personal data than a CRM needs: only these are ever asked for. */
const userFields = ['id', 'name', 'first_name', 'last_name', 'emails', 'employment_status', 'created_at', 'updated_at']

export function createUnifiedConnector(options: ConnectorOptions, http: World['http']): Connector {
  const ask = createClient(options, http)
  const { connectionId } = options
  const collection = (object: ObjectType): string =>
    object === 'user' ? `/hris/${encodeURIComponent(connectionId)}/employee` : `/crm/${encodeURIComponent(connectionId)}/${object}`
  const member = (object: ObjectType, id: RemoteId): string => `${collection(object)}/${encodeURIComponent(id)}`

  return {
    name: 'unified',
    host: URL.parse(options.url)?.host ?? options.url,
    maxPageSize: LARGEST_PAGE,
    describe: (signal) => describe(ask, connectionId, collection('contact'), signal),

    async list(object, request, signal) {
      const outcome = await ask({ method: 'GET', path: collection(object), query: listQuery(object, request), signal })
      // A list that isn't there is one that this CRM does not offer; nothing was "gone".
      if (outcome.kind === 'gone') return { kind: 'refused', status: 404, words: `no list of ${object}`, field: null, retryable: false }
      if (outcome.kind !== 'answered') return outcome
      const { json } = outcome.value
      if (!Array.isArray(json)) return { kind: 'unknown', detail: 'the answer is no list', status: null }
      return { ...outcome, value: { entries: json.map((entry: Json) => readEntry(object, entry)), serverTime: outcome.serverTime } }
    },

    async fetch(object, id, { raw, fields }, signal) {
      const named = object === 'user' ? userFields : fields
      const query = named ? { fields: named.join(',') } : {}
      const outcome = await ask({ method: 'GET', path: member(object, id), query, signal })
      if (outcome.kind !== 'answered') return outcome
      if (outcome.value.json === undefined) return { kind: 'unknown', detail: 'the answer can’t be read', status: null }
      const value = withId(readEntry(object, outcome.value.json), id)
      if (!raw || object === 'user' || !('document' in value)) return { ...outcome, value }
      // Asked for by itself: naming fields would leave out those that we do not know, and a record without them must never be kept.
      const second = await ask({ method: 'GET', path: member(object, id), query: { fields: 'id,raw' }, signal })
      const answer = second.kind === 'answered' ? second.value.json : null
      const payload = isJsonObject(answer) ? answer['raw'] : null
      return { ...outcome, value: { ...value, raw: isJsonObject(payload) ? payload : null } }
    },

    create: async (object, document, key) =>
      writeOutcome(object, null, await ask({ method: 'POST', path: collection(object), body: toWire(object, document), key })),
    replace: async (object, id, document) =>
      writeOutcome(object, id, await ask({ method: 'PUT', path: member(object, id), body: toWire(object, document) })),
    patch: async (object, id, fields) =>
      writeOutcome(object, id, await ask({ method: 'PATCH', path: member(object, id), body: toWire(object, fields) })),
    async remove(object, id) {
      const outcome = await ask({ method: 'DELETE', path: member(object, id) })
      return outcome.kind === 'answered' ? { ...outcome, value: null } : outcome
    },
    definitions: (object, page, signal) => listDefinitions(ask, connectionId, object, page, signal),
    industries: (signal) => listIndustries(ask, connectionId, signal),
    writeDefinition: (write) => writeDefinition(ask, connectionId, write),
    webhooks: unifiedWebhooks(ask, connectionId),
    passthrough: unifiedPassthrough(ask, connectionId),
  }
}

async function describe(ask: Client, connectionId: string, contacts: string, signal: AbortSignal | null): Promise<Outcome<ConnectionInfo>> {
  const outcome = await ask({ method: 'GET', path: `/unified/connection/${encodeURIComponent(connectionId)}`, signal })
  if (outcome.kind === 'answered' && isJsonObject(outcome.value.json)) return { ...outcome, value: infoOf(outcome.value.json) }
  if (outcome.kind !== 'answered' && outcome.kind !== 'gone' && outcome.kind !== 'refused') return outcome
  // No such endpoint, or none for this token: whether records come is what counts.
  const probe = await ask({ method: 'GET', path: contacts, query: { limit: '1' }, signal })
  if (probe.kind === 'answered') return { ...probe, value: nothingTold }
  if (probe.kind === 'gone') return { kind: 'refused', status: 404, words: `no connection ${connectionId}`, field: null, retryable: false }
  return probe
}

const nothingTold: ConnectionInfo = {
  provider: 'unified',
  label: 'CRM',
  me: null,
  objects: objectTypes,
  writable: null,
  account: null,
  workspaceId: null,
  reference: null,
}

function infoOf(connection: JsonObject): ConnectionInfo {
  const auth = isJsonObject(connection['auth']) ? connection['auth'] : {}
  const emails = Array.isArray(auth['emails']) ? (auth['emails'] as readonly Json[]) : []
  const provider = textIn(connection['integration_type']) ?? 'unified'
  const me = emails.map(textIn).find((email) => email !== null) ?? null
  return {
    provider,
    label: textIn(connection['integration_name']) ?? textIn(auth['name']) ?? provider,
    me,
    objects: permittedObjects(connection['permissions']),
    writable: writableObjects(connection['permissions']),
    account: me ?? textIn(auth['name']),
    workspaceId: textIn(connection['workspace_id']),
    reference: textIn(connection['external_xref']),
  }
}

/** What the permissions name; all, where they name nothing of ours. A permission that lies is found out by the first list. */
function permittedObjects(permissions: Json | undefined): readonly ObjectType[] {
  const named = new Set(Array.isArray(permissions) ? permissions : [])
  const permitted = objectTypes.filter((object) => named.has(object === 'user' ? 'hris_employee_read' : `crm_${object}_read`))
  return permitted.length > 0 ? permitted : objectTypes
}

function writableObjects(permissions: Json | undefined): readonly ObjectType[] | null {
  if (!Array.isArray(permissions)) return null
  const writes = permissions.filter((permission) => typeof permission === 'string' && /^crm_.*_write$/.test(permission))
  const reads = permissions.some((permission) => typeof permission === 'string' && /^crm_.*_read$/.test(permission))
  // Names of another kind say nothing of ours.
  return writes.length === 0 && !reads ? null : objectTypes.filter((object) => writes.includes(`crm_${object}_write`))
}

function listQuery(object: ObjectType, request: ListRequest): Record<string, string> {
  const query: Record<string, string> = { limit: String(Math.min(request.limit, LARGEST_PAGE)), offset: String(request.offset) }
  if (request.updatedSince !== null) query['updated_gte'] = wholeSeconds(request.updatedSince)
  if (request.sort !== null) {
    query['sort'] = request.sort
    query['order'] = request.descending ? 'desc' : 'asc'
  }
  const fields = request.fields ?? (object === 'user' ? userFields : null)
  if (fields !== null) query['fields'] = fields.join(',')
  if (request.ownerId !== null) query['user_id'] = request.ownerId
  if (request.slice) query[request.slice.by] = request.slice.value
  return query
}

/** The documented form has no fraction; floored, so that nothing of that second is left out. */
function wholeSeconds(time: Instant): string {
  return new Date(Math.floor(time / 1000) * 1000).toISOString().replace('.000Z', 'Z')
}

function readEntry(object: ObjectType, payload: Json): IncomingRecord | UnreadableRecord {
  const checked = checkRecord(object, payload)
  if (checked.ok) return toIncoming(object, checked)
  return { object, remoteId: checked.remoteId, payload: checked.payload, reason: checked.reason }
}

/** The path named the record: an unreadable answer is still about that one. */
function withId(entry: IncomingRecord | UnreadableRecord, id: RemoteId): IncomingRecord | UnreadableRecord {
  return 'document' in entry ? entry : { ...entry, remoteId: entry.remoteId ?? id }
}

/** Done, whatever the body looks like; null where it can't be read. */
function writeOutcome(object: ObjectType, id: RemoteId | null, outcome: Outcome<Reply>): Outcome<IncomingRecord | null> {
  if (outcome.kind !== 'answered') return outcome
  const { json } = outcome.value
  const payload = isJsonObject(json) && id !== null ? { id, ...json } : json
  const entry = payload === undefined ? null : readEntry(object, payload)
  return { ...outcome, value: entry !== null && 'document' in entry ? entry : null }
}

function textIn(value: Json | undefined): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null
}
