/**
 * Fields of a change by themselves. Pinned here: what is left behind keeps its base and its value, holds back nothing, and parts with its
 * unit; what the rep sees does not change by it, except for what they dropped.
 */
import { afterEach, describe, expect, test } from 'vitest'
import {
  discardChanges,
  holdChanges,
  keepFields,
  listChanges,
  markPushing,
  pushQueue,
  releaseChanges,
  restoreChanges,
  settlePushed,
  settleRejected,
  undoLastEdit,
} from '../../../src/main/mirror/outbox'
import { parseRemoteId } from '../../../src/shared/model/ids'
import type { Change } from '../../../src/shared/sync/change'
import { at, connection, openTestMirror, type TestMirror } from './support/open-mirror'

let mirror: TestMirror | null = null
afterEach(() => {
  mirror?.close()
  mirror = null
})

const ada = { id: '1', name: 'Ada', title: 'CTO', department: 'IT', updated_at: at(1) }

function edited() {
  const own = openTestMirror()
  mirror = own
  own.pull('contact', [ada])
  const change = own.edit('contact', '1', { title: 'CEO', department: 'Board' }) ?? expect.unreachable('it is an edit')
  return { own, id: change.id }
}

const all = (own: TestMirror, closed = false): readonly unknown[] =>
  listChanges(own.db, closed ? {} : { states: ['waiting', 'held', 'pushing', 'rejected', 'conflict'] }).map(brief)
const brief = ({ state, fields }: Change) => [state, ...fields.map(({ path, old, new: value }) => [path, old, value])]
const shown = (own: TestMirror) => own.view('contact', '1')

describe('a field held by itself', () => {
  test('is a younger held change with its base; the rest waits, and goes without it', () => {
    const { own, id } = edited()
    const [held] = holdChanges(own.db, [id], own.now(), ['title'])
    expect(held?.id).not.toBe(id)
    expect(all(own)).toEqual([
      ['waiting', ['department', 'IT', 'Board']],
      ['held', ['title', 'CTO', 'CEO']],
    ])
    expect(pushQueue(own.db, connection, null).map(({ change, blockedBy }) => [change.id, blockedBy])).toEqual([[id, []]])
    markPushing(own.db, id, { now: own.now(), serverTime: null })
    settlePushed(own.db, id, { answer: null, sent: { ...ada, department: 'Board' }, seq: own.nextSeq(), now: own.now() })
    expect(all(own)).toEqual([['held', ['title', 'CTO', 'CEO']]])
    expect(shown(own)).toMatchObject({ title: 'CEO', department: 'Board' })
  })

  test('takes the next edits of it, and the rest takes its own', () => {
    const { own, id } = edited()
    holdChanges(own.db, [id], own.now(), ['title'])
    own.edit('contact', '1', { title: 'Chair', department: 'Sales' })
    expect(all(own)).toEqual([
      ['waiting', ['department', 'IT', 'Sales']],
      ['held', ['title', 'CTO', 'Chair']],
    ])
  })

  test('named with all others is the whole change', () => {
    const { own, id } = edited()
    expect(holdChanges(own.db, [id], own.now(), ['title', 'department']).map((change) => change.id)).toEqual([id])
    expect(all(own)).toHaveLength(1)
  })

  test('is let go by itself, too', () => {
    const { own, id } = edited()
    holdChanges(own.db, [id], own.now())
    releaseChanges(own.db, [id], own.now(), ['title'])
    expect(all(own)).toEqual([
      ['held', ['department', 'IT', 'Board']],
      ['waiting', ['title', 'CTO', 'CEO']],
    ])
  })

  test('that the change does not hold is refused, and nothing moves', () => {
    const { own, id } = edited()
    const before = all(own)
    expect(() => holdChanges(own.db, [id], own.now(), ['company'])).toThrow(/title, department/)
    expect(all(own)).toEqual(before)
  })

  test('of a change on its way is refused', () => {
    const { own, id } = edited()
    markPushing(own.db, id, { now: own.now(), serverTime: null })
    expect(() => discardChanges(own.db, [id], own.now(), ['title'])).toThrow(/not on its way/)
  })
})

test('a name parts whole, and a stage takes its amount along', () => {
  const own = openTestMirror()
  mirror = own
  own.pull('deal', [{ id: '5', name: 'Roof', amount: 10, stages: [{ id: 'a' }], description: 'x', updated_at: at(1) }])
  const change = own.edit('deal', '5', { amount: 20, stages: [{ id: 'b' }], description: 'y' })
  holdChanges(own.db, [change?.id as never], own.now(), ['amount'])
  expect(listChanges(own.db, {}).map(({ fields }) => fields.map(({ path }) => path))).toEqual([['description'], ['amount', 'stages']])
})

describe('a field discarded by itself', () => {
  test('goes back to what the CRM has, and can be restored', () => {
    const { own, id } = edited()
    const [dropped] = discardChanges(own.db, [id], own.now(), ['title'])
    expect(shown(own)).toMatchObject({ title: 'CTO', department: 'Board' })
    expect(all(own)).toEqual([['waiting', ['department', 'IT', 'Board']]])
    restoreChanges(own.db, [dropped?.id as never], own.now())
    expect(shown(own)).toMatchObject({ title: 'CEO', department: 'Board' })
  })

  test('of a new record is no part of it any more; held, it follows as an edit', () => {
    const own = openTestMirror()
    mirror = own
    const made = own.create('contact', { name: 'New', title: 'CEO', department: 'Board' })
    discardChanges(own.db, [made.id], own.now(), ['title'])
    holdChanges(own.db, [made.id], own.now(), ['department'])
    expect(own.view('contact', made.recordId)).toEqual({ id: made.recordId, name: 'New', department: 'Board' })
    const [item, ...others] = pushQueue(own.db, connection, null)
    expect([item?.data, others]).toEqual([{ name: 'New' }, []])
    markPushing(own.db, made.id, { now: own.now(), serverTime: null })
    const answer = { object: 'contact', remoteId: parseRemoteId('9'), document: { id: '9', name: 'New', updated_at: at(3) }, raw: null } as const
    settlePushed(own.db, made.id, { answer, sent: { name: 'New' }, seq: own.nextSeq(), now: own.now() })
    expect(all(own)).toEqual([['held', ['department', null, 'Board']]])
  })
})

test('pushed by itself, a field leaves the others behind, waiting', () => {
  const { own, id } = edited()
  expect(keepFields(own.db, [id], ['title'], own.now())).toEqual([id])
  expect(all(own)).toEqual([
    ['waiting', ['title', 'CTO', 'CEO']],
    ['waiting', ['department', 'IT', 'Board']],
  ])
})

test('of a refused change the field that was refused stays behind, and the rest gets another try', () => {
  const { own, id } = edited()
  markPushing(own.db, id, { now: own.now(), serverTime: null })
  settleRejected(own.db, id, { code: '422', message: 'No CEOs', field: 'title' }, own.now())
  releaseChanges(own.db, [id], own.now(), ['department'])
  expect(all(own)).toEqual([
    ['rejected', ['title', 'CTO', 'CEO']],
    ['waiting', ['department', 'IT', 'Board']],
  ])
})

test('undo after fields parted brings no field back twice, and loses none', () => {
  const { own } = edited()
  const change = own.edit('contact', '1', { department: 'Sales' })
  holdChanges(own.db, [change?.id as never], own.now(), ['title'])
  undoLastEdit(own.db, connection, own.now())
  expect(all(own)).toEqual([
    ['waiting', ['department', 'IT', 'Board']],
    ['held', ['title', 'CTO', 'CEO']],
  ])
})
