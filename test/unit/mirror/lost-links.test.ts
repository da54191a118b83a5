/**
 * Links to records that are gone. Pinned here: a change that links to one is asked about, keeps everything else, and each answer does what
 * it says; a record that is made anew takes the links to it along.
 */
import { afterEach, describe, expect, test } from 'vitest'
import {
  decideConflict,
  discardChanges,
  listChanges,
  markPushing,
  pushQueue,
  reopenDecisions,
  saveDelete,
  settleGone,
  settlePushed,
} from '../../../src/main/mirror/outbox'
import { removeRecord } from '../../../src/main/mirror/removal'
import { type ChangeId, parseRemoteId } from '../../../src/shared/model/ids'
import type { Json } from '../../../src/shared/model/json'
import { at, connection, openTestMirror, type TestMirror } from './support/open-mirror'

let mirror: TestMirror | null = null
afterEach(() => {
  mirror?.close()
  mirror = null
})

/** A contact that the rep moves from one company to another, and a new one there; then the company goes. */
function moved() {
  const own = openTestMirror()
  mirror = own
  own.pull('company', [
    { id: '5', name: 'Acme', updated_at: at(1) },
    { id: '6', name: 'Globex', updated_at: at(1) },
    { id: '7', name: 'Initech', updated_at: at(1) },
  ])
  own.pull('contact', [{ id: '1', name: 'Ada', title: 'CTO', company_ids: ['5'], updated_at: at(1) }])
  const edit = own.edit('contact', '1', { company_ids: ['5', '6'], title: 'CEO' }) ?? expect.unreachable('it is an edit')
  const made = own.create('contact', { name: 'New', company_ids: ['6'] })
  return { own, edit: edit.id, made: made.id }
}
const companyGoes = (own: TestMirror) => removeRecord(own.db, connection, 'company', parseRemoteId('6'), own.now())
const find = (own: TestMirror, id: ChangeId) => listChanges(own.db, { ids: [id] })[0] ?? expect.unreachable('the change is kept')
const decide = (own: TestMirror, id: ChangeId, take: 'mine' | 'theirs' | 'base' | null, value?: Json) =>
  decideConflict(own.db, id, { take, fields: value === undefined ? [] : [{ path: 'company_ids', decision: { take: 'value', value } }] }, own.now())
const links = (own: TestMirror, id: ChangeId) => find(own, id).fields.find(({ path }) => path === 'company_ids')?.new

describe('a change that links to a record which is gone', () => {
  test('is asked about, says which, and shows it with the link and without', () => {
    const { own, edit, made } = moved()
    expect(companyGoes(own).conflict).toBe(edit)
    for (const [id, base, mine, theirs] of [
      [edit, ['5'], ['5', '6'], ['5']],
      [made, null, ['6'], []],
    ] as const) {
      const change = find(own, id)
      expect([change.state, change.recordConflict, change.error]).toEqual([
        'conflict',
        'link-gone',
        { code: 'link-gone', message: 'It links to the company “Globex”, which is gone from the CRM.', field: 'company_ids' },
      ])
      expect(change.fields.find(({ path }) => path === 'company_ids')?.conflict).toEqual({ base, mine, theirs, decided: null })
    }
    expect(pushQueue(own.db, connection, null)).toEqual([])
  })

  test('unlinked, it waits with all the rest', () => {
    const { own, edit, made } = moved()
    companyGoes(own)
    decide(own, edit, 'theirs')
    decide(own, made, 'theirs')
    expect(find(own, edit)).toMatchObject({ state: 'waiting', error: null, fields: [{ path: 'title', new: 'CEO' }] })
    expect(pushQueue(own.db, connection, null).map(({ data }) => data)).toEqual([{}, { name: 'New' }])
  })

  test('linked to another one, it waits with that', () => {
    const { own, edit, made } = moved()
    companyGoes(own)
    decide(own, edit, null, ['5', '7'])
    decide(own, made, null, ['7'])
    expect([edit, made].map((id) => [find(own, id).state, links(own, id)])).toEqual([
      ['waiting', ['5', '7']],
      ['waiting', ['7']],
    ])
  })

  test('kept as it is, it waits as it was; discarded, it goes', () => {
    const { own, edit, made } = moved()
    companyGoes(own)
    decide(own, edit, 'mine')
    discardChanges(own.db, [made], own.now())
    expect([find(own, edit).state, links(own, edit), find(own, made).state]).toEqual(['waiting', ['5', '6'], 'discarded'])
  })

  test('needs a decision about each link', () => {
    const { own, edit } = moved()
    companyGoes(own)
    expect(() => decide(own, edit, null)).toThrow(/theirs takes the link away/)
  })

  test('is open again when the decision is taken back, with what was typed since', () => {
    const { own, edit, made } = moved()
    companyGoes(own)
    const before = [edit, made].map((id) => find(own, id).fields)
    decide(own, edit, 'theirs')
    decide(own, made, 'theirs')
    reopenDecisions(own.db, [edit, made], own.now())
    expect([edit, made].map((id) => find(own, id).recordConflict)).toEqual(['link-gone', 'link-gone'])
    expect([edit, made].map((id) => find(own, id).fields)).toEqual(before)
    decide(own, edit, 'theirs')
    own.edit('contact', '1', { title: 'Chair' })
    reopenDecisions(own.db, [edit], own.now())
    expect(find(own, edit).fields.map(({ path, new: value }) => [path, value])).toEqual([
      ['company_ids', ['5', '6']],
      ['title', 'Chair'],
    ])
  })

  test('that held the link before the rep edited it is not asked about: that one is not theirs to lose', () => {
    const { own, edit } = moved()
    removeRecord(own.db, connection, 'company', parseRemoteId('5'), own.now())
    expect(find(own, edit).state).toBe('waiting')
  })

  test('is asked about, too, when the rep’s own deletion of that record went through', () => {
    const { own, edit } = moved()
    const gone = saveDelete(own.db, { connection, object: 'company', recordId: own.id('company', '6'), batch: null, now: own.now() })
    const id = gone?.id ?? expect.unreachable('it is known to the CRM')
    markPushing(own.db, id, { now: own.now(), serverTime: null })
    settleGone(own.db, id, own.now())
    expect(find(own, edit).recordConflict).toBe('link-gone')
  })
})

test('a record that is made anew takes the links to it along: they wait for it, and then name it by its new id', () => {
  const { own, edit, made } = moved()
  own.edit('company', '6', { name: 'Globex 2' })
  const { conflict } = companyGoes(own)
  expect([edit, made].map((id) => find(own, id).recordConflict)).toEqual(['link-gone', 'link-gone'])
  const recreated = conflict ?? expect.unreachable('the rep is asked')
  decide(own, recreated, 'mine')
  expect([edit, made].map((id) => [find(own, id).state, find(own, id).needs])).toEqual([
    ['waiting', [recreated]],
    ['waiting', [recreated]],
  ])
  markPushing(own.db, recreated, { now: own.now(), serverTime: null })
  const answer = { object: 'company', remoteId: parseRemoteId('66'), document: { id: '66', name: 'Globex 2', updated_at: at(8) }, raw: null } as const
  settlePushed(own.db, recreated, { answer, sent: { name: 'Globex 2' }, seq: own.nextSeq(), now: own.now() })
  expect([links(own, edit), links(own, made)]).toEqual([['5', '66'], ['66']])
  expect(own.view('contact', '1')).toMatchObject({ company_ids: ['5', '66'] })
})
