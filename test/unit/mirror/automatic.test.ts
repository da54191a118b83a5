/** What may go by itself in automatic mode, and when: stillness, editors, and what always waits for a person. */
import { afterEach, describe, expect, test } from 'vitest'
import { SETTLE_MS } from '../../../src/main/mirror/automatic'
import { approveChanges, dueChanges, markPushing, reverseChanges, saveDelete, settlePushed } from '../../../src/main/mirror/outbox'
import { type Instant, instant, parseRecordId, type RecordId } from '../../../src/shared/model/ids'
import { at, connection, openTestMirror, type TestMirror } from './support/open-mirror'

let mirror: TestMirror | null = null
afterEach(() => {
  mirror?.close()
  mirror = null
})

function withContacts(count: number): TestMirror {
  const own = openTestMirror()
  mirror = own
  own.pull(
    'contact',
    Array.from({ length: count }, (_, index) => ({ id: String(index + 1), name: `C ${index + 1}`, title: 'CTO', updated_at: at(1) })),
  )
  return own
}

const nobody: ReadonlyMap<RecordId, Instant> = new Map()
const due = (own: TestMirror, now: number, editing = nobody) => dueChanges(own.db, connection, editing, instant(now))

describe('a change is due', () => {
  test('when its record has been still for ten seconds, counted from the last edit of it', () => {
    const own = withContacts(1)
    own.edit('contact', '1', { title: 'CEO' })
    const last = own.edit('contact', '1', { title: 'Chair' }) ?? expect.unreachable('it is an edit')
    const ripe = last.updatedAt + SETTLE_MS
    expect(due(own, ripe - 1)).toEqual({ ids: [], nextAt: ripe })
    expect(due(own, ripe)).toEqual({ ids: [last.id], nextAt: null })
  })

  test('not while an editor is open on its record, and then at once', () => {
    const own = withContacts(2)
    const [first, second] = ['1', '2'].map((id) => own.edit('contact', id, { title: 'CEO' }) ?? expect.unreachable('it is an edit'))
    const later = Number(second?.updatedAt) + 60_000
    const editing = new Map([[own.id('contact', '1'), instant(later + 1)]])
    expect(due(own, later, editing)).toEqual({ ids: [second?.id], nextAt: later + 1 })
    expect(due(own, later + 1, editing).ids).toEqual([first?.id, second?.id])
  })
})

describe('never due', () => {
  const never = { ids: [], nextAt: null }

  test('is a deletion, and a batch that holds one', () => {
    const own = withContacts(2)
    const recordId = own.id('contact', '1')
    saveDelete(own.db, { connection, object: 'contact', recordId, batch: 'merge', now: own.now() })
    own.edit('contact', '2', { title: 'CEO' }, 'merge')
    expect(due(own, own.now() + SETTLE_MS)).toEqual(never)
  })

  test('is a batch of more than fifty records; one of fifty is', () => {
    const own = withContacts(51)
    for (let index = 1; index <= 50; index += 1) own.edit('contact', String(index), { title: 'CEO' }, 'spring')
    expect(due(own, own.now() + SETTLE_MS).ids).toHaveLength(50)
    own.edit('contact', '51', { title: 'CEO' }, 'spring')
    expect(due(own, own.now() + SETTLE_MS)).toEqual(never)
  })

  test('is a proposal to take a push back', () => {
    const own = withContacts(1)
    const change = own.edit('contact', '1', { title: 'CEO' }) ?? expect.unreachable('it is an edit')
    markPushing(own.db, change.id, { now: own.now(), serverTime: null })
    const answer = { id: '1', name: 'C 1', title: 'CEO', updated_at: at(5) }
    settlePushed(own.db, change.id, { answer: null, sent: answer, seq: own.nextSeq(), now: own.now() })
    const newRecordId = () => parseRecordId('new_aaaaaaaaaaaaaaaaaaaaaaaaaa')
    expect(reverseChanges(own.db, [change.id], { now: own.now(), newRecordId }).changes).toHaveLength(1)
    expect(due(own, own.now() + SETTLE_MS)).toEqual(never)
  })

  test('is what was approved already, and what needs the rep', () => {
    const own = withContacts(2)
    own.edit('contact', '1', { title: 'CEO' })
    approveChanges(own.db, connection, null, own.now())
    own.edit('contact', '2', { title: 'CEO' })
    own.pull('contact', [{ id: '2', name: 'C 2', title: 'CFO', updated_at: at(9) }])
    expect(due(own, own.now() + SETTLE_MS)).toEqual(never)
  })
})
