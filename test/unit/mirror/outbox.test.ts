/** The outbox: what coalesces, what never does, what a conflict leaves behind, and how far undo goes. */
import { afterEach, describe, expect, test } from 'vitest'
import { countRecords } from '../../../src/main/mirror/counts'
import {
  decideConflict,
  discardChanges,
  holdChanges,
  listChanges,
  markPushing,
  pushQueue,
  recoverOutbox,
  releaseChanges,
  saveDelete,
  settleConflict,
  settlePushed,
  settleRejected,
  undoLastEdit,
} from '../../../src/main/mirror/outbox'
import { getRecord } from '../../../src/main/mirror/records'
import { relatedRecords } from '../../../src/main/mirror/related'
import { removeRecord } from '../../../src/main/mirror/removal'
import type { FieldPath } from '../../../src/shared/model/field-path'
import { instant, parseRemoteId } from '../../../src/shared/model/ids'
import type { Change } from '../../../src/shared/sync/change'
import { at, connection, openTestMirror, type TestMirror } from './support/open-mirror'

let mirror: TestMirror | null = null
afterEach(() => {
  mirror?.close()
  mirror = null
})

const ada = { id: '1', name: 'Ada', title: 'CTO', department: 'IT', updated_at: at(1), fav_colour: 'green' }

function withAda(): TestMirror {
  mirror = openTestMirror()
  mirror.pull('contact', [ada])
  return mirror
}

const fieldsOf = (change: Change | null | undefined) => change?.fields.map(({ path, old, new: value }) => [path, old, value])
const openChanges = ({ db }: TestMirror) => listChanges(db, { states: ['waiting', 'held', 'pushing', 'rejected', 'conflict'] })
const remove = (of: TestMirror) => saveDelete(of.db, { connection, object: 'contact', recordId: of.id('contact', '1'), batch: null, now: of.now() })

