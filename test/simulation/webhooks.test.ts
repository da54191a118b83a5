/** An app that is told: it polls rarely what it is told of and everything else as always, and as always again when it hears nothing. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { getRecord } from '../../src/main/mirror/records'
import { keepWebhookList, noteDelivery } from '../../src/main/mirror/webhooks'
import { parseRemoteId } from '../../src/shared/model/ids'
import { type Webhook, webhookEvents } from '../../src/shared/sync/webhook'
import { type Box, connection, openBox } from './box'

const MINUTE = 60_000
let folder = ''
let box: Box
let told = 0
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-webhooks-'))
  box = openBox({ seed: 3, folder, behaviour: { latencyMs: 200 }, probes: false, pageSize: 100 })
  for (let index = 0; index < 10; index += 1) box.server.put('contact', { name: `P ${index}` }, box.world.now() - 86_400_000 + index * 1000)
})
afterEach(async () => {
  await box.world.drive(box.sync().stop())
  box.close()
  rmSync(folder, { recursive: true, force: true })
})

/** As the service does with a genuine delivery. */
function tell(id: string, event: 'updated' | 'deleted' = 'updated'): void {
  const records = [{ remoteId: parseRemoteId(id), updatedAt: null }]
  const fingerprint = `delivery ${(told += 1)}`
  noteDelivery(box.db(), { connection: connection.id, object: 'contact', event, about: 'news', records, fingerprint, now: box.world.now() })
  box.sync().heard(connection.id)
}

/** Contacts are told of; what else there is is not. */
async function subscribed(): Promise<void> {
  box.sync().start()
  await box.world.pass(3 * MINUTE)
  const webhooks = webhookEvents.map((event): Webhook => ({
    id: event,
    object: 'contact',
    event,
    kind: 'native',
    url: 'https://relay.example/',
    intervalMinutes: null,
    state: 'active',
    checkedAt: null,
  }))
  keepWebhookList(box.db(), connection.id, webhooks, box.world.now())
}

/** How many polls of each type begin while time passes. */
async function polls(minutes: number): Promise<{ readonly contact: number; readonly deal: number }> {
  const from = box.server.requests.length
  await box.world.pass(minutes * MINUTE)
  const asked = box.server.requests.slice(from)
  const count = (object: string): number =>
    asked.filter((request) => request.startsWith(`GET /crm/x/${object}?`) && request.includes('offset=0')).length
  return { contact: count('contact'), deal: count('deal') }
}

const nameOf = (id: string) => getRecord(box.db(), connection.id, 'contact', id)?.document['name']
function edit(id: string, name: string): void {
  box.server.put('contact', { ...box.server.find('contact', id), name })
}

describe('an app that is told', () => {
  test('polls what it is told of rarely and the rest as always, and is up to date within a moment', async () => {
    await subscribed()
    edit('5', 'Told')
    tell('5')
    await box.world.pass(2000)
    expect(nameOf('5')).toBe('Told')
    const { contact, deal } = await polls(12)
    expect([contact <= 2, deal >= 10]).toEqual([true, true])
  })

  test('polls as always when it hears nothing for a quarter of an hour', async () => {
    await subscribed()
    tell('5')
    await polls(16)
    const { contact, deal } = await polls(10)
    expect(contact).toBeGreaterThanOrEqual(deal - 1)
  })

  test('polls as always when a poll found what nobody had told of, and rarely again when something is told', async () => {
    await subscribed()
    tell('5')
    await box.world.pass(2000)
    edit('6', 'Nobody told of this')
    // The tenth poll finds it.
    await box.world.pass(12 * MINUTE)
    expect(nameOf('6')).toBe('Nobody told of this')
    const { contact, deal } = await polls(5)
    expect(contact).toBeGreaterThanOrEqual(deal - 1)
    tell('5')
    expect((await polls(5)).contact).toBeLessThanOrEqual(1)
  })

  test('what was told while the CRM could not be asked is read when it is back', async () => {
    await subscribed()
    box.server.fault = () => ({ kind: 'refused-connection' })
    box.server.remove('contact', '7')
    tell('7', 'deleted')
    await box.world.pass(3 * MINUTE)
    expect(nameOf('7')).toBeDefined()
    box.server.fault = () => null
    await box.world.pass(3 * MINUTE)
    expect(nameOf('7')).toBeUndefined()
  })
})
