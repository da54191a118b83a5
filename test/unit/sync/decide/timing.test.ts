/** Bounds, waits and widths: the numbers that decide what is asked, when, and how much at once. */
import { describe, expect, test } from 'vitest'
import { instant } from '../../../../src/shared/model/ids'
import { backoffMs, retryInMs } from '../../../../src/main/sync/decide/backoff'
import { afterAnswer, afterWait, freshLimiter } from '../../../../src/main/sync/decide/limiter'
import { nextBound, OVERLAP_MS } from '../../../../src/main/sync/decide/next-bound'
import { isSweepDue, sampleSize, spread } from '../../../../src/main/sync/decide/plan-reconcile'

const at = (text: string) => instant(Date.parse(text))

describe('nextBound', () => {
  const startedAt = at('2026-11-24T08:00:00Z')
  test('counts from the start of the scan where the clocks agree', () => {
    expect(nextBound({ startedAt, newest: at('2026-11-01T00:00:00Z'), skewMs: -3000, previous: null })).toBe(startedAt - OVERLAP_MS)
  })
  test('stays below the newest stamp while it is unknown which clock stamps the records', () => {
    expect(nextBound({ startedAt, newest: at('2026-11-01T00:00:00.900Z'), skewMs: null, previous: null })).toBe(at('2026-10-31T23:58:00Z'))
  })
  test('is not carried off by a record that is stamped in the future', () => {
    expect(nextBound({ startedAt, newest: at('2031-01-01T00:00:00Z'), skewMs: null, previous: null })).toBe(startedAt - OVERLAP_MS)
  })
  test('of an empty type stays where it was', () => {
    expect(nextBound({ startedAt, newest: null, skewMs: null, previous: null })).toBe(null)
  })
})

describe('retryInMs', () => {
  test('a refused connection is tried three times in five seconds', () => {
    const waits = [1, 2, 3].map((tries) =>
      retryInMs({ patience: 'command', trouble: 'not-sent', tries, retryAfterMs: null, chance: 0.999, spentMs: 0 }),
    )
    expect(waits.at(-1)).toBe(null)
    expect((waits[0] ?? 0) + (waits[1] ?? 0)).toBeLessThanOrEqual(5000)
  })
  test('a command waits no longer than a minute at a time, and says so instead', () => {
    expect(retryInMs({ patience: 'command', trouble: 'wait', tries: 1, retryAfterMs: 61_000, chance: 0.5, spentMs: 0 })).toBe(null)
    expect(retryInMs({ patience: 'command', trouble: 'wait', tries: 1, retryAfterMs: 59_000, chance: 0.5, spentMs: 0 })).toBe(59_000)
  })
  test('six tries are enough', () => {
    expect(retryInMs({ patience: 'command', trouble: 'unknown', tries: 6, retryAfterMs: null, chance: 0.5, spentMs: 0 })).toBe(null)
  })
  test('a server that only hangs is not waited for six times', () => {
    expect(retryInMs({ patience: 'command', trouble: 'unknown', tries: 2, retryAfterMs: null, chance: 0.5, spentMs: 120_000 })).toBe(null)
    expect(retryInMs({ patience: 'app', trouble: 'unknown', tries: 1, retryAfterMs: null, chance: 0.5, spentMs: 60_000 })).toBe(null)
  })
  test('no wait is longer than five minutes, whatever the attempt', () => {
    expect(backoffMs(1000, 0.999)).toBeLessThanOrEqual(300_000)
  })
})

describe('the limiter', () => {
  test('halves when asked to wait, never stops, and grows back to four', () => {
    expect(afterWait(afterWait(afterWait(freshLimiter))).width).toBe(1)
    let limiter = afterWait(freshLimiter)
    for (let answer = 0; answer < 200; answer += 1) limiter = afterAnswer(limiter)
    expect(limiter.width).toBe(4)
  })
  test('asks with longer and longer gaps when one at a time is still too much, and never rarer than every ten seconds', () => {
    let limiter = freshLimiter
    const gaps = Array.from({ length: 12 }, () => (limiter = afterWait(limiter)).gapMs)
    expect([gaps.slice(0, 5), gaps.at(-1)]).toEqual([[0, 0, 250, 500, 1000], 10_000])
    for (let answer = 0; answer < 50 * 50; answer += 1) limiter = afterAnswer(limiter)
    expect(limiter).toEqual(freshLimiter)
  })
})

describe('isSweepDue', () => {
  const DAY = 86_400_000
  const ended = at('2026-11-24T08:00:00Z')
  const due = (now: number, backfilledAt: number | null, endedAt: number | null): boolean =>
    isSweepDue({
      now: instant(now),
      backfilledAt: backfilledAt === null ? null : instant(backfilledAt),
      endedAt: endedAt === null ? null : instant(endedAt),
    })
  test('a day after the first walk ended, then a day after each sweep, and never before a first walk', () => {
    expect([due(ended, null, null), due(ended + DAY - 1, ended, null), due(ended + DAY, ended, null)]).toEqual([false, false, true])
    expect([due(ended + 2 * DAY, ended, ended + DAY + 1), due(ended + 3 * DAY, ended, ended + DAY + 1)]).toEqual([false, true])
  })
  test('one that a clock of next week timed puts nothing off', () => {
    expect(due(ended, ended - DAY / 2, ended + 7 * DAY)).toBe(true)
  })
})

describe('the brake of a sweep', () => {
  test('a few missing records are all read, many are sampled first', () => {
    expect([
      sampleSize({ candidates: 50, known: 100 }),
      sampleSize({ candidates: 51, known: 100 }),
      sampleSize({ candidates: 900, known: 100_000 }),
      sampleSize({ candidates: 5000, known: 5000 }),
    ]).toEqual([50, 50, 900, 50])
  })
  test('the sample lies evenly over them', () => {
    expect(spread([...Array(100).keys()], 4)).toEqual([0, 25, 50, 75])
  })
})
