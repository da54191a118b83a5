/**
 * The judge of the sandbox is somebody else's client: the gateway's official SDK, unmodified, over a real socket. What it lists,
 * reads, creates, replaces, patches and deletes must come out as it was meant; what it refuses to read fails here.
 */
import { UnifiedTo } from '@unified-api/typescript-sdk'
import { SDKError } from '@unified-api/typescript-sdk/sdk/models/errors'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningSandbox, startSandbox } from '../../../src/main/sandbox/server'

let sandbox: RunningSandbox
let sdk: UnifiedTo
let connectionId: string

beforeAll(async () => {
  sandbox = await startSandbox({ records: 'contact=250,company=40,deal=60,event=230,lead=30', seed: 5 })
  sdk = new UnifiedTo({ serverURL: sandbox.url, security: { jwt: `Bearer ${sandbox.token}` } })
  connectionId = sandbox.connectionId
})
afterAll(() => sandbox.close())

/** One object type's six verbs, so that all six types are put through the same story. */
interface Verbs {
  readonly object: string
  readonly seeded: number
  list(page: { limit: number; offset: number }): Promise<readonly Described[]>
  get(id: string): Promise<Described>
  create(): Promise<Described>
  replace(id: string): Promise<Described>
  patch(id: string): Promise<Described>
  remove(id: string): Promise<unknown>
  /** What create, replace and patch must leave, without id and stamps. */
  readonly created: object
  readonly replaced: object
  readonly patched: object
}
interface Described {
  id?: string | undefined
  createdAt?: Date | undefined
  updatedAt?: Date | undefined
}

const start = new Date('2026-12-01T09:30:00.000Z')
const due = new Date('2026-12-03T08:00:00.000Z')

