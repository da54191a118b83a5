/**
 * A page goes into the mirror in slices: what a person does comes in between two of them, and the checkpoint only with the last.
 *
 * The clock moves a millisecond each time it is read, so that a slice is over after a few records.
 */
import { afterEach, describe, expect, test } from 'vitest'
import type { Connection } from '../../../../src/shared/model/views'
import { loadCheckpoint, saveCheckpoint } from '../../../../src/main/mirror/checkpoints'
import { recordCount } from '../../../../src/main/mirror/counts'
import { instant, parseRemoteId } from '../../../../src/shared/model/ids'
import { wholeScope } from '../../../../src/shared/model/scope'
import { applyPageInSlices, type Entry, Tally } from '../../../../src/main/sync/run/apply-page'
import type { Line } from '../../../../src/main/sync/run/line'
import { connection, openTestMirror, type TestMirror } from '../../mirror/support/open-mirror'

let mirror: TestMirror | null = null
afterEach(() => {
  mirror?.close()
  mirror = null
})

const entries: readonly Entry[] = Array.from({ length: 100 }, (_, index): Entry => {
  const remoteId = parseRemoteId(String(index + 1))
  if (index % 30 === 29) return { object: 'contact', remoteId, payload: { id: remoteId, emails: 7 }, reason: 'emails' }
  return { object: 'contact', remoteId, document: { id: remoteId, name: `P ${index + 1}` }, raw: null }
})

/** Applies the page; `between` is what happens between two slices. */
async function apply(between: (slice: number) => void) {
  const own = (mirror = openTestMirror())
  let clock = 0
  let slices = 1
  const world = {
    now: () => instant((clock += 1)),
    random: () => 0.5,
    http: () => Promise.reject(new Error('nothing is asked here')),
    async sleep() {
      between(slices)
      slices += 1
    },
  }
  const line = { connection: { id: connection } as Connection, signal: new AbortController().signal } as Line
  const tally = new Tally()
  const work = applyPageInSlices({ db: own.db, world, line, nextSeq: own.nextSeq, scope: { current: () => wholeScope, owner: () => null } }, tally, {
    object: 'contact',
    entries,
    seq: own.nextSeq(),
    heardSeq: own.nextSeq(),
    source: 'list',
    checkpoint: () => saveCheckpoint(own.db, connection, 'contact', { bound: null, walk: null, lastOkAt: null, lastError: null, backfilledAt: null }),
  })
  return { own, work, tally, slices: () => slices }
}

const stored = (own: TestMirror): number => recordCount(own.db, connection, 'contact').records
const hasCheckpoint = (own: TestMirror): boolean => loadCheckpoint(own.db, connection, 'contact') !== null

describe('a page in slices', () => {
  test('lets an edit in after a few records, and applies the rest around it', async () => {
    const seen: number[] = []
    const { own, work, tally } = await apply((slice) => {
      if (!mirror) return
      seen.push(stored(mirror))
      if (slice === 1) mirror.edit('contact', '1', { title: 'CEO' })
    })
    const report = await work
    expect([seen[0], seen.length > 3, stored(own)]).toEqual([expect.any(Number), true, 100])
    expect(seen[0]).toBeLessThan(30)
    expect(own.view('contact', '1')).toMatchObject({ name: 'P 1', title: 'CEO' })
    expect([report.created.length, tally.counts()]).toEqual([97, { fetched: 100, created: 97, updated: 0, deleted: 0, quarantined: 3 }])
  })

  test('writes the checkpoint with its last record, and not before', async () => {
    const before: boolean[] = []
    const { own, work } = await apply(() => void (mirror && before.push(hasCheckpoint(mirror))))
    await work
    expect([before.every((there) => !there), hasCheckpoint(own)]).toEqual([true, true])
  })

  test('that dies between two slices leaves no checkpoint', async () => {
    const { own, work } = await apply((slice) => {
      if (slice === 2) throw new Error('the process dies')
    })
    await expect(work).rejects.toThrow('dies')
    expect([stored(own) > 0, stored(own) < 100, hasCheckpoint(own)]).toEqual([true, true, false])
  })
})
