/** What answers show about a CRM, and what does not count as shown. Each case is one answer, or two that belong together. */
import { describe, expect, test } from 'vitest'
import { instant, parseInstant, type Instant } from '../../../../src/shared/model/ids'
import {
  freshMemory,
  judgeList,
  judgeWriteAnswer,
  type ListSight,
  type Memory,
  type SeenRow,
  watchWrite,
} from '../../../../src/main/sync/decide/judge-capabilities'

const at = (time: string): Instant => parseInstant(`2026-11-${time}Z`) ?? instant(0)
const row = (id: string, time: string, fields: readonly string[] = ['id', 'name']): SeenRow => ({
  id,
  updatedAt: at(time),
  createdAt: at(time),
  fields,
})

const quiet: ListSight = {
  object: 'contact',
  updatedSince: null,
  sort: null,
  descending: false,
  offset: 0,
  limit: 10,
  largest: 100,
  fields: null,
  rows: [],
  at: at('20T12:00:00'),
}

/** The points that a series of answers shows, the last word on each. */
function shown(sights: readonly Partial<ListSight>[], from: Memory = freshMemory): Record<string, boolean | number> {
  let memory = from
  const points: Record<string, boolean | number> = {}
  for (const sight of sights) {
    const judged = judgeList(memory, { ...quiet, ...sight })
    memory = judged.memory
    for (const { name, value, evidence } of judged.findings) {
      expect(evidence.length).toBeGreaterThan(10)
      points[name] = value
    }
  }
  return points
}

describe('the order', () => {
  const up = [row('1', '01T10:00:00'), row('2', '02T10:00:00')]
  const down = up.toReversed()

  test('is honoured only once both directions came as asked', () => {
    expect(shown([{ sort: 'updated_at', rows: up }])).not.toHaveProperty('sort-updated-at')
    expect(
      shown([
        { sort: 'updated_at', rows: up },
        { sort: 'updated_at', descending: true, rows: down },
      ]),
    ).toMatchObject({ 'sort-updated-at': true })
  })

  test('is not honoured where the same rows come whichever way one asks', () => {
    expect(
      shown([
        { sort: 'updated_at', rows: up },
        { sort: 'updated_at', descending: true, rows: up },
      ]),
    ).toMatchObject({ 'sort-updated-at': false })
  })

  test('shows nothing in rows that all have the same stamp', () => {
    const same = [row('1', '01T10:00:00'), row('2', '01T10:00:00')]
    expect(
      shown([
        { sort: 'created_at', rows: same },
        { sort: 'created_at', descending: true, rows: same },
      ]),
    ).not.toHaveProperty('sort-created-at')
  })
})

describe('equal stamps', () => {
  const [one, two] = [row('1', '01T10:00:00'), row('2', '01T10:00:00')]
  const asked = { sort: 'updated_at' } as const

  test('stand still where the same question brings them in the same order', () => {
    expect(shown([{ ...asked, rows: [one, two] }])).not.toHaveProperty('stable-ties-updated-at')
    expect(
      shown([
        { ...asked, rows: [one, two] },
        { ...asked, rows: [one, two] },
      ]),
    ).toMatchObject({ 'stable-ties-updated-at': true })
  })

  test('don’t where it brings them in another', () => {
    expect(
      shown([
        { ...asked, rows: [one, two] },
        { ...asked, rows: [two, one] },
      ]),
    ).toMatchObject({ 'stable-ties-updated-at': false })
  })

  test('are not blamed for a record that was edited in between', () => {
    const edited = row('1', '02T10:00:00')
    expect(
      shown([
        { ...asked, rows: [one, two] },
        { ...asked, rows: [two, edited] },
      ]),
    ).not.toHaveProperty('stable-ties-updated-at')
  })
})

describe('ties that once moved', () => {
  const [one, two] = [row('1', '01T10:00:00'), row('2', '01T10:00:00')]

  test('stand still after all where ten answers in a row say so', () => {
    let { memory } = judgeList(freshMemory, { ...quiet, sort: 'updated_at', rows: [one, two] })
    const overturned: boolean[] = []
    for (let answer = 1; answer <= 10; answer += 1) {
      const judged = judgeList(memory, { ...quiet, sort: 'updated_at', updatedSince: answer % 2 === 0 ? null : instant(0), rows: [one, two] })
      memory = judged.memory
      overturned.push(judged.findings.some(({ name, value, overturns }) => name === 'stable-ties-updated-at' && value === true && overturns === true))
    }
    expect(overturned).toEqual([...Array<boolean>(9).fill(false), true])
  })
})

