/** Days, weeks and months of whoever asks: borders by date, so that a day of 23 or 25 hours stays one. */
import { expect, test } from 'vitest'
import { dayOf, daysBefore, daysOfMonth, daySpan, monthsFrom, monthsUpTo, weeksUpTo } from '../../../src/shared/model/calendar'

const local = (year: number, month: number, day: number, hour = 0) => new Date(year, month - 1, day, hour).getTime()

test('a day runs from midnight to midnight where the rep is', () => {
  expect(daySpan(local(2026, 11, 24, 15))).toEqual({ from: local(2026, 11, 24), to: local(2026, 11, 25) })
  expect(dayOf(local(2026, 1, 3, 23))).toBe('2026-01-03')
  expect(daysBefore(local(2026, 3, 1, 9), 14)).toBe(local(2026, 2, 15))
})

test('weeks begin on Monday, follow each other without a gap, and the last one holds the present', () => {
  for (const day of [23, 24, 29]) {
    const weeks = weeksUpTo(local(2026, 11, day, 8), 8)
    expect([weeks.length, weeks.at(-1)]).toEqual([8, { from: local(2026, 11, 23), to: local(2026, 11, 30) }])
    for (const [index, week] of weeks.entries()) if (index > 0) expect(week.from).toBe(weeks[index - 1]?.to)
    // Over a change of the clocks as well: every border is a midnight.
    expect(weeks.every(({ from }) => new Date(from).getHours() === 0 && new Date(from).getDay() === 1)).toBe(true)
  }
})

test('months follow each other over the turn of a year, as spans and by name', () => {
  expect(monthsUpTo(local(2027, 1, 31), 3).map(({ from }) => dayOf(from))).toEqual(['2026-11-01', '2026-12-01', '2027-01-01'])
  expect(monthsUpTo(local(2027, 1, 31), 1)[0]?.to).toBe(local(2027, 2, 1))
  expect(monthsFrom(local(2026, 11, 30), 4)).toEqual(['2026-11', '2026-12', '2027-01', '2027-02'])
})

test('a month ends with its last day', () => {
  expect(['2026-11', '2027-02', '2028-02', '2026-12'].map((month) => daysOfMonth(month).to)).toEqual([
    '2026-11-30',
    '2027-02-28',
    '2028-02-29',
    '2026-12-31',
  ])
})
