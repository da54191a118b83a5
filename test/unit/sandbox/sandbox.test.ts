/** What a client of the sandbox may rely on, asked in process: writes, links, lists, and the bad days that can be ordered. */
import { afterEach, describe, expect, test } from 'vitest'
import { createSandbox, type Sandbox, type SandboxOptions } from '../../../src/main/sandbox/sandbox'

const open: Sandbox[] = []
afterEach(() => open.splice(0).forEach((sandbox) => sandbox.close()))

/** A clock that only moves when told to, later than the sample data. */
const NOON = Date.UTC(2026, 11, 1, 12)

function setUp(options: SandboxOptions = {}) {
  const time = { now: NOON, slept: [] as number[] }
  const clock = { now: () => time.now, sleep: (milliseconds: number) => (time.slept.push(milliseconds), Promise.resolve()) }
  const sandbox = createSandbox({ records: 'contact=120,company=20,deal=30,event=60,lead=20', seed: 9, store: ':memory:', clock, ...options })
  open.push(sandbox)
  const send = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const response = await sandbox.fetch(
      new Request(`http://sandbox${path.replace('@', sandbox.connectionId)}`, {
        method,
        headers: { authorization: `Bearer ${sandbox.token}` },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    )
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, body: () => JSON.parse(text) as never }
  }
  return { sandbox, time, send, walk: (query: string) => walk(send, query) }
}
interface Answer {
  status: number
  headers: Headers
  text: string
  body: () => never
}
type Fields = Record<string, unknown> & { id: string; updated_at: string }

async function walk(send: (method: string, path: string) => Promise<Answer>, query: string): Promise<readonly Fields[]> {
  const all: Fields[] = []
  for (let offset = 0; ; offset += 20) {
    const page: Fields[] = (await send('GET', `${query}${query.includes('?') ? '&' : '?'}limit=20&offset=${offset}`)).body()
    all.push(...page)
    if (page.length < 20) return all
  }
}

