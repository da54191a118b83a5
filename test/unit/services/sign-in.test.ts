/**
 * Signing in through the browser, whose part `fetch` plays on the sandbox's consent page. Pinned here: whoever allows is connected;
 * everything else ends in words and changes nothing; and a copy is never given to another account.
 */
import { createServer } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import type { SignIn } from '../../../src/shared/contract/sign-in'
import { describeFailure, type Failure, failureOf, type SignInTrouble } from '../../../src/shared/failure'
import type { ConnectionId } from '../../../src/shared/model/ids'
import type { World } from '../../../src/main/world'
import { openTestEngine, type TestEngine } from './support/open-engine'

const url = 'http://127.0.0.1:1'

let engine: TestEngine
afterEach(() => engine.close())

/** The waits of a sign-in: for the next question to the gateway, and for the person. */
const held = new Set([3_000, 300_000])

/** Time stands still for a sign-in, until a test says how much is over; the sync's own waits are over at once. */
function heldTime(): { readonly sleep: World['sleep']; pass(milliseconds: number): void } {
  const waits: { readonly milliseconds: number; readonly wake: () => void }[] = []
  return {
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        if (!held.has(milliseconds)) return resolve()
        waits.push({ milliseconds, wake: resolve })
        signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
      }),
    pass(milliseconds) {
      for (const wait of waits.splice(0)) if (wait.milliseconds <= milliseconds) wait.wake()
    },
  }
}

const time = heldTime()

function open(): TestEngine {
  engine = openTestEngine({ sleep: time.sleep })
  return engine
}

async function start(provider = 'hubspot', extra: object = {}): Promise<SignIn> {
  const { satchel, sandbox } = engine
  return satchel.request('signIn.start', { url, workspaceId: sandbox.workspaceId, token: { value: sandbox.token }, provider, ...extra })
}

/** The person's answer on the consent page, and the browser's way back. Answers the status of the page that they end on. */
async function answer(address: string, given: 'allow' | 'deny', account = '1'): Promise<number> {
  const response = await engine.sandbox.fetch(new Request(address, { method: 'POST', body: new URLSearchParams({ answer: given, account }) }))
  const back = response.headers.get('location')
  return back === null ? response.status : (await fetch(back)).status
}

async function end(signIn: SignIn) {
  return engine.satchel.request('signIn.wait', { id: signIn.id })
}

async function troubleOf(work: Promise<unknown>): Promise<SignInTrouble | Failure['kind'] | 'none'> {
  const failure = await work.then(
    () => null,
    (error: unknown) => failureOf(error),
  )
  expect(failure && describeFailure(failure)).toMatch(/\.$/)
  return failure?.kind === 'sign-in' ? failure.why : (failure?.kind ?? 'none')
}

async function signIn(provider = 'hubspot', account = '1', extra: object = {}) {
  const begun = await start(provider, extra)
  await answer(begun.address, 'allow', account)
  const ended = await end(begun)
  return ended.kind === 'connected' ? ended.connection : expect.unreachable('it is connected')
}

describe('the CRMs', () => {
  test('are 47 before any gateway is known, and as the gateway lists them afterwards', async () => {
    const { satchel } = open()
    const before = await satchel.request('providers.list', {})
    expect(before).toHaveLength(47)
    expect(before.every(({ active }) => active === null)).toBe(true)
    await signIn()
    const after = await satchel.request('providers.list', {})
    expect(after).toHaveLength(47)
    expect(after.filter(({ active }) => active === false).map(({ id }) => id)).toEqual(['streak'])
  })

  test('tell what they can do before anybody signs in', async () => {
    const { satchel, sandbox } = open()
    const details = await satchel.request('providers.read', { provider: 'close', url, workspaceId: sandbox.workspaceId })
    expect(details.support?.map(({ object }) => object)).toEqual(['contact', 'company', 'deal', 'event', 'pipeline', 'user'])
    expect(details.support?.find(({ object }) => object === 'pipeline')?.methods).toMatchObject({ list: true, create: false })
  })
})