describe('edits of one record', () => {
  test('go into one change: the last value wins, the base stays the first', () => {
    const own = withAda()
    own.edit('contact', '1', { title: 'CEO' })
    own.edit('contact', '1', { title: 'Chair', department: 'Board' })
    expect(openChanges(own).map(fieldsOf)).toEqual([
      [
        ['title', 'CTO', 'Chair'],
        ['department', 'IT', 'Board'],
      ],
    ])
    expect(own.view('contact', '1')).toMatchObject({ title: 'Chair', department: 'Board', fav_colour: 'green' })
  })

  test('put back to what the CRM holds leave nothing', () => {
    const own = withAda()
    own.edit('contact', '1', { title: 'CEO' })
    expect(own.edit('contact', '1', { title: 'CTO' })).toBeNull()
    expect(openChanges(own)).toEqual([])
    expect(listChanges(own.db, {})).toEqual([])
  })

  test('while one is on its way are a change of their own, on what that one will leave', () => {
    const own = withAda()
    const first = own.edit('contact', '1', { title: 'CEO' })
    markPushing(own.db, first?.id as never, { now: own.now(), serverTime: null })
    own.edit('contact', '1', { title: 'Chair' })
    expect(openChanges(own).map((change) => [change.state, fieldsOf(change)])).toEqual([
      ['pushing', [['title', 'CTO', 'CEO']]],
      ['waiting', [['title', 'CEO', 'Chair']]],
    ])
    // The CRM rewrote the first one's value: the second stands on what it made of it.
    settlePushed(own.db, first?.id as never, {
      answer: { object: 'contact', remoteId: parseRemoteId('1'), document: { ...ada, title: 'C.E.O.', updated_at: at(2) }, raw: null },
      sent: null,
      seq: own.nextSeq(),
      now: own.now(),
    })
    expect(openChanges(own).map(fieldsOf)).toEqual([[['title', 'C.E.O.', 'Chair']]])
    expect(own.view('contact', '1')).toMatchObject({ title: 'Chair' })
  })

  test('once confirmed are not taken back by a read that left while they were sent', () => {
    const own = withAda()
    const change = own.edit('contact', '1', { title: 'CEO' })
    markPushing(own.db, change?.id as never, { now: own.now(), serverTime: null })
    const [write, read, heard, later] = [own.nextSeq(), own.nextSeq(), own.nextSeq(), own.nextSeq()]
    const answer = { object: 'contact' as const, remoteId: parseRemoteId('1'), document: { ...ada, title: 'CEO', updated_at: at(2) }, raw: null }
    settlePushed(own.db, change?.id as never, { answer, sent: answer.document, seq: write, heardSeq: heard, now: own.now() })
    // Sent after the write, and served before it.
    own.pull('contact', [ada], { seq: read, source: 'read' })
    expect(own.view('contact', '1')).toMatchObject({ title: 'CEO' })
    own.pull('contact', [{ ...ada, title: 'Restored' }], { seq: later, source: 'read' })
    expect(own.view('contact', '1')).toMatchObject({ title: 'Restored' })
  })

  test('of a refused field go again by themselves, of a held one stay held', () => {
    const own = withAda()
    const change = own.edit('contact', '1', { title: 'CEO' })
    settleRejected(own.db, change?.id as never, { code: '422', message: 'No CEOs', field: 'title' }, own.now())
    expect(openChanges(own)).toMatchObject([{ state: 'rejected', error: { message: 'No CEOs', field: 'title' } }])
    own.edit('contact', '1', { title: 'Chair' })
    expect(openChanges(own)).toMatchObject([{ state: 'waiting', error: null }])
    holdChanges(own.db, [change?.id as never], own.now())
    own.edit('contact', '1', { title: 'Clerk' })
    expect(openChanges(own)).toMatchObject([{ state: 'held', fields: [{ new: 'Clerk' }] }])
    releaseChanges(own.db, [change?.id as never], own.now())
    expect(openChanges(own)).toMatchObject([{ state: 'waiting' }])
  })

  test('made before a new record was sent are part of it; deleted before it was sent, nothing is left', () => {
    const own = withAda()
    const { recordId } = own.create('contact', { name: 'New' })
    own.edit('contact', recordId, { title: 'CEO' })
    expect(openChanges(own).map(({ kind, fields }) => [kind, fields.length])).toEqual([['create', 2]])
    expect(saveDelete(own.db, { connection, object: 'contact', recordId, batch: null, now: own.now() })).toBeNull()
    expect(openChanges(own)).toEqual([])
    expect(getRecord(own.db, connection, 'contact', recordId)).toBeNull()
  })

  test('followed by a deletion are replaced by it, and the record leaves the list', () => {
    const own = withAda()
    own.edit('contact', '1', { title: 'CEO' })
    remove(own)
    expect(openChanges(own).map(({ kind }) => kind)).toEqual(['delete'])
    expect(countRecords(own.db, { connection, object: 'contact', where: [], search: '' })).toBe(0)
  })
})

describe('undo', () => {
  test('walks back edit by edit, over a restart, and brings a deleted record back', () => {
    let own = withAda()
    own.edit('contact', '1', { title: 'CEO' })
    own.edit('contact', '1', { title: 'Chair' })
    remove(own)
    own = mirror = own.reopen()
    expect(undoLastEdit(own.db, null, own.now())).not.toBeNull()
    expect(own.view('contact', '1')).toMatchObject({ title: 'Chair' })
    expect(undoLastEdit(own.db, null, own.now())).toMatchObject({ paths: ['title'] })
    expect(own.view('contact', '1')).toMatchObject({ title: 'CEO' })
    undoLastEdit(own.db, null, own.now())
    expect(own.view('contact', '1')).toEqual(ada)
    expect(undoLastEdit(own.db, null, own.now())).toBeNull()
  })

  test('takes a new record back, and leaves alone what may have been sent', () => {
    const own = withAda()
    const { recordId } = own.create('contact', { name: 'New' })
    const sent = own.edit('contact', '1', { title: 'CEO' })
    markPushing(own.db, sent?.id as never, { now: own.now(), serverTime: null })
    expect(undoLastEdit(own.db, null, own.now())).toMatchObject({ recordId })
    expect(openChanges(own)).toMatchObject([{ id: sent?.id, state: 'pushing' }])
  })
})

test('an edit whose change was pushed so long ago that it is kept no more is not undone, and the edit before it is not either', () => {
  const own = withAda()
  const sent = own.edit('contact', '1', { title: 'CEO' })
  const id = sent?.id as never
  markPushing(own.db, id, { now: own.now(), serverTime: null })
  settlePushed(own.db, id, { answer: null, sent: null, seq: own.nextSeq(), now: own.now() })
  recoverOutbox(own.db, instant(own.now() + 8 * 86_400_000))
  expect(undoLastEdit(own.db, null, own.now())).toBeNull()
})

