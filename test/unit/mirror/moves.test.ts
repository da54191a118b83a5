/**
 * The table of moves against a real mirror: each phase of a change is reached as it is in life, then each move is made.
 *
 * Pinned here, cell by cell: the stored change ends where the table says; a refused move fails with the table's words and leaves every
 * column as it was; and what a rep or a push does by the public functions goes the way of the table too.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findRow } from '../../../src/main/mirror/change-row'
import { moveChange, phaseOf } from '../../../src/main/mirror/moves'
import {
  approveChanges,
  backToWaiting,
  claimChange,
  decideConflict,
  discardChanges,
  holdChanges,
  markProbing,
  markPushing,
  recoverOutbox,
  releaseChanges,
  restoreChanges,
  saveDelete,
  settleConflict,
  settlePushed,
  settleRejected,
} from '../../../src/main/mirror/outbox'
import { InvariantError } from '../../../src/shared/assert'
import { FailureError } from '../../../src/shared/failure'
import type { FieldPath } from '../../../src/shared/model/field-path'
import type { ChangeId } from '../../../src/shared/model/ids'
import { type ChangeMove, changeMoves, type ChangePhase, changePhases, isRefusal, nextPhase } from '../../../src/shared/sync/change-moves'
import { at, connection, openTestMirror, type TestMirror } from './support/open-mirror'

/** One mirror for all: each story has a record of its own. */
let mirror: TestMirror
beforeAll(() => {
  mirror = openTestMirror()
})
afterAll(() => mirror.close())

let stories = 0
const no = { code: '422', message: 'No CEOs', field: 'title' }

interface Story {
  readonly own: TestMirror
  readonly id: ChangeId
}

/** A change in that phase, as it gets there. */
function reach(phase: ChangePhase, own = mirror): Story {
  const remoteId = String((stories += 1))
  const ada = { id: remoteId, name: 'Ada', title: 'CTO', department: 'IT', updated_at: at(1) }
  own.pull('contact', [ada])
  const made = phase === 'probing' ? own.create('contact', { name: 'New' }) : own.edit('contact', remoteId, { title: 'CEO' })
  const id = made?.id ?? expect.unreachable('it is an edit')
  const now = own.now()
  const claim = () => markPushing(own.db, id, { now, serverTime: null })
  switch (phase) {
    case 'waiting':
      break
    case 'held':
      holdChanges(own.db, [id], now)
      break
    case 'pushing':
      claim()
      break
    case 'probing':
      claim()
      markProbing(own.db, id, { now, error: null })
      break
    case 'rejected':
      claim()
      settleRejected(own.db, id, no, now)
      break
    case 'conflict':
      own.pull('contact', [{ ...ada, title: 'CFO', updated_at: at(2) }])
      break
    case 'pushed':
      claim()
      settlePushed(own.db, id, { answer: null, sent: { ...ada, title: 'CEO' }, seq: own.nextSeq(), now })
      break
    case 'discarded':
      discardChanges(own.db, [id], now)
      break
  }
  return { own, id }
}

const rowOf = ({ own, id }: Story) => findRow(own.db, id) ?? expect.unreachable('the change is kept')
const moves = Object.keys(changeMoves) as readonly ChangeMove[]
const cells = changePhases.flatMap((phase) => moves.map((move) => ({ phase, move, cell: nextPhase(phase, move) })))

describe('each phase is reached as the mirror stores it', () => {
  test.each(changePhases)('%s', (phase) => {
    expect(phaseOf(rowOf(reach(phase)))).toBe(phase)
  })
})

describe('each cell of the table is what the mirror does', () => {
  test.each(cells)('$phase, $move', ({ phase, move, cell }) => {
    const story = reach(phase)
    const before = rowOf(story)
    if (!isRefusal(cell)) {
      expect(moveChange(story.own.db, story.id, move)).toBe(cell)
      expect(phaseOf(rowOf(story))).toBe(cell)
      return
    }
    const kind = changeMoves[move].by === 'rep' ? FailureError : InvariantError
    expect(() => moveChange(story.own.db, story.id, move)).toThrow(kind)
    expect(() => moveChange(story.own.db, story.id, move)).toThrow(cell.needs)
    expect(rowOf(story)).toEqual(before)
  })
})

/** What people and pushes call. Where the table refuses, it throws or leaves the change alone. */
const doors: Partial<Record<ChangeMove, (story: Story) => unknown>> = {
  edit: ({ own, id }) => own.edit('contact', recordOf(own, id), { title: 'Chair' }),
  empty: ({ own, id }) => own.edit('contact', recordOf(own, id), { title: 'CTO' }),
  replace: ({ own, id }) => {
    const recordId = rowOf({ own, id }).record_id
    return saveDelete(own.db, { connection, object: 'contact', recordId, batch: null, now: own.now() })
  },
  hold: ({ own, id }) => holdChanges(own.db, [id], own.now()),
  release: ({ own, id }) => releaseChanges(own.db, [id], own.now()),
  approve: ({ own, id }) => approveChanges(own.db, connection, [id], own.now()),
  discard: ({ own, id }) => discardChanges(own.db, [id], own.now()),
  restore: ({ own, id }) => restoreChanges(own.db, [id], own.now()),
  decide: ({ own, id }) => decideConflict(own.db, id, { take: 'mine', fields: [] }, own.now()),
  decidePart: ({ own, id }) => decideConflict(own.db, id, { take: null, fields: [] }, own.now()),
  concede: ({ own, id }) => decideConflict(own.db, id, { take: 'theirs', fields: [] }, own.now()),
  claim: ({ own, id }) => claimChange(own.db, id, { now: own.now(), serverTime: null }),
  look: ({ own, id }) => markProbing(own.db, id, { now: own.now(), error: null }),
  return: ({ own, id }) => backToWaiting(own.db, id, { now: own.now(), nextAt: null, countAttempt: true, error: null }),
  arrive: ({ own, id }) => settlePushed(own.db, id, { answer: null, sent: null, seq: own.nextSeq(), now: own.now() }),
  refuse: ({ own, id }) => settleRejected(own.db, id, no, own.now()),
  ask: ({ own, id }) => {
    const disputed = [{ path: 'title' as FieldPath, base: 'CTO', mine: 'CEO', theirs: 'CFO' }]
    return settleConflict(own.db, id, { disputed, recordConflict: null, merged: [], now: own.now() })
  },
}

const recordOf = (own: TestMirror, id: ChangeId): string => rowOf({ own, id }).record_id

describe('what people and pushes do goes the way of the table', () => {
  const walked = cells.flatMap(({ phase, move, cell }) => (doors[move] ? [{ phase, move, cell, open: doors[move] }] : []))
  test.each(walked)('$phase, $move', ({ phase, cell, open }) => {
    const story = reach(phase)
    const attempt = (): unknown => open(story)
    if (isRefusal(cell)) {
      try {
        attempt()
      } catch (error) {
        expect(error).toSatisfy((thrown) => thrown instanceof FailureError || thrown instanceof InvariantError)
      }
    } else attempt()
    expect(phaseOf(rowOf(story))).toBe(isRefusal(cell) ? phase : cell)
  })
})

test('after a crash what was on its way waits, a create is looked for, and everything else stays where it was', () => {
  const own = openTestMirror()
  const reached = changePhases.map((phase) => ({ phase, story: reach(phase, own) }))
  recoverOutbox(own.db, own.now())
  for (const { phase, story } of reached) expect(phaseOf(rowOf(story))).toBe(phase === 'pushing' ? 'waiting' : phase)
  own.close()
})