describe('writes', () => {
  test('a replacement clears every field it does not name, those unknown to the protocol too', async () => {
    const { sandbox, send, walk } = setUp()
    const before = (await walk('/crm/@/contact')).find((contact) => contact['lifecycle_stage'] !== undefined)
    const id = before?.id ?? ''
    const { lifecycle_stage: _dropped, company_ids: _links, ...rest } = before ?? expect.unreachable('a seeded record carries unknown fields')
    const after: Fields = (await send('PUT', `/crm/@/contact/${id}`, rest)).body()
    expect(after['lifecycle_stage']).toBeUndefined()
    expect(after['company_ids']).toBeUndefined()
    expect(after['name']).toBe(before?.['name'])
    expect(Object.keys(sandbox.controls.effects()[0]?.changed ?? {}).toSorted()).toEqual(['company_ids', 'lifecycle_stage'])
  })

  test('a record sent back as it was read stays as it was, but for its stamp', async () => {
    const { send, walk } = setUp()
    for (const object of ['contact', 'company', 'deal', 'event', 'lead', 'pipeline']) {
      for (const before of (await walk(`/crm/@/${object}`)).slice(0, 20)) {
        const after: Fields = (await send('PUT', `/crm/@/${object}/${before.id}`, before)).body()
        expect(after).toEqual({ ...before, updated_at: after.updated_at })
        expect(after.updated_at > before.updated_at).toBe(true)
      }
    }
  })

  test('a patch touches what it names; null clears', async () => {
    const { sandbox, send } = setUp()
    const before = sandbox.controls.find('contact', '100001')
    const after = (await send('PATCH', '/crm/@/contact/100001', { title: 'CTO', telephones: null })).body() as Fields
    const { telephones: _gone, ...kept } = before ?? {}
    expect(after).toEqual({ ...kept, title: 'CTO', updated_at: '2026-12-01T12:00:00.000Z' })
  })

  test('two writes within the same millisecond get two stamps', async () => {
    const { send } = setUp()
    const stamps = [await send('PATCH', '/crm/@/lead/100001', { status: 'A' }), await send('PATCH', '/crm/@/lead/100001', { status: 'B' })]
    expect(stamps.map((answer) => (answer.body() as Fields).updated_at)).toEqual(['2026-12-01T12:00:00.000Z', '2026-12-01T12:00:00.001Z'])
  })

  test('a link written on one side shows on the other, whose stamp stays', async () => {
    const { sandbox, send } = setUp()
    const before = sandbox.controls.find('company', '100005')
    const created = (await send('POST', '/crm/@/contact', { name: 'Zoë', company_ids: ['100005'] })).body() as Fields
    const company = sandbox.controls.find('company', '100005')
    expect(company?.['contact_ids']).toEqual([...((before?.['contact_ids'] as string[] | undefined) ?? []), created.id])
    expect(company?.['updated_at']).toBe(before?.['updated_at'])
    await send('PATCH', '/crm/@/company/100005', { contact_ids: [] })
    expect(sandbox.controls.find('contact', created.id)?.['company_ids']).toBeUndefined()
  })

  test('a deleted record leaves no link behind, and its id is never given again', async () => {
    const { sandbox, send } = setUp()
    const created = (await send('POST', '/crm/@/contact', { name: 'Short-lived', company_ids: ['100005'] })).body() as Fields
    const answer = await send('DELETE', `/crm/@/contact/${created.id}`)
    expect([answer.status, answer.text, answer.headers.get('content-type')]).toEqual([200, '', null])
    expect(sandbox.controls.find('company', '100005')?.['contact_ids'] ?? []).not.toContain(created.id)
    expect(((await send('POST', '/crm/@/contact', { name: 'Next' })).body() as Fields).id).not.toBe(created.id)
    expect((await send('PUT', `/crm/@/contact/${created.id}`, { name: 'Back?' })).status).toBe(404)
  })

  test('a deleted company is gone from every record that named it, of whatever type', async () => {
    const { send, walk } = setUp()
    const linked = async () => [
      ...(await walk('/crm/@/contact')).filter((record) => (record['company_ids'] as string[] | undefined)?.includes('100003')),
      ...(await walk('/crm/@/deal')).filter((record) => (record['company_ids'] as string[] | undefined)?.includes('100003')),
      ...(await walk('/crm/@/lead')).filter((record) => record['company_id'] === '100003'),
      ...(await walk('/crm/@/event')).filter((record) => (record['company_ids'] as string[] | undefined)?.includes('100003')),
    ]
    await send('PATCH', '/crm/@/lead/100001', { company_id: '100003' })
    await send('PATCH', '/crm/@/event/100001', { company_ids: ['100003', '100004'] })
    expect((await linked()).length).toBeGreaterThan(1)
    await send('DELETE', '/crm/@/company/100003')
    expect(await linked()).toEqual([])
  })

  test.each([
    ['contact', { emails: 'a@b.example' }, 'emails must be a list'],
    ['contact', { telephones: [{ type: 'WORK' }] }, 'telephones[0].telephone is required'],
    ['contact', { user_id: '7' }, 'user_id: there is no user “7”'],
    ['deal', { amount: '12' }, 'amount must be a number'],
    ['deal', { closing_at: '2026-02-30T00:00:00Z' }, 'closing_at must be a date like 2026-03-04T10:15:30.000Z'],
    ['deal', { stages: [{ id: '12' }], pipelines: [{ id: '100001' }] }, 'stages: stage “12” does not belong to pipeline “100001”'],
    ['event', { note: { title: 'x' } }, 'type is required'],
    ['contact', [], 'the body is not a JSON object'],
    ['contact', '{"name":', 'the body is not JSON'],
  ])('%s %j is refused with words that name the place', async (object, body, message) => {
    const { sandbox, send } = setUp()
    const answer = await send('POST', `/crm/@/${object}`, body)
    expect([answer.status, answer.body()]).toEqual([400, { message }])
    expect(sandbox.controls.effects()).toEqual([])
  })

  test('unknown addresses answer 404, known ones with an unknown method 405 or 501', async () => {
    const { send } = setUp()
    const statuses = [
      await send('GET', '/crm/@/invoice'),
      await send('GET', '/crm/@/contact/1%2F2'),
      await send('GET', '/nowhere'),
      await send('DELETE', '/crm/@/contact'),
      await send('POST', '/hris/@/employee', {}),
    ]
    expect(statuses.map(({ status }) => status)).toEqual([404, 404, 404, 405, 501])
  })
})