const everyObject: readonly Verbs[] = [
  {
    object: 'contact',
    seeded: 250,
    list: (page) => sdk.crm.listCrmContacts({ connectionId, ...page }),
    get: (id) => sdk.crm.getCrmContact({ connectionId, id }),
    create: () =>
      sdk.crm.createCrmContact({
        connectionId,
        crmContact: {
          name: 'Zoë Ash',
          firstName: 'Zoë',
          lastName: 'Ash',
          emails: [{ email: 'zoe@acme.example', type: 'WORK' }],
          companyIds: ['100003'],
          telephones: [{ telephone: '+49 89 555', type: 'MOBILE' }],
          address: { city: 'München', countryCode: 'DE' },
          metadata: [{ slug: 'newsletter', value: true }],
        },
      }),
    replace: (id) => sdk.crm.updateCrmContact({ connectionId, id, crmContact: { id, name: 'Zoë Ash-Moor', title: 'CTO' } }),
    patch: (id) => sdk.crm.patchCrmContact({ connectionId, id, crmContact: { title: 'CEO' } }),
    remove: (id) => sdk.crm.removeCrmContact({ connectionId, id }),
    created: {
      name: 'Zoë Ash',
      firstName: 'Zoë',
      lastName: 'Ash',
      emails: [{ email: 'zoe@acme.example', type: 'WORK' }],
      companyIds: ['100003'],
      telephones: [{ telephone: '+49 89 555', type: 'MOBILE' }],
      address: { city: 'München', countryCode: 'DE' },
      metadata: [{ id: 'cf3', slug: 'newsletter', value: true, format: 'BOOLEAN' }],
    },
    replaced: { name: 'Zoë Ash-Moor', title: 'CTO' },
    patched: { name: 'Zoë Ash-Moor', title: 'CEO' },
  },
  {
    object: 'company',
    seeded: 40,
    list: (page) => sdk.crm.listCrmCompanies({ connectionId, ...page }),
    get: (id) => sdk.crm.getCrmCompany({ connectionId, id }),
    create: () =>
      sdk.crm.createCrmCompany({
        connectionId,
        crmCompany: { name: 'Acme', employees: 12, isActive: true, tags: ['a', 'b'], contactIds: ['100002'] },
      }),
    replace: (id) => sdk.crm.updateCrmCompany({ connectionId, id, crmCompany: { name: 'Acme AG', tags: [] } }),
    patch: (id) => sdk.crm.patchCrmCompany({ connectionId, id, crmCompany: { industry: 'Chemicals' } }),
    remove: (id) => sdk.crm.removeCrmCompany({ connectionId, id }),
    created: { name: 'Acme', employees: 12, isActive: true, tags: ['a', 'b'], contactIds: ['100002'] },
    replaced: { name: 'Acme AG', tags: [] },
    patched: { name: 'Acme AG', tags: [], industry: 'Chemicals' },
  },
  {
    object: 'deal',
    seeded: 60,
    list: (page) => sdk.crm.listCrmDeals({ connectionId, ...page }),
    get: (id) => sdk.crm.getCrmDeal({ connectionId, id }),
    create: () =>
      sdk.crm.createCrmDeal({
        connectionId,
        crmDeal: { name: 'Renewal', amount: 1200.5, currency: 'EUR', stages: [{ id: '3' }], companyIds: ['100001'], closingAt: due },
      }),
    replace: (id) =>
      sdk.crm.updateCrmDeal({ connectionId, id, crmDeal: { name: 'Renewal 2', stages: [{ id: '12' }], pipelines: [{ id: '100002' }] } }),
    patch: (id) => sdk.crm.patchCrmDeal({ connectionId, id, crmDeal: { stages: [{ id: '14' }] } }),
    remove: (id) => sdk.crm.removeCrmDeal({ connectionId, id }),
    created: {
      name: 'Renewal',
      amount: 1200.5,
      currency: 'EUR',
      stages: [{ id: '3', name: 'Demo' }],
      pipelines: [{ id: '100001', name: 'New business' }],
      companyIds: ['100001'],
      closingAt: due,
    },
    replaced: { name: 'Renewal 2', stages: [{ id: '12', name: 'Contacted' }], pipelines: [{ id: '100002', name: 'Renewals' }] },
    patched: { name: 'Renewal 2', stages: [{ id: '14', name: 'Won' }], pipelines: [{ id: '100002', name: 'Renewals' }] },
  },
  {
    object: 'event',
    seeded: 230,
    list: (page) => sdk.crm.listCrmEvents({ connectionId, ...page }),
    get: (id) => sdk.crm.getCrmEvent({ connectionId, id }),
    create: () =>
      sdk.crm.createCrmEvent({
        connectionId,
        crmEvent: { type: 'CALL', call: { description: 'Intro', duration: 15, startAt: start }, contactIds: ['100004'] },
      }),
    replace: (id) =>
      sdk.crm.updateCrmEvent({ connectionId, id, crmEvent: { type: 'TASK', task: { name: 'Call back', status: 'NOT_STARTED', dueAt: due } } }),
    patch: (id) => sdk.crm.patchCrmEvent({ connectionId, id, crmEvent: { task: { name: 'Call back', status: 'COMPLETED' } } }),
    remove: (id) => sdk.crm.removeCrmEvent({ connectionId, id }),
    created: { type: 'CALL', call: { description: 'Intro', duration: 15, startAt: start }, contactIds: ['100004'] },
    replaced: { type: 'TASK', task: { name: 'Call back', status: 'NOT_STARTED', dueAt: due } },
    patched: { type: 'TASK', task: { name: 'Call back', status: 'COMPLETED' } },
  },
  {
    object: 'lead',
    seeded: 30,
    list: (page) => sdk.crm.listCrmLeads({ connectionId, ...page }),
    get: (id) => sdk.crm.getCrmLead({ connectionId, id }),
    create: () =>
      sdk.crm.createCrmLead({ connectionId, crmLead: { firstName: 'Ada', lastName: 'Quist', status: 'New', companyId: '100002', userId: '100002' } }),
    replace: (id) => sdk.crm.updateCrmLead({ connectionId, id, crmLead: { name: 'Ada Quist', isActive: false } }),
    patch: (id) => sdk.crm.patchCrmLead({ connectionId, id, crmLead: { status: 'Qualified' } }),
    remove: (id) => sdk.crm.removeCrmLead({ connectionId, id }),
    created: { name: 'Ada Quist', firstName: 'Ada', lastName: 'Quist', status: 'New', companyId: '100002', userId: '100002' },
    replaced: { name: 'Ada Quist', isActive: false },
    patched: { name: 'Ada Quist', isActive: false, status: 'Qualified' },
  },
  {
    object: 'pipeline',
    seeded: 3,
    list: (page) => sdk.crm.listCrmPipelines({ connectionId, ...page }),
    get: (id) => sdk.crm.getCrmPipeline({ connectionId, id }),
    create: () =>
      sdk.crm.createCrmPipeline({ connectionId, crmPipeline: { name: 'Service', isActive: true, stages: [{ name: 'Open', active: true }] } }),
    replace: (id) => sdk.crm.updateCrmPipeline({ connectionId, id, crmPipeline: { name: 'Service & repair', displayOrder: 4 } }),
    patch: (id) => sdk.crm.patchCrmPipeline({ connectionId, id, crmPipeline: { isActive: false } }),
    remove: (id) => sdk.crm.removeCrmPipeline({ connectionId, id }),
    created: { name: 'Service', isActive: true, stages: [{ id: '26', name: 'Open', active: true }] },
    replaced: { name: 'Service & repair', displayOrder: 4 },
    patched: { name: 'Service & repair', displayOrder: 4, isActive: false },
  },
]

