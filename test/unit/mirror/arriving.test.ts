/** What comes from the CRM: again, late or in another order, and what of it can't be read; what is gone, and what a sweep suspects. */
import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { recordCount } from '../../../src/main/mirror/counts'
import { recordHistory } from '../../../src/main/mirror/history'
import { listDocuments } from '../../../src/main/mirror/lists'
import { transaction } from '../../../src/main/mirror/open'
import { quarantine } from '../../../src/main/mirror/quarantine'
import { getRecord } from '../../../src/main/mirror/records'
import { removeConnection, removeRecord } from '../../../src/main/mirror/removal'
import { beginSweep, endSweep, markSeen, sweepCandidates } from '../../../src/main/mirror/sweep'
import { takeTouched } from '../../../src/main/mirror/touched'
import { parseRemoteId } from '../../../src/shared/model/ids'
import { at, connection, openTestMirror, type TestMirror } from './support/open-mirror'

let mirror: TestMirror | null = null
afterEach(() => {
  mirror?.close()
  mirror = null
})
const open = (): TestMirror => (mirror = openTestMirror())
const documents = ({ db }: TestMirror) =>
  listDocuments(db, { connection, object: 'contact', where: [], search: '', sort: null, after: null, limit: 100, raw: false }).rows

describe('a page', () => {
  test('that is known writes nothing and tells nobody', () => {
    const own = open()
    const page = [{ id: '1', name: 'Ada', updated_at: at(1), odd: { b: 1, a: 2 } }]
    own.pull('contact', page)
    takeTouched(own.db)
    // Another order of keys is the same content.
    expect(own.pull('contact', [{ odd: { a: 2, b: 1 }, updated_at: at(1), name: 'Ada', id: '1' }])).toMatchObject({
      created: [],
      updated: [],
      unchanged: 1,
    })
    expect(takeTouched(own.db)).toEqual({ records: [], outboxes: [] })
    expect(recordHistory(own.db, connection, 'contact', '1', 10)).toEqual([])
  })

  test('that left before the answer we hold changes nothing, unless its stamp is newer', () => {
    const own = open()
    const [early, late] = [own.nextSeq(), own.nextSeq()]
    own.pull('contact', [{ id: '1', name: 'After', updated_at: at(5) }], { seq: late, source: 'read' })
    own.pull('contact', [{ id: '1', name: 'Before', updated_at: at(5) }], { seq: early })
    expect(own.view('contact', '1')).toMatchObject({ name: 'After' })
    own.pull('contact', [{ id: '1', name: 'Newest', updated_at: at(9) }], { seq: early })
    expect(own.view('contact', '1')).toMatchObject({ name: 'Newest' })
  })

  test('with an older stamp is not believed: the record is named for a read by its id', () => {
    const own = open()
    own.pull('contact', [{ id: '1', name: 'Now', updated_at: at(5) }])
    const report = own.pull('contact', [{ id: '1', name: 'Restored', updated_at: at(2) }])
    expect(report.verify).toEqual([{ object: 'contact', remoteId: '1' }])
    expect(own.view('contact', '1')).toMatchObject({ name: 'Now' })
    own.pull('contact', [{ id: '1', name: 'Restored', updated_at: at(2) }], { source: 'read' })
    expect(own.view('contact', '1')).toMatchObject({ name: 'Restored' })
  })

  test('in whatever order the answers come, the last one that left is what we hold', () => {
    const versions = fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5, maxLength: 5 })
    fc.assert(
      fc.property(versions, (order) => {
        const own = openTestMirror()
        const seqs = order.map(() => own.nextSeq())
        for (const version of [...order, ...order.toReversed()]) {
          own.pull('contact', [{ id: '1', name: `version ${version}`, updated_at: at(1) }], { seq: seqs[version] ?? 0, source: 'read' })
        }
        expect(documents(own)).toEqual([{ id: '1', name: 'version 4', updated_at: at(1) }])
        own.close()
      }),
      { numRuns: 25 },
    )
  })
})

describe('a record that can’t be read', () => {
  test('is kept as it came, shown and counted, and lifted when it arrives readable', () => {
    const own = open()
    const payload = { id: '1', name: 'Ada', emails: 'nonsense' }
    const aside = () =>
      transaction(own.db, 'pulled', () =>
        quarantine(own.db, {
          connection,
          object: 'contact',
          remoteId: parseRemoteId('1'),
          payload,
          reason: 'emails: expected a list',
          now: own.now(),
        }),
      )
    expect([aside(), aside()]).toEqual([true, false])
    expect(documents(own)).toEqual([payload])
    expect(recordCount(own.db, connection, 'contact')).toEqual({ records: 1, quarantined: 1 })
    expect(getRecord(own.db, connection, 'contact', '1')?.quarantined).toBe('emails: expected a list')
    own.pull('contact', [{ id: '1', name: 'Ada', emails: [] }])
    expect(recordCount(own.db, connection, 'contact')).toEqual({ records: 1, quarantined: 0 })
    expect(getRecord(own.db, connection, 'contact', '1')?.quarantined).toBeNull()
  })

  test('without an id is counted once, however often it comes', () => {
    const own = open()
    for (const _again of [1, 2]) {
      transaction(own.db, 'pulled', () =>
        quarantine(own.db, { connection, object: 'contact', remoteId: null, payload: ['?'], reason: 'no id', now: own.now() }),
      )
    }
    expect(recordCount(own.db, connection, 'contact')).toEqual({ records: 0, quarantined: 1 })
  })
})

describe('a sweep', () => {
  test('suspects records that were there before it and that it did not see, edited ones too, and no others', () => {
    const own = open()
    own.pull(
      'contact',
      ['1', '2', '3'].map((id) => ({ id, name: `Person ${id}` })),
    )
    own.edit('contact', '3', { title: 'Edited' })
    const generation = transaction(own.db, 'pulled', () => beginSweep(own.db, connection, 'contact', own.now()))
    own.pull('contact', [{ id: '4', name: 'Newcomer' }])
    transaction(own.db, 'pulled', () => markSeen(own.db, generation, connection, 'contact', [parseRemoteId('1')]))
    expect(sweepCandidates(own.db, generation).map(({ remoteId }) => remoteId)).toEqual(['2', '3'])
    transaction(own.db, 'pulled', () => endSweep(own.db, generation))
    expect(sweepCandidates(own.db, generation)).toEqual([])
  })

  test('takes with a record its place in lists and links, and nothing else', () => {
    const own = open()
    own.pull('company', [{ id: '9', name: 'Acme', contact_ids: ['1'] }])
    own.pull('contact', [{ id: '1', name: 'Ada', company_ids: ['9'] }])
    expect(removeRecord(own.db, connection, 'contact', parseRemoteId('1'), own.now()).removed).not.toBeNull()
    expect(documents(own)).toEqual([])
    expect(own.view('company', '9')).toMatchObject({ name: 'Acme' })
    expect(removeRecord(own.db, connection, 'contact', parseRemoteId('1'), own.now())).toEqual({ removed: null, conflict: null })
  })
})

test('a connection that is taken away leaves nothing readable in the file', () => {
  const own = open()
  own.pull('contact', [{ id: '1', name: 'Canarybird', title: 'Kolibri' }])
  own.edit('contact', '1', { title: 'Nachtigall' })
  expect(removeConnection(own.db, connection)).toBe(1)
  own.close()
  mirror = null
  const file = readFileSync(own.file).toString('latin1').toLowerCase()
  for (const word of ['canarybird', 'kolibri', 'nachtigall']) expect(file.includes(word), word).toBe(false)
})
