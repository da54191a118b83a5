/** Won and lost, velocity, activities, today, quiet deals, movements: sums done by hand. */
import { afterEach, describe, expect, test } from 'vitest'
import { activityReport, agenda } from '../../../../src/main/mirror/aggregates/activity'
import { dealsBehind } from '../../../../src/main/mirror/aggregates/deals'
import { dealMovements, lastArrived } from '../../../../src/main/mirror/aggregates/movements'
import { outcomeReport, velocityReport } from '../../../../src/main/mirror/aggregates/outcomes'
import type { JsonObject } from '../../../../src/shared/model/json'
import { connection, type TestMirror } from '../support/open-mirror'
import { call, daysAgo, deal, moment, now, openPipeline, task, today } from './sample'

let mirror: TestMirror | null = null
afterEach(() => {
  mirror?.close()
  mirror = null
})
const open = (): TestMirror => (mirror = openPipeline())
const everybody = { connection, pipeline: null, owner: null }
const october = { from: moment('2026-10-01T00:00:00Z'), to: moment('2026-11-01T00:00:00Z') }
const november = { from: october.to, to: moment('2026-12-01T00:00:00Z') }
const behind = (of: TestMirror, query: Partial<Parameters<typeof dealsBehind>[1]>) =>
  dealsBehind(of.db, {
    ...everybody,
    now,
    kind: null,
    stage: null,
    closing: { from: null, to: null },
    undated: false,
    closed: null,
    currency: null,
    quietSince: null,
    limit: 50,
    ...query,
  })

describe('outcomeReport', () => {
  test('counts a deal in the span in which it was closed, the border belonging to the later one', () => {
    const { db, pull } = open()
    pull('deal', [
      deal('1', 's3', { amount: 100, closed_at: '2026-10-31T23:59:59.999Z' }),
      deal('2', 's3', { amount: 200, closed_at: '2026-11-01T00:00:00.000Z' }),
      deal('3', 's4', { amount: 400, closed_at: '2026-11-02T00:00:00.000Z' }),
      deal('4', 's3', { amount: 800, currency: 'USD', closed_at: '2026-11-03T00:00:00.000Z' }),
      deal('5', 's9', { amount: 1600, closed_at: '2026-11-03T00:00:00.000Z', probability: 100 }), // won by its own word
      deal('6', 's9', { amount: 3200, closed_at: '2026-11-03T00:00:00.000Z' }), // lost by its own word
      deal('7', 's1', { amount: 6400, closed_at: '2026-11-03T00:00:00.000Z' }), // stands in an open stage: neither
      deal('8', 's3', { amount: 12_800 }), // nobody knows when
    ])
    const sums = outcomeReport(db, { ...everybody, spans: [october, november] }).map(({ won, lost }) => ({
      won: won.map(({ currency, count, amount }) => [currency, count, amount]),
      lost: lost.map(({ currency, count, amount }) => [currency, count, amount]),
    }))
    expect(sums).toEqual([
      { won: [['EUR', 1, 100]], lost: [] },
      {
        won: [
          ['EUR', 2, 1800],
          ['USD', 1, 800],
        ],
        lost: [['EUR', 2, 3600]],
      },
    ])
  })
})

describe('velocityReport', () => {
  test('is the median from created to won, and says nothing where nothing was won', () => {
    const { db, pull } = open()
    const won = (id: string, created: string, closed: string): JsonObject => deal(id, 's3', { created_at: created, closed_at: closed })
    pull('deal', [
      won('1', '2026-11-01T00:00:00.000Z', '2026-11-11T00:00:00.000Z'), // 10 days
      won('2', '2026-10-12T00:00:00.000Z', '2026-11-11T12:00:00.000Z'), // 30.5
      won('3', '2026-09-01T00:00:00.000Z', '2026-11-10T00:00:00.000Z'), // 70
      deal('4', 's4', { created_at: '2026-11-10T00:00:00.000Z', closed_at: '2026-11-11T00:00:00.000Z' }), // lost
    ])
    const report = velocityReport(db, { ...everybody, spans: [october, november] })
    expect(report.spans.map(({ won: count, medianDays }) => [count, medianDays])).toEqual([
      [0, null],
      [3, 30.5],
    ])
    expect([report.won, report.medianDays]).toEqual([3, 30.5])
  })

  test('a stay in a stage is from the move into it to the move out of it, as the history tells', () => {
    const { db, pull, id } = open()
    pull('deal', [deal('1', 's1', { created_at: '2026-11-04T00:00:00.000Z' })])
    const move = (at: string, from: string, to: string) =>
      db.run(
        `INSERT INTO history (record_id, at, origin, path, old, new) VALUES (?, ?, 'remote', 'stages', ?, ?)`,
        id('deal', '1'),
        moment(at),
        JSON.stringify([{ id: from }]),
        JSON.stringify([{ id: to }]),
      )
    move('2026-11-08T00:00:00.000Z', 's1', 's2') // four days in the first
    move('2026-11-08T00:00:20.000Z', 's2', 's1') // a slip of the hand: no stay
    move('2026-11-08T00:00:40.000Z', 's1', 's2')
    move('2026-11-20T00:00:40.000Z', 's2', 's3') // twelve days in the second
    const { stages } = velocityReport(db, { ...everybody, pipeline: 'p1', spans: [november] })
    expect(stages.map(({ stage, stays, medianDays }) => [stage.id, stays, medianDays])).toEqual([
      ['s1', 1, 4],
      ['s2', 1, 12],
    ])
  })
})