function content({ id: _id, createdAt: _created, updatedAt: _updated, ...fields }: Described): object {
  return JSON.parse(JSON.stringify(fields), (key, value: unknown) =>
    /(At)$/.test(key) && typeof value === 'string' ? new Date(value) : value,
  ) as object
}

async function statusOf(request: Promise<unknown>): Promise<number> {
  const error: unknown = await request.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (error instanceof SDKError) return error.statusCode
  throw new Error(`expected an error status, got ${String(error)}`)
}

describe.each(everyObject)('the official client, $object', (verbs) => {
  test('walks the list page by page and meets every record once', async () => {
    const seen: string[] = []
    for (let offset = 0; ; offset += 100) {
      const page = await verbs.list({ limit: 100, offset })
      seen.push(...page.map((record) => record.id ?? ''))
      if (page.length < 100) break
    }
    expect(seen).toHaveLength(verbs.seeded)
    expect(new Set(seen).size).toBe(verbs.seeded)
    expect(seen.every((id) => /^\d+$/.test(id))).toBe(true)
  })

  test('reads a record as the list showed it', async () => {
    const [first] = await verbs.list({ limit: 1, offset: 0 })
    expect(await verbs.get(first?.id ?? '')).toEqual(first)
  })

  test('creates, replaces, patches and deletes; a replacement clears what it does not name', async () => {
    const created = await verbs.create()
    const id = created.id ?? ''
    expect(content(created)).toEqual(verbs.created)
    expect(created.createdAt).toEqual(created.updatedAt)
    expect(await verbs.get(id)).toEqual(created)

    const replaced = await verbs.replace(id)
    expect(content(replaced)).toEqual(verbs.replaced)
    expect(replaced.createdAt).toEqual(created.createdAt)
    expect(Number(replaced.updatedAt)).toBeGreaterThan(Number(created.updatedAt))

    const patched = await verbs.patch(id)
    expect(content(patched)).toEqual(verbs.patched)
    expect(Number(patched.updatedAt)).toBeGreaterThan(Number(replaced.updatedAt))
    expect(await verbs.get(id)).toEqual(patched)

    await verbs.remove(id)
    expect(await statusOf(verbs.get(id))).toBe(404)
    expect(await statusOf(verbs.remove(id))).toBe(404)
  })
})

