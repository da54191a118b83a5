/** How long a first walk still takes: right where the date moves evenly, and silent where there is nothing to go on. */
import { describe, expect, test } from 'vitest'
import { addSample, estimateLeftMs, estimatePushLeftMs, type WalkSample } from '../../../../src/main/sync/decide/estimate'
import { instant } from '../../../../src/shared/model/ids'

const DAY = 86_400_000
const start = Date.UTC(2026, 10, 24, 8)
/** One page a second, each a day further. */
const walked = (pages: number, day = DAY): readonly WalkSample[] =>
  Array.from({ length: pages }, (_, page) => ({ at: instant(start + page * 1000), reached: instant(start - 100 * DAY + page * day) })).reduce<
    readonly WalkSample[]
  >(addSample, [])

describe('estimateLeftMs', () => {
  test('goes by how fast the date moves', () => {
    expect(estimateLeftMs(walked(11), instant(start))).toBe(90_000)
  })
  test('forgets how fast it moved long ago', () => {
    const slowLater = Array.from({ length: 60 }, (_, page) => ({
      at: instant(start + 100_000 + page * 1000),
      reached: instant(start - 50 * DAY + (page * DAY) / 10),
    })).reduce(addSample, walked(30))
    expect(estimateLeftMs(slowLater, instant(start))).toBe(441_000)
  })
  test('says nothing after too few pages, at a date that stands still, without a target, or of more than a month', () => {
    expect([
      estimateLeftMs(walked(4), instant(start)),
      estimateLeftMs(walked(20, 0), instant(start)),
      estimateLeftMs(walked(20), null),
      estimateLeftMs(walked(20, 1), instant(start)),
      estimateLeftMs([], instant(start)),
    ]).toEqual([null, null, null, null, null])
  })
  test('has nothing left behind the target', () => {
    expect(estimateLeftMs(walked(20), instant(start - 99 * DAY))).toBe(0)
  })
})

test('the rest of a push goes as what is settled of it did; a few, or a moment, say nothing', () => {
  expect(estimatePushLeftMs({ done: 30, total: 120, tookMs: 10_000 })).toBe(30_000)
  expect([estimatePushLeftMs({ done: 2, total: 120, tookMs: 10_000 }), estimatePushLeftMs({ done: 30, total: 120, tookMs: 900 })]).toEqual([
    null,
    null,
  ])
})