describe('activityReport', () => {
  test('counts each type where it happens, for everybody or for one', () => {
    const { db, pull } = open()
    pull('event', [
      call('1', [], '2026-11-02T08:00:00.000Z', { user_id: 'u1' }),
      call('2', [], '2026-11-03T08:00:00.000Z', { user_id: 'u2' }),
      { id: '3', type: 'EMAIL', created_at: '2026-11-04T08:00:00.000Z', email: { subject: 'x' }, user_id: 'u1' },
      call('4', [], '2026-10-31T23:00:00.000Z', { user_id: 'u1' }),
    ])
    const spans = [october, november]
    expect(activityReport(db, { connection, owner: null, spans }).map(({ counts }) => counts)).toEqual([{ CALL: 1 }, { CALL: 2, EMAIL: 1 }])
    expect(activityReport(db, { connection, owner: 'u1', spans }).map(({ counts }) => counts)).toEqual([{ CALL: 1 }, { CALL: 1, EMAIL: 1 }])
  })
})

describe('agenda', () => {
  test('is what is overdue, the latest first, then today by time; what is done or not mine is not in it', () => {
    const { db, pull } = open()
    pull('contact', [{ id: 'c1', name: 'Ελένη Παππά' }])
    pull('event', [
      task('late', [], '2026-11-20T09:00:00.000Z'),
      task('later', [], '2026-11-22T09:00:00.000Z'),
      task('oldest', [], '2026-01-01T09:00:00.000Z'),
      task('done', [], '2026-11-24T09:00:00.000Z', 'COMPLETED'),
      task('due', [], '2026-11-24T00:00:00.000Z'),
      task('undated', [], null),
      call('meet', [], '2026-11-24T13:30:00.000Z', { contact_ids: ['c1'] }),
      call('tomorrow', [], '2026-11-25T00:00:00.000Z'),
      call('other', [], '2026-11-24T10:00:00.000Z', { user_id: 'u2' }),
    ])
    const { items, overdue } = agenda(db, { connection, owner: null, ...today, overdueLimit: 2 })
    expect(overdue).toBe(3)
    expect(items.map(({ name, about, at, overdue: late }) => [name, about, at, late])).toEqual([
      ['Task later', null, moment('2026-11-22T09:00:00.000Z'), true],
      ['Task late', null, moment('2026-11-20T09:00:00.000Z'), true],
      ['Task due', null, null, false],
      ['Call other', null, moment('2026-11-24T10:00:00.000Z'), false],
      ['Call meet', 'Ελένη Παππά', moment('2026-11-24T13:30:00.000Z'), false],
    ])
    expect(agenda(db, { connection, owner: 'u2', ...today, overdueLimit: 2 }).items.map(({ name }) => name)).toEqual(['Call other'])
  })
})

