/** Records that look like one are found for a reason, and become one without losing anything that either knew. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mergedFields } from '../../../src/shared/model/merge-records'
import { editDistance } from '../../../src/shared/near-text'
import type { ConnectionId, RecordId } from '../../../src/shared/model/ids'
import type { JsonObject } from '../../../src/shared/model/json'
import type { WritableObjectType } from '../../../src/shared/model/object-type'
import { connect, openTestEngine, type TestEngine } from './support/open-engine'

let engine: TestEngine
let connection: ConnectionId
beforeEach(async () => {
  engine = openTestEngine()
  connection = (await connect(engine)).id
})
afterEach(() => engine.close())

const create = async (object: WritableObjectType, data: JsonObject): Promise<RecordId> =>
  (await engine.satchel.request('records.create', { connection, object, data })).recordId
const view = async (object: WritableObjectType, id: string) => (await engine.satchel.request('records.get', { connection, object, id })).document
async function groups(object: 'contact' | 'company') {
  const list = await engine.satchel.request('duplicates.list', { connection, object })
  return list?.groups.map(({ strength, reasons, records }) => [strength, reasons.toSorted().join(' '), records.map(({ name }) => name).join(' = ')])
}
const mails = (...addresses: string[]) => addresses.map((email) => ({ email, type: 'WORK' }))

describe('likely duplicates', () => {
  test('contacts are found by e-mail, phone, name and company, the surest first', async () => {
    const acme = await create('company', { name: 'Acme GmbH' })
    await create('contact', { name: 'Ada Lovelace', emails: mails('ada@acme.example') })
    await create('contact', { name: 'Lovelace, Ada', emails: mails('ADA@acme.example') })
    await create('contact', { name: 'Bob Noyce', telephones: [{ telephone: '+49 30 1234567' }] })
    await create('contact', { name: 'R. Noyce', telephones: [{ telephone: '(030) 123 45 67' }] })
    await create('contact', { name: 'Grace Hopper', company_ids: [acme] })
    await create('contact', { name: 'Grace Hoper', company_ids: [acme] })
    await create('contact', { name: 'John Smith', company: 'One' })
    await create('contact', { name: 'John Smith', company: 'Two' })
    await create('contact', { name: 'Nobody Else' })
    expect(await groups('contact')).toEqual([
      ['certain', 'email name', 'Ada Lovelace = Lovelace, Ada'],
      ['possible', 'near-name same-company', 'Grace Hopper = Grace Hoper'],
      ['possible', 'phone', 'Bob Noyce = R. Noyce'],
      ['possible', 'name', 'John Smith = John Smith'],
    ])
  })

  test('companies are found by domain, name without legal form, and names typed wrong', async () => {
    await create('company', { name: 'Żółty Most Sp. z o.o.', domains: ['most.example'] })
    await create('company', { name: 'Zolty Most', websites: ['https://www.most.example/pl'] })
    await create('company', { name: 'Northwind Traders Ltd' })
    await create('company', { name: 'Northwind Tradrs' })
    await create('company', { name: 'Acme AG' })
    await create('company', { name: 'Acme Inc.' })
    await create('company', { name: 'Other' })
    expect(await groups('company')).toEqual([
      ['certain', 'domain name', 'Żółty Most Sp. z o.o. = Zolty Most'],
      ['likely', 'name', 'Acme AG = Acme Inc.'],
      ['possible', 'near-name', 'Northwind Traders Ltd = Northwind Tradrs'],
    ])
  })

  test('two of which somebody said that they are not one are not named again, until that is taken back', async () => {
    const ids = [
      await create('contact', { name: 'Ada', emails: mails('office@acme.example') }),
      await create('contact', { name: 'Bob', emails: mails('office@acme.example') }),
    ]
    await engine.satchel.request('duplicates.distinct', { connection, object: 'contact', ids })
    expect(await groups('contact')).toEqual([])
    engine = await engine.reopen()
    expect(await groups('contact')).toEqual([])
    await engine.satchel.request('duplicates.distinct', { connection, object: 'contact', ids, distinct: false })
    expect(await groups('contact')).toHaveLength(1)
  })

  test('what many share tells nobody apart', async () => {
    for (let index = 0; index < 12; index += 1)
      await create('contact', { name: `Person ${String.fromCharCode(65 + index)}`, telephones: [{ telephone: '+49 30 9999999' }] })
    expect(await groups('contact')).toEqual([])
  })

  test('they follow the edits, and a deleted one is none', async () => {
    const id = await create('contact', { name: 'Ada Lovelace', emails: mails('ada@acme.example') })
    const twin = await create('contact', { name: 'A. L.', emails: mails('ada@acme.example') })
    expect(await groups('contact')).toHaveLength(1)
    await engine.satchel.request('records.edit', {
      connection,
      object: 'contact',
      id: twin,
      set: [{ path: 'emails', value: mails('al@acme.example') }],
    })
    expect(await groups('contact')).toEqual([])
    await engine.satchel.request('changes.undo', { connection })
    await engine.satchel.request('records.delete', { connection, object: 'contact', id })
    expect(await groups('contact')).toEqual([])
  })
})

describe('while a record is typed', () => {
  const like = async (object: 'contact' | 'company', data: JsonObject) =>
    (await engine.satchel.request('duplicates.like', { connection, object, data })).map(({ name }) => name)

  test('who has the same e-mail or phone, or a near name in the same company, is named', async () => {
    const acme = await create('company', { name: 'Acme GmbH', domains: ['acme.example'] })
    await create('contact', { name: 'Ada Lovelace', emails: mails('ada@acme.example'), company_ids: [acme] })
    await create('contact', { name: 'Ada Lovelace', company: 'Elsewhere' })
    expect(await like('contact', { name: 'X', emails: mails('Ada@Acme.example') })).toEqual(['Ada Lovelace'])
    expect(await like('contact', { first_name: 'Ada', last_name: 'Lovelacee', company_ids: [acme] })).toEqual(['Ada Lovelace'])
    expect(await like('contact', { name: 'Ada Lovelace' })).toEqual([])
    expect(await like('company', { name: 'Other', websites: ['http://acme.example/x'] })).toEqual(['Acme GmbH'])
    expect(await like('company', { name: 'ACME' })).toEqual(['Acme GmbH'])
    expect(await like('contact', {})).toEqual([])
  })
})

describe('merging', () => {
  test('unites lists, fills what the keeper lacks, moves the links, deletes the other, in one batch and one undo', async () => {
    const keep = await create('company', { name: 'Acme GmbH', domains: ['acme.example'], tags: ['key account'] })
    const other = await create('company', { name: 'ACME', industry: 'Anvils', domains: ['acme.test', 'acme.example'], employees: 12 })
    const contact = await create('contact', { name: 'Ada', company_ids: [other] })
    const deal = await create('deal', { name: 'Anvil', company_ids: [other, keep] })
    const before = (await engine.satchel.request('changes.list', {})).length

    expect(await engine.satchel.request('duplicates.links', { connection, object: 'company', ids: [other] })).toEqual([
      { object: 'contact', count: 1 },
      { object: 'deal', count: 1 },
    ])
    const merged = await engine.satchel.request('duplicates.merge', { connection, object: 'company', keep, others: [other], pick: { name: other } })
    expect(merged).toMatchObject({ batch: 'Merge Acme GmbH', fields: ['name', 'domains', 'industry', 'employees'], deleted: 1 })
    expect(await view('company', keep)).toMatchObject({
      name: 'ACME',
      industry: 'Anvils',
      employees: 12,
      domains: ['acme.example', 'acme.test'],
      tags: ['key account'],
    })
    expect((await view('contact', contact))['company_ids']).toEqual([keep])
    expect((await view('deal', deal))['company_ids']).toEqual([keep])
    await expect(view('company', other)).rejects.toThrow('There is no company')

    await engine.satchel.request('changes.undo', { connection })
    expect(await view('company', keep)).toMatchObject({ name: 'Acme GmbH', domains: ['acme.example'] })
    expect(await view('company', other)).toMatchObject({ industry: 'Anvils' })
    expect((await view('contact', contact))['company_ids']).toEqual([other])
    expect((await engine.satchel.request('changes.list', {})).length).toBe(before)
  })

  test('records of the CRM go as deletes that wait for review', async () => {
    await engine.satchel.request('sync.run', {})
    const { rows } = await engine.satchel.request('records.list', { connection, object: 'contact', limit: 2 })
    const [keep, other] = rows
    await engine.satchel.request('duplicates.merge', {
      connection,
      object: 'contact',
      keep: String(keep?.id),
      others: [String(other?.id)],
      batch: 'One of two',
    })
    const changes = await engine.satchel.request('changes.list', { ids: ['One of two'] })
    expect(changes.every(({ state }) => state === 'waiting')).toBe(true)
    expect(changes.filter(({ kind }) => kind === 'delete').map(({ recordId }) => recordId)).toEqual([other?.id])
  })

  test('the same record twice, or one that is not there, is refused and nothing changes', async () => {
    const keep = await create('company', { name: 'Acme' })
    await expect(engine.satchel.request('duplicates.merge', { connection, object: 'company', keep, others: [keep] })).rejects.toThrow(
      'the same one twice',
    )
    await expect(engine.satchel.request('duplicates.merge', { connection, object: 'company', keep, others: ['nobody'] })).rejects.toThrow(
      'There is no company',
    )
    expect(await engine.satchel.request('changes.list', {})).toHaveLength(1)
  })
})

describe('the fields of a merge', () => {
  test('custom fields are taken by slug, and an empty field of everybody is not among them', () => {
    const merged = mergedFields('contact', [
      { name: 'A', metadata: [{ slug: 'tier', value: '' }] },
      { name: 'A', title: 'CEO', metadata: [{ slug: 'tier', value: 'Gold' }] },
    ])
    expect(merged.map(({ path, result, changes }) => [path, result, changes])).toEqual([
      ['name', 'A', false],
      ['title', 'CEO', true],
      ['metadata.tier', 'Gold', true],
    ])
  })
})

describe('distance', () => {
  test.each([
    ['hopper', 'hoper', 1],
    ['ab', 'ba', 1],
    ['kitten', 'sitting', 3],
    ['', 'abc', 3],
    ['山田', '山本', 1],
    ['same', 'same', 0],
  ])('%s and %s are %i apart', (a, b, distance) => {
    expect(editDistance(a, b, 5)).toBe(distance)
    expect(editDistance(b, a, 5)).toBe(distance)
  })

  test('further than asked is one more than asked', () => {
    expect(editDistance('kitten', 'sitting', 1)).toBe(2)
  })
})
