/**
 * The CRMs that the sandbox's workspace offers, each with its support matrix: which types it has, what may be done with them, and
 * what its lists can be asked. The sandbox keeps to the matrix (see `api/connection-gate.ts`), so a client that doesn't is found out.
 */
import { knownProviders } from '../../../shared/model/providers'
import { type CrmObject, crmObjects, relationFilters, type SandboxObject, wireFields } from '../catalogue'

export type Support = 'supported-required' | 'supported' | 'not-supported'
export const methodNames = ['list', 'get', 'create', 'update', 'remove'] as const
export type MethodName = (typeof methodNames)[number]

/** One object type of the matrix, as it travels. */
export interface Matrix {
  readonly methods: Readonly<Record<MethodName, boolean>>
  readonly inbound_fields: Readonly<Record<string, Support>>
  readonly outbound_fields: Readonly<Record<string, Support>>
  readonly slow_fields?: readonly string[]
  readonly webhook_events?: Readonly<Partial<Record<'created' | 'updated' | 'deleted', readonly ('virtual' | 'native')[]>>>
  /** `list_…`: an option of the list. */
  readonly [option: `list_${string}`]: Support
}

export interface Integration {
  readonly type: string
  readonly name: string
  readonly categories: readonly string[]
  readonly is_active: boolean
  readonly logo_url: string
  readonly color: string
  readonly text_color: string
  readonly web_url: string
  readonly rate_limit_description?: string
  readonly created_at: string
  readonly updated_at: string
  /** By object type: `crm_contact`, `hris_employee`. A type that is not in it is not known to be offered. */
  readonly support: Readonly<Record<string, Matrix>>
}

/** How a CRM differs from one that does everything. */
interface Traits {
  readonly color?: string
  /** Types it has; absent: all. */
  readonly objects?: readonly CrmObject[]
  /** Types that can be read, and nothing else. */
  readonly readOnly?: readonly CrmObject[]
  /** Single methods that a type lacks: `event.update`. */
  readonly lacks?: readonly string[]
  /** Fields that are never written: `contact.department`. */
  readonly cannotWrite?: readonly string[]
  /** Fields that a new record must have: `deal.pipelines`. */
  readonly required?: readonly string[]
  /** Options that its lists don't have. */
  readonly listLacks?: readonly string[]
  /** Options without which a list is refused: `event.contact_id`. */
  readonly listNeeds?: readonly string[]
  /** Fields that cost a request a record. */
  readonly slow?: readonly string[]
  readonly quota?: string
  readonly inactive?: boolean
  /** What its webhooks tell, and how; absent: new and changed records, in intervals. */
  readonly tells?: WebhookEvents
}

type WebhookEvents = NonNullable<Matrix['webhook_events']>

const inIntervals: WebhookEvents = { created: ['virtual'], updated: ['virtual'] }
const everything: WebhookEvents = { created: ['virtual', 'native'], updated: ['virtual', 'native'], deleted: ['native'] }

const withoutLeads: readonly CrmObject[] = ['contact', 'company', 'deal', 'event', 'pipeline']
const peopleOnly: readonly CrmObject[] = ['contact', 'company', 'event']

/** The nine are drawn after their own APIs; the others differ in the ways that CRMs do. Whoever is not in it does everything. */
const traits: Readonly<Record<string, Traits>> = {
  salesforce: { color: '#00a1e0', readOnly: ['pipeline'], quota: '100,000 requests in 24 hours for the whole organization' },
  hubspot: {
    color: '#ff7a59',
    slow: ['contact.company_ids', 'contact.deal_ids', 'deal.contact_ids'],
    lacks: ['lead.remove'],
    tells: everything,
    quota: '190 requests in 10 seconds',
  },
  pipedrive: {
    tells: everything,
    color: '#017737',
    cannotWrite: ['contact.department', 'contact.address'],
    quota: 'a daily budget of tokens, by seat',
  },
  zohocrm: { color: '#e42527', required: ['contact.last_name', 'lead.last_name', 'company.name'], readOnly: ['pipeline'] },
  microsoftdynamics: { color: '#0b53ce', readOnly: ['pipeline'], quota: '6,000 requests in 5 minutes a user' },
  copper: { tells: everything, color: '#ff5a5f', listLacks: ['list_sort_by_created_at'], required: ['deal.name'], readOnly: ['pipeline'] },
  close: { color: '#1463ff', objects: withoutLeads, readOnly: ['pipeline'], cannotWrite: ['contact.department'] },
  freshsales: { color: '#f58020', listLacks: ['list_updated_gte'], readOnly: ['pipeline'], lacks: ['event.remove'] },
  insightly: { color: '#ea5a0b', listLacks: ['list_query'], readOnly: ['pipeline'], quota: '10 requests a second' },
  activecampaign: { color: '#004cff', objects: ['contact', 'company', 'deal', 'event', 'pipeline'] },
  affinity: { color: '#2c5fea', objects: withoutLeads, listLacks: ['list_updated_gte'] },
  agencyzoom: { objects: ['contact', 'lead', 'pipeline'], readOnly: ['pipeline'] },
  apollo: { objects: ['contact', 'company', 'deal'], readOnly: ['deal'] },
  attio: { color: '#266df0', objects: withoutLeads },
  boondmanager: { objects: ['contact', 'company', 'deal'] },
  bullhorn: { objects: ['contact', 'company', 'lead', 'deal'] },
  bunny: { objects: ['contact', 'company', 'deal'], readOnly: ['deal'] },
  capsule: { color: '#6f5ce7', objects: withoutLeads },
  clarify: { objects: withoutLeads },
  folk: { objects: peopleOnly, lacks: ['company.remove'] },
  lessannoyingcrm: { objects: ['contact', 'company', 'event', 'pipeline'] },
  monday: { color: '#ff3d57', listLacks: ['list_updated_gte', 'list_sort_by_updated_at', 'list_sort_by_created_at'] },
  netsuite: { readOnly: ['company', 'pipeline'] },
  nocrm: { objects: ['lead', 'pipeline', 'event'], readOnly: ['pipeline'] },
  onepagecrm: { objects: ['contact', 'company', 'deal', 'event'], listNeeds: ['event.contact_id'] },
  outreach: { objects: ['contact', 'company', 'deal', 'event'], readOnly: ['deal'] },
  recruitcrm: { objects: ['contact', 'company', 'deal'] },
  salesloft: { objects: peopleOnly, readOnly: ['event'] },
  streak: { objects: ['contact', 'company', 'deal', 'pipeline'], inactive: true },
}

