/**
 * What holds for every figure: it is the sum over the records behind it, and it is read from an index. Compared with the same
 * sums done document by document.
 */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { dealsBehind } from '../../../../src/main/mirror/aggregates/deals'
import { outcomeReport } from '../../../../src/main/mirror/aggregates/outcomes'
import { forecastReport, pipelineReport } from '../../../../src/main/mirror/aggregates/pipeline'
import { handleOf } from '../../../../src/main/mirror/sql'
import { connection } from '../support/open-mirror'
import { deal, moment, now, openPipeline } from './sample'

const anyDeal = fc.record({
  stage: fc.constantFrom('s1', 's2', 's3', 's4', 'r1', 's9'),
  amount: fc.option(fc.integer({ min: 0, max: 10_000 }), { nil: null }),
  currency: fc.constantFrom('EUR', 'usd', ''),
  probability: fc.option(fc.constantFrom(0, 20, 50, 100), { nil: null }),
  owner: fc.constantFrom('u1', 'u2'),
  closing: fc.option(fc.constantFrom('2026-10-31', '2026-11-01', '2026-11-30', '2026-12-01'), { nil: null }),
  closed: fc.option(fc.constantFrom('2026-10-31', '2026-11-01', '2026-11-15'), { nil: null }),
})

test('a stage, a month and an outcome are exactly the deals behind them, however deals are made', () => {
  fc.assert(
    fc.property(fc.array(anyDeal, { maxLength: 25 }), fc.constantFrom(null, 'u1'), (deals, owner) => {
      const mirror = openPipeline()
      mirror.pull(
        'deal',
        deals.map(({ stage, amount, currency, probability, owner: user, closing, closed }, index) =>
          deal(String(index), stage, {
            currency,
            user_id: user,
            ...(amount === null ? {} : { amount }),
            ...(probability === null ? {} : { probability }),
            ...(closing === null ? {} : { closing_at: `${closing}T00:00:00.000Z` }),
            ...(closed === null ? {} : { closed_at: `${closed}T00:00:00.000Z` }),
          }),
        ),
      )
      const slice = { connection, pipeline: 'p1', owner }
      const open = { from: null, to: null }
      const behind = (query: Partial<Parameters<typeof dealsBehind>[1]>) => {
        const { rows, total } = dealsBehind(mirror.db, {
          ...slice,
          now,
          kind: null,
          stage: null,
          closing: open,
          undated: false,
          closed: null,
          currency: null,
          quietSince: null,
          limit: 500,
          ...query,
        })
        expect(rows.length).toBe(total)
        return { count: total, amount: rows.reduce((sum, row) => sum + Number(row.values['amount'] ?? 0), 0) }
      }
      const summed = (sums: readonly { readonly count: number; readonly amount: number }[]) => ({
        count: sums.reduce((sum, { count }) => sum + count, 0),
        amount: sums.reduce((sum, { amount }) => sum + amount, 0),
      })
      for (const { stage, sums } of pipelineReport(mirror.db, { ...slice, closing: open }).stages)
        expect(summed(sums)).toEqual(behind({ stage: stage.id }))
      const { months } = forecastReport(mirror.db, { ...slice, months: ['2026-11'] })
      const [before, november, after, none] = months.map(({ sums }) => summed(sums))
      expect(before).toEqual(behind({ kind: 'open', closing: { from: null, to: '2026-10-31' } }))
      expect(november).toEqual(behind({ kind: 'open', closing: { from: '2026-11-01', to: '2026-11-30' } }))
      expect(after).toEqual(behind({ kind: 'open', closing: { from: '2026-12-01', to: null } }))
      expect(none).toEqual(behind({ kind: 'open', undated: true }))
      const span = { from: moment('2026-11-01T00:00:00Z'), to: moment('2026-12-01T00:00:00Z') }
      const [outcome] = outcomeReport(mirror.db, { ...slice, spans: [span] })
      expect(summed(outcome?.won ?? [])).toEqual(behind({ kind: 'won', closed: span }))
      expect(summed(outcome?.lost ?? [])).toEqual(behind({ kind: 'lost', closed: span }))
      mirror.close()
    }),
    { numRuns: 25 },
  )
})

test('sums are read from the indexes alone: no document is opened for a record', () => {
  const mirror = openPipeline()
  mirror.pull('deal', [deal('1', 's1')])
  const { raw } = handleOf(mirror.db)
  const seen: string[] = []
  const prepare = raw.prepare.bind(raw)
  raw.prepare = (sql: string) => {
    seen.push(sql)
    return prepare(sql)
  }
  const slice = { connection, pipeline: 'p1', owner: 'u1' }
  pipelineReport(mirror.db, { ...slice, closing: { from: '2026-11-01', to: '2026-11-30' } })
  forecastReport(mirror.db, { ...slice, months: ['2026-11'] })
  outcomeReport(mirror.db, { ...slice, spans: [{ from: now, to: moment('2026-12-01T00:00:00Z') }] })
  const sums = seen.filter((sql) => sql.includes('INDEXED BY deal_'))
  // Three sums, and one look whether any deal names no pipeline.
  expect(sums).toHaveLength(4)
  for (const sql of sums) expect(documentReads(mirror.db, sql), sql).toEqual([])
  mirror.close()
})

/** SQLite's program for a statement, as far as it takes a document out of `record`. The plan alone does not tell. */
function documentReads(db: Parameters<typeof handleOf>[0], sql: string): readonly string[] {
  const root = db.get<{ readonly rootpage: number }>(`SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = 'record'`)?.rootpage
  const documents = db
    .all<{ readonly cid: number; readonly name: string }>(`PRAGMA table_info(record)`)
    .filter(({ name }) => name === 'view_json' || name === 'remote_json')
    .map(({ cid }) => cid)
  const parameters = Array.from({ length: sql.split('?').length - 1 }, () => 0)
  const program = db.all<{ readonly opcode: string; readonly p1: number; readonly p2: number }>(`EXPLAIN ${sql}`, ...parameters)
  const table = program.find(({ opcode, p2 }) => opcode === 'OpenRead' && p2 === root)?.p1
  expect(documents).toHaveLength(2)
  // Once a group, SQLite fetches the columns and looks at neither: a jump leads past them. That is not once a record.
  const onceAGroup = (at: number): boolean => program.some(({ opcode, p2 }, jump) => opcode === 'If' && jump < at && jump > at - 20 && p2 > at)
  return program.flatMap(({ opcode, p1, p2 }, at) =>
    opcode === 'Column' && p1 === table && documents.includes(p2) && !onceAGroup(at) ? [`${at} ${opcode} ${p2}`] : [],
  )
}
