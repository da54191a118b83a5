/**
 * A record's history is whole: whatever was done to it, here, there, by a push or by a decision, left a line that says so.
 *
 * Pinned here: one line a field, with where it came from and old beside new; a line for the record when it goes and when it is there
 * again; and the history stays when the record is gone.
 */
import { afterEach, describe, expect, test } from 'vitest'
import { recordHistory } from '../../../src/main/mirror/history'
import {
  decideConflict,
  discardChanges,
  listChanges,
  markPushing,
  restoreChanges,
  reverseChanges,
  saveDelete,
  settleGone,
  settlePushed,
  undoLastEdit,
} from '../../../src/main/mirror/outbox'
import { removeRecord } from '../../../src/main/mirror/removal'
import { type ChangeId, parseRecordId, parseRemoteId } from '../../../src/shared/model/ids'
import { at, connection, openTestMirror, type TestMirror } from './support/open-mirror'

let mirror: TestMirror | null = null
afterEach(() => {
  mirror?.close()
  mirror = null
})

const ada = { id: '1', name: 'Ada', title: 'CTO', updated_at: at(1) }

function begin(): TestMirror {
  const own = openTestMirror()
  mirror = own
  own.pull('contact', [ada])
  return own
}

/** Oldest first, as a story. */
const told = (own: TestMirror, id = '1') =>
  recordHistory(own.db, connection, 'contact', id, 100)
    .toReversed()
    .map(({ origin, path, old, new: value }) => [origin, path, old, value])
const editTitle = (own: TestMirror, title: string): ChangeId => own.edit('contact', '1', { title })?.id ?? expect.unreachable('it is an edit')
const remove = (own: TestMirror) =>
  saveDelete(own.db, { connection, object: 'contact', recordId: own.id('contact', '1'), batch: null, now: own.now() })?.id ??
  expect.unreachable('it is known to the CRM')
const claim = (own: TestMirror, id: ChangeId) => markPushing(own.db, id, { now: own.now(), serverTime: null })
const push = (own: TestMirror, id: ChangeId, title: string) => {
  claim(own, id)
  const document = { ...ada, title, updated_at: at(5) }
  const answer = { object: 'contact', remoteId: parseRemoteId('1'), document, raw: null } as const
  settlePushed(own.db, id, { answer, sent: document, seq: own.nextSeq(), now: own.now() })
}

test('an edit, its push, a colleague’s edit, and what takes the push back', () => {
  const own = begin()
  const id = editTitle(own, 'CEO')
  push(own, id, 'CEO')
  const newRecordId = () => parseRecordId('new_aaaaaaaaaaaaaaaaaaaaaaaaaa')
  reverseChanges(own.db, [id], { now: own.now(), newRecordId })
  own.pull('contact', [{ ...ada, name: 'Ada L.', title: 'CEO', updated_at: at(9) }])
  expect(told(own)).toEqual([
    ['local', 'title', 'CTO', 'CEO'],
    ['push', 'title', 'CTO', 'CEO'],
    ['local', 'title', 'CEO', 'CTO'],
    ['remote', 'name', 'Ada', 'Ada L.'],
  ])
})

test('undo, discard and restore each say what the rep saw change', () => {
  const own = begin()
  editTitle(own, 'CEO')
  undoLastEdit(own.db, connection, own.now())
  const id = editTitle(own, 'Chair')
  discardChanges(own.db, [id], own.now())
  restoreChanges(own.db, [id], own.now())
  expect(told(own)).toEqual([
    ['local', 'title', 'CTO', 'CEO'],
    ['local', 'title', 'CEO', 'CTO'],
    ['local', 'title', 'CTO', 'Chair'],
    ['local', 'title', 'Chair', 'CTO'],
    ['local', 'title', 'CTO', 'Chair'],
  ])
})

describe('a decision', () => {
  test.each([
    ['mine', 'CFO', 'CEO'],
    ['theirs', 'CEO', 'CFO'],
    ['base', 'CEO', 'CTO'],
  ] as const)('for %s is a line of its own', (take, old, value) => {
    const own = begin()
    const id = editTitle(own, 'CEO')
    own.pull('contact', [{ ...ada, title: 'CFO', updated_at: at(2) }])
    decideConflict(own.db, id, { take, fields: [] }, own.now())
    expect(told(own).at(-1)).toEqual(['resolution', 'title', old, value])
  })
})

describe('a record that goes', () => {
  test('deleted here, taken back, deleted again and pushed: each is told, and stays told', () => {
    const own = begin()
    remove(own)
    undoLastEdit(own.db, connection, own.now())
    const dropped = remove(own)
    discardChanges(own.db, [dropped], own.now())
    const last = remove(own)
    claim(own, last)
    settleGone(own.db, last, own.now())
    expect(told(own)).toEqual([
      ['local', 'record', null, 'deleted'],
      ['local', 'record', 'deleted', null],
      ['local', 'record', null, 'deleted'],
      ['local', 'record', 'deleted', null],
      ['local', 'record', null, 'deleted'],
      ['push', 'record', null, 'deleted'],
    ])
  })

  test('deleted by a colleague', () => {
    const own = begin()
    removeRecord(own.db, connection, 'contact', parseRemoteId('1'), own.now())
    expect(told(own)).toEqual([['remote', 'record', null, 'deleted']])
  })

  test('recreated with the rep’s values', () => {
    const own = begin()
    editTitle(own, 'CEO')
    removeRecord(own.db, connection, 'contact', parseRemoteId('1'), own.now())
    const [asked] = listChanges(own.db, { states: ['conflict'] })
    decideConflict(own.db, asked?.id as never, { take: 'mine', fields: [] }, own.now())
    const recordId = asked?.recordId ?? ''
    expect(told(own, recordId).at(-1)).toEqual(['resolution', 'record', 'deleted', null])
  })
})

test('a new record begins with its fields; discarded and restored it goes and comes', () => {
  const own = begin()
  const made = own.create('contact', { name: 'New', title: 'CEO' })
  discardChanges(own.db, [made.id], own.now())
  restoreChanges(own.db, [made.id], own.now())
  expect(told(own, made.recordId)).toEqual([
    ['local', 'name', null, 'New'],
    ['local', 'title', null, 'CEO'],
    ['local', 'record', null, 'deleted'],
    ['local', 'record', 'deleted', null],
  ])
})
