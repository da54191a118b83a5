/** Lines of the failure table in docs/sync.md that no other file tests: what happens, and what stands in the end. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { recordCount } from '../../src/main/mirror/counts'
import { listChanges, saveCreate, saveEdit } from '../../src/main/mirror/outbox'
import { getRecord } from '../../src/main/mirror/records'
import type { FieldPath } from '../../src/shared/model/field-path'
import { parseRecordId, type RecordId } from '../../src/shared/model/ids'
import type { Json, JsonObject } from '../../src/shared/model/json'
import type { ObjectType, WritableObjectType } from '../../src/shared/model/object-type'
import { type Box, connection, openBox } from './box'
import type { Behaviour } from './model-rules'

const MINUTE = 60_000
const DAY = 1440 * MINUTE

let folder = ''
let boxes: Box[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-table-'))
  boxes = []
})
afterEach(() => {
  for (const box of boxes) box.close()
  rmSync(folder, { recursive: true, force: true })
})

function open(behaviour: Partial<Behaviour> = {}) {
  const box = openBox({ seed: boxes.length + 1, folder, behaviour })
  boxes.push(box)
  let made = 0
  return {
    box,
    server: box.server,
    pull: (reconcile = false, objects: readonly ObjectType[] = ['contact']) =>
      box.run((sync) => sync.run({ connection: null, objects, full: false, reconcile, patience: 'command' })),
    push: () => box.run((sync) => sync.push({ connection: null, ids: null, patience: 'command' })),
    get: (id: string) => getRecord(box.db(), connection.id, 'contact', id)?.document,
    edit: (id: string, path: string, value: Json) =>
      saveEdit(box.db(), {
        connection: connection.id,
        object: 'contact',
        recordId: getRecord(box.db(), connection.id, 'contact', id)?.id ?? expect.unreachable('it was pulled'),
        fields: [{ path: path as FieldPath, value }],
        batch: null,
        now: box.world.now(),
      }),
    create(object: WritableObjectType, data: JsonObject): RecordId {
      made += 1
      const recordId = parseRecordId(`new_${'abcdefgh'[made] ?? 'z'}${'a'.repeat(25)}`)
      saveCreate(box.db(), { connection: connection.id, object, data, batch: null, now: box.world.now(), recordId })
      return recordId
    },
    open: () => listChanges(box.db(), { connection: connection.id, states: ['waiting', 'held', 'pushing', 'rejected', 'conflict'] }),
  }
}

describe('during the first walk', () => {
  test('what colleagues edit and create is here after the first poll, and what they delete is gone after a sweep', async () => {
    const { box, server, pull, get } = open()
    for (let index = 0; index < 300; index += 1) server.put('contact', { name: `P ${index}` }, box.world.now() - 30 * DAY + index * MINUTE)
    let asked = 0
    server.meanwhile = (path) => {
      if (!path.endsWith('/contact') || asked >= 40) return
      asked += 1
      server.remove('contact', String(asked * 3))
      const record = server.find('contact', String(asked * 3 + 1))
      if (record) server.put('contact', { ...record, name: `edited ${asked}` })
      server.put('contact', { name: `created ${asked}` })
    }
    await pull()
    server.meanwhile = () => undefined
    expect(asked).toBeGreaterThan(30)
    await pull()
    for (const record of server.records('contact')) expect(get(String(record['id']))).toEqual(record)
    await pull(true)
    expect(recordCount(box.db(), connection.id, 'contact').records).toBe(server.records('contact').length)
  })
})

describe('a phone number that the CRM writes its own way', () => {
  test('is shown as the CRM has it, and never sent again', async () => {
    const { box, server, pull, push, edit, get, open: openChanges } = open({ thinAnswers: true })
    server.put('contact', { id: '1', telephones: [{ telephone: '1' }] }, box.world.now() - DAY)
    await pull()
    server.meanwhile = () => {
      const record = server.find('contact', '1')
      if (JSON.stringify(record).includes('0170 1234567')) server.put('contact', { ...record, telephones: [{ telephone: '+49 170 1234567' }] }, null)
    }
    edit('1', 'telephones', [{ telephone: '0170 1234567' }])
    expect(await push()).toMatchObject({ pushed: 1, waiting: 0, conflicts: 0 })
    await pull()
    expect(await push()).toMatchObject({ pushed: 0, waiting: 0, conflicts: 0 })
    expect(get('1')?.['telephones']).toEqual([{ telephone: '+49 170 1234567' }])
    expect([openChanges(), server.effects.map(({ kind }) => kind)]).toEqual([[], ['replace']])
  })
})

describe('a link that was pushed', () => {
  test('is in the other side’s record too, without a reconcile', async () => {
    const { box, server, pull, push, edit } = open()
    server.put('company', { id: '9', name: 'Acme', contact_ids: [] }, box.world.now() - DAY)
    server.put('contact', { id: '1', name: 'Ada' }, box.world.now() - DAY)
    await pull(false, ['contact', 'company'])
    // The CRM writes both sides of a link, and moves the stamp of one.
    server.meanwhile = () => {
      const links = server.find('contact', '1')?.['company_ids']
      const company = server.find('company', '9')
      if (Array.isArray(links) && JSON.stringify(company?.['contact_ids']) === '[]') server.put('company', { ...company, contact_ids: ['1'] }, null)
    }
    edit('1', 'company_ids', ['9'])
    expect(await push()).toMatchObject({ pushed: 1 })
    await box.world.pass(2000)
    expect(getRecord(box.db(), connection.id, 'company', '9')?.base).toMatchObject({ contact_ids: ['1'] })
  })
})

describe('a child of a new parent', () => {
  test('waits while the parent is refused, and goes when the parent could', async () => {
    const { server, push, create, box, open: openChanges } = open()
    const company = create('company', { name: 'Acme' })
    create('contact', { name: 'Ada', company_ids: [company] })
    server.fault = (request, path) =>
      request.method === 'POST' && path.endsWith('/company') ? { kind: 'status', status: 422, after: false, body: '{"message":"no"}' } : null
    expect(await push()).toMatchObject({ pushed: 0, rejected: 1 })
    expect([
      server.records('contact'),
      openChanges()
        .map(({ state }) => state)
        .toSorted(),
    ]).toEqual([[], ['rejected', 'waiting']])
    server.fault = () => null
    const ids = openChanges().map(({ id }) => id)
    await box.run((sync) => sync.push({ connection: null, ids, patience: 'command' }))
    await push()
    expect(server.records('contact')).toMatchObject([{ name: 'Ada', company_ids: [server.records('company')[0]?.['id']] }])
  })
})