describe('a conflict', () => {
  const clash = (): { own: TestMirror; id: Change['id'] } => {
    const own = withAda()
    const change = own.edit('contact', '1', { title: 'CEO', department: 'Board' })
    own.pull('contact', [{ ...ada, title: 'CFO', updated_at: at(5) }])
    const conflict = openChanges(own).find(({ state }) => state === 'conflict')
    expect(conflict?.id).not.toBe(change?.id)
    return { own, id: conflict?.id as Change['id'] }
  }

  test('is seen when the colleague’s edit arrives, keeps both values, and holds back nothing else', () => {
    const { own } = clash()
    expect(
      openChanges(own).map((change) => [change.state, change.fields.map(({ path, conflict }) => [path, conflict?.mine, conflict?.theirs])]),
    ).toEqual([
      ['waiting', [['department', undefined, undefined]]],
      ['conflict', [['title', 'CEO', 'CFO']]],
    ])
    expect(own.view('contact', '1')).toMatchObject({ title: 'CEO', department: 'Board' })
  })

  test.each([
    ['mine', { take: 'mine' as const, fields: [] }, [['title', 'CFO', 'CEO']]],
    ['base', { take: 'base' as const, fields: [] }, [['title', 'CFO', 'CTO']]],
    [
      'a value of one’s own',
      { take: null, fields: [{ path: 'title', decision: { take: 'value' as const, value: 'COO' } }] },
      [['title', 'CFO', 'COO']],
    ],
  ])('decided for %s waits again, on what the CRM holds now', (_name, decision, fields) => {
    const { own, id } = clash()
    const [decided] = decideConflict(own.db, id, decision, own.now())
    expect([decided?.state, fieldsOf(decided)]).toEqual(['waiting', fields])
  })

  test('decided for theirs is closed, and their value stands', () => {
    const { own, id } = clash()
    decideConflict(own.db, id, { take: 'theirs', fields: [] }, own.now())
    expect(openChanges(own).map(fieldsOf)).toEqual([[['department', 'IT', 'Board']]])
    expect(own.view('contact', '1')).toMatchObject({ title: 'CFO' })
  })

  test('edited again is decided about the new value, and a colleague’s next move reopens a decision', () => {
    const { own, id } = clash()
    own.edit('contact', '1', { title: 'Chair' })
    expect(openChanges(own).find((change) => change.id === id)).toMatchObject({
      fields: [{ new: 'Chair', conflict: { mine: 'Chair', theirs: 'CFO' } }],
    })
    own.pull('contact', [{ ...ada, title: 'CIO', updated_at: at(9) }])
    expect(openChanges(own).find((change) => change.id === id)).toMatchObject({
      state: 'conflict',
      fields: [{ conflict: { theirs: 'CIO', decided: null } }],
    })
    own.pull('contact', [{ ...ada, title: 'Chair', updated_at: at(12) }])
    expect(openChanges(own).find((change) => change.id === id)).toBeUndefined()
  })

  test('of a stage takes the amount with it, and both are decided as one', () => {
    const own = (mirror = openTestMirror())
    const deal = { id: '7', name: 'Renewal', amount: 10, currency: 'EUR', stages: [{ id: 's1', name: 'New' }], updated_at: at(1) }
    own.pull('deal', [deal])
    own.edit('deal', '7', { stages: [{ id: 's2', name: 'Won' }], amount: 20 })
    own.pull('deal', [{ ...deal, stages: [{ id: 's3', name: 'Lost' }], updated_at: at(4) }])
    const [conflict] = openChanges(own)
    expect(conflict).toMatchObject({ state: 'conflict' })
    expect(conflict?.fields.map(({ path }) => path)).toEqual(['stages', 'amount'])
    decideConflict(own.db, conflict?.id as never, { take: null, fields: [{ path: 'stages', decision: { take: 'theirs' } }] }, own.now())
    expect(openChanges(own)).toEqual([])
  })

  test.each([
    ['all of it', { amount: 30 }, []],
    ['the rest waits on', { amount: 30, description: 'Two years' }, [['waiting', [['description', null, 'Two years']]]]],
  ])('takes along what a younger change says of the same field: %s', (_name, younger, left) => {
    const own = (mirror = openTestMirror())
    const deal = { id: '7', name: 'Renewal', amount: 10, currency: 'EUR', updated_at: at(1) }
    own.pull('deal', [deal])
    own.edit('deal', '7', { amount: 20 })
    own.edit('deal', '7', younger, 'a batch')
    expect(openChanges(own)).toHaveLength(2)
    // Amount and currency are one: both changes are in question.
    own.pull('deal', [{ ...deal, currency: 'USD', updated_at: at(4) }])
    expect(openChanges(own).map((change) => [change.state, fieldsOf(change)])).toEqual([['conflict', [['amount', 10, 30]]], ...left])
    expect(own.view('deal', '7')).toMatchObject({ currency: 'USD', ...younger })
  })

  test('partly decided is kept, and survives a restart', () => {
    let own = withAda()
    own.edit('contact', '1', { title: 'CEO', department: 'Board' })
    own.pull('contact', [{ ...ada, title: 'CFO', department: 'Sales', updated_at: at(5) }])
    const [conflict] = openChanges(own)
    decideConflict(own.db, conflict?.id as never, { take: null, fields: [{ path: 'title', decision: { take: 'mine' } }] }, own.now())
    own = mirror = own.reopen()
    expect(openChanges(own)).toMatchObject([
      {
        state: 'conflict',
        fields: [
          { path: 'title', conflict: { decided: { take: 'mine' } } },
          { path: 'department', conflict: { decided: null } },
        ],
      },
    ])
  })
})

