/** Sums by stage and by month: each currency for itself, weighted by the deal's own probability and else by its stage's. */
import { afterEach, describe, expect, test } from 'vitest'
import { forecastReport, pipelineReport } from '../../../../src/main/mirror/aggregates/pipeline'
import { readPipelines } from '../../../../src/main/mirror/aggregates/stages'
import type { TestMirror } from '../support/open-mirror'
import { connection, openTestMirror } from '../support/open-mirror'
import { deal, openPipeline } from './sample'

let mirror: TestMirror | null = null
afterEach(() => {
  mirror?.close()
  mirror = null
})
const everything = { connection, pipeline: null, owner: null, closing: { from: null, to: null } }
const report = (of: TestMirror, query: Partial<Parameters<typeof pipelineReport>[1]> = {}) => pipelineReport(of.db, { ...everything, ...query })

describe('readPipelines', () => {
  test('gives them and their stages in the CRM’s order, and tells won and lost by the probability', () => {
    mirror = openPipeline()
    expect(readPipelines(mirror.db, connection)).toEqual([
      {
        id: 'p1',
        name: 'New business',
        stages: [
          { id: 's1', name: 'First talk', probability: 10, kind: 'open' },
          { id: 's2', name: 'Offer', probability: 60, kind: 'open' },
          { id: 's3', name: 'Won', probability: 100, kind: 'won' },
          { id: 's4', name: 'Lost', probability: 0, kind: 'lost' },
        ],
      },
      { id: 'p2', name: 'Renewals', stages: [{ id: 'r1', name: 'Upcoming', probability: 50, kind: 'open' }] },
    ])
  })

  test('a first stage of probability 0 is open, not lost', () => {
    mirror = openTestMirror()
    mirror.pull('pipeline', [
      {
        id: 'p',
        stages: [
          { id: 'a', name: 'New', deal_probability: 0 },
          { id: 'b', name: 'Won', deal_probability: 100 },
          { id: 'c', name: 'Lost', deal_probability: 0 },
        ],
      },
    ])
    expect(readPipelines(mirror.db, connection)[0]?.stages.map(({ kind }) => kind)).toEqual(['open', 'won', 'lost'])
  })

  test('a CRM without pipelines is one, of the stages that its deals name', () => {
    mirror = openTestMirror()
    mirror.pull('deal', [
      { id: '1', stages: [{ id: 'a', name: 'Open' }], amount: 5 },
      { id: '2', stages: [{ id: 'w', name: 'Won' }], amount: 7, closed_at: '2026-11-01T00:00:00Z', probability: 100 },
    ])
    expect(report(mirror)).toEqual({
      pipelines: [
        {
          id: '',
          name: null,
          stages: [
            { id: 'a', name: 'Open', probability: null, kind: 'open' },
            { id: 'w', name: 'Won', probability: null, kind: 'won' },
          ],
        },
      ],
      pipeline: {
        id: '',
        name: null,
        stages: [
          { id: 'a', name: 'Open', probability: null, kind: 'open' },
          { id: 'w', name: 'Won', probability: null, kind: 'won' },
        ],
      },
      stages: [
        { stage: { id: 'a', name: 'Open', probability: null, kind: 'open' }, count: 1, sums: [{ currency: null, count: 1, amount: 5, weighted: 5 }] },
        { stage: { id: 'w', name: 'Won', probability: null, kind: 'won' }, count: 1, sums: [{ currency: null, count: 1, amount: 7, weighted: 7 }] },
      ],
      hasProbability: true,
    })
  })

  test('nothing at all is no pipeline, not an empty one', () => {
    mirror = openTestMirror()
    expect(report(mirror)).toEqual({ pipelines: [], pipeline: null, stages: [], hasProbability: false })
  })
})

