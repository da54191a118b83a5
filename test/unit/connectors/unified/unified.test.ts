/**
 * The Unified connector: what it sends, and what it makes of every kind of answer. Pinned: an answer that never came from a
 * write is `unknown`, never a failure; one bad record costs nothing but itself; unknown fields survive both ways.
 */
import { describe, expect, test } from 'vitest'
import { instant, parseRemoteId } from '../../../../src/shared/model/ids'
import type { Json } from '../../../../src/shared/model/json'
import type { ListRequest } from '../../../../src/main/connectors/connector'
import { createUnifiedConnector } from '../../../../src/main/connectors/unified/unified'
import { type HttpRequest, type HttpResponse, NetworkError } from '../../../../src/main/world'

const DATE = 'Tue, 24 Nov 2026 08:00:00 GMT'
const NOW = Date.parse(DATE)
const everything: ListRequest = { updatedSince: null, sort: null, descending: false, offset: 0, limit: 100, fields: null, ownerId: null }
const id = parseRemoteId('c/1 x')

describe('requests', () => {
  test('a list asks in the documented form: whole seconds rounded down, comma lists, no body', async () => {
    const { connector, sent } = talkTo(json([]))
    await connector.list(
      'contact',
      { ...everything, updatedSince: instant(NOW + 999), sort: 'updated_at', offset: 99, fields: ['id', 'updated_at'], ownerId: parseRemoteId('u1') },
      null,
    )
    expect(sent).toEqual([
      {
        method: 'GET',
        url: 'http://crm.test/base/crm/conn/contact?limit=100&offset=99&updated_gte=2026-11-24T08%3A00%3A00Z&sort=updated_at&order=asc&fields=id%2Cupdated_at&user_id=u1',
        headers: { accept: 'application/json', authorization: 'Bearer secret' },
        body: null,
        timeoutMs: 60_000,
        signal: null,
      },
    ])
  })

  test('ids are encoded in the path', async () => {
    const { connector, sent } = talkTo(json({ id }))
    await connector.fetch('deal', id, { raw: false }, null)
    expect(sent[0]?.url).toBe('http://crm.test/base/crm/conn/deal/c%2F1%20x')
  })

  test('users come from the employee list, with no more personal data than is shown', async () => {
    const { connector, sent } = talkTo(json([]))
    await connector.list('user', everything, null)
    expect(sent[0]?.url).toContain('/hris/conn/employee?')
    expect(new URL(sent[0]?.url ?? '').searchParams.get('fields')).toBe('id,name,first_name,last_name,emails,employment_status,created_at,updated_at')
  })

  test('a replace sends the whole record, unknown fields too, without what only the CRM sets', async () => {
    const { connector, sent } = talkTo(json({ id }))
    await connector.replace('contact', id, {
      id,
      created_at: 'x',
      updated_at: 'y',
      raw: { a: 1 },
      name: 'Ada',
      emails: [],
      mystery: { deep: [1, { z: null }] },
    })
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({ name: 'Ada', emails: [], mystery: { deep: [1, { z: null }] } })
  })

  test('a create carries its key', async () => {
    const { connector, sent } = talkTo(json({ id }))
    await connector.create('contact', { name: 'Ada' }, 'key-1')
    expect(sent[0]).toMatchObject({ method: 'POST', headers: { 'idempotency-key': 'key-1', 'content-type': 'application/json' } })
  })

  test('a token that is pasted with its scheme is sent once with it, and without a token nothing is sent', async () => {
    const { connector, sent } = talkTo(json([]), 'bearer abc')
    await connector.list('contact', everything, null)
    expect(sent[0]?.headers['authorization']).toBe('Bearer abc')
    const none = talkTo(json([]), null)
    expect(await none.connector.list('contact', everything, null)).toMatchObject({ kind: 'not-authorized' })
    expect(none.sent).toEqual([])
  })

  test('the provider’s own payload is asked for beside the record, so that no unknown field is left out of it', async () => {
    const { connector, sent } = talkTo((request) =>
      request.url.includes('raw') ? json({ id, raw: { Upstream: 1 } })(request) : json({ id, name: 'Ada', mystery: 1 })(request),
    )
    const outcome = await connector.fetch('contact', id, { raw: true }, null)
    expect(outcome).toMatchObject({ kind: 'answered', value: { document: { id, name: 'Ada', mystery: 1 }, raw: { Upstream: 1 } } })
    expect(sent).toHaveLength(2)
  })
})