describe('lists', () => {
  test.each(['', '?sort=name', '?sort=updated_at&order=desc', '?sort=created_at'])('a walk of contact%s meets every record once', async (query) => {
    const ids = (await setUp().walk(`/crm/@/contact${query}`)).map(({ id }) => id)
    expect([ids.length, new Set(ids).size]).toEqual([120, 120])
  })

  test('a write in the middle of a walk shifts the pages, as an offset does', async () => {
    const { sandbox, send } = setUp()
    const first = (await send('GET', '/crm/@/contact?limit=100')).body() as readonly Fields[]
    sandbox.controls.edit({ object: 'contact', id: [first[0]?.id ?? ''], delete: true })
    const second = (await send('GET', '/crm/@/contact?limit=100&offset=100')).body() as readonly Fields[]
    expect(second).toHaveLength(19)
  })

  test('wrong parameters are refused, those the protocol does not know are ignored, a large limit is capped', async () => {
    const { send } = setUp()
    for (const query of ['limit=0', 'limit=-1', 'limit=x', 'offset=1.5', 'updated_gte=yesterday'])
      expect((await send('GET', `/crm/@/contact?${query}`)).status).toBe(400)
    expect((await send('GET', '/crm/@/contact?limit=500&sort=shoe_size&lead_id=3')).body()).toHaveLength(100)
    expect((await send('GET', '/crm/@/contact?offset=5000')).body()).toEqual([])
  })
})

describe('sample data', () => {
  test('the same seed gives the same records, another seed others', async () => {
    const all = async (seed: number) =>
      JSON.stringify(
        await Promise.all(['contact', 'company', 'deal', 'event', 'lead', 'pipeline'].map((object) => setUp({ seed }).walk(`/crm/@/${object}`))),
      )
    const [once, again, other] = [await all(3), await all(3), await all(4)]
    expect(again).toBe(once)
    expect(other).not.toBe(once)
  })

  test('it is coherent: employers, domains, stages and dates fit together', async () => {
    const { walk } = setUp({ records: 1_500 })
    const byId = (records: readonly Fields[]) => new Map(records.map((record) => [record.id, record]))
    const companies = byId(await walk('/crm/@/company'))
    const contacts = byId(await walk('/crm/@/contact'))
    for (const contact of contacts.values()) {
      const company = companies.get((contact['company_ids'] as string[] | undefined)?.[0] ?? '')
      expect(contact['company']).toBe(company?.['name'])
      const [email] = contact['emails'] as { email: string }[]
      if (company) expect((company['domains'] as string[])[0]).toBe(email?.email.split('@')[1])
    }
    for (const deal of await walk('/crm/@/deal')) {
      const [company] = deal['company_ids'] as string[]
      for (const id of (deal['contact_ids'] as string[] | undefined) ?? []) expect(contacts.get(id)?.['company_ids']).toEqual([company])
      const [stage] = deal['stages'] as { name: string }[]
      expect(deal['closed_at'] !== undefined).toBe(stage?.name === 'Won' || stage?.name === 'Lost')
      expect(String(deal['created_at']) <= deal.updated_at && deal.updated_at <= '2026-11-24T06:00:00.000Z').toBe(true)
    }
    for (const event of await walk('/crm/@/event')) expect(event[String(event['type']).toLowerCase()]).toBeTypeOf('object')
  })

  test('a clock that is behind the data is moved up to it, so an edit is newer than everything', async () => {
    const { send, walk } = setUp({ clock: { now: () => 0, sleep: () => Promise.resolve() } })
    const newest = (await walk('/crm/@/contact?sort=updated_at')).at(-1)?.updated_at ?? ''
    expect(((await send('PATCH', '/crm/@/contact/100001', { title: 'x' })).body() as Fields).updated_at >= newest).toBe(true)
  })
})

