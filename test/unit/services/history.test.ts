/** An old value of the history, brought back: an edit like any other, under the same rules. */
import { afterEach, expect, test } from 'vitest'
import { openPulledEngine, type TestEngine } from './support/open-engine'

let engine: TestEngine | null = null
afterEach(async () => {
  await engine?.close()
  engine = null
})

test('an old value of a line is brought back as an edit that waits; a second time there is nothing to do', async () => {
  engine = await openPulledEngine()
  const { satchel, settings } = engine
  const connection = settings().connections[0]?.id ?? expect.unreachable('it is connected')
  const { rows } = await satchel.request('records.documents', { connection, object: 'contact', limit: 1 })
  const target = { connection, object: 'contact', id: String(rows[0]?.['id']) } as const
  const before = rows[0]?.['title'] ?? null
  await satchel.request('records.edit', { ...target, set: [{ path: 'title', value: 'Chair' }] })
  await satchel.request('changes.push', {})
  const line = (await satchel.request('records.history', target)).find(({ path, origin }) => path === 'title' && origin === 'local')
  const entry = line?.id ?? expect.unreachable('the edit is in the history')
  const change = await satchel.request('records.restoreValue', { ...target, entry })
  expect(change).toMatchObject({ state: 'waiting', fields: [{ path: 'title', old: 'Chair', new: before }] })
  expect(await satchel.request('records.restoreValue', { ...target, entry })).toBeNull()
  expect((await satchel.request('records.history', target))[0]).toMatchObject({ origin: 'local', path: 'title', old: 'Chair', new: before })
})

test('a line of another record, or about the record as a whole, is refused', async () => {
  engine = await openPulledEngine()
  const { satchel, settings } = engine
  const connection = settings().connections[0]?.id ?? expect.unreachable('it is connected')
  const { rows } = await satchel.request('records.documents', { connection, object: 'contact', limit: 2 })
  const [first, second] = rows.map((row) => ({ connection, object: 'contact', id: String(row['id']) }) as const)
  if (!first || !second) return expect.unreachable('there are two')
  const deleted = await satchel.request('records.delete', first)
  await satchel.request('changes.discard', { ids: [deleted?.id ?? expect.unreachable('it waits')] })
  const [line] = await satchel.request('records.history', first)
  await expect(satchel.request('records.restoreValue', { ...first, entry: line?.id ?? 0 })).rejects.toThrow(/a line about a field/)
  await expect(satchel.request('records.restoreValue', { ...second, entry: line?.id ?? 0 })).rejects.toThrow(/no line of the history/)
})
