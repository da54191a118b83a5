/** `webhooks`, `raw`, `calls` and `issues`: what they ask, what they print, what they refuse. */
import { expect, test } from 'vitest'
import type { Webhook, WebhooksReport } from '../../../src/shared/sync/webhook'
import { instant } from '../../../src/shared/model/ids'
import { run } from './support/fake-surroundings'
import { acme, at } from './support/samples'

const unknownSupport = { object: 'contact', methods: {}, reads: null, writes: null, listOptions: {}, slow: [] } as const
const connected = { 'connections.list': () => [acme] }
const webhook: Webhook = {
  id: '66aa',
  object: 'contact',
  event: 'updated',
  kind: 'virtual',
  url: 'https://relay.example/h/1',
  intervalMinutes: 60,
  state: 'active',
  checkedAt: instant(Date.UTC(2026, 10, 24, 8)),
}
const webhookLine = {
  id: '66aa',
  object: 'contact',
  event: 'updated',
  kind: 'virtual',
  url: 'https://relay.example/h/1',
  interval_minutes: 60,
  state: 'active',
  checked_at: '2026-11-24T08:00:00.000Z',
}
const report: WebhooksReport = {
  receiver: { kind: 'listening', port: 47_100 },
  address: 'https://relay.example/h/1',
  refused: 2,
  connections: [
    {
      connection: acme.id,
      webhooks: [webhook],
      listedAt: at,
      hasSecret: true,
      lastReceivedAt: at,
      received: 7,
      repeated: 1,
      waiting: 0,
      hearing: [{ object: 'contact', lastToldAt: at, trusted: true }],
    },
  ],
}

test('add asks for each type and event, and prints the list', async () => {
  const { code, lines, asked } = await run(
    ['webhooks', 'add', 'contact,deal', '--events', 'created,updated', '--kind', 'virtual', '--interval', '60', '--json'],
    { ...connected, 'connections.support': () => ({ at: null, objects: [] }), 'webhooks.add': () => [webhook] },
  )
  expect({ code, lines }).toEqual({ code: 0, lines: [webhookLine] })
  expect(asked.at(-1)?.input).toEqual({
    connection: acme.id,
    objects: ['contact', 'deal'],
    events: ['created', 'updated'],
    kind: 'virtual',
    intervalMinutes: 60,
    url: null,
  })
})

test('add says what the CRM does not tell of, and leaves it to the engine', async () => {
  const support = { ...unknownSupport, told: { created: ['virtual'], updated: ['virtual'] } } as const
  const { stderr } = await run(['webhooks', 'add', 'contact,deal', '--kind', 'native'], {
    ...connected,
    'connections.support': () => ({ at: 1, objects: [support] }),
    'webhooks.add': () => [webhook],
  })
  // Of deals nothing is known: they are tried.
  expect(stderr).toContain('contact created, contact updated, contact deleted.')
})

test('list, pause, resume and trigger print the webhook, remove that it is gone', async () => {
  const engine = { ...connected, 'webhooks.list': () => [webhook], 'webhooks.change': () => [webhook] }
  for (const args of [['list'], ['pause', '66aa'], ['resume', '66aa'], ['trigger', '66aa']])
    expect(await run(['webhooks', ...args, '--json'], engine)).toMatchObject({ code: 0, lines: [webhookLine] })
  expect(await run(['webhooks', 'remove', '66aa', '--json'], engine)).toMatchObject({ code: 0, lines: [{ id: '66aa', removed: true }] })
})

test('status tells of the receiver and of each connection', async () => {
  expect(await run(['webhooks', 'status', '--json'], { ...connected, 'webhooks.status': () => report })).toMatchObject({
    code: 0,
    lines: [
      {
        receiver: { state: 'listening', port: 47_100 },
        refused: 2,
        connections: [
          {
            name: acme.name,
            has_secret: true,
            received: 7,
            repeated: 1,
            waiting: 0,
            webhooks: [webhookLine],
            told: [{ object: 'contact', trusted: true }],
          },
        ],
      },
    ],
  })
  expect((await run(['webhooks', 'status'], { ...connected, 'webhooks.status': () => report })).stdout).toContain('listens on port 47100')
})