describe('answers', () => {
  test.each<[string, Partial<HttpResponse> | NetworkError, object]>([
    ['a reset', new NetworkError('reset', true), { kind: 'unknown', detail: 'reset', status: null }],
    ['a refused connection', new NetworkError('nobody answers', false), { kind: 'not-sent', detail: 'nobody answers' }],
    ['401', { status: 401, body: '{"message":"expired"}' }, { kind: 'not-authorized', words: 'expired' }],
    ['404', { status: 404 }, { kind: 'gone', serverTime: NOW }],
    ['410', { status: 410 }, { kind: 'gone', serverTime: NOW }],
    [
      '400 with a field',
      { status: 400, body: '{"message":"bad","field":"amount"}' },
      { kind: 'refused', status: 400, words: 'bad', field: 'amount', retryable: false },
    ],
    [
      '422 with a list of errors',
      { status: 422, body: '{"errors":[{"message":"too long","field":"name"}]}' },
      { kind: 'refused', status: 422, words: 'too long', field: 'name', retryable: false },
    ],
    ['403 as text', { status: 403, body: 'no rights' }, { kind: 'refused', status: 403, words: 'no rights', field: null, retryable: false }],
    ['501', { status: 501 }, { kind: 'refused', status: 501, words: 'not offered', field: null, retryable: false }],
    ['429 in seconds', { status: 429, headers: { date: DATE, 'retry-after': '7' } }, { kind: 'wait', retryAfterMs: 7000, status: 429 }],
    [
      '429 with a date, by the server’s clock',
      { status: 429, headers: { date: DATE, 'retry-after': 'Tue, 24 Nov 2026 08:00:30 GMT' } },
      { kind: 'wait', retryAfterMs: 30_000, status: 429 },
    ],
    [
      'a spent quota that is called 403',
      { status: 403, body: '{"message":"REQUEST_LIMIT_EXCEEDED: TotalRequests Limit exceeded."}' },
      { kind: 'wait', retryAfterMs: null, status: 403 },
    ],
    ['429 without a time', { status: 429 }, { kind: 'wait', retryAfterMs: null, status: 429 }],
    ['503 with a time', { status: 503, headers: { date: DATE, 'retry-after': '2' } }, { kind: 'wait', retryAfterMs: 2000, status: 503 }],
    ['503 without one', { status: 503, body: '<html><h1>Down</h1> for now</html>' }, { kind: 'unknown', detail: '503: Down for now', status: 503 }],
    ['500', { status: 500, body: '{"error":{"message":"boom"}}' }, { kind: 'unknown', detail: '500: boom', status: 500 }],
    ['a redirect to somewhere else', { status: 302 }, { kind: 'refused', status: 302, words: 'status 302', field: null, retryable: false }],
  ])('%s', async (_name, response, expected) => {
    const { connector } = talkTo(() => response)
    expect(await connector.replace('contact', id, {})).toEqual(expected)
  })

  test('a write that was done but can’t be read back says so, and is no failure', async () => {
    expect(await talkTo(() => ({ status: 200, body: '<html>' })).connector.create('contact', {}, 'k')).toMatchObject({
      kind: 'answered',
      value: null,
    })
    expect(await talkTo(() => ({ status: 204, body: '' })).connector.remove('contact', id)).toMatchObject({ kind: 'answered', value: null })
  })

  test('one bad record costs nothing but itself, and keeps its place', async () => {
    const { connector } = talkTo(
      json([
        { id: '1', name: 'Ada', odd: [null] },
        { name: 'no id' },
        { id: '2', emails: 'not a list' },
        'rubbish',
        { id: 3, updated_at: '2026-01-01T00:00:00Z' },
      ]),
    )
    const outcome = await connector.list('contact', everything, null)
    expect(outcome).toMatchObject({
      kind: 'answered',
      value: {
        entries: [
          { remoteId: '1', document: { id: '1', name: 'Ada', odd: [null] }, raw: null },
          { remoteId: null, reason: expect.stringContaining('id: expected') },
          { remoteId: '2', payload: { id: '2', emails: 'not a list' }, reason: expect.stringContaining('emails: expected a list') },
          { remoteId: null, payload: 'rubbish' },
          { remoteId: '3', document: { id: '3' } },
        ],
      },
    })
  })

  test.each<[string, Json]>([
    ['a phone without a number', { id: '1', telephones: [{ type: 'WORK' }] }],
    ['a stamp that is no time', { id: '1', updated_at: 'yesterday' }],
    ['an address that is a text', { id: '1', address: 'Bern' }],
    ['ids that are no list', { id: '1', company_ids: '7' }],
  ])('%s is not read as a record', async (_name, record) => {
    const outcome = await talkTo(json([record])).connector.list('contact', everything, null)
    expect(outcome).toMatchObject({ value: { entries: [{ reason: expect.any(String), payload: record }] } })
  })

  test('nulls, numbers as text and fields nobody knows are no trouble', async () => {
    const record = { id: '1', amount: '12.5', closing_at: null, tags: null, stages: [{ id: 's' }], x: { y: 1 } }
    const outcome = await talkTo(json([record])).connector.list('deal', everything, null)
    expect(outcome).toMatchObject({ value: { entries: [{ document: record }] } })
  })

  test('a deal with the older scalar stage has a stage, and a change of it is written in both forms', async () => {
    const { connector, sent } = talkTo(json({ id, stage_id: 's1', stage: 'New' }))
    const outcome = await connector.fetch('deal', id, { raw: false }, null)
    expect(outcome).toMatchObject({ value: { document: { stage_id: 's1', stages: [{ id: 's1', name: 'New' }] } } })
    await connector.replace('deal', id, { stage_id: 's1', stage: 'New', stages: [{ id: 's2', name: 'Won' }] })
    expect(JSON.parse(sent.at(-1)?.body ?? '')).toEqual({ stage_id: 's2', stage: 'Won', stages: [{ id: 's2', name: 'Won' }] })
  })
})

