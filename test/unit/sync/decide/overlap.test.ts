/** How far behind its bound a poll reads, and when: what is listed late must be found, and a quiet minute must stay cheap. */
import { describe, expect, test } from 'vitest'
import { dueAfter, overlapFor, reachBack } from '../../../../src/main/sync/decide/overlap'
import { instant, type Instant } from '../../../../src/shared/model/ids'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const start = instant(Date.UTC(2026, 10, 24, 8))
const later = (milliseconds: number): Instant => instant(start + milliseconds)
const afterBackfill = dueAfter('days', start, { hourDueAt: null, daysDueAt: null })

describe('overlapFor', () => {
  test('over a day of polls each minute, an hour is read about every 15 minutes and two days once, counted from the end of the first walk', () => {
    let due = afterBackfill
    const tiers: Record<string, number> = { short: 0, hour: 0, days: 0 }
    const wide: number[] = []
    for (let minute = 1; minute <= 24 * 60; minute += 1) {
      const tier = overlapFor({ ...due, now: later(minute * MINUTE), lastGoodAt: later((minute - 1) * MINUTE) })
      tiers[tier] = (tiers[tier] ?? 0) + 1
      if (tier !== 'short') wide.push(minute)
      due = dueAfter(tier, later(minute * MINUTE), due)
    }
    expect([tiers, wide[0], wide.at(-1)]).toEqual([{ short: 24 * 60 - 96, hour: 95, days: 1 }, 15, 24 * 60])
  })
  test('after a gap it reads two days, whatever was due', () => {
    expect(overlapFor({ ...afterBackfill, now: later(9 * HOUR), lastGoodAt: later(6 * HOUR) })).toBe('days')
    expect(overlapFor({ ...afterBackfill, now: later(5 * MINUTE), lastGoodAt: later(4 * MINUTE) })).toBe('short')
  })
  test('due times that a wrong clock wrote far ahead put nothing off', () => {
    const ahead = dueAfter('days', later(30 * 24 * HOUR), afterBackfill)
    expect(overlapFor({ ...ahead, now: later(MINUTE), lastGoodAt: later(0) })).toBe('days')
  })
  test('what an older version left without due times is due', () => {
    expect(overlapFor({ hourDueAt: null, daysDueAt: null, now: start, lastGoodAt: null })).toBe('days')
  })
})

describe('reachBack', () => {
  test('takes off the bound what it does not hold yet, and nothing of a bound that is everything', () => {
    expect([reachBack(start, 'short'), reachBack(start, 'hour'), reachBack(start, 'days'), reachBack(null, 'days')]).toEqual([
      start,
      later(-58 * MINUTE),
      later(-48 * HOUR + 2 * MINUTE),
      null,
    ])
  })
})
