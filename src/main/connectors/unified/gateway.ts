/** The Unified API as a gateway: `/unified/integration…` and the search for a connection by its reference. */
import { isJsonObject, type Json, type JsonObject } from '../../../shared/model/json'
import { type ObjectType } from '../../../shared/model/object-type'
import { providerName } from '../../../shared/model/providers'
import type { Provider, ProviderDetails } from '../../../shared/sync/support'
import type { World } from '../../world'
import type { Outcome } from '../connector'
import type { Gateway, GatewayOptions, SignInQuestion } from '../gateway'
import { type Ask, type Client, createClient, type Reply } from './client'
import { readSupport } from './support'

/** The gateway keeps environments apart, and disagrees with itself about which one is meant where none is named. */
const ENVIRONMENT = 'Production'
const LARGEST_PAGE = 100
/** More integrations than any gateway has; ends a list that never does. */
const MOST_PAGES = 20

export function createUnifiedGateway(options: GatewayOptions, http: World['http']): Gateway {
  const ask = createClient(options, http)
  return {
    host: URL.parse(options.url)?.host ?? options.url,
    providers: (workspaceId) => providers(ask, workspaceId),
    async provider(id, workspaceId) {
      // Only the workspace's own list can be asked for one of them.
      const outcome = await askList(ask, listOf(null, { type: id, env: ENVIRONMENT }))
      const open = outcome.kind === 'not-authorized' && workspaceId !== null ? await askList(ask, listOf(workspaceId, { env: ENVIRONMENT })) : outcome
      return open.kind === 'answered' ? { ...open, value: open.value.map(detailsOf).find((each) => each?.id === id) ?? null } : open
    },
    async workspace() {
      const outcome = await askList(ask, { method: 'GET', path: '/unified/connection', query: { limit: '1' } })
      if (outcome.kind !== 'answered') return outcome
      const [first] = outcome.value
      return { ...outcome, value: first ? textIn(first['workspace_id']) : null }
    },
    signInAddress: (question) => signInAddress(ask, question),
    async findSignedIn(reference) {
      const query = { external_xref: reference, env: ENVIRONMENT, limit: '10' }
      const outcome = await askList(ask, { method: 'GET', path: '/unified/connection', query })
      if (outcome.kind !== 'answered') return outcome
      // A gateway that overlooks the filter lists other people's connections.
      const found = outcome.value.find((connection) => connection['external_xref'] === reference)
      return { ...outcome, value: found ? textIn(found['id']) : null }
    },
    async removeConnection(connectionId) {
      const outcome = await ask({ method: 'DELETE', path: `/unified/connection/${encodeURIComponent(connectionId)}` })
      const isGone = outcome.kind === 'answered' || outcome.kind === 'gone'
      return isGone ? { kind: 'answered', value: null, serverTime: outcome.serverTime } : outcome
    },
  }
}

async function providers(ask: Client, workspaceId: string | null): Promise<Outcome<readonly Provider[]>> {
  const found: Provider[] = []
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = { summary: 'true', categories: 'crm', env: ENVIRONMENT, limit: String(LARGEST_PAGE), offset: String(page * LARGEST_PAGE) }
    const outcome = await askList(ask, listOf(workspaceId, query))
    if (outcome.kind !== 'answered') return outcome
    const fresh = outcome.value.flatMap((entry) => providerOf(entry) ?? []).filter(({ id }) => !found.some((each) => each.id === id))
    found.push(...fresh)
    if (outcome.value.length < LARGEST_PAGE || fresh.length === 0) return { ...outcome, value: found }
  }
  return { kind: 'answered', value: found, serverTime: null }
}

function listOf(workspaceId: string | null, query: Readonly<Record<string, string>>): Ask {
  if (workspaceId === null) return { method: 'GET', path: '/unified/integration', query }
  return { method: 'GET', path: `/unified/integration/workspace/${encodeURIComponent(workspaceId)}`, query, open: true }
}

async function signInAddress(ask: Client, question: SignInQuestion): Promise<Outcome<string>> {
  const { workspaceId, provider, state, reference, back, objects } = question
  const outcome = await ask({
    method: 'GET',
    path: `/unified/integration/auth/${encodeURIComponent(workspaceId)}/${encodeURIComponent(provider)}`,
    query: {
      success_redirect: back,
      failure_redirect: back,
      state,
      external_xref: reference,
      env: ENVIRONMENT,
      ...(objects === null ? {} : { scopes: scopesFor(objects).join(',') }),
    },
    open: true,
    accept: 'text/plain',
  })
  if (outcome.kind !== 'answered') return outcome
  // Some answer the text as JSON, in quotes.
  const text = typeof outcome.value.json === 'string' ? outcome.value.json : outcome.value.text.trim()
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return { kind: 'unknown', detail: 'the answer is no address', status: null }
  return { ...outcome, value: text }
}

/** The types with what they need to make sense: the people who own them, the industries, and the fields of one's own. */
function scopesFor(objects: readonly ObjectType[]): readonly string[] {
  const own = objects.flatMap((object) => (object === 'user' ? [] : [`crm_${object}_read`, `crm_${object}_write`]))
  return [...own, 'crm_taxonomy_read', 'hris_employee_read', 'metadata_metadata_read', 'metadata_metadata_write']
}

async function askList(ask: Client, what: Ask): Promise<Outcome<readonly JsonObject[]>> {
  const outcome: Outcome<Reply> = await ask(what)
  if (outcome.kind !== 'answered') return outcome
  const { json } = outcome.value
  if (!Array.isArray(json)) return { kind: 'unknown', detail: 'the answer is no list', status: null }
  return { ...outcome, value: (json as readonly Json[]).filter(isJsonObject) }
}

function providerOf(entry: JsonObject): Provider | null {
  const id = textIn(entry['type'])
  const categories = entry['categories']
  if (id === null || (Array.isArray(categories) && !categories.includes('crm'))) return null
  const active = entry['is_active']
  return { id, name: textIn(entry['name']) ?? providerName(id), active: typeof active === 'boolean' ? active : null }
}

function detailsOf(entry: JsonObject): ProviderDetails | null {
  const id = textIn(entry['type'])
  if (id === null) return null
  const active = entry['is_active']
  return {
    id,
    name: textIn(entry['name']) ?? providerName(id),
    active: typeof active === 'boolean' ? active : null,
    rateLimit: textIn(entry['rate_limit_description']),
    support: readSupport(entry['support']),
  }
}

function textIn(value: Json | undefined): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null
}
