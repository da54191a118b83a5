/** Marks: each stands where reading row by row comes to, whatever the order and the filter; and a value is found where it stands. */
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { listMarks, type MarkEffort, seekPlace } from '../../../src/main/mirror/list-marks'
import { listRows } from '../../../src/main/mirror/lists'
import type { Sort } from '../../../src/main/mirror/sorting'
import { instant } from '../../../src/shared/model/ids'
import type { ListMark } from '../../../src/shared/model/list-marks'
import { connection, openTestMirror, type TestMirror } from './support/open-mirror'

let mirror: TestMirror
beforeEach(() => {
  mirror = openTestMirror()
})
afterEach(() => mirror.close())

type Narrowing = Pick<Parameters<typeof listRows>[1], 'where' | 'search' | 'asked'>
const all: Narrowing = { where: [], search: '', asked: null }

function rowsFrom(of: TestMirror, sort: readonly Sort[], after: string | null, narrowing = all): readonly string[] {
  const ids: string[] = []
  let next = after
  do {
    const page = listRows(of.db, { connection, object: 'contact', ...narrowing, sort, after: next, limit: 1000 })
    ids.push(...page.rows.map(({ remoteId }) => remoteId ?? ''))
    next = page.next
  } while (next !== null)
  return ids
}

function marksOf(of: TestMirror, sort: readonly Sort[], effort: MarkEffort, narrowing = all): { marks: readonly ListMark[]; count: number } {
  const marks: ListMark[] = []
  let after: string | null = null
  let index = 0
  do {
    const part = listMarks(of.db, { connection, object: 'contact', ...narrowing, sort, after, index }, effort)
    marks.push(...part.marks)
    after = part.next
    index = part.count
  } while (after !== null)
  return { marks, count: index }
}

describe('marks of a list', () => {
  test('behind each mark stand the rows that a reading from the beginning finds behind so many', () => {
    const value = fc.option(fc.constantFrom('arger', 'Berta', 'Zoë', 'ørsted'), { nil: null })
    const sorts: readonly (readonly Sort[])[] = [
      [{ field: 'name', descending: false }],
      [{ field: 'title', descending: true }],
      [
        { field: 'title', descending: false },
        { field: 'name', descending: true },
      ],
    ]
    const narrowed: Narrowing = {
      where: [],
      search: '',
      asked: { filter: { field: 'title', op: 'not-empty', value: null }, me: null, now: instant(0) },
    }
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 30 }), fc.integer({ min: 1, max: 5 }), (people, every) => {
        const own = openTestMirror()
        own.pull(
          'contact',
          people.map(([name, title], index) => ({ id: String(index), ...(name === null ? {} : { name }), ...(title === null ? {} : { title }) })),
        )
        for (const sort of sorts) {
          for (const narrowing of [all, narrowed]) {
            const whole = rowsFrom(own, sort, null, narrowing)
            const { marks, count } = marksOf(own, sort, { hops: 3, rows: 4, every }, narrowing)
            expect(count).toBe(whole.length)
            expect(marks.map(({ after }) => rowsFrom(own, sort, after, narrowing))).toEqual(marks.map(({ index }) => whole.slice(index)))
            // No two further apart than so many rows.
            const gaps = [...marks.map(({ index }) => index), count].map((index, at, these) => index - (these[at - 1] ?? 0))
            expect(Math.max(...gaps)).toBeLessThanOrEqual(every)
          }
        }
        own.close()
      }),
      { numRuns: 30 },
    )
  })
})

describe('the place of what is typed', () => {
  const first = (object: 'contact' | 'deal', sort: Sort, text: string): string | null | undefined => {
    const place = seekPlace({ object, sort, text })
    if (place === null) return null
    return listRows(mirror.db, { connection, object, ...all, sort, after: place.after, limit: 1 }).rows[0]?.name
  }

  test('is before the first name that begins with it, without case and accents, in either direction', () => {
    mirror.pull(
      'contact',
      ['Adler', 'Ångström', 'Anna', 'Émile', 'Zoe'].map((name, index) => ({ id: String(index), name })),
    )
    const up = { field: 'name', descending: false }
    const down = { field: 'name', descending: true }
    expect(['an', 'ÄN', 'anna', 'b', 'e', 'z', 'zz'].map((text) => first('contact', up, text))).toEqual([
      'Ångström',
      'Ångström',
      'Anna',
      'Émile',
      'Émile',
      'Zoe',
      undefined,
    ])
    expect(['z', 'f', 'an', 'a', '1'].map((text) => first('contact', down, text))).toEqual(['Zoe', 'Émile', 'Anna', 'Anna', undefined])
  })

  test('of figures and dates is by their value, and letters have none there', () => {
    mirror.pull('deal', [
      { id: '1', name: 'small', amount: 900, closing_at: '2026-01-15T00:00:00Z' },
      { id: '2', name: 'middle', amount: 1000, closing_at: '2026-02-01T00:00:00Z' },
      { id: '3', name: 'large', amount: 20_000, closing_at: '2027-05-01T00:00:00Z' },
    ])
    const amount = (descending: boolean, text: string) => first('deal', { field: 'amount', descending }, text)
    expect([amount(false, '1000'), amount(false, '1,001'), amount(true, '1000'), amount(true, '999'), amount(false, 'x')]).toEqual([
      'middle',
      'large',
      'middle',
      'small',
      null,
    ])
    const closing = (descending: boolean, text: string) => first('deal', { field: 'closing_at', descending }, text)
    expect([closing(false, '2026-02'), closing(false, '2027'), closing(true, '2026'), closing(true, '2026-01'), closing(false, 'may')]).toEqual([
      'middle',
      'large',
      'middle',
      'small',
      null,
    ])
  })
})
