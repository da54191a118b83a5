/**
 * What the rep does while a push is in the middle of something. A push reads a record before it writes it, and the rep does not wait.
 *
 * Pinned here: what is typed during a push is never taken for sent; what is on its way can't be called back; and a create whose
 * answer is still out is looked for by whoever comes next, not sent again.
 */
import { afterEach, describe, expect, test } from 'vitest'
import type { RecordDocument } from '../../../src/shared/model/record'
import { connect, openPulledEngine, type TestEngine } from './support/open-engine'

let engine: TestEngine | null = null
afterEach(async () => {
  await engine?.close()
  engine = null
})

type Contact = RecordDocument & { readonly id: string }

async function begin() {
  const opened = await openPulledEngine()
  engine = opened
  const connection = opened.settings().connections[0]?.id ?? expect.unreachable('it is connected')
  const { rows } = await opened.satchel.request('records.documents', { connection, object: 'contact', limit: 1 })
  const [first] = rows as readonly Contact[]
  if (!first) return expect.unreachable('the sandbox has contacts')
  const edit = (id: string, title: string) =>
    opened.satchel.request('records.edit', { connection, object: 'contact', id, set: [{ path: 'title', value: title }] })
  return { ...opened, connection, first: first.id, edit }
}

/** Does it once, when the first such request is about to leave. */
function once(engine: TestEngine, method: string, work: () => Promise<unknown>): void {
  let done = false
  engine.onRequest(async (request) => {
    if (done || request.method !== method) return
    done = true
    await work()
  })
}

describe('while a push reads the record', () => {
  test('another value typed for the same field is a change of its own, and goes next', async () => {
    const own = await begin()
    await own.edit(own.first, 'CTO')
    once(own, 'GET', () => own.edit(own.first, 'Chair'))
    await own.satchel.request('changes.push', {})
    const shown = await own.satchel.request('records.get', { connection: own.connection, object: 'contact', id: own.first })
    expect(shown.document['title']).toBe('Chair')
    await own.satchel.request('changes.push', {})
    expect(own.sandbox.controls.find('contact', own.first)?.['title']).toBe('Chair')
  })

  test('its change can’t be discarded or held, and the rep is told', async () => {
    const own = await begin()
    const change = (await own.edit(own.first, 'CTO')) ?? expect.unreachable('it is an edit')
    const refusals: unknown[] = []
    once(own, 'GET', async () => {
      refusals.push(await own.satchel.request('changes.discard', { ids: [change.id] }).catch((error: unknown) => error))
      refusals.push(await own.satchel.request('changes.hold', { ids: [change.id] }).catch((error: unknown) => error))
    })
    await own.satchel.request('changes.push', {})
    expect(refusals.map(String)).toEqual([expect.stringContaining('not on its way'), expect.stringContaining('not on its way')])
  })
})

test('a create whose answer is out when the rep signs in again is looked for, not sent a second time', async () => {
  const own = await begin()
  await own.satchel.request('records.create', { connection: own.connection, object: 'contact', data: { name: 'Only Once' } })
  let posts = 0
  own.onRequest(async ({ method }) => {
    if (method !== 'POST') return
    posts += 1
    if (posts > 1) return
    // A new line opens, and whatever is not settled is taken up on it, before the first one's answer has come.
    await connect(own)
    await own.satchel.request('sync.run', {})
  })
  await own.satchel.request('changes.push', {})
  expect(posts).toBe(1)
  expect((await own.satchel.request('changes.list', {})).length).toBe(0)
})

describe('a push that is stopped', () => {
  const several = async (own: Awaited<ReturnType<typeof begin>>): Promise<void> => {
    const { rows } = await own.satchel.request('records.ids', { connection: own.connection, object: 'contact', limit: 20 })
    for (const id of rows) await own.edit(id, 'CTO')
  }
  const states = async (own: Awaited<ReturnType<typeof begin>>): Promise<Readonly<Record<string, number>>> => {
    const changes = await own.satchel.request('changes.list', { closed: true })
    return Object.fromEntries(['pushed', 'waiting', 'held', 'pushing'].map((state) => [state, changes.filter((each) => each.state === state).length]))
  }

  test('settles what is on its way, and the rest waits as it did', async () => {
    const own = await begin()
    await several(own)
    once(own, 'PUT', () => own.satchel.request('changes.stopPush', {}))
    const report = await own.satchel.request('changes.push', {})
    const { pushed = 0, waiting = 0, ...others } = await states(own)
    expect([report.pushed, report.waiting, report.error, pushed + waiting]).toEqual([pushed, waiting, null, 20])
    expect([pushed > 0, waiting > 10, others]).toEqual([true, true, { held: 0, pushing: 0 }])
    // Asked for anew, all of it goes.
    expect(await own.satchel.request('changes.push', {})).toMatchObject({ pushed: waiting, waiting: 0 })
  })

  test('holds what was approved: it would begin again by itself', async () => {
    const own = await begin()
    await several(own)
    await own.satchel.request('changes.approve', {})
    once(own, 'PUT', () => own.satchel.request('changes.stopPush', {}))
    await own.satchel.request('sync.run', {})
    const { held = 0, waiting, pushing } = await states(own)
    expect([held > 10, waiting, pushing]).toEqual([true, 0, 0])
  })
})