/** The CRM behind the connection that the sandbox has from the start: it does everything. */
const own: Integration = integration('sandbox', 'Satchel Sandbox', { tells: everything })

export const integrations: readonly Integration[] = knownProviders.map(({ id, name }) => integration(id, name, traits[id] ?? {}))

export function findIntegration(type: string): Integration | null {
  return type === own.type ? own : (integrations.find((each) => each.type === type) ?? null)
}

function integration(type: string, name: string, its: Traits): Integration {
  const objects = its.objects ?? crmObjects
  return {
    type,
    name,
    categories: ['crm', 'hris', 'metadata', 'passthrough'],
    is_active: its.inactive !== true,
    logo_url: `https://logos.satchel-sandbox.example/${type}.png`,
    color: its.color ?? '#4d5565',
    text_color: '#ffffff',
    web_url: `https://${type}.example/`,
    ...(its.quota === undefined ? {} : { rate_limit_description: its.quota }),
    created_at: '2024-03-01',
    updated_at: '2026-10-01',
    support: {
      ...Object.fromEntries(objects.map((object) => [`crm_${object}`, matrix(object, its)])),
      hris_employee: matrix('employee', its),
    },
  }
}

function matrix(
  object: SandboxObject,
  { readOnly = [], lacks = [], cannotWrite = [], required = [], listLacks = [], listNeeds = [], slow = [], tells = inIntervals }: Traits,
): Matrix {
  const writes = object !== 'employee' && !readOnly.includes(object)
  const has = (method: MethodName): boolean => (method === 'list' || method === 'get' || writes) && !lacks.includes(`${object}.${method}`)
  const fields = Object.keys(wireFields[object])
  const writable = (field: string): Support => {
    if (!writes || cannotWrite.includes(`${object}.${field}`)) return 'not-supported'
    return required.includes(`${object}.${field}`) ? 'supported-required' : 'supported'
  }
  const slowHere = fields.filter((field) => slow.includes(`${object}.${field}`))
  return {
    methods: { list: has('list'), get: has('get'), create: has('create'), update: has('update'), remove: has('remove') },
    inbound_fields: Object.fromEntries(fields.map((field) => [field, writable(field)])),
    outbound_fields: Object.fromEntries(['id', 'created_at', 'updated_at', ...fields].map((field) => [field, 'supported' as const])),
    ...(slowHere.length === 0 ? {} : { slow_fields: slowHere }),
    webhook_events: tells,
    ...Object.fromEntries(
      listOptions(object).map((option): [string, Support] => {
        if (listLacks.includes(option)) return [option, 'not-supported']
        return [option, listNeeds.includes(`${object}.${option.slice('list_'.length)}`) ? 'supported-required' : 'supported']
      }),
    ),
  }
}

function listOptions(object: SandboxObject): readonly `list_${string}`[] {
  const relations = Object.keys(relationFilters[object]).map((name): `list_${string}` => `list_${name}`)
  return [
    'list_limit',
    'list_offset',
    'list_order',
    'list_query',
    'list_updated_gte',
    'list_sort_by_name',
    'list_sort_by_created_at',
    'list_sort_by_updated_at',
    'list_user_id',
    ...relations,
  ]
}
