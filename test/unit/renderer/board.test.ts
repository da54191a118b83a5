/** What the board and the charts work out by themselves: a move as it will look, filters in the address, words and figures. */
import { describe, expect, test } from 'vitest'
import { addressOf } from '../../../src/renderer/address'
import { chosenOwner, closingDays, parseReportSearch } from '../../../src/renderer/report-search'
import { formatMonth, formatNearDay, formatShortMoney, weekNumber } from '../../../src/renderer/parts/format'
import { openSums } from '../../../src/renderer/screens/board/open-sums'
import { movedFields } from '../../../src/renderer/screens/board/moved-fields'
import { nextWords } from '../../../src/renderer/screens/board/next-words'
import { withMovedCard } from '../../../src/renderer/screens/board/place-card'
import { currenciesOf, sumIn } from '../../../src/renderer/screens/reports/scope'
import { instant, parseConnectionId, parseRecordId } from '../../../src/shared/model/ids'
import type { Board, BoardColumn, DealCard, Stage } from '../../../src/shared/model/reports'

const now = new Date(2026, 10, 24, 10).getTime()
const at = (day: number, hour = 9) => instant(new Date(2026, 10, day, hour).getTime())

const card = (id: string, state: DealCard['next']['state'], closingAt: string | null = null): DealCard => ({
  id: parseRecordId(id),
  name: id,
  company: null,
  amount: null,
  currency: null,
  closingAt,
  owner: null,
  mark: null,
  next: { state, at: null },
  restsDays: null,
})
const stage = (id: string, kind: Stage['kind'] = 'open'): Stage => ({ id, name: id, probability: null, kind })
const column = (id: string, cards: readonly DealCard[], kind: Stage['kind'] = 'open'): BoardColumn => ({
  stage: stage(id, kind),
  count: cards.length,
  sums: [],
  cards,
})
const board = (...columns: readonly BoardColumn[]): Board => ({ pipelines: [], pipeline: null, hasProbability: true, columns })
const shown = ({ columns }: Board) => columns.map(({ count, cards }) => [count, cards.map(({ name }) => name).join(' ')])

describe('a move before the engine has answered', () => {
  const moved = card('x', 'none', '2026-12-10')
  test('stands where the engine will put it: by what comes next, then by close date', () => {
    const before = board(column('a', [moved]), column('b', [card('late', 'overdue'), card('soon', 'none', '2026-12-01'), card('then', 'later')]))
    expect(shown(withMovedCard(before, moved, 'b'))).toEqual([
      [0, ''],
      [4, 'late soon x then'],
    ])
    expect(withMovedCard(before, moved, 'b').columns[1]?.cards[2]?.mark).toBe('waiting')
  })

  test('to a closed stage it is the last one closed, so the first', () => {
    const before = board(column('a', [moved]), column('won', [card('older', 'none')], 'won'))
    expect(shown(withMovedCard(before, moved, 'won'))[1]).toEqual([2, 'x older'])
  })

  test('to where it is, or of a card that is gone, is no move', () => {
    const before = board(column('a', [moved]), column('b', []))
    expect(withMovedCard(before, moved, 'a')).toBe(before)
    expect(withMovedCard(board(column('b', [])), moved, 'b').columns[0]?.count).toBe(0)
  })
})

describe('what comes next on a card', () => {
  const t = (id: string, values: object = {}) => `${id} ${JSON.stringify(values)}`
  test('counts calendar days, not hours, and a resting card says so first', () => {
    expect(nextWords(t, { next: { state: 'overdue', at: at(23, 23) }, restsDays: null }, now)).toContain('"days":1')
    expect(nextWords(t, { next: { state: 'overdue', at: at(21, 1) }, restsDays: null }, now)).toContain('"days":3')
    expect(nextWords(t, { next: { state: 'none', at: null }, restsDays: 31 }, now)).toContain('"days":31')
    expect(nextWords(t, { next: { state: 'later', at: null }, restsDays: null }, now)).toContain('board.next.later')
    expect(nextWords(t, { next: { state: 'later', at: at(30) }, restsDays: null }, now)).toMatch(/Mon.*30/)
  })
})