describe('the filter', () => {
  const all = { rows: [row('1', '01T10:00:00'), row('2', '20T10:00:05.250'), row('3', '20T10:00:30')] }

  test('is honoured where it left out a record that is known to be older', () => {
    expect(shown([all, { updatedSince: at('20T10:00:20'), rows: [row('3', '20T10:00:30')] }])).toMatchObject({ 'updated-gte': true })
  })

  test('shows nothing while no older record is known', () => {
    expect(shown([{ updatedSince: at('20T10:00:20'), rows: [row('3', '20T10:00:30')] }])).not.toHaveProperty('updated-gte')
  })

  test('is ignored where a record of weeks ago comes', () => {
    expect(shown([all, { updatedSince: at('20T10:00:20'), rows: all.rows }])).toMatchObject({ 'updated-gte': false })
  })

  test('is one by the minute where the rest of that minute comes too', () => {
    expect(shown([all, { updatedSince: at('20T10:00:20'), rows: all.rows.slice(1) }])).toMatchObject({
      'updated-gte': true,
      'updated-gte-precision': 60_000,
    })
  })

  test('is a fine one where the newest record, a moment older, is left out', () => {
    expect(shown([all, { updatedSince: at('20T10:00:31'), rows: [] }])).toMatchObject({ 'updated-gte': true, 'updated-gte-precision': 1000 })
  })

  test('is not called coarse where everything there is lies within the hour', () => {
    const young = { rows: [row('1', '20T10:01:00'), row('2', '20T10:40:00')] }
    expect(shown([young, { updatedSince: at('20T10:50:00'), rows: young.rows }])).not.toHaveProperty('updated-gte')
  })

  test('includes its bound where a record of exactly then came', () => {
    expect(shown([{ updatedSince: at('20T10:00:30'), rows: [row('3', '20T10:00:30')] }])).toMatchObject({ 'updated-gte-inclusive': true })
  })
})

describe('the rest', () => {
  test('fields are ignored where others come too', () => {
    expect(shown([{ fields: ['id'], rows: [row('1', '01T10:00:00')] }])).toMatchObject({ fields: false })
    expect(shown([{ fields: ['id', 'name'], rows: [row('1', '01T10:00:00')] }])).toMatchObject({ fields: true })
  })

  test('the precision of stamps is that of the finest one', () => {
    const days = ['01', '02', '03', '04', '05', '06', '07', '08']
    const points = (tail: string) => shown([{ rows: days.map((day) => row(day, `${day}T10:00${tail}`)) }])
    expect(points(':00')).toMatchObject({ 'stamp-precision': 60_000 })
    expect(points(':07')).toMatchObject({ 'stamp-precision': 1000 })
    expect(points(':07.250')).toMatchObject({ 'stamp-precision': 1 })
  })

  test('a few stamps show no precision', () => {
    expect(shown([{ rows: [row('1', '01T10:00:00'), row('2', '02T10:00:00')] }])).not.toHaveProperty('stamp-precision')
  })

  test('lists lag by the time that a write of ours was missing from them', () => {
    const written = watchWrite(freshMemory, { id: '1', stamp: at('20T12:00:00'), at: at('20T12:00:00') })
    const missing = { rows: [], at: at('20T12:00:40') }
    const there = { rows: [row('1', '20T12:00:00')], at: at('20T12:02:00') }
    expect(shown([missing, there], written)).toMatchObject({ 'list-lag': 40_000 })
    expect(shown([there], written)).toMatchObject({ 'list-lag': 0 })
  })

  test('a list that could not have held our write shows no lag', () => {
    const written = watchWrite(freshMemory, { id: '1', stamp: at('20T12:00:00'), at: at('20T12:00:00') })
    const later = { updatedSince: at('20T12:30:00'), at: at('20T12:00:40') }
    expect(shown([later, { rows: [row('1', '20T12:00:00')] }], written)).toMatchObject({ 'list-lag': 0 })
  })

  test('an answer to a write is thin where most of what was sent is missing', () => {
    expect(judgeWriteAnswer(['name', 'title', 'emails'], [])).toMatchObject({ value: true })
    expect(judgeWriteAnswer(['name', 'title', 'emails'], null)).toMatchObject({ value: true })
    expect(judgeWriteAnswer(['name', 'title', 'emails'], ['name', 'title'])).toMatchObject({ value: false })
    expect(judgeWriteAnswer([], [])).toBe(null)
  })

  test('only a full page of the largest size is a page size', () => {
    const rows = ['1', '2'].map((id) => row(id, '01T10:00:00'))
    expect(shown([{ limit: 2, largest: 100, rows }])).not.toHaveProperty('page-size')
    expect(shown([{ limit: 2, largest: 2, rows }])).toMatchObject({ 'page-size': 2 })
  })
})
