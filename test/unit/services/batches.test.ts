/** A batch is handled as one, by its name, in everything that handles changes; and as far as each of its changes can be handled. */
import { afterEach, describe, expect, test } from 'vitest'
import type { RecordDocument } from '../../../src/shared/model/record'
import type { Change } from '../../../src/shared/sync/change'
import { openPulledEngine, type TestEngine } from './support/open-engine'

let engine: TestEngine | null = null
afterEach(async () => {
  await engine?.close()
  engine = null
})

const name = 'A spring campaign with a long name that a person typed'
const spring = [name as Change['id']]

/** Three edits in a batch, and one that is in none. */
async function begin() {
  const opened = await openPulledEngine()
  engine = opened
  const { satchel, sandbox, settings } = opened
  const connection = settings().connections[0]?.id ?? expect.unreachable('it is connected')
  const { rows } = await satchel.request('records.documents', { connection, object: 'contact', limit: 4 })
  const ids = rows.map((row: RecordDocument) => String(row['id']))
  const edit = (id: string, batch: string | null) =>
    satchel.request('records.edit', { connection, object: 'contact', id, set: [{ path: 'title', value: 'Spring' }], batch })
  for (const [index, id] of ids.entries()) await edit(id, index < 3 ? name : null)
  const titles = () => ids.map((id) => sandbox.controls.find('contact', id)?.['title'])
  const states = async () => (await satchel.request('changes.list', { closed: true })).map(({ state, batch }) => (batch === name ? state : '-'))
  return { ...opened, connection, ids, titles, states, before: rows.map((row: RecordDocument) => row['title']) }
}

describe('a batch by its name', () => {
  test('is held, let go, discarded and restored', async () => {
    const { satchel, states } = await begin()
    await satchel.request('changes.hold', { ids: spring })
    expect(await states()).toEqual(['held', 'held', 'held', '-'])
    await satchel.request('changes.release', { ids: spring })
    expect(await states()).toEqual(['waiting', 'waiting', 'waiting', '-'])
    await satchel.request('changes.discard', { ids: spring })
    expect(await states()).toEqual(['discarded', 'discarded', 'discarded', '-'])
    await satchel.request('changes.restore', { ids: spring })
    expect(await states()).toEqual(['waiting', 'waiting', 'waiting', '-'])
  })

  test('is checked, pushed and reversed, and nothing else goes with it', async () => {
    const { satchel, states, titles, before } = await begin()
    expect((await satchel.request('changes.check', { ids: spring })).checks.map(({ would }) => would)).toEqual(['update', 'update', 'update'])
    expect(await satchel.request('changes.push', { ids: spring })).toMatchObject({ pushed: 3 })
    expect(await states()).toEqual(['pushed', 'pushed', 'pushed', '-'])
    expect(titles()).toEqual(['Spring', 'Spring', 'Spring', before[3]])
    const { changes, leftOut } = await satchel.request('changes.reverse', { ids: spring })
    expect([changes.map(({ batch }) => batch), leftOut]).toEqual([Array.from({ length: 3 }, () => `Reverse of ${name}`), []])
    await satchel.request('changes.push', { ids: [`Reverse of ${name}` as Change['id']] })
    expect(titles()).toEqual(before)
  })

  test('is approved, and goes with the next sync', async () => {
    const { satchel, titles, before } = await begin()
    await satchel.request('changes.approve', { ids: spring })
    await satchel.request('sync.run', {})
    expect(titles()).toEqual(['Spring', 'Spring', 'Spring', before[3]])
  })

  test('is handled as far as it can be: what is in question stays as it is', async () => {
    const { satchel, sandbox, ids, states } = await begin()
    sandbox.controls.edit({ object: 'contact', id: [ids[0] ?? ''], patch: { title: 'Theirs' } })
    await satchel.request('sync.run', {})
    await satchel.request('changes.hold', { ids: spring })
    expect(await states()).toEqual(['conflict', 'held', 'held', '-'])
  })
})