describe('a record that is gone in the CRM', () => {
  test('without edits leaves; with edits it stays, and the rep decides', () => {
    const own = withAda()
    own.pull('contact', [{ id: '2', name: 'Bo' }])
    own.edit('contact', '1', { title: 'CEO' })
    expect(removeRecord(own.db, connection, 'contact', parseRemoteId('2'), own.now())).toMatchObject({ conflict: null })
    const { removed, conflict } = removeRecord(own.db, connection, 'contact', parseRemoteId('1'), own.now())
    expect(removed).toBeNull()
    expect(openChanges(own)).toMatchObject([{ id: conflict, state: 'conflict', recordConflict: 'deleted-remotely' }])
    expect(own.view('contact', '1')).toMatchObject({ title: 'CEO' })
  })

  test('recreated, it is a new record there with the rep’s values, and the same one here', () => {
    const own = withAda()
    const record = own.id('contact', '1')
    own.edit('contact', '1', { title: 'CEO' })
    const { conflict } = removeRecord(own.db, connection, 'contact', parseRemoteId('1'), own.now())
    decideConflict(own.db, conflict as never, { take: 'mine', fields: [] }, own.now())
    const [item] = pushQueue(own.db, connection, null)
    expect(item?.change.kind).toBe('create')
    expect(item?.data).toEqual({ name: 'Ada', title: 'CEO', department: 'IT', fav_colour: 'green' })
    markPushing(own.db, conflict as never, { now: own.now(), serverTime: null })
    settlePushed(own.db, conflict as never, {
      answer: { object: 'contact', remoteId: parseRemoteId('77'), document: { ...item?.data, id: '77', updated_at: at(9) }, raw: null },
      sent: null,
      seq: own.nextSeq(),
      now: own.now(),
    })
    expect(own.id('contact', '77')).toBe(record)
  })

  test('given up, it leaves with its edit', () => {
    const own = withAda()
    own.edit('contact', '1', { title: 'CEO' })
    const { conflict } = removeRecord(own.db, connection, 'contact', parseRemoteId('1'), own.now())
    decideConflict(own.db, conflict as never, { take: 'theirs', fields: [] }, own.now())
    expect(openChanges(own)).toEqual([])
    expect(getRecord(own.db, connection, 'contact', '1')).toBeNull()
  })
})