describe('faults', () => {
  test('an error status strikes as often as it was ordered, with Retry-After in either form', async () => {
    const { send } = setUp({ faults: '429=10s:1x:GET:contact,503=90s-date:1x:GET:company,422=Name is taken:1x:POST' })
    const limited = await send('GET', '/crm/@/contact')
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '10'])
    const down = await send('GET', '/crm/@/company')
    expect([down.status, down.headers.get('retry-after')]).toEqual([503, 'Tue, 01 Dec 2026 12:01:30 GMT'])
    expect((await send('POST', '/crm/@/lead', { name: 'x' })).body()).toEqual({ message: 'Name is taken' })
    expect((await send('GET', '/crm/@/contact')).status).toBe(200)
  })

  test('a reset before the request was handled leaves nothing, one after it leaves the record', async () => {
    const { sandbox, send } = setUp({ faults: 'reset-before:1x:POST' })
    await expect(send('POST', '/crm/@/lead', { name: 'x' })).rejects.toThrow('before the request was handled')
    expect(sandbox.controls.effects()).toEqual([])
    sandbox.controls.setFaults('reset-after:1x:POST')
    await expect(send('POST', '/crm/@/lead', { name: 'x' })).rejects.toThrow('after the request was handled')
    expect(sandbox.controls.effects()).toMatchObject([{ verb: 'create', object: 'lead', by: 'client' }])
  })

  test('bodies come malformed, empty, as a web page, or with one record that nothing can read', async () => {
    const { send } = setUp({ faults: 'malformed:1x,empty:1x,html:1x,unreadable-record:1x' })
    const bodies = [await send('GET', '/crm/@/lead'), await send('GET', '/crm/@/lead'), await send('GET', '/crm/@/lead')].map(({ text }) => text)
    expect(bodies[0]).toMatch(/^<html>/)
    expect(bodies[1]).toBe('')
    expect(() => JSON.parse(bodies[2] ?? '') as unknown).toThrow(SyntaxError)
    const page = (await send('GET', '/crm/@/lead')).body() as readonly Fields[]
    expect(page.filter((lead) => typeof lead['name'] !== 'string')).toHaveLength(1)
  })

  test('a record deleted between two pages makes a walk by offset miss another one', async () => {
    const { walk } = setUp({ faults: 'delete-between-pages=1:2x:contact' })
    expect(new Set((await walk('/crm/@/contact')).map(({ id }) => id)).size).toBe(118)
  })

  test('a record edited between two pages of a walk by edit time moves to its end', async () => {
    const { walk } = setUp({ faults: 'edit-between-pages=1:1x:contact' })
    const ids = (await walk('/crm/@/contact?sort=updated_at&order=asc')).map(({ id }) => id)
    expect([ids.length, new Set(ids).size]).toEqual([120, 119])
  })

  test('equal stamps: as many as ordered, and ties come in another order each time', async () => {
    const { send, walk } = setUp({ faults: 'equal-stamps=60:contact,unstable-ties' })
    const stamps = (await walk('/crm/@/contact?sort=updated_at')).map((contact) => contact.updated_at)
    expect(stamps.filter((stamp) => stamp === stamps.at(-1)).length).toBe(60)
    const order = async () =>
      ((await send('GET', '/crm/@/contact?sort=updated_at&order=desc&limit=60')).body() as readonly Fields[]).map(({ id }) => id).join()
    expect(new Set([await order(), await order(), await order()]).size).toBe(3)
  })

  test.each(['', '&order=desc'])(
    'equal stamps across every page border: a walk in the order of stamps%s still meets every record once',
    async (order) => {
      const { walk } = setUp({ faults: 'equal-stamps=110:contact' })
      expect(new Set((await walk(`/crm/@/contact?sort=updated_at${order}`)).map(({ id }) => id)).size).toBe(120)
    },
  )

  test('a late record is there by its id at once, and in lists after its time, with its old stamp', async () => {
    const { time, send } = setUp({ faults: 'late=30s:lead' })
    const created = (await send('POST', '/crm/@/lead', { name: 'Late' })).body() as Fields
    const newest = async () => ((await send('GET', '/crm/@/lead?sort=updated_at&order=desc&limit=1')).body() as readonly Fields[])[0]
    expect((await send('GET', `/crm/@/lead/${created.id}`)).status).toBe(200)
    expect((await newest())?.id).not.toBe(created.id)
    time.now += 30_000
    expect(await newest()).toEqual(created)
  })

  test('ignored parameters are ignored, refused ones refused, and pages and offsets capped', async () => {
    const { sandbox, send } = setUp({ faults: 'ignore=updated_gte+fields,refuse=sort:lead,page-cap=7:lead' })
    expect(
      Object.keys(((await send('GET', '/crm/@/contact?updated_gte=2099-01-01T00:00:00Z&fields=id')).body() as readonly Fields[])[0] ?? {}).length,
    ).toBeGreaterThan(5)
    expect((await send('GET', '/crm/@/lead?sort=name')).status).toBe(400)
    expect((await send('GET', '/crm/@/lead?limit=20')).body()).toHaveLength(7)
    sandbox.controls.setFaults('offset-cap=50')
    expect([(await send('GET', '/crm/@/contact?limit=50')).status, (await send('GET', '/crm/@/contact?offset=50&limit=1')).status]).toEqual([
      200, 400,
    ])
    sandbox.controls.setFaults('offset-cap=50-silent')
    expect((await send('GET', '/crm/@/contact?offset=50')).body()).toEqual([])
  })

  test('a skewed clock shows in stamps and in the date header', async () => {
    const { send } = setUp({ faults: 'clock=+2h' })
    const answer = await send('PATCH', '/crm/@/contact/100001', { title: 'x' })
    expect([(answer.body() as Fields).updated_at, answer.headers.get('date')]).toEqual(['2026-12-01T14:00:00.000Z', 'Tue, 01 Dec 2026 14:00:00 GMT'])
  })

  test('what was written comes back in the CRM’s own form, or is kept though it was not sent', async () => {
    const { sandbox, send } = setUp({ faults: 'normalize=phone+email,put-keeps:PUT' })
    const after = (
      await send('PUT', '/crm/@/contact/100001', { telephones: [{ telephone: '0049 (89) 55-12' }], emails: [{ email: ' Zoe@Acme.example' }] })
    ).body() as Fields
    expect(after).toMatchObject({ telephones: [{ telephone: '+49895512' }], emails: [{ email: 'zoe@acme.example' }] })
    expect(after['name']).toBe(sandbox.controls.find('contact', '100001')?.['name'])
    expect(after['name']).toBeTypeOf('string')
  })

  test('latency and chance come from the clock and the random that were handed in', async () => {
    let tick = 0
    const { time, send } = setUp({ faults: 'latency=100-200:50%', random: () => [0.4, 0.5, 0.9][tick++ % 3] ?? 0 })
    await send('GET', '/crm/@/lead')
    await send('GET', '/crm/@/lead')
    expect(time.slept).toEqual([150])
  })

  test('are switched over HTTP while it runs, and read back as they were said', async () => {
    const { send } = setUp()
    const spec = '429=2s:5%:3x:GET+PUT:contact+deal,offset-cap=10000'
    expect(((await send('PUT', '/_sandbox/faults', { spec })).body() as { spec: string }).spec).toBe(spec)
    expect(((await send('GET', '/_sandbox/faults')).body() as { spec: string }).spec).toBe(spec)
    expect((await send('PUT', '/_sandbox/faults', { spec: 'earthquake' })).status).toBe(400)
  })

  test('a colleague’s edit goes past the faults and is on record as theirs', async () => {
    const { send } = setUp({ faults: '500' })
    const edit = { object: 'contact', id: ['100001', '100002'], patch: { title: 'Moved' }, updated_at: '2026-12-01T11:00:00.000Z' }
    expect((await send('POST', '/_sandbox/edit', edit)).body()).toEqual({ ids: ['100001', '100002'] })
    const effects = (await send('GET', '/_sandbox/effects')).body() as readonly { by: string; verb: string }[]
    expect(effects.map(({ by, verb }) => `${by} ${verb}`)).toEqual(['colleague patch', 'colleague patch'])
    await send('PUT', '/_sandbox/faults', { spec: '' })
    expect(((await send('GET', '/crm/@/contact/100002')).body() as Fields).updated_at).toBe('2026-12-01T11:00:00.000Z')
  })
})
