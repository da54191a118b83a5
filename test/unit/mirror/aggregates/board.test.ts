/** The board: heads over everything, cards in the order in which they need a person, and what is said on each. */
import { afterEach, describe, expect, test } from 'vitest'
import { readBoard } from '../../../../src/main/mirror/aggregates/board'
import { connection, type TestMirror } from '../support/open-mirror'
import { call, daysAgo, deal, openPipeline, task, today } from './sample'

let mirror: TestMirror | null = null
afterEach(() => {
  mirror?.close()
  mirror = null
})
const board = (of: TestMirror, query: Partial<Parameters<typeof readBoard>[1]> = {}) =>
  readBoard(of.db, {
    connection,
    pipeline: null,
    owner: null,
    closing: { from: null, to: null },
    ...today,
    limits: {},
    limit: 40,
    restsAfterDays: 14,
    ...query,
  })
const names = (of: ReturnType<typeof board>, column: number) => of.columns[column]?.cards.map(({ name }) => name?.replace('Deal ', ''))

describe('the board', () => {
  test('orders cards: overdue, today, nothing planned, later; then by close date, those without one last', () => {
    mirror = openPipeline()
    mirror.pull('deal', [
      deal('later', 's1'),
      deal('none, closes last', 's1', { closing_at: '2026-12-20T00:00:00.000Z' }),
      deal('none, no date', 's1'),
      deal('none, closes first', 's1', { closing_at: '2026-12-10T00:00:00.000Z' }),
      deal('today', 's1'),
      deal('overdue', 's1'),
      deal('undated task', 's1'),
      deal('done', 's1', { closing_at: '2026-12-30T00:00:00.000Z' }),
    ])
    mirror.pull('event', [
      call('1', ['later'], '2026-11-25T08:00:00.000Z'),
      call('2', ['today'], '2026-11-24T15:00:00.000Z'),
      task('3', ['overdue', 'today'], '2026-11-24T15:00:00.000Z'),
      task('4', ['overdue'], '2026-11-23T23:59:00.000Z', 'WORK_IN_PROGRESS'),
      task('5', ['undated task'], null),
      task('6', ['done'], '2026-11-20T00:00:00.000Z', 'COMPLETED'),
      call('7', ['done'], '2026-11-24T08:00:00.000Z'), // over since two hours
    ])
    const shown = board(mirror)
    expect(names(shown, 0)).toEqual(['overdue', 'today', 'none, closes first', 'none, closes last', 'done', 'none, no date', 'later', 'undated task'])
    expect(shown.columns[0]?.cards.map(({ next }) => next.state)).toEqual(['overdue', 'today', 'none', 'none', 'none', 'none', 'later', 'later'])
  })

  test('heads count everything that matches, cards only up to the limit of their column', () => {
    mirror = openPipeline()
    mirror.pull(
      'deal',
      Array.from({ length: 60 }, (_, index) => deal(String(index), index % 2 ? 's1' : 's2', { amount: 10 })),
    )
    const { columns } = board(mirror, { limit: 5, limits: { s2: 12 } })
    expect(columns.map(({ count, sums, cards }) => [count, sums[0]?.amount ?? 0, cards.length])).toEqual([
      [30, 300, 5],
      [30, 300, 12],
      [0, 0, 0],
      [0, 0, 0],
    ])
  })

  test('a card says company, owner, money, day, and its open change', () => {
    mirror = openPipeline()
    mirror.pull('user', [{ id: 'u1', name: 'Silke Harms', employment_status: 'INACTIVE' }])
    mirror.pull('company', [{ id: 'k1', name: 'Kiviranta Oy', deal_ids: ['1'] }])
    mirror.pull('deal', [deal('1', 's1', { amount: 41_000, user_id: 'u1', closing_at: '2027-03-05T00:00:00.000Z', updated_at: daysAgo(3) })])
    mirror.edit('deal', '1', { amount: 42_000 })
    expect(board(mirror).columns[0]?.cards).toEqual([
      {
        id: mirror.id('deal', '1'),
        name: 'Deal 1',
        company: 'Kiviranta Oy',
        amount: 42_000,
        currency: 'EUR',
        closingAt: '2027-03-05T00:00:00.000Z',
        owner: { id: 'u1', name: 'Silke Harms', active: false },
        mark: 'waiting',
        next: { state: 'none', at: null },
        restsDays: null,
      },
    ])
  })

  test('a card rests after the days without activity or edit, unless something is planned', () => {
    mirror = openPipeline()
    mirror.pull('deal', [
      deal('called', 's1', { updated_at: daysAgo(31) }),
      deal('quiet', 's1', { updated_at: daysAgo(31) }),
      deal('planned', 's1', { updated_at: daysAgo(31) }),
      deal('won', 's3', { updated_at: daysAgo(31) }),
    ])
    mirror.pull('event', [call('1', ['called'], daysAgo(13)), call('2', ['quiet'], daysAgo(20)), call('3', ['planned'], daysAgo(-9))])
    const rests = board(mirror)
      .columns.flatMap(({ cards }) => cards)
      .map(({ name, restsDays }) => [name, restsDays])
    expect(rests).toEqual([
      ['Deal called', null],
      ['Deal quiet', 20],
      ['Deal planned', null],
      ['Deal won', null],
    ])
    expect(board(mirror, { restsAfterDays: 21 }).columns[0]?.cards.every(({ restsDays }) => restsDays === null)).toBe(true)
  })

  test('in a closed stage the deal closed last comes first', () => {
    mirror = openPipeline()
    mirror.pull('deal', [
      deal('1', 's3', { closed_at: daysAgo(9), closing_at: daysAgo(1) }),
      deal('2', 's3', { closed_at: daysAgo(2), closing_at: daysAgo(40) }),
      deal('3', 's3', { closed_at: daysAgo(5) }),
    ])
    expect(names(board(mirror), 2)).toEqual(['2', '3', '1'])
  })

  test('an unpushed move is in its new column, heads and all, and undone it is back', () => {
    mirror = openPipeline()
    mirror.pull('deal', [deal('1', 's1', { amount: 5 })])
    mirror.edit('deal', '1', { stages: [{ id: 's2', name: 'Offer' }] })
    expect(board(mirror).columns.map(({ count, cards }) => [count, cards.length])).toEqual([
      [0, 0],
      [1, 1],
      [0, 0],
      [0, 0],
    ])
    mirror.edit('deal', '1', { stages: [{ id: 's1' }] })
    expect(board(mirror).columns.map(({ count, cards }) => [count, cards[0]?.mark ?? null])).toEqual([
      [1, null],
      [0, null],
      [0, null],
      [0, null],
    ])
  })
})

