/** Lists: every page by key, in every sort that is offered, with nothing lost at a border; filters; and no scan behind any of it. */
import * as fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { listRows } from '../../../src/main/mirror/lists'
import { countRecords } from '../../../src/main/mirror/counts'
import { handleOf } from '../../../src/main/mirror/sql'
import { sortableFields } from '../../../src/shared/model/fields'
import { objectTypes } from '../../../src/shared/model/object-type'
import { at, connection, openTestMirror, type TestMirror } from './support/open-mirror'

let mirror: TestMirror | null = null
afterEach(() => {
  mirror?.close()
  mirror = null
})
const open = (): TestMirror => (mirror = openTestMirror())

function allPages(of: TestMirror, query: Partial<Parameters<typeof listRows>[1]>, limit: number): readonly string[] {
  const ids: string[] = []
  let after: string | null = null
  do {
    const page = listRows(of.db, { connection, object: 'contact', where: [], search: '', sort: null, ...query, after, limit })
    ids.push(...page.rows.map((row) => row.remoteId ?? ''))
    after = page.next
  } while (after !== null)
  return ids
}

describe('a list', () => {
  test('in pages is the sorted whole, in both directions, with ties and without values, whatever the page', () => {
    const value = fc.option(fc.constantFrom('Ärger', 'arger', 'Berta', 'çelik', 'Zoë', 'zoe', 'Ørsted'), { nil: null })
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 7 }), (people, limit) => {
        const own = openTestMirror()
        own.pull(
          'contact',
          people.map(([name, title], index) => ({ id: String(index), ...(name === null ? {} : { name }), ...(title === null ? {} : { title }) })),
        )
        for (const field of ['name', 'title']) {
          for (const descending of [false, true]) {
            const sort = { field, descending }
            const paged = allPages(own, { sort }, limit)
            expect(paged).toEqual(allPages(own, { sort }, 1000))
            expect([...paged].toSorted()).toEqual(people.map((_, index) => String(index)).toSorted())
            // Those without a value are last, whichever way it goes.
            const empty = paged.map((id) => Number(people[Number(id)]?.[field === 'name' ? 0 : 1] === null))
            expect(empty).toEqual(empty.toSorted((a, b) => a - b))
          }
        }
        own.close()
      }),
      { numRuns: 40 },
    )
  })

  test('is sorted without case and accents, numbers by value, moments by time', () => {
    const { pull } = open()
    pull('deal', [
      { id: '1', name: 'b', amount: 9 },
      { id: '2', name: 'Á', amount: 100 },
      { id: '3', name: 'a', amount: 20, closing_at: '2026-12-01T00:00:00+02:00' },
      { id: '4', name: 'C', closing_at: '2026-11-30T23:00:00Z' },
    ])
    const order = (field: string, descending = false) => mirror && allPages(mirror, { object: 'deal', sort: { field, descending } }, 2)
    expect(order('name')).toEqual(['2', '3', '1', '4'])
    expect(order('amount', true)).toEqual(['2', '3', '1', '4'])
    expect(order('closing_at')?.slice(0, 2)).toEqual(['3', '4'])
  })

  test('a cursor of another sort, or one that is none, is bad input', () => {
    const { db, pull } = open()
    pull('contact', [
      { id: '1', name: 'a' },
      { id: '2', name: 'b' },
    ])
    const { next } = listRows(db, {
      connection,
      object: 'contact',
      where: [],
      search: '',
      sort: { field: 'name', descending: false },
      after: null,
      limit: 1,
    })
    const attempt = (after: string | null, field: string) => () =>
      listRows(db, { connection, object: 'contact', where: [], search: '', sort: { field, descending: false }, after, limit: 1 })
    expect(attempt(next, 'title')).toThrow(/after/)
    expect(attempt('nonsense', 'name')).toThrow(/after/)
    expect(attempt(null, 'nonsense')).toThrow(/one of name, title/)
  })

  test('shows an unpushed edit, its mark and its field', () => {
    const { db, pull, edit } = open()
    pull('contact', [{ id: '1', name: 'Ada', title: 'CTO', emails: [{ email: 'ada@a.example' }] }])
    edit('contact', '1', { title: 'CEO' })
    const { rows } = listRows(db, { connection, object: 'contact', where: [], search: '', sort: null, after: null, limit: 10 })
    expect(rows).toMatchObject([{ remoteId: '1', mark: 'waiting', unpushed: ['title'], values: { title: 'CEO', emails: ['ada@a.example'] } }])
  })
})

describe('a filter', () => {
  test('finds by text without case, by list member, by owner, by link from either side, by custom field', () => {
    const { pull } = open()
    pull('company', [{ id: 'c9', name: 'Acme', contact_ids: ['2'] }])
    pull('contact', [
      {
        id: '1',
        name: 'Ada',
        title: 'CTO',
        user_id: 'u1',
        company_ids: ['c9'],
        emails: [{ email: 'Ada@A.example' }],
        metadata: [{ slug: 'tier', value: 5 }],
      },
      { id: '2', name: 'Bo', title: 'cto', telephones: [{ telephone: '+49 30 123' }] },
      { id: '3', name: 'Cy' },
    ])
    const found = (field: string, value: string | null) => mirror && allPages(mirror, { where: [{ field, value }] }, 10)
    expect(found('title', 'CTO')).toEqual(['1', '2'])
    expect(found('title', '')).toEqual(['3'])
    expect(found('user_id', 'u1')).toEqual(['1'])
    expect(found('emails', 'ada@a.example')).toEqual(['1'])
    expect(found('telephones', '+4930123')).toEqual(['2'])
    expect(found('metadata.tier', '5')).toEqual(['1'])
    expect(found('company_ids', 'c9')).toEqual(['1', '2'])
    expect(found('id', '3')).toEqual(['3'])
    expect(() => found('nonsense', 'x')).toThrow(/a field of contact/)
  })

  test('is counted when few records can match, whatever it asks', () => {
    const { db, pull } = open()
    pull('contact', [
      { id: '1', name: 'Ada', title: 'CTO' },
      { id: '2', name: 'Bo' },
    ])
    const count = (field?: string, value = '') =>
      countRecords(db, { connection, object: 'contact', where: field ? [{ field, value }] : [], search: '' })
    expect([count(), count('title', 'cto'), count('department', 'x')]).toEqual([2, 1, 0])
  })
})

describe('behind a list', () => {
  test('no offered sort scans the records or sorts them', () => {
    const { db } = open()
    const statements = vi.spyOn(handleOf(db), 'all')
    for (const object of objectTypes) {
      mirror?.pull(object, [{ id: 'x', name: 'x', updated_at: at(1) }])
      for (const field of sortableFields(object)) {
        for (const descending of [false, true]) {
          const { rows } = listRows(db, { connection, object, where: [], search: '', sort: { field, descending }, after: null, limit: 1 })
          expect(rows).toHaveLength(1)
        }
      }
    }
    const seen = new Set(statements.mock.calls.map(([sql]) => sql).filter((sql) => sql.includes('FROM record r')))
    statements.mockRestore()
    expect(seen.size).toBeGreaterThan(60)
    for (const sql of seen) {
      const blanks = Array.from({ length: (sql.match(/\?/g) ?? []).length }, () => 1)
      const plan = db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...blanks).map(({ detail }) => detail)
      expect(plan.join('\n'), sql).not.toMatch(/SCAN r\b|TEMP B-TREE/)
    }
  })
})