describe('dealsBehind', () => {
  test('quiet deals are open, older than that, with nothing newer and nothing planned; each says for how long', () => {
    const { db, pull } = open()
    pull('deal', [
      deal('quiet', 's1'),
      deal('called', 's1'),
      deal('planned', 's1'),
      deal('with others', 's1'),
      deal('new', 's1', { created_at: daysAgo(5) }),
      deal('won', 's3'),
      deal('never', 's2'),
    ])
    pull('event', [
      call('1', ['quiet'], daysAgo(19)),
      call('2', ['called'], daysAgo(13)),
      // Named beside two others, the index alone does not tell of it.
      call('3', ['won', 'planned', 'with others'], daysAgo(-20)),
      call('4', ['won'], daysAgo(90)),
    ])
    const { rows, total } = behind(mirror as TestMirror, { kind: 'open', quietSince: moment(daysAgo(14)) })
    expect(db.file).toBeTruthy()
    expect(total).toBe(2)
    expect(rows.map(({ name, quietDays }) => [name, quietDays])).toEqual([
      ['Deal quiet', 19],
      ['Deal never', null],
    ])
  })

  test('narrows by stage, month, missing date and currency, and says how many there are beyond the page', () => {
    const of = open()
    of.pull('deal', [
      deal('1', 's1', { closing_at: '2026-12-01T00:00:00.000Z' }),
      deal('2', 's1', { currency: 'usd' }),
      deal('3', 's2', { closing_at: '2026-12-31T12:00:00.000Z' }),
      deal('4', 's9'),
      deal('5', 's3', { currency: '' }),
    ])
    const names = (query: Parameters<typeof behind>[1]) => behind(of, query).rows.map(({ remoteId }) => remoteId)
    expect(names({ stage: 's1' })).toEqual(['1', '2'])
    expect(names({ stage: '', pipeline: 'p1' })).toEqual(['4'])
    expect(names({ closing: { from: '2026-12-01', to: '2026-12-31' } })).toEqual(['1', '3'])
    expect(names({ undated: true, kind: 'open' })).toEqual(['2', '4'])
    expect(names({ currency: { code: 'USD' } })).toEqual(['2'])
    expect(names({ currency: { code: null } })).toEqual(['5'])
    const page = behind(of, { limit: 2 })
    expect([page.rows.length, page.total]).toEqual([2, 5])
  })
})

describe('dealMovements', () => {
  test('is one line a deal and field from what it was to what it is, and nothing for what was put back', () => {
    const { db, pull, edit } = open()
    pull('deal', [
      deal('1', 's1', { amount: 100, closing_at: '2026-11-30T00:00:00.000Z' }),
      deal('2', 's1', { amount: 50 }),
      deal('3', 's2', { amount: 7 }),
      deal('4', 's1', {}),
    ])
    edit('deal', '1', { amount: 120 })
    edit('deal', '1', { amount: 140 })
    edit('deal', '1', { closing_at: '2026-12-18T00:00:00.000Z' })
    edit('deal', '2', { amount: 60 })
    edit('deal', '2', { amount: 50 })
    edit('deal', '3', { stages: [{ id: 's3', name: 'Won' }] })
    pull('deal', [deal('4', 's2', { updated_at: daysAgo(1) })])
    const said = dealMovements(db, { ...everybody, since: moment('2026-11-23T00:00:00Z'), limit: 50 }).map(
      ({ name, kind, old, new: after, origin }) => [name, kind, old, after, origin],
    )
    expect(said).toEqual([
      ['Deal 4', 'moved', 'First talk', 'Offer', 'remote'],
      ['Deal 3', 'won', 'Offer', 'Won', 'local'],
      ['Deal 1', 'slipped', '2026-11-30T00:00:00.000Z', '2026-12-18T00:00:00.000Z', 'local'],
      ['Deal 1', 'grew', 100, 140, 'local'],
    ])
    expect(dealMovements(db, { ...everybody, since: moment('2026-11-25T00:00:00Z'), limit: 50 })).toEqual([])
  })
})

describe('lastArrived', () => {
  test('names what the CRM changed, a record once, the last one first; what was typed here is not in it', () => {
    const { db, pull, edit } = open()
    pull('contact', [{ id: '1', name: 'Ada', title: 'CTO', updated_at: daysAgo(3) }])
    pull('deal', [deal('1', 's1')])
    pull('contact', [{ id: '1', name: 'Ada', title: 'CEO', department: 'Board', updated_at: daysAgo(2) }])
    pull('deal', [deal('1', 's1', { amount: 5, updated_at: daysAgo(1) })])
    edit('contact', '1', { name: 'Ada L.' })
    expect(lastArrived(db, connection, 5).map(({ object, name, paths }) => [object, name, paths.toSorted()])).toEqual([
      ['deal', 'Deal 1', ['amount']],
      ['contact', 'Ada L.', ['department', 'title']],
    ])
  })
})