describe('the board in other columns than stages', () => {
  test('shows open deals by owner, people by name, nobody last, each with what it adds up to', () => {
    mirror = openPipeline()
    mirror.pull('user', [
      { id: 'u1', name: 'Zoe' },
      { id: 'u2', name: 'Ana' },
    ])
    mirror.pull('deal', [
      deal('a', 's1', { user_id: 'u1', amount: 100, closing_at: '2026-12-20T00:00:00.000Z' }),
      deal('b', 's2', { user_id: 'u1', amount: 10, closing_at: '2026-12-10T00:00:00.000Z' }),
      deal('c', 's2', { user_id: 'u2', amount: 5, probability: 20 }),
      deal('won', 's3', { user_id: 'u2', amount: 999 }),
      deal('other pipeline', 'r1', { user_id: 'u2', amount: 999 }),
      deal('free', 's1', { amount: 1 }),
    ])
    const { columns } = board(mirror, { groupBy: 'owner', limits: { u1: 1 } })
    const head = ({ stage, count, sums }: (typeof columns)[number]) => [stage.id, stage.name, count, sums[0]?.amount, sums[0]?.weighted]
    expect(columns.map(head)).toEqual([
      ['u2', 'Ana', 1, 5, 1],
      ['u1', 'Zoe', 2, 110, 16],
      ['', null, 1, 1, 0.1],
    ])
    expect(columns.map(({ cards }) => cards.map(({ name }) => name))).toEqual([['Deal c'], ['Deal b'], ['Deal free']])
  })

  test('shows open deals by the month they close in: the past ones first, some months ahead always, undated last', () => {
    mirror = openPipeline()
    mirror.pull('deal', [
      deal('slipped', 's1', { closing_at: '2026-09-30T00:00:00.000Z' }),
      deal('soon', 's1', { closing_at: '2026-12-31T00:00:00.000Z' }),
      deal('undated', 's1'),
      deal('lost', 's4', { closing_at: '2026-12-01T00:00:00.000Z' }),
    ])
    const { columns } = board(mirror, { groupBy: 'month' })
    expect(columns.map(({ stage, cards }) => [stage.id, cards.map(({ name }) => name)])).toEqual([
      ['2026-09', ['Deal slipped']],
      ['2026-11', []],
      ['2026-12', ['Deal soon']],
      ['2027-01', []],
      ['', ['Deal undated']],
    ])
  })
})