describe('describe', () => {
  test('names the account, its user and what may be read', async () => {
    const connection = {
      id: 'conn',
      integration_type: 'hubspot',
      integration_name: 'HubSpot',
      permissions: ['crm_contact_read', 'crm_deal_read', 'hris_employee_read'],
      auth: { emails: ['rep@x.org'], access_token: 'never' },
    }
    expect(await talkTo(json(connection)).connector.describe(null)).toMatchObject({
      kind: 'answered',
      value: { provider: 'hubspot', label: 'HubSpot', me: 'rep@x.org', objects: ['contact', 'deal', 'user'] },
    })
  })

  test('without that endpoint, a record that comes is proof enough', async () => {
    const { connector } = talkTo((request) => (request.url.includes('/unified/') ? { status: 404 } : json([])(request)))
    expect(await connector.describe(null)).toMatchObject({ kind: 'answered', value: { provider: 'unified' } })
  })

  test('a connection that isn’t there, and a token that is no good', async () => {
    expect(await talkTo(() => ({ status: 404 })).connector.describe(null)).toMatchObject({
      kind: 'refused',
      status: 404,
      words: 'no connection conn',
    })
    expect(await talkTo(() => ({ status: 401 })).connector.describe(null)).toMatchObject({ kind: 'not-authorized' })
  })
})

type Answering = (request: HttpRequest) => Partial<HttpResponse> | NetworkError

function talkTo(answer: Answering, token: string | null = 'secret') {
  const sent: HttpRequest[] = []
  const connector = createUnifiedConnector({ url: 'http://crm.test/base/', connectionId: 'conn', token: async () => token }, async (request) => {
    sent.push(request)
    const response = answer(request)
    if (response instanceof NetworkError) throw response
    return { status: 200, headers: { date: DATE }, body: '', ...response }
  })
  return { connector, sent }
}

function json(body: Json): Answering {
  return () => ({ body: JSON.stringify(body) })
}
