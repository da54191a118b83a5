/** Converting a lead, over a real engine and the sandbox CRM: what is proposed, one batch, all or nothing, and what the CRM gets. */
import { afterEach, describe, expect, test } from 'vitest'
import type { RecordId } from '../../../src/shared/model/ids'
import type { JsonObject } from '../../../src/shared/model/json'
import { connect, openTestEngine, type TestEngine } from './support/open-engine'

let engine: TestEngine | null = null
afterEach(async () => {
  await engine?.close()
  engine = null
})

async function withLead(lead: JsonObject, more: readonly (readonly ['contact' | 'company', JsonObject])[] = []) {
  engine = openTestEngine()
  const { satchel } = engine
  const { id: connection } = await connect(engine)
  await satchel.request('sync.run', {})
  for (const [object, data] of more) await satchel.request('records.create', { connection, object, data })
  const made = await satchel.request('records.create', { connection, object: 'lead', data: lead })
  await satchel.request('changes.push', {})
  return { satchel, connection, id: made.recordId }
}

const amara: JsonObject = {
  name: 'Amara Osei',
  first_name: 'Amara',
  last_name: 'Osei',
  company_name: 'Volta Grains Ltd',
  emails: [{ email: 'amara.osei@volta-grains.example', type: 'WORK' }],
  telephones: [{ telephone: '+233 30 5551234', type: 'WORK' }],
  source: 'Trade fair',
  status: 'New',
  is_active: true,
}
const all = { contact: { use: 'new' }, company: { use: 'new' }, deal: { use: 'new' } } as const

describe('leads.propose', () => {
  test('proposes what the lead says, and names nothing as existing that is not', async () => {
    const { satchel, connection, id } = await withLead(amara)
    const proposal = await satchel.request('leads.propose', { connection, id })
    expect(proposal).toMatchObject({
      name: 'Amara Osei',
      contact: {
        data: { name: 'Amara Osei', first_name: 'Amara', company: 'Volta Grains Ltd', telephones: [{ telephone: '+233 30 5551234' }] },
        existing: null,
      },
      company: { data: { name: 'Volta Grains Ltd' }, existing: null },
      deal: { data: { name: 'Volta Grains Ltd', source: 'Trade fair', stages: [{ name: 'Qualification' }], pipelines: [{ name: 'New business' }] } },
    })
  })

  test('finds the contact by the whole e-mail address and the company by its name, whatever the case', async () => {
    const { satchel, connection, id } = await withLead(amara, [
      ['contact', { name: 'A. Osei', emails: [{ email: 'Amara.Osei@Volta-Grains.example' }] }],
      ['contact', { name: 'Other', emails: [{ email: 'amara.osei@volta-grains.example.org' }] }],
      ['company', { name: 'VOLTA GRAINS LTD' }],
    ])
    const { contact, company } = await satchel.request('leads.propose', { connection, id })
    expect([contact.existing?.name, contact.existing?.by]).toEqual(['A. Osei', 'email'])
    expect([company?.existing?.name, company?.existing?.by]).toEqual(['VOLTA GRAINS LTD', 'name'])
  })
})

describe('leads.convert', () => {
  test('is one batch of ordinary changes: three records that name each other, and the lead that names them', async () => {
    const { satchel, connection, id } = await withLead(amara)
    const done = await satchel.request('leads.convert', { connection, id, ...all, deal: { use: 'new', data: { amount: 12_000, currency: 'EUR' } } })
    const changes = await satchel.request('changes.list', { connection })
    expect(changes.map(({ object, kind, batch, state }) => [object, kind, batch, state])).toEqual([
      ['company', 'create', 'Convert Amara Osei', 'waiting'],
      ['contact', 'create', 'Convert Amara Osei', 'waiting'],
      ['deal', 'create', 'Convert Amara Osei', 'waiting'],
      ['lead', 'update', 'Convert Amara Osei', 'waiting'],
    ])
    const of = async (object: 'contact' | 'deal' | 'lead', record: RecordId | null) =>
      (await satchel.request('records.get', { connection, object, id: record ?? '' })).document
    expect(await of('contact', done.contact)).toMatchObject({ name: 'Amara Osei', company_ids: [done.company] })
    expect(await of('deal', done.deal)).toMatchObject({ amount: 12_000, contact_ids: [done.contact], company_ids: [done.company] })
    expect(await of('lead', id)).toMatchObject({ contact_id: done.contact, company_id: done.company, is_active: false })
  })

  test('pushed, the CRM has all of it, linked by its own ids', async () => {
    const { satchel, connection, id } = await withLead(amara)
    const done = await satchel.request('leads.convert', { connection, id, ...all })
    const report = await satchel.request('changes.push', { connection })
    expect(report).toMatchObject({ pushed: 4, rejected: 0, conflicts: 0 })
    const lead = await satchel.request('records.get', { connection, object: 'lead', id })
    const contact = await satchel.request('records.get', { connection, object: 'contact', id: done.contact })
    expect(lead.changes).toEqual([])
    expect(lead.base).toMatchObject({ contact_id: contact.remoteId })
    expect(contact.remoteId).not.toBeNull()
  })

  test('uses what is here already, and makes no deal where none is wanted', async () => {
    const { satchel, connection, id } = await withLead(amara, [
      ['contact', { name: 'A. Osei', emails: [{ email: 'amara.osei@volta-grains.example' }] }],
    ])
    const { contact } = await satchel.request('leads.propose', { connection, id })
    const existing = contact.existing?.id ?? ''
    await satchel.request('leads.convert', {
      connection,
      id,
      contact: { use: 'existing', id: existing },
      company: { use: 'none' },
      deal: { use: 'none' },
    })
    const changes = await satchel.request('changes.list', { connection })
    expect(changes.map(({ object, kind }) => [object, kind])).toEqual([['lead', 'update']])
  })

  test('is all or nothing: a deal that can’t be is no contact either', async () => {
    const { satchel, connection, id } = await withLead(amara)
    await expect(satchel.request('leads.convert', { connection, id, ...all, deal: { use: 'new', data: { amount: 'much' } } })).rejects.toThrow(
      /amount/,
    )
    expect(await satchel.request('changes.list', { connection })).toEqual([])
    expect(await satchel.request('records.count', { connection, object: 'company', where: [{ field: 'name', value: 'Volta Grains Ltd' }] })).toBe(0)
  })

  test('discarded as one, the lead is what it was and nothing made is left', async () => {
    const { satchel, connection, id } = await withLead(amara)
    const done = await satchel.request('leads.convert', { connection, id, ...all })
    await satchel.request('changes.discard', { ids: [...done.changes] })
    expect(await satchel.request('changes.list', { connection })).toEqual([])
    const lead = await satchel.request('records.get', { connection, object: 'lead', id })
    expect(lead.document['contact_id'] ?? null).toBeNull()
    expect(lead.document['status']).toBe('New')
    await expect(satchel.request('records.get', { connection, object: 'contact', id: done.contact })).rejects.toThrow()
  })
})