describe('signing in', () => {
  test('ends in a connection that pulls, with who signed in, and its token among the secrets alone', async () => {
    const { satchel, sandbox, secrets, settings } = open()
    const connection = await signIn('hubspot', '1', { name: 'Work' })
    expect(connection).toMatchObject({
      name: 'Work',
      provider: 'hubspot',
      workspaceId: sandbox.workspaceId,
      account: 'mara.lindqvist@satchel-sandbox.example',
      unlinked: false,
    })
    expect(secrets.get(connection.id)).toBe(sandbox.token)
    expect(JSON.stringify(settings())).not.toContain(sandbox.token)
    const { connections } = await satchel.request('sync.run', {})
    expect(connections[0]).toMatchObject({ error: null, objects: { contact: { created: 30 } } })
  })

  test('a second one needs neither address, key nor workspace, and keeps its records to itself', async () => {
    const { satchel } = open()
    const first = await signIn('hubspot')
    const second = await signIn('pipedrive', '2', { url: null, workspaceId: null, token: null })
    await satchel.request('sync.run', {})
    const count = (connection: ConnectionId) => satchel.request('records.count', { connection, object: 'contact' })
    expect([await count(first.id), await count(second.id)]).toEqual([30, 60])
  })

  test('with chosen types asks for those permissions, and pulls those and what they name', async () => {
    const { satchel, sandbox } = open()
    const connection = await signIn('hubspot', '1', { objects: ['contact'] })
    const { connections } = await satchel.request('sync.run', {})
    expect(Object.keys(connections[0]?.objects ?? {})).toEqual(['user', 'pipeline', 'contact'])
    expect(connections[0]?.error).toBeNull()
    const answered = await sandbox.fetch(
      new Request(`${url}/crm/${connection.connectionId}/deal`, { headers: { authorization: `Bearer ${sandbox.token}` } }),
    )
    expect(answered.status).toBe(403)
  })

  test('is found by its reference where the browser never comes back', async () => {
    const { sandbox } = open()
    sandbox.controls.setFaults('sign-in=no-redirect')
    const begun = await start()
    expect(await answer(begun.address, 'allow')).toBe(200)
    time.pass(10_000)
    expect(await end(begun)).toMatchObject({ kind: 'connected', connection: { provider: 'hubspot' } })
  })

  test('takes the id by either of its names', async () => {
    const { sandbox } = open()
    sandbox.controls.setFaults('sign-in=connection-id')
    expect(await signIn()).toMatchObject({ provider: 'hubspot' })
  })

  test('comes back by the app’s own protocol where no port can be had, and only to whoever waits', async () => {
    open()
    const begun = await start()
    expect(engine.takeLink('satchel://signed-in/guessed?id=1&state=2')).toBe(false)
    expect(engine.takeLink(`https://signed-in/${begun.id}?error=access_denied`)).toBe(false)
    expect(engine.takeLink(`satchel://signed-in/${begun.id}?error=access_denied`)).toBe(true)
    expect(await troubleOf(end(begun))).toBe('denied')
  })
})

describe('a sign-in that does not come to its end says why, and nothing is connected', () => {
  const faults = { expired: 'expired', 'lost-state': 'wrong-state', 'wrong-state': 'wrong-state' } as const
  for (const [fault, why] of Object.entries(faults)) {
    test(`${fault}: ${why}`, async () => {
      const { sandbox, settings, secrets } = open()
      sandbox.controls.setFaults(`sign-in=${fault}`)
      const begun = await start()
      expect(await answer(begun.address, 'allow')).toBe(200)
      expect(await troubleOf(end(begun))).toBe(why)
      expect([settings().connections, secrets.size]).toEqual([[], 0])
    })
  }

  for (const spec of ['', 'sign-in=failure-state']) {
    test(`denied ${spec === '' ? 'without' : 'with'} the state given back`, async () => {
      open().sandbox.controls.setFaults(spec)
      const begun = await start()
      await answer(begun.address, 'deny')
      expect(await troubleOf(end(begun))).toBe('denied')
    })
  }

  test('the tab was closed: the time is over, and nobody listens any more', async () => {
    open()
    const begun = await start()
    const ended = troubleOf(end(begun))
    time.pass(begun.waitMs)
    expect(await ended).toBe('no-answer')
    expect(await answer(begun.address, 'allow').catch(() => 'nobody listens')).toBe('nobody listens')
  })

  test('cancelled', async () => {
    const { satchel } = open()
    const begun = await start()
    await satchel.request('signIn.cancel', { id: begun.id })
    expect(await troubleOf(end(begun))).toBe('cancelled')
  })

  test('the port is taken: said before anything is opened', async () => {
    open()
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const { port } = other.address() as { port: number }
    expect(await troubleOf(start('hubspot', { port }))).toBe('port-taken')
    other.close()
  })

  test('a CRM that the workspace has not switched on', async () => {
    open()
    expect(await troubleOf(start('streak'))).toBe('not-active')
  })

  test('no key, and no connection to take one from', async () => {
    open()
    expect(await troubleOf(start('hubspot', { token: null }))).toBe('bad-input')
  })

  test('an id that was made for somebody else is not taken, though the state is right', async () => {
    const { sandbox } = open()
    const theirs = await start('hubspot')
    const mine = await start('hubspot')
    const form = (): RequestInit => ({ method: 'POST', body: new URLSearchParams({ answer: 'allow', account: '1' }) })
    const one = new URL((await sandbox.fetch(new Request(theirs.address, form()))).headers.get('location') ?? '')
    const other = new URL((await sandbox.fetch(new Request(mine.address, form()))).headers.get('location') ?? '')
    other.searchParams.set('id', one.searchParams.get('id') ?? '')
    await fetch(other)
    expect(await troubleOf(end(mine))).toBe('wrong-state')
  })

  test('a knock at the door that is not the answer leaves it open', async () => {
    open()
    const begun = await start()
    const form = new URLSearchParams({ answer: 'allow', account: '1' })
    const back = (await engine.sandbox.fetch(new Request(begun.address, { method: 'POST', body: form }))).headers.get('location') ?? ''
    const { origin, search } = new URL(back)
    expect((await fetch(`${origin}/signed-in/${'0'.repeat(64)}${search}`)).status).toBe(404)
    expect((await fetch(`${origin}/favicon.ico`)).status).toBe(404)
    expect((await fetch(back, { method: 'POST' })).status).toBe(404)
    expect((await fetch(back)).status).toBe(200)
    expect(await end(begun)).toMatchObject({ kind: 'connected' })
  })
})

