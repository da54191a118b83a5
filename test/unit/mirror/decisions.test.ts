/**
 * Decisions about conflicts, after they were made: taken back, and made again for others like it.
 *
 * Pinned here: until it is pushed a decision can be taken back, also when the rep has typed on or the CRM has moved since, and nothing
 * typed is lost on the way; the same decision for others touches only what is like it and still open.
 */
import { afterEach, describe, expect, test } from 'vitest'
import {
  decideAlike,
  decideConflict,
  holdChanges,
  listAlike,
  listChanges,
  markPushing,
  reopenDecisions,
  settlePushed,
} from '../../../src/main/mirror/outbox'
import { recordHistory } from '../../../src/main/mirror/history'
import { removeRecord } from '../../../src/main/mirror/removal'
import { getRecord } from '../../../src/main/mirror/records'
import { type ChangeId, parseRemoteId } from '../../../src/shared/model/ids'
import type { JsonObject } from '../../../src/shared/model/json'
import type { Change } from '../../../src/shared/sync/change'
import { at, connection, openTestMirror, type TestMirror } from './support/open-mirror'

let mirror: TestMirror | null = null
afterEach(() => {
  mirror?.close()
  mirror = null
})

const ada = { id: '1', name: 'Ada', title: 'CTO', department: 'IT', updated_at: at(1) }

/** Contacts whose title the rep and a colleague changed, the department only where `both` says so. */
function inConflict(count = 1, both = false): { own: TestMirror; ids: readonly ChangeId[] } {
  const own = openTestMirror()
  mirror = own
  const contacts = Array.from({ length: count }, (_, index) => ({ ...ada, id: String(index + 1), name: `Ada ${index + 1}` }))
  own.pull('contact', contacts)
  const ids = contacts.map(
    ({ id }) => own.edit('contact', id, { title: 'CEO', ...(both ? { department: 'Board' } : {}) })?.id ?? expect.unreachable('it is an edit'),
  )
  own.pull(
    'contact',
    contacts.map((each) => ({ ...each, title: 'CFO', ...(both ? { department: 'Sales' } : {}), updated_at: at(2) })),
  )
  return { own, ids }
}

const only = (ids: readonly ChangeId[]): ChangeId => ids[0] ?? expect.unreachable('there is one')
const changes = (own: TestMirror) => listChanges(own.db, { states: ['waiting', 'held', 'pushing', 'rejected', 'conflict'] })
const brief = (each: Change | undefined) =>
  each && [
    each.state,
    ...each.fields.map(({ path, new: value, conflict }) => [path, value, conflict?.theirs ?? null, conflict?.decided?.take ?? null]),
  ]
const take = (own: TestMirror, id: ChangeId, side: 'mine' | 'theirs' | 'base') => decideConflict(own.db, id, { take: side, fields: [] }, own.now())
const reopen = (own: TestMirror, id: ChangeId) => reopenDecisions(own.db, [id], own.now())
const titleOf = (own: TestMirror, id = '1') => own.view('contact', id)['title']

