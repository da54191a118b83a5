/** How long settled changes are kept: what can be restored or reversed is there, what can't be any more says so. */
import { afterEach, expect, test } from 'vitest'
import { discardChanges, listChanges, markPushing, pruneOutbox, restoreChanges, reverseChanges, settlePushed } from '../../../src/main/mirror/outbox'
import { type Instant, instant, parseRecordId } from '../../../src/shared/model/ids'
import { at, openTestMirror, type TestMirror } from './support/open-mirror'

let mirror: TestMirror | null = null
afterEach(() => {
  mirror?.close()
  mirror = null
})

const DAY = 86_400_000

/** One change that was pushed, one that was discarded, one that waits. */
function settled() {
  const own = openTestMirror()
  mirror = own
  own.pull(
    'contact',
    ['1', '2', '3'].map((id) => ({ id, name: id, title: 'CTO', updated_at: at(1) })),
  )
  const [pushed, discarded, waiting] = ['1', '2', '3'].map(
    (id) => own.edit('contact', id, { title: 'CEO' })?.id ?? expect.unreachable('it is an edit'),
  )
  if (!pushed || !discarded || !waiting) return expect.unreachable('there are three')
  markPushing(own.db, pushed, { now: own.now(), serverTime: null })
  settlePushed(own.db, pushed, { answer: null, sent: { id: '1', name: '1', title: 'CEO' }, seq: own.nextSeq(), now: own.now() })
  discardChanges(own.db, [discarded], own.now())
  const later = (days: number): Instant => instant(own.now() + days * DAY)
  return { own, pushed, discarded, waiting, later, kept: () => listChanges(own.db, {}).map(({ id }) => id) }
}

test('pushed changes stay for 7 days, discarded ones for 30, open ones for ever', () => {
  const { own, pushed, discarded, waiting, later, kept } = settled()
  pruneOutbox(own.db, later(6.9))
  expect(kept()).toEqual([pushed, discarded, waiting])
  pruneOutbox(own.db, later(7.1))
  expect(kept()).toEqual([discarded, waiting])
  pruneOutbox(own.db, later(29.9))
  expect(kept()).toEqual([discarded, waiting])
  pruneOutbox(own.db, later(400))
  expect(kept()).toEqual([waiting])
})

test('what was kept long enough says so when it is asked for; what never was is not found', () => {
  const { own, pushed, discarded, later } = settled()
  const now = later(31)
  pruneOutbox(own.db, now)
  const newRecordId = () => parseRecordId('new_aaaaaaaaaaaaaaaaaaaaaaaaaa')
  expect(() => restoreChanges(own.db, [discarded], now)).toThrow(/discarded ones for 30/)
  expect(() => reverseChanges(own.db, [pushed], { now, newRecordId })).toThrow(/pushed changes are for 7 days/)
  expect(() => restoreChanges(own.db, ['99'], now)).toThrow(/no change “99”/)
})