describe('pipelineReport', () => {
  test('sums each currency for itself, the one of most deals first, and weighs by the deal before the stage', () => {
    mirror = openPipeline()
    mirror.pull('deal', [
      deal('1', 's1', { amount: 1000 }), // 10 % of its stage: 100
      deal('2', 's1', { amount: 500.5, probability: 40 }), // its own 40 %: 200.2
      deal('3', 's1', { amount: 9_000_000, currency: 'KRW', probability: 10 }),
      deal('4', 's2', { amount: 200 }),
      deal('5', 's2', { currency: 'eur' }), // no amount, still a deal
      deal('6', 'r1', { amount: 77 }),
      deal('7', 's9', { amount: 3 }), // a stage that is in no pipeline
    ])
    expect(report(mirror).stages).toEqual([
      { stage: { id: '', name: null, probability: null, kind: 'open' }, count: 1, sums: [{ currency: 'EUR', count: 1, amount: 3, weighted: 3 }] },
      {
        stage: expect.objectContaining({ id: 's1' }),
        count: 3,
        sums: [
          { currency: 'EUR', count: 2, amount: 1500.5, weighted: 300.2 },
          { currency: 'KRW', count: 1, amount: 9_000_000, weighted: 900_000 },
        ],
      },
      { stage: expect.objectContaining({ id: 's2' }), count: 2, sums: [{ currency: 'EUR', count: 2, amount: 200, weighted: 120 }] },
      { stage: expect.objectContaining({ id: 's3' }), count: 0, sums: [] },
      { stage: expect.objectContaining({ id: 's4' }), count: 0, sums: [] },
    ])
    expect(report(mirror, { pipeline: 'p2' }).stages.map(({ count, sums }) => [count, sums[0]?.amount])).toEqual([[1, 77]])
  })

  test('before the first deal its stages are there, with nothing in them', () => {
    mirror = openPipeline()
    expect(report(mirror).stages.map(({ stage, count, sums }) => [stage.id, count, sums])).toEqual(['s1', 's2', 's3', 's4'].map((id) => [id, 0, []]))
  })

  test('a deal that names no pipeline stands in the one of its stage', () => {
    mirror = openPipeline()
    mirror.pull('deal', [deal('1', 'r1', { amount: 4, pipelines: [] }), deal('2', 's1', { amount: 8, pipelines: [] })])
    expect(report(mirror, { pipeline: 'p2' }).stages[0]?.sums).toEqual([{ currency: 'EUR', count: 1, amount: 4, weighted: 2 }])
  })

  test('an unpushed move and an unpushed deletion count at once', () => {
    mirror = openPipeline()
    mirror.pull('deal', [deal('1', 's1', { amount: 10 }), deal('2', 's1', { amount: 20 })])
    mirror.edit('deal', '1', { stages: [{ id: 's2' }], amount: 11 })
    expect(report(mirror).stages.map(({ count, sums }) => [count, sums[0]?.amount ?? 0])).toEqual([
      [1, 20],
      [1, 11],
      [0, 0],
      [0, 0],
    ])
  })

  test('narrows by owner and by close date, the last day to its end', () => {
    mirror = openPipeline()
    mirror.pull('deal', [
      deal('1', 's1', { amount: 1, user_id: 'u1', closing_at: '2026-11-30T00:00:00.000Z' }),
      deal('2', 's1', { amount: 2, user_id: 'u1', closing_at: '2026-12-01T00:00:00.000Z' }),
      deal('3', 's1', { amount: 4, user_id: 'u2', closing_at: '2026-11-30T22:00:00.000Z' }),
      deal('4', 's1', { amount: 8, user_id: 'u1' }),
    ])
    const first = (query: Parameters<typeof report>[1]) => report(mirror as TestMirror, query).stages[0]?.sums[0]?.amount
    expect(first({ owner: 'u1' })).toBe(11)
    expect(first({ closing: { from: null, to: '2026-11-30' } })).toBe(5)
    expect(first({ closing: { from: '2026-12-01', to: '2026-12-31' } })).toBe(2)
    expect(first({ owner: 'u1', closing: { from: '2026-11-01', to: '2026-11-30' } })).toBe(1)
  })

  test('says when nobody knows a probability: weighted then equals amount', () => {
    mirror = openTestMirror()
    mirror.pull('pipeline', [{ id: 'p', stages: [{ id: 'a', name: 'Open' }] }])
    mirror.pull('deal', [{ id: '1', stages: [{ id: 'a' }], pipelines: [{ id: 'p' }], amount: 100, currency: 'USD' }])
    const { hasProbability, stages } = report(mirror)
    expect([hasProbability, stages[0]?.sums]).toEqual([false, [{ currency: 'USD', count: 1, amount: 100, weighted: 100 }]])
  })
})

describe('forecastReport', () => {
  test('puts open deals into the month of their close date, and says what is late, later or has none', () => {
    mirror = openPipeline()
    mirror.pull('deal', [
      deal('1', 's1', { amount: 100, closing_at: '2026-11-30T00:00:00.000Z' }),
      deal('2', 's2', { amount: 100, closing_at: '2026-12-31T23:30:00.000Z' }),
      deal('3', 'r1', { amount: 100, closing_at: '2026-12-01T00:00:00.000Z' }),
      deal('4', 's1', { amount: 50, closing_at: '2026-10-31T00:00:00.000Z' }),
      deal('5', 's1', { amount: 60, closing_at: '2027-01-01T00:00:00.000Z' }),
      deal('6', 's1', { amount: 70 }),
      deal('7', 's3', { amount: 1e6, closing_at: '2026-12-01T00:00:00.000Z' }), // won: no forecast
      deal('8', 's9', { amount: 1e6, closing_at: '2026-12-01T00:00:00.000Z', closed_at: '2026-11-01T00:00:00.000Z' }), // over, by its own word
    ])
    const all = forecastReport(mirror.db, { connection, pipeline: null, owner: null, months: ['2026-11', '2026-12'] })
    expect(all.months.map(({ month, sums }) => [month, sums.map(({ amount, weighted }) => [amount, weighted])])).toEqual([
      ['before', [[50, 5]]],
      ['2026-11', [[100, 10]]],
      ['2026-12', [[200, 110]]],
      ['after', [[60, 6]]],
      ['none', [[70, 7]]],
    ])
    const renewals = forecastReport(mirror.db, { connection, pipeline: 'p2', owner: null, months: ['2026-12'] })
    expect(renewals.months.find(({ month }) => month === '2026-12')?.sums).toEqual([{ currency: 'EUR', count: 1, amount: 100, weighted: 50 }])
  })
})
