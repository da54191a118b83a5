/** The log of the sync: what happened is there, what did not leaves no line, and it is bounded. */
import { afterEach, describe, expect, test } from 'vitest'
import { noteJournal } from '../../../src/main/mirror/journal'
import { instant } from '../../../src/shared/model/ids'
import type { JournalEntry } from '../../../src/shared/sync/journal'
import { connection as mirrorConnection, openTestMirror } from '../mirror/support/open-mirror'
import { openPulledEngine, type TestEngine } from './support/open-engine'

let engine: TestEngine | null = null
afterEach(async () => {
  await engine?.close()
  engine = null
})

async function pulled() {
  engine = await openPulledEngine()
  const [connection] = engine.settings().connections
  const id = connection?.id
  if (id === undefined) throw new Error('no connection')
  const { satchel, sandbox } = engine
  const log = async (filter: 'all' | 'errors' = 'all') => satchel.request('sync.log', { connection: id, filter })
  return { engine, satchel, sandbox, connection: id, log }
}

const kindsOf = (lines: readonly JournalEntry[]) => lines.map(({ object, event }) => [object, event.kind])

describe('the log of the sync', () => {
  test('tells of each first download with its records, and a poll that brings nothing leaves no line', async () => {
    const { satchel, log } = await pulled()
    const first = await log()
    expect(first.find(({ object }) => object === 'contact')?.event).toEqual({ kind: 'downloaded', records: 30 })
    await satchel.request('sync.run', {})
    expect(await log()).toEqual(first)
  })

  test('tells what a push did, and of a CRM that cannot be reached once, however often it was tried', async () => {
    const { engine: opened, satchel, connection, log } = await pulled()
    const { rows } = await satchel.request('records.list', { connection, object: 'contact', limit: 1 })
    const [contact] = rows
    if (!contact) throw new Error('no contact')
    await satchel.request('records.edit', { connection, object: 'contact', id: contact.id, set: [{ path: 'title', value: 'Logged' }] })
    opened.network(false)
    await satchel.request('sync.run', {})
    await satchel.request('sync.run', {})
    const errors = await log('errors')
    expect(errors.filter(({ object }) => object === 'contact')).toHaveLength(1)
    expect(kindsOf(await log()).filter(([object, kind]) => object === null && kind === 'line')).toHaveLength(1)
    opened.network(true)
    await satchel.request('changes.push', { connection })
    expect((await log()).find(({ event }) => event.kind === 'pushed')?.event).toMatchObject({ pushed: 1, rejected: 0 })
  })

  test('pages backwards by number, and keeps the newest lines of each connection only', () => {
    const { db, close } = openTestMirror()
    for (let at = 1; at <= 2300; at += 1)
      noteJournal(db, { at: instant(at), connection: mirrorConnection, object: null, event: { kind: 'conflicts', changes: at } })
    const { n } = db.get<{ readonly n: number }>('SELECT count(*) AS n FROM journal') ?? { n: 0 }
    expect(n).toBeGreaterThanOrEqual(2000)
    expect(n).toBeLessThan(2200)
    close()
  })
})