describe('a record made here', () => {
  test('is linked before and after the CRM gives it an id, and nothing that names it is rewritten', () => {
    const own = withAda()
    const company = own.create('company', { name: 'Acme' })
    own.edit('contact', '1', { company_ids: [company.recordId] })
    const related = () => relatedRecords(own.db, connection, 'company', company.recordId, 5).flatMap(({ records }) => records.map(({ name }) => name))
    expect(related()).toEqual(['Ada'])
    expect(pushQueue(own.db, connection, null).map(({ blockedBy }) => blockedBy.length)).toEqual([0, 1])
    markPushing(own.db, company.id, { now: own.now(), serverTime: null })
    settlePushed(own.db, company.id, {
      answer: { object: 'company', remoteId: parseRemoteId('55'), document: { id: '55', name: 'Acme', updated_at: at(3) }, raw: null },
      sent: null,
      seq: own.nextSeq(),
      now: own.now(),
    })
    expect(own.view('contact', '1')).toMatchObject({ company_ids: ['55'] })
    expect(related()).toEqual(['Ada'])
    expect(pushQueue(own.db, connection, null)).toMatchObject([{ blockedBy: [] }])
  })

  test('and pulled as a stranger before that was known is one record in the end, with the stranger’s edits', () => {
    const own = withAda()
    const made = own.create('contact', { name: 'New' })
    markPushing(own.db, made.id, { now: own.now(), serverTime: null })
    own.pull('contact', [{ id: '88', name: 'New', updated_at: at(4) }])
    own.edit('contact', '88', { title: 'CEO' })
    settlePushed(own.db, made.id, {
      answer: { object: 'contact', remoteId: parseRemoteId('88'), document: { id: '88', name: 'New', updated_at: at(4) }, raw: null },
      sent: null,
      seq: own.nextSeq(),
      now: own.now(),
    })
    expect(own.id('contact', '88')).toBe(made.recordId)
    expect(own.view('contact', '88')).toMatchObject({ name: 'New', title: 'CEO' })
    expect(countRecords(own.db, { connection, object: 'contact', where: [], search: '' })).toBe(2)
  })
})

describe('after a crash', () => {
  test('what was on its way waits again, and a create is looked for first', () => {
    const own = withAda()
    const edit = own.edit('contact', '1', { title: 'CEO' })
    const made = own.create('contact', { name: 'New' })
    for (const id of [edit?.id, made.id]) markPushing(own.db, id as never, { now: own.now(), serverTime: null })
    recoverOutbox(own.db, own.now())
    expect(pushQueue(own.db, connection, null).map(({ change, probing }) => [change.kind, change.state, probing])).toEqual([
      ['update', 'waiting', false],
      ['create', 'pushing', true],
    ])
  })
})

describe('discarding', () => {
  test('shows what the CRM has, and of a batch all that is open', () => {
    const own = withAda()
    own.pull('contact', [{ id: '2', name: 'Bo', title: 'Cook' }])
    own.edit('contact', '1', { title: 'CEO' }, 'trip')
    own.edit('contact', '2', { title: 'Chef' }, 'trip')
    expect(discardChanges(own.db, ['trip'], own.now()).map(({ state }) => state)).toEqual(['discarded', 'discarded'])
    expect([own.view('contact', '1')['title'], own.view('contact', '2')['title']]).toEqual(['CTO', 'Cook'])
    expect(() => discardChanges(own.db, ['nobody'], own.now())).toThrow(/no change “nobody”/)
  })

  test('what is on its way is refused', () => {
    const own = withAda()
    const change = own.edit('contact', '1', { title: 'CEO' })
    markPushing(own.db, change?.id as never, { now: own.now(), serverTime: null })
    expect(() => discardChanges(own.db, [change?.id as never], own.now())).toThrow(/not on its way/)
  })
})

test('a dispute found by a push stays behind, and the rest of the change stays on its way', () => {
  const own = withAda()
  const change = own.edit('contact', '1', { title: 'CEO', department: 'Board' })
  markPushing(own.db, change?.id as never, { now: own.now(), serverTime: null })
  const path = 'title' as FieldPath
  const conflict = settleConflict(own.db, change?.id as never, {
    disputed: [{ path, base: 'CTO', mine: 'CEO', theirs: 'CFO' }],
    recordConflict: null,
    merged: ['name'],
    now: own.now(),
  })
  expect(conflict).not.toBe(change?.id)
  expect(openChanges(own).map(({ state, fields, merged }) => [state, fields.map((field) => field.path), merged])).toEqual([
    ['pushing', ['department'], ['name']],
    ['conflict', ['title'], ['name']],
  ])
})
