/** The gateway's answers, as sloppy as they may come: what is not plainly said is unknown, and nobody else's connection is taken. */
import { describe, expect, test } from 'vitest'
import { createUnifiedGateway } from '../../../../src/main/connectors/unified/gateway'
import { readSupport } from '../../../../src/main/connectors/unified/support'
import type { Json } from '../../../../src/shared/model/json'
import type { HttpRequest } from '../../../../src/main/world'

function talkTo(answer: (url: URL) => { readonly status?: number; readonly body: string }) {
  const asked: HttpRequest[] = []
  const gateway = createUnifiedGateway({ url: 'https://gateway.example/', token: async () => 'secret' }, async (request) => {
    asked.push(request)
    const { status = 200, body } = answer(new URL(request.url))
    return { status, headers: {}, body }
  })
  return { gateway, asked }
}

const json = (value: Json) => () => ({ body: JSON.stringify(value) })
const question = { workspaceId: 'w', provider: 'hubspot', state: 's', reference: 'r', back: 'http://127.0.0.1:1/x', objects: null } as const

describe('the support matrix', () => {
  test('says what it says, and nothing of what it leaves out', () => {
    expect(readSupport(undefined)).toBeNull()
    expect(readSupport({})).toEqual([])
    expect(
      readSupport({
        crm_contact: {
          methods: { list: true, create: false, update: 'maybe' },
          inbound_fields: { name: 'supported-required', title: 'not-supported', tags: 'since-tomorrow' },
          list_updated_gte: 'not-supported',
          list_type: 'supported-required',
          list_query: 'sometimes',
          slow_fields: ['company_ids', 7],
          webhook_events: { created: ['virtual', 'by-fax'], updated: ['by-fax'], deleted: [], renamed: ['native'] },
          anything: 'else',
        },
        crm_lead: { methods: null, inbound_fields: [] },
        crm_invoice: { methods: { list: true } },
      }),
    ).toEqual([
      {
        object: 'contact',
        methods: { list: true, create: false },
        reads: null,
        writes: { name: 'required', title: 'no' },
        listOptions: { updated_gte: 'no', type: 'required' },
        slow: ['company_ids'],
        told: { created: ['virtual'], updated: ['virtual', 'native'] },
      },
      { object: 'lead', methods: {}, reads: null, writes: null, listOptions: {}, slow: [], told: null },
    ])
  })
})

describe('the gateway', () => {
  test('lists CRMs by the workspace without a token, and page by page until one brings nothing new', async () => {
    const all = Array.from({ length: 100 }, (_, index) => ({ type: `crm-${index}`, categories: ['crm'] }))
    // It overlooks the offset: the second page is the first again.
    const { gateway, asked } = talkTo(json([...all.slice(0, 98), { type: 'mail', categories: ['email'] }, { name: 'without a type' }]))
    const outcome = await gateway.providers('w')
    expect(outcome).toMatchObject({ kind: 'answered' })
    expect(outcome.kind === 'answered' && outcome.value.length).toBe(98)
    expect(asked).toHaveLength(2)
    expect(asked.every(({ headers }) => headers['authorization'] === undefined)).toBe(true)
  })

  test('asks openly for the address, for chosen types only, and takes it as text or as JSON', async () => {
    for (const body of ['https://login.example/a', '"https://login.example/a"', 'https://login.example/a\n']) {
      const { gateway, asked } = talkTo(() => ({ body }))
      expect(await gateway.signInAddress({ ...question, objects: ['contact', 'user'] })).toMatchObject({ value: 'https://login.example/a' })
      const [request] = asked
      expect(request?.headers).toEqual({ accept: 'text/plain' })
      const scopes = new URL(request?.url ?? '').searchParams.get('scopes')?.split(',')
      expect(scopes).toEqual(expect.arrayContaining(['crm_contact_read', 'crm_contact_write', 'hris_employee_read']))
      expect(scopes).not.toContain('crm_deal_read')
    }
    for (const body of ['', '<html></html>', 'javascript:alert(1)', '{"url": 1}'])
      expect(await talkTo(() => ({ body })).gateway.signInAddress(question)).toMatchObject({ kind: 'unknown' })
  })

  test('finds a connection by our reference alone, where the filter is overlooked, too', async () => {
    const others = [{ id: 'theirs', external_xref: 'somebody' }, { id: 'without' }]
    expect(await talkTo(json(others)).gateway.findSignedIn('r')).toMatchObject({ value: null })
    expect(await talkTo(json([...others, { id: 'ours', external_xref: 'r' }])).gateway.findSignedIn('r')).toMatchObject({ value: 'ours' })
  })

  test('a list that is none is no answer', async () => {
    expect(await talkTo(json({ message: 'welcome' })).gateway.providers(null)).toMatchObject({ kind: 'unknown' })
    expect(await talkTo(() => ({ status: 401, body: '' })).gateway.providers(null)).toMatchObject({ kind: 'not-authorized' })
  })
})
