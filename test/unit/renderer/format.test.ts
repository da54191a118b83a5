import { describe, expect, test } from 'vitest'
import { initials } from '../../../src/renderer/parts/initials'
import { elapsed, formatDay, formatMoney, formatPercent, moneyParts, parseMoment } from '../../../src/renderer/parts/format'

const now = Date.UTC(2026, 10, 24, 12)

describe('days and moments', () => {
  test('a calendar day is that day wherever one reads it', () => {
    const day = { kind: 'day', year: 2026, month: 12, day: 18 }
    expect(['2026-12-18', '2026-12-18T00:00:00Z', '2026-12-18T00:00:00.000Z', '2026-12-18T00:00:00+00:00'].map(parseMoment)).toEqual([
      day,
      day,
      day,
      day,
    ])
    const moment = parseMoment('2026-12-18')
    expect(moment && formatDay(moment, now)).toMatch(/18/)
  })

  test('a time of day makes it a moment', () => {
    expect(parseMoment('2026-12-18T09:30:00Z')).toEqual({ kind: 'instant', at: Date.UTC(2026, 11, 18, 9, 30) })
  })

  test('what is no date is none, and nothing throws', () => {
    expect(['', 'soon', '18.12.2026', '2026-12-18T09:30:00', 42, null, undefined].map((value) => parseMoment(value))).toEqual(
      Array.from({ length: 7 }, () => null),
    )
  })

  test('the year is shown where it is not this one', () => {
    const [thisYear, lastYear] = ['2026-10-12', '2025-10-12'].map((text) => parseMoment(text))
    expect(thisYear && formatDay(thisYear, now)).not.toMatch(/2026/)
    expect(lastYear && formatDay(lastYear, now)).toMatch(/2025/)
  })
})

describe('money', () => {
  test('keeps its currency; lists show no cents, fields do', () => {
    expect(moneyParts(1_260_000, 'EUR')).toEqual({ symbol: '€', amount: '1,260,000' })
    expect(moneyParts(1_260_000, 'eur', { full: true })).toEqual({ symbol: '€', amount: '1,260,000.00' })
    expect(moneyParts(-41.5, 'EUR', { full: true }).amount).toContain('41.50')
  })

  test('a currency that is none of ISO’s is shown as it is, and none is not invented', () => {
    expect(moneyParts(5, 'points')).toEqual({ symbol: 'POINTS', amount: '5' })
    expect(formatMoney(5, null)).toBe('5')
    expect(formatPercent(40)).toBe('40 %')
  })
})

describe('elapsed', () => {
  test('counts in the largest whole unit, and a clock that is ahead says “now”', () => {
    const ago = (seconds: number) => elapsed(now - seconds * 1000, now)
    expect([ago(-5), ago(0), ago(12), ago(61), ago(7200), ago(86_400 * 3)]).toEqual([
      { unit: 'now', count: 0 },
      { unit: 'now', count: 0 },
      { unit: 'seconds', count: 12 },
      { unit: 'minutes', count: 1 },
      { unit: 'hours', count: 2 },
      { unit: 'days', count: 3 },
    ])
  })
})

describe('initials', () => {
  test('two letters of a name, one sign of a name in signs, a dot for nothing', () => {
    expect(
      ['Mara Lindqvist', 'Deniz', '陳 美玲 (Chén Měilíng)', '佐藤 愛子', 'สมชาย ศรีสุวรรณ', '', null, '???', 'élodie d’arc'].map(initials),
    ).toEqual(['ML', 'D', '陳', '佐', 'ส', '·', '·', '·', 'ÉD'])
  })
})