describe('the official client, lists', () => {
  test('`updated_gte` is inclusive and `sort` with `order` holds over all pages', async () => {
    const all = await Promise.all(
      [0, 100, 200].map((offset) => sdk.crm.listCrmContacts({ connectionId, sort: 'updated_at', order: 'asc', limit: 100, offset })),
    )
    const stamps = all.flat().map((contact) => Number(contact.updatedAt))
    expect(stamps).toHaveLength(250)
    expect(stamps).toEqual([...stamps].toSorted((a, b) => a - b))
    const from = stamps[200] ?? 0
    const newer = await sdk.crm.listCrmContacts({ connectionId, updatedGte: new Date(from).toISOString() })
    expect(newer.map((contact) => Number(contact.updatedAt)).toSorted((a, b) => a - b)).toEqual(stamps.filter((stamp) => stamp >= from))
  })

  test('every filter by a linked record gives exactly the records that name it', async () => {
    const deals = await sdk.crm.listCrmDeals({ connectionId })
    const companyId = deals.find((deal) => deal.companyIds?.length)?.companyIds?.[0] ?? ''
    const contactId = deals.find((deal) => deal.contactIds?.length)?.contactIds?.[0] ?? ''
    const ids = (records: readonly Described[]): readonly string[] => records.map((record) => record.id ?? '').toSorted()
    expect(ids(await sdk.crm.listCrmDeals({ connectionId, companyId }))).toEqual(ids(deals.filter((deal) => deal.companyIds?.includes(companyId))))
    expect(ids(await sdk.crm.listCrmDeals({ connectionId, contactId }))).toEqual(ids(deals.filter((deal) => deal.contactIds?.includes(contactId))))
    expect(ids(await sdk.crm.listCrmDeals({ connectionId, userId: '100002' }))).toEqual(ids(deals.filter((deal) => deal.userId === '100002')))
    expect(ids(await sdk.crm.listCrmDeals({ connectionId, pipelineId: '100002' }))).toEqual(
      ids(deals.filter((deal) => deal.pipelines?.[0]?.id === '100002')),
    )
    const company = await sdk.crm.getCrmCompany({ connectionId, id: companyId })
    expect(ids(await sdk.crm.listCrmContacts({ connectionId, companyId }))).toEqual([...(company.contactIds ?? [])].toSorted())
    const calls = await sdk.crm.listCrmEvents({ connectionId, type: 'CALL' })
    expect(calls.length).toBeGreaterThan(0)
    expect(new Set(calls.map((event) => event.type))).toEqual(new Set(['CALL']))
  })

  test('`query` finds part of a name and the beginning of an e-mail address, in any case', async () => {
    const [contact] = await sdk.crm.listCrmContacts({ connectionId, limit: 1, offset: 77 })
    const name = contact?.name ?? ''
    const email = contact?.emails?.[0]?.email ?? ''
    expect((await sdk.crm.listCrmContacts({ connectionId, query: name.slice(1).toUpperCase() })).map(({ id }) => id)).toContain(contact?.id)
    expect((await sdk.crm.listCrmContacts({ connectionId, query: email })).map(({ id }) => id)).toContain(contact?.id)
    expect(await sdk.crm.listCrmContacts({ connectionId, query: 'no such name at all' })).toEqual([])
  })

  test('`fields` gives those fields and no others, `raw` only when asked for', async () => {
    const [contact] = await sdk.crm.listCrmContacts({ connectionId, limit: 1, fields: ['name', 'raw'] })
    expect(Object.keys(contact ?? {}).toSorted()).toEqual(['name', 'raw'])
    expect(contact?.raw).toMatchObject({ __id: '100001', name: contact?.name })
    expect((await sdk.crm.getCrmContact({ connectionId, id: '100001' })).raw).toBeUndefined()
  })

  test('owners are employees', async () => {
    const employees = await sdk.hris.listHrisEmployees({ connectionId })
    expect(employees).toHaveLength(8)
    expect(employees.filter((employee) => employee.employmentStatus === 'INACTIVE')).toHaveLength(1)
    const known = new Set(employees.map((employee) => employee.id))
    expect((await sdk.crm.listCrmContacts({ connectionId })).every((contact) => known.has(contact.userId))).toBe(true)
  })

  test('custom fields, industries and the connection itself are listed', async () => {
    const fields = await sdk.metadata.listMetadataMetadatas({ connectionId, type: 'crm_contact' })
    expect(fields.map((field) => field.slug)).toEqual(['buying_role', 'birthday', 'newsletter'])
    expect(await sdk.crm.listCrmTaxonomies({ connectionId })).not.toEqual([])
    expect((await sdk.unified.listUnifiedConnections({})).map(({ id }) => id)).toEqual([connectionId])
  })
})

describe('the official client, refusals', () => {
  test('a wrong token answers 401, an unknown connection 404', async () => {
    const stranger = new UnifiedTo({ serverURL: sandbox.url, security: { jwt: 'Bearer wrong' } })
    expect(await statusOf(stranger.crm.listCrmContacts({ connectionId }))).toBe(401)
    expect(await statusOf(sdk.crm.listCrmContacts({ connectionId: 'ffffffffffffffffffffffff' }))).toBe(404)
  })

  test('a link to a record that does not exist answers 400 and names the field', async () => {
    const refused = await sdk.crm.createCrmContact({ connectionId, crmContact: { name: 'X', companyIds: ['1'] } }).catch((error: unknown) => error)
    expect(refused).toMatchObject({ statusCode: 400, body: '{"message":"company_ids: there is no company “1”"}' })
  })
})
