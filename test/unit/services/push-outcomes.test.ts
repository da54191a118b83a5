/**
 * What becomes of a change that the CRM takes in its own way, refuses, or leaves in doubt.
 *
 * Pinned here: what the CRM rewrote is shown and never sent again; a refusal says what it means and stops nothing else; and where only a
 * person can know, a person is asked, with what they need to tell.
 */
import { afterEach, describe, expect, test } from 'vitest'
import type { Json } from '../../../src/shared/model/json'
import type { RecordDocument } from '../../../src/shared/model/record'
import { openPulledEngine, type TestEngine } from './support/open-engine'

let engine: TestEngine | null = null
afterEach(async () => {
  await engine?.close()
  engine = null
})

type Contact = RecordDocument & { readonly id: string }

async function begin() {
  const opened = await openPulledEngine()
  engine = opened
  const { satchel, sandbox, settings } = opened
  const connection = settings().connections[0]?.id ?? expect.unreachable('it is connected')
  const { rows } = await satchel.request('records.documents', { connection, object: 'contact', limit: 12 })
  const contacts = rows as readonly Contact[]
  return {
    ...opened,
    connection,
    idOf: (index: number): string => contacts[index]?.id ?? expect.unreachable('the sandbox has contacts'),
    edit: (id: string, fields: Readonly<Record<string, Json>>) =>
      satchel
        .request('records.edit', { connection, object: 'contact', id, set: Object.entries(fields).map(([path, value]) => ({ path, value })) })
        .then((change) => change ?? expect.unreachable('the edit changed something')),
    change: async (id: string) => {
      const [found] = await satchel.request('changes.list', { closed: true, ids: [id] })
      return found ?? expect.unreachable('the change is kept')
    },
    inCrm: (id: string) => sandbox.controls.find('contact', id),
  }
}

describe('what the CRM rewrote', () => {
  test('is kept with the change and in the history, shown, and never pushed again', async () => {
    const own = await begin()
    own.sandbox.controls.setFaults('normalize=phone+email')
    const id = own.idOf(0)
    const sent = [{ telephone: '0049 (89) 55-12', type: 'WORK' }]
    const { id: change } = await own.edit(id, { telephones: sent, title: 'CTO' })
    expect(await own.satchel.request('changes.push', {})).toMatchObject({ pushed: 1 })
    const { rewritten } = await own.change(change)
    expect(rewritten).toEqual([{ path: 'telephones', sent, kept: [{ telephone: '+49895512', type: 'WORK' }] }])
    const shown = await own.satchel.request('records.get', { connection: own.connection, object: 'contact', id })
    expect(shown.document['telephones']).toEqual([{ telephone: '+49895512', type: 'WORK' }])
    const history = await own.satchel.request('records.history', { connection: own.connection, object: 'contact', id, limit: 10 })
    const lines = history.filter(({ path, origin }) => path === 'telephones' && origin === 'push').map(({ new: value }) => value)
    expect(lines).toEqual([[{ telephone: '+49895512', type: 'WORK' }], sent])
    const writes: string[] = []
    own.onRequest(({ method }) => void (method === 'GET' ? undefined : writes.push(method)))
    await own.satchel.request('sync.run', {})
    expect(await own.satchel.request('changes.push', {})).toMatchObject({ pushed: 0, waiting: 0 })
    expect(writes).toEqual([])
  })

  test('is nothing where the CRM only added to it', async () => {
    const own = await begin()
    const { id } = await own.edit(own.idOf(0), { title: 'CTO', emails: [{ email: 'new@acme.example' }] })
    await own.satchel.request('changes.push', {})
    expect((await own.change(id)).rewritten).toEqual([])
  })
})