describe('a decision taken back', () => {
  test.each(['mine', 'theirs', 'base'] as const)('for %s leaves the conflict as it was', (side) => {
    const { own, ids } = inConflict()
    const before = changes(own).map(brief)
    take(own, only(ids), side)
    expect(changes(own).map(brief)).not.toEqual(before)
    reopen(own, only(ids))
    expect(changes(own).map(brief)).toEqual(before)
    expect(titleOf(own)).toBe('CEO')
  })

  test('survives a restart before and after', () => {
    let { own, ids } = inConflict()
    take(own, only(ids), 'theirs')
    own = own.reopen()
    mirror = own
    reopen(own, only(ids))
    own = own.reopen()
    mirror = own
    expect(changes(own).map(brief)).toEqual([['conflict', ['title', 'CEO', 'CFO', null]]])
  })

  test('keeps what was decided in part before the last word', () => {
    const { own, ids } = inConflict(1, true)
    decideConflict(own.db, only(ids), { take: null, fields: [{ path: 'title', decision: { take: 'theirs' } }] }, own.now())
    decideConflict(own.db, only(ids), { take: null, fields: [{ path: 'department', decision: { take: 'mine' } }] }, own.now())
    reopen(own, only(ids))
    expect(changes(own).map(brief)).toEqual([['conflict', ['title', 'CEO', 'CFO', 'theirs'], ['department', 'Board', 'Sales', null]]])
    reopen(own, only(ids))
    expect(changes(own).map(brief)).toEqual([['conflict', ['title', 'CEO', 'CFO', null], ['department', 'Board', 'Sales', null]]])
  })

  test('after the change took in another field leaves that field waiting by itself', () => {
    const { own, ids } = inConflict()
    take(own, only(ids), 'mine')
    own.edit('contact', '1', { department: 'Board' })
    expect(changes(own)).toHaveLength(1)
    reopen(own, only(ids))
    expect(changes(own).map(brief)).toEqual([
      ['conflict', ['title', 'CEO', 'CFO', null]],
      ['waiting', ['department', 'Board', null, null]],
    ])
    expect(own.view('contact', '1')).toMatchObject({ title: 'CEO', department: 'Board' })
  })

  test('after another value was typed has that value as mine', () => {
    const { own, ids } = inConflict()
    take(own, only(ids), 'mine')
    own.edit('contact', '1', { title: 'Chair' })
    reopen(own, only(ids))
    expect(changes(own).map(brief)).toEqual([['conflict', ['title', 'Chair', 'CFO', null]]])
  })

  test('for theirs, after a new edit of the field, takes that edit in', () => {
    const { own, ids } = inConflict()
    take(own, only(ids), 'theirs')
    own.edit('contact', '1', { title: 'Chair', department: 'Board' })
    reopen(own, only(ids))
    expect(changes(own).map(brief)).toEqual([
      ['conflict', ['title', 'Chair', 'CFO', null]],
      ['waiting', ['department', 'Board', null, null]],
    ])
  })

  test('is measured against what the CRM holds by now', () => {
    const { own, ids } = inConflict()
    take(own, only(ids), 'theirs')
    own.pull('contact', [{ ...ada, name: 'Ada 1', title: 'COO', updated_at: at(3) }])
    reopen(own, only(ids))
    expect(changes(own).map(brief)).toEqual([['conflict', ['title', 'CEO', 'COO', null]]])
  })

  test('of a change that is on its way or pushed is refused, and of one that was never decided', () => {
    const { own, ids } = inConflict()
    take(own, only(ids), 'mine')
    markPushing(own.db, only(ids), { now: own.now(), serverTime: null })
    expect(() => reopen(own, only(ids))).toThrow(/not on its way/)
    settlePushed(own.db, only(ids), { answer: null, sent: { title: 'CEO' }, seq: own.nextSeq(), now: own.now() })
    expect(() => reopen(own, only(ids))).toThrow(/not pushed yet/)
    const plain = own.edit('contact', '1', { department: 'Board' })
    expect(() => reopen(own, plain?.id as never)).toThrow(/was decided/)
  })

  test('is in the record’s history, there and back', () => {
    const { own, ids } = inConflict()
    take(own, only(ids), 'theirs')
    reopen(own, only(ids))
    const lines = recordHistory(own.db, connection, 'contact', '1', 2).map(({ origin, old, new: value }) => [origin, old, value])
    expect(lines).toEqual([
      ['resolution', 'CFO', 'CEO'],
      ['resolution', 'CEO', 'CFO'],
    ])
  })
})

describe('a decision about a record that is gone, taken back', () => {
  function gone(): { own: TestMirror; id: ChangeId } {
    const own = openTestMirror()
    mirror = own
    own.pull('contact', [ada])
    own.edit('contact', '1', { title: 'CEO' })
    const { conflict } = removeRecord(own.db, connection, 'contact', parseRemoteId('1'), own.now())
    return { own, id: conflict ?? expect.unreachable('the rep is asked') }
  }
  const open = (own: TestMirror) =>
    changes(own).map(({ kind, recordConflict, fields }) => [kind, recordConflict, fields.map(({ new: value }) => value)])

  test('recreated or given up, the question is there again with the edit and the record', () => {
    for (const side of ['mine', 'theirs'] as const) {
      const { own, id } = gone()
      const before = open(own)
      take(own, id, side)
      reopen(own, id)
      expect(open(own)).toEqual(before)
      expect(own.view('contact', '1')).toMatchObject({ name: 'Ada', title: 'CEO' })
      own.close()
    }
  })

  test('keeps what was typed into the recreated record', () => {
    const { own, id } = gone()
    take(own, id, 'mine')
    const recordId = changes(own)[0]?.recordId ?? expect.unreachable('it waits')
    own.edit('contact', recordId, { department: 'Board' })
    reopen(own, id)
    expect(open(own)).toEqual([['update', 'deleted-remotely', ['CEO', 'Board']]])
    expect(getRecord(own.db, connection, 'contact', recordId)?.document).toMatchObject({ title: 'CEO', department: 'Board' })
  })
})