describe('filters in the address', () => {
  test('what is unknown or at its default is left out, what is known comes back as it was', () => {
    expect(parseReportSearch({ closing: 'any', owner: '', months: '7', closed: 'yes', pipeline: 12 })).toEqual({ pipeline: '12' })
    const search = { pipeline: 'p', owner: 'me', closing: 'quarter', months: '24', currency: 'EUR', closed: 'hidden' } as const
    expect(parseReportSearch(search)).toEqual(search)
    expect(addressOf({ at: 'board', connection: parseConnectionId('c'), search: { owner: 'me' } })).toBe('/c/c/deals/board?owner=me')
    expect(addressOf({ at: 'home', connection: parseConnectionId('c') })).toBe('/c/c/home')
  })

  test('everybody is nobody in particular, written out or left out', () => {
    expect([{}, { owner: 'all' }, { owner: 'me' }, { owner: '7' }].map((search) => chosenOwner(parseReportSearch(search)))).toEqual([
      null,
      null,
      'me',
      '7',
    ])
  })

  test('mean calendar days: the last of a month, of a quarter, and yesterday', () => {
    expect(closingDays('month', now)).toEqual({ from: '2026-11-01', to: '2026-11-30' })
    expect(closingDays('next-month', now)).toEqual({ from: '2026-12-01', to: '2026-12-31' })
    expect(closingDays('quarter', now)).toEqual({ from: '2026-10-01', to: '2026-12-31' })
    expect(closingDays('slipped', now)).toEqual({ from: null, to: '2026-11-23' })
    expect(closingDays('month', new Date(2028, 1, 29).getTime())).toEqual({ from: '2028-02-01', to: '2028-02-29' })
  })
})

describe('figures', () => {
  test('money is short from six digits on, with three figures', () => {
    expect([99_999, 100_000, 846_400, 999_600, 1_684_000, 2_500_000_000].map((value) => formatShortMoney(value, 'EUR'))).toEqual([
      '€ 99,999',
      '€ 100 k',
      '€ 846 k',
      '€ 1 M',
      '€ 1.68 M',
      '€ 2.5 bn',
    ])
  })

  test('weeks are those of ISO 8601, also where the year begins in the middle of one', () => {
    const week = (year: number, month: number, day: number) => weekNumber(instant(new Date(year, month - 1, day).getTime()))
    expect([week(2026, 11, 24), week(2026, 1, 1), week(2027, 1, 1), week(2024, 12, 30), week(2026, 12, 28)]).toEqual([48, 1, 53, 1, 53])
  })

  test('a day near by needs no year; a far one needs no day', () => {
    expect(formatNearDay({ kind: 'day', year: 2027, month: 2, day: 26 }, now)).not.toContain('2027')
    expect(formatNearDay({ kind: 'day', year: 2028, month: 2, day: 26 }, now)).toContain('2028')
    expect(formatMonth('2026-12')).toBe('Dec')
  })

  test('sums stay apart by currency: open columns together, and what is asked for alone', () => {
    const sum = (currency: string, count: number, amount: number) => ({ currency, count, amount, weighted: amount / 2 })
    const columns = [
      { ...column('a', []), sums: [sum('EUR', 1, 100), sum('USD', 3, 7)] },
      { ...column('b', []), sums: [sum('EUR', 1, 50)] },
      { ...column('won', [], 'won'), sums: [sum('EUR', 9, 9000)] },
    ]
    expect(openSums(board(...columns))).toEqual([sum('USD', 3, 7), sum('EUR', 2, 150)])
    expect(currenciesOf(columns.map(({ sums }) => sums))).toEqual([
      { currency: 'EUR', count: 11 },
      { currency: 'USD', count: 3 },
    ])
    expect(sumIn(columns[0]?.sums ?? [], 'GBP')).toEqual({ currency: 'GBP', count: 0, amount: 0, weighted: 0 })
  })
})

describe('a move on the board', () => {
  const before = { closingAt: '2026-10-31T00:00:00.000Z' }

  test('sets what its columns stand for', () => {
    expect(movedFields('stage', before, { id: 's1', name: 'Offer' })).toEqual({
      set: [{ path: 'stages', value: [{ id: 's1', name: 'Offer' }] }],
      unset: [],
    })
    expect(movedFields('owner', before, { id: 'u1', name: 'Ana' })).toEqual({ set: [{ path: 'user_id', value: 'u1' }], unset: [] })
    expect(movedFields('owner', before, { id: '', name: null })).toEqual({ set: [], unset: ['user_id'] })
    expect(movedFields('month', before, { id: '', name: null })).toEqual({ set: [], unset: ['closing_at'] })
  })

  test('to another month keeps the day, as far as the month has it', () => {
    const closing = (month: string, closingAt: string | null) => movedFields('month', { closingAt }, { id: month, name: null }).set[0]?.value
    expect([closing('2026-12', before.closingAt), closing('2027-02', before.closingAt), closing('2028-02', null)]).toEqual([
      '2026-12-31T00:00:00.000Z',
      '2027-02-28T00:00:00.000Z',
      '2028-02-29T00:00:00.000Z',
    ])
  })
})