test('set-up takes what is said and leaves the rest', async () => {
  const engine = { ...connected, 'webhooks.setUp': () => report, 'webhooks.status': () => report }
  const { asked, lines } = await run(['webhooks', 'set-up', '--receive', 'on', '--sha1', 'off', '--port', '0', '--json'], engine)
  expect(asked[0]).toEqual({ operation: 'webhooks.setUp', input: { receive: true, port: 0, allowSha1: false } })
  expect(lines).toMatchObject([{ address: 'https://relay.example/h/1' }])
  expect(await run(['webhooks', 'set-up'], engine)).toMatchObject({ code: 2, opened: 0 })
})

test('the secret comes from stdin or a variable, never from an argument', async () => {
  const engine = { ...connected, 'webhooks.setSecret': () => null }
  const typed = await run(['webhooks', 'secret', '--secret-stdin', '--keep-old', '--json'], engine, { stdin: 'whsec\n' })
  expect(typed).toMatchObject({ code: 0, lines: [{ name: acme.name, has_secret: true }] })
  expect(typed.asked.at(-1)?.input).toEqual({ connection: acme.id, secret: { value: 'whsec' }, keepOld: true })
  expect((await run(['webhooks', 'secret', '--secret-env', 'HOOK_SECRET'], engine)).asked.at(-1)?.input).toMatchObject({
    secret: { env: 'HOOK_SECRET' },
  })
  for (const args of [[], ['--secret-env', 'whsec-12'], ['--secret-stdin', '--forget']])
    expect(await run(['webhooks', 'secret', ...args], engine)).toMatchObject({ code: 2, opened: 0 })
})

test('serve says where it receives, and stops receiving when it is asked to end', async () => {
  const stopped = new AbortController()
  const { code, lines, asked } = await run(
    ['webhooks', 'serve', '--port', '0', '--address', 'https://relay.example/', '--json'],
    {
      ...connected,
      'webhooks.setUp': () => report,
      'webhooks.listen': () => ({ port: 5000 }),
      'webhooks.status': () => (stopped.abort(), report),
      'webhooks.hush': () => null,
    },
    { stopped },
  )
  expect({ code, lines }).toEqual({ code: 0, lines: [{ url: 'http://127.0.0.1:5000/', port: 5000 }] })
  expect(asked.map(({ operation }) => operation)).toEqual(['webhooks.setUp', 'webhooks.listen', 'webhooks.status', 'webhooks.hush'])
})

test('raw prints the CRM’s own answer, and only reads', async () => {
  const engine = { ...connected, 'gateway.raw': () => ({ status: 200, type: 'application/json', text: '{"results":[1]}' }) }
  expect(await run(['raw', 'GET', 'crm/v3/owners?limit=1', '--json'], engine)).toMatchObject({
    code: 0,
    lines: [{ status: 200, type: 'application/json', body: { results: [1] } }],
    asked: [{}, { input: { connection: acme.id, path: 'crm/v3/owners?limit=1' } }],
  })
  expect((await run(['raw', 'get', 'x'], { ...connected, 'gateway.raw': () => ({ status: 200, type: 'text/csv', text: 'a;b' }) })).stdout).toBe(
    'a;b\n',
  )
  expect(await run(['raw', 'DELETE', 'x'], engine)).toMatchObject({ code: 2, opened: 0 })
})

test('calls and issues print a line each', async () => {
  const call = { id: 'c', at, method: 'GET', name: 'crm_contact list', path: '/crm/x/contact', status: '429', error: 'status 429' }
  const issue = { id: 'i', title: 'Slow', status: 'NEW', reference: 'SB-1', updatedAt: at, url: null }
  const engine = { ...connected, 'gateway.calls': () => [call], 'gateway.issues': () => [issue] }
  expect(await run(['calls', '--errors', '--json'], engine)).toMatchObject({
    lines: [{ method: 'GET', status: '429', name: 'crm_contact list' }],
    asked: [{}, { input: { onlyErrors: true, limit: 25 } }],
  })
  expect(await run(['issues', '--json'], engine)).toMatchObject({ lines: [{ reference: 'SB-1', title: 'Slow', url: null }] })
})

test.each([
  [['webhooks', 'add']],
  [['webhooks', 'add', 'people']],
  [['webhooks', 'add', 'contact', '--events', 'moved']],
  [['webhooks', 'add', 'contact', '--interval', '0']],
  [['webhooks', 'pause']],
  [['webhooks', 'serve', '--port', '99999']],
  [['raw', 'GET']],
])('%j is wrong usage', async (args) => {
  expect(await run(args, connected)).toMatchObject({ code: 2, stdout: '' })
})