describe('the same decision for others like it', () => {
  test('touches the open conflicts of the same field, and no other', () => {
    const { own, ids } = inConflict(4)
    const [first, second, third, fourth] = ids as [ChangeId, ChangeId, ChangeId, ChangeId]
    own.pull('contact', [{ ...ada, id: '9', name: 'Nine' }])
    own.edit('contact', '9', { department: 'Board' })
    own.pull('contact', [{ ...ada, id: '9', name: 'Nine', department: 'Sales', updated_at: at(3) }])
    take(own, fourth, 'mine')
    take(own, first, 'theirs')
    expect(listAlike(own.db, first, null).map(({ id }) => id)).toEqual([second, third])
    expect(decideAlike(own.db, first, null, own.now()).map(({ id }) => id)).toEqual([second, third])
    expect(changes(own).map(brief)).toEqual([
      ['waiting', ['title', 'CEO', null, null]],
      ['conflict', ['department', 'Board', 'Sales', null]],
    ])
    expect(['1', '2', '3', '4'].map((id) => titleOf(own, id))).toEqual(['CFO', 'CFO', 'CFO', 'CEO'])
  })

  test('leaves open what it was not about, and what was decided otherwise', () => {
    const { own, ids } = inConflict(3, true)
    const [first, second, third] = ids as [ChangeId, ChangeId, ChangeId]
    const decide = (id: ChangeId, path: string, side: 'mine' | 'theirs') =>
      decideConflict(own.db, id, { take: null, fields: [{ path, decision: { take: side } }] }, own.now())
    decide(third, 'title', 'theirs')
    decide(first, 'title', 'mine')
    decideAlike(own.db, first, ['title'], own.now())
    const decisions = changes(own).map(({ fields }) => fields.map(({ conflict }) => conflict?.decided?.take ?? null))
    expect(decisions).toEqual([
      ['mine', null],
      ['mine', null],
      ['theirs', null],
    ])
    expect(listAlike(own.db, second, ['department']).map(({ id }) => id)).toEqual([first, third])
  })

  test('takes a value of one’s own nowhere else', () => {
    const { own, ids } = inConflict(2)
    const decision = { take: 'value', value: 'Chair' } as const
    decideConflict(own.db, only(ids), { take: null, fields: [{ path: 'title', decision }] }, own.now())
    expect(() => decideAlike(own.db, only(ids), null, own.now())).toThrow(/mine, theirs or base/)
    expect(changes(own).map(({ state }) => state)).toEqual(['waiting', 'conflict'])
  })

  test('answers the same question about other records that are gone', () => {
    const own = openTestMirror()
    mirror = own
    const contacts: JsonObject[] = ['1', '2'].map((id) => ({ ...ada, id, name: id }))
    own.pull('contact', contacts)
    for (const id of ['1', '2']) {
      own.edit('contact', id, { title: 'CEO' })
      removeRecord(own.db, connection, 'contact', parseRemoteId(id), own.now())
    }
    const [first, second] = changes(own).map(({ id }) => id) as [ChangeId, ChangeId]
    take(own, first, 'theirs')
    expect(decideAlike(own.db, first, null, own.now()).map(({ id, state }) => [id, state])).toEqual([[second, 'discarded']])
    expect(getRecord(own.db, connection, 'contact', '2')).toBeNull()
  })

  test('can be taken back one by one', () => {
    const { own, ids } = inConflict(2)
    const [first, second] = ids as [ChangeId, ChangeId]
    take(own, first, 'mine')
    decideAlike(own.db, first, null, own.now())
    holdChanges(own.db, [second], own.now())
    reopen(own, second)
    expect(changes(own).map(({ state }) => state)).toEqual(['waiting', 'conflict'])
  })
})

test('what a colleague changed beside the question is told with it, also what they change while it waits', () => {
  const own = openTestMirror()
  mirror = own
  own.pull('contact', [ada])
  own.edit('contact', '1', { title: 'CEO', department: 'Board' })
  own.pull('contact', [{ ...ada, title: 'CFO', name: 'Ada L.', updated_at: at(2) }])
  const merged = () => changes(own).flatMap((each) => (each.state === 'conflict' ? [each.merged] : []))
  expect(merged()).toEqual([['name']])
  own.pull('contact', [{ ...ada, title: 'CFO', name: 'Ada L.', company: 'Acme', updated_at: at(3) }])
  expect(merged()).toEqual([['name', 'company']])
})
