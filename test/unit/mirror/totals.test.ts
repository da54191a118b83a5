/** Counts and sums over everything that matches: in parts of any size they add up to the same. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { listRows } from '../../../src/main/mirror/lists'
import { totalsOf, type TotalsQuery } from '../../../src/main/mirror/totals'
import { instant } from '../../../src/shared/model/ids'
import { addTotals, type GroupTotal } from '../../../src/shared/model/totals'
import { connection, openTestMirror, type TestMirror } from './support/open-mirror'

let mirror: TestMirror
beforeEach(() => {
  mirror = openTestMirror()
})
afterEach(() => mirror.close())

const now = instant(Date.parse('2026-11-24T12:00:00.000Z'))

function totals(query: Partial<TotalsQuery>, slice?: number): readonly GroupTotal[] {
  let groups: readonly GroupTotal[] = []
  let after: number | null = null
  do {
    const part = totalsOf(mirror.db, { connection, object: 'deal', where: [], search: '', figures: [], groupBy: null, ...query, after }, slice)
    groups = addTotals(groups, part.groups)
    after = part.next
  } while (after !== null)
  return groups.toSorted((a, b) => ((a.key ?? '') < (b.key ?? '') ? -1 : 1))
}

const deal = (id: string, stage: string | null, amount: number | null, more = {}) => ({
  id,
  name: id,
  ...(stage ? { stages: [{ id: stage, name: stage }] } : {}),
  ...(amount === null ? {} : { amount }),
  ...more,
})

describe('totals', () => {
  beforeEach(() => {
    mirror.pull('user', [{ id: 'u1', name: 'Mia' }])
    mirror.pull('contact', [{ id: 'x', name: 'not a deal' }])
    mirror.pull('deal', [
      deal('1', 'Offer', 100, { currency: 'EUR', probability: 50, user_id: 'u1', closing_at: '2026-11-30T00:00:00Z' }),
      deal('2', 'offer', 300, { currency: 'EUR', user_id: 'u1' }),
      deal('3', 'New', 50, { currency: 'USD', probability: 10 }),
      deal('4', null, null),
    ])
  })

  test('add each currency up by itself, weighted and plain, and count what has none', () => {
    const expected: readonly GroupTotal[] = [
      {
        key: null,
        label: null,
        count: 4,
        figures: [
          { field: 'amount', currency: 'EUR', sum: 400, count: 2, weighted: 350 },
          { field: 'amount', currency: 'USD', sum: 50, count: 1, weighted: 5 },
        ],
      },
    ]
    for (const slice of [1, 2, 1000]) expect(totals({ figures: ['amount'] }, slice)).toEqual(expected)
  })

  test('group by stage whatever its case, by owner by name, by the month of a date', () => {
    for (const slice of [1, 1000]) {
      expect(totals({ groupBy: 'stages' }, slice).map(({ key, count }) => [key, count])).toEqual([
        [null, 1],
        ['new', 1],
        ['offer', 2],
      ])
    }
    expect(totals({ groupBy: 'user_id' }).map(({ key, label, count }) => [key, label, count])).toEqual([
      [null, null, 2],
      ['u1', 'Mia', 2],
    ])
    expect(totals({ groupBy: 'closing_at' }).map(({ key, count }) => [key, count])).toEqual([
      [null, 3],
      ['2026-11', 1],
    ])
    expect(totals({ groupBy: 'stages' }).at(-1)?.label).toMatch(/^[Oo]ffer$/)
  })

  test('are of what matches the filter, and of the rep’s own edits', () => {
    mirror.edit('deal', '3', { amount: 70 })
    const asked = { filter: { field: 'stages', op: 'any-of', value: ['New'] }, me: null, now } as const
    expect(totals({ figures: ['amount'], asked })[0]).toMatchObject({ count: 1, figures: [{ currency: 'USD', sum: 70 }] })
    const description = { filter: { field: 'description', op: 'empty', value: null }, me: null, now } as const
    for (const slice of [1, 1000]) expect(totals({ asked: description }, slice)[0]?.count).toBe(4)
  })

  test('of a field that is no figure, or can’t be grouped by, are bad input', () => {
    expect(() => totals({ figures: ['name'] })).toThrow(/one of amount, probability/)
    expect(() => totals({ groupBy: 'amount' })).toThrow(/one of stages/)
  })
})

test('a list shows the fields that were chosen: people and links by name, the last and the next activity', () => {
  mirror.pull('company', [{ id: 'c1', name: 'Acme' }])
  mirror.pull('contact', [{ id: '1', name: 'Ada', department: 'IT', company_ids: ['c1'], metadata: [{ slug: 'tier', value: 'Gold' }] }])
  const call = (id: string, at: string) => ({ id, type: 'CALL', call: { start_at: at }, contact_ids: ['1'] })
  mirror.pull('event', [call('e1', '2026-11-01T09:00:00.000Z'), call('e2', '2026-11-20T09:00:00.000Z'), call('e3', '2026-12-01T09:00:00.000Z')])
  const fields = ['department', 'company_ids', 'metadata.tier', 'last_activity', 'next_activity', 'no.such']
  const { rows } = listRows(mirror.db, { connection, object: 'contact', where: [], search: '', sort: null, after: null, limit: 10, fields, now })
  expect(rows[0]?.values).toMatchObject({
    department: 'IT',
    company_ids: ['Acme'],
    'metadata.tier': 'Gold',
    last_activity: '2026-11-20T09:00:00.000Z',
    next_activity: '2026-12-01T09:00:00.000Z',
  })
  expect(Object.keys(rows[0]?.values ?? {})).not.toContain('no.such')
})