describe('a sandbox whose connections are like their CRM', () => {
  test.each([
    ['hubspot', /^29851\d{6}$/],
    ['zohocrm', /^4876876\d{12}$/],
  ])('%s is met with its own ids and lists, and all of it comes', async (provider, contactId) => {
    const { satchel, sandbox } = open()
    sandbox.controls.setFaults('sign-in=like-its-crm')
    const { id: connection } = await signIn(provider)
    time.pass(60_000)
    expect((await satchel.request('sync.run', {})).connections[0]).toMatchObject({ error: null })
    const { rows } = await satchel.request('records.documents', { connection, object: 'contact', limit: 100 })
    expect(rows).toHaveLength(30)
    expect(rows.every(({ id }) => contactId.test(String(id)))).toBe(true)
    const objects = await satchel.request('connections.capabilities', { connection })
    const events = objects.find(({ object }) => object === 'event')?.capabilities
    expect(events?.find(({ name }) => name === 'list-needs-type')).toMatchObject({ value: true })
  })
})

describe('signing in again', () => {
  test('keeps the connection and its copy, under the new id', async () => {
    const { satchel, settings } = open()
    const first = await signIn()
    await satchel.request('sync.run', {})
    const again = await signIn('hubspot', '1', { again: first.id, url: null, workspaceId: null, token: null })
    expect(again).toMatchObject({ id: first.id, name: first.name })
    expect(again.connectionId).not.toBe(first.connectionId)
    expect(settings().connections).toHaveLength(1)
    expect(await satchel.request('records.count', { connection: first.id, object: 'contact' })).toBe(30)
  })

  test('as another account asks: the copy stays as it is, and both may be kept apart', async () => {
    const { satchel, settings } = open()
    const first = await signIn()
    await satchel.request('sync.run', {})
    const begun = await start('hubspot', { again: first.id })
    await answer(begun.address, 'allow', '2')
    expect(await end(begun)).toEqual({
      kind: 'other-account',
      account: 'jonas.weber@second-sandbox.example',
      expected: 'mara.lindqvist@satchel-sandbox.example',
    })
    expect(settings().connections).toEqual([first])
    const other = await satchel.request('signIn.keepApart', { id: begun.id })
    expect(other.id).not.toBe(first.id)
    expect(settings().connections.map(({ id }) => id)).toEqual([first.id, other.id])
  })

  test('as another account, and not wanted: the connection it made goes at the gateway, the one in use stays', async () => {
    const { satchel, settings } = open()
    const first = await signIn()
    const atGateway = async (): Promise<readonly unknown[]> => {
      const headers = { authorization: `Bearer ${engine.sandbox.token}` }
      return (await (await engine.sandbox.fetch(new Request('http://crm.test/unified/connection', { headers }))).json()) as unknown[]
    }
    const before = await atGateway()
    await satchel.request('sync.run', {})
    const begun = await start('hubspot', { again: first.id })
    await answer(begun.address, 'allow', '2')
    expect(await end(begun)).toMatchObject({ kind: 'other-account' })
    expect(await atGateway()).toHaveLength(before.length + 1)
    expect(await satchel.request('signIn.cancel', { id: begun.id })).toEqual({ left: null })
    expect(await atGateway()).toEqual(before)
    expect(settings().connections).toEqual([first])
    expect(await troubleOf(satchel.request('signIn.keepApart', { id: begun.id }))).toBe('bad-input')
  })

  test('as another account, and not wanted while the gateway is out of reach: what stays there is told', async () => {
    const { satchel, network } = open()
    const first = await signIn()
    await satchel.request('sync.run', {})
    const begun = await start('hubspot', { again: first.id })
    await answer(begun.address, 'allow', '2')
    await end(begun)
    network(false)
    expect(await satchel.request('signIn.cancel', { id: begun.id })).toMatchObject({ left: { kind: 'unreachable' } })
  })

  test('under the same e-mail but with other records is another account, too', async () => {
    const { satchel, sandbox, settings } = open()
    const first = await signIn()
    await satchel.request('sync.run', {})
    for (const object of ['contact', 'company', 'deal'] as const)
      sandbox.controls.edit({ object, id: sandbox.controls.all(object).map(({ id }) => String(id)), delete: true })
    const begun = await start('hubspot', { again: first.id })
    await answer(begun.address, 'allow')
    expect(await end(begun)).toMatchObject({ kind: 'other-account' })
    expect(settings().connections).toEqual([first])
  })
})
