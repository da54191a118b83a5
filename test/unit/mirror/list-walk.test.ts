/**
 * Reading a narrowed list: however it is read (whole index, slices, a small set) and in pages of any size, the same rows come in the
 * same order; and what an index can tell is asked of that index.
 */
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { filterOf } from '../../../src/main/mirror/filters'
import { findStream } from '../../../src/main/mirror/identity'
import { cursorOf, type Place, parseCursor } from '../../../src/main/mirror/list-place'
import { type Effort, walk } from '../../../src/main/mirror/list-walk'
import { listRows } from '../../../src/main/mirror/lists'
import { type Sort, sortedColumns } from '../../../src/main/mirror/sorting'
import { handleOf } from '../../../src/main/mirror/sql'
import { type Filter, type FilterInput, filterSchema } from '../../../src/shared/model/filter'
import { instant } from '../../../src/shared/model/ids'
import type { ObjectType } from '../../../src/shared/model/object-type'
import { connection, openTestMirror, type TestMirror } from './support/open-mirror'

const now = instant(Date.parse('2026-11-24T12:00:00.000Z'))

let mirror: TestMirror
beforeEach(() => {
  mirror = openTestMirror()
})
afterEach(() => mirror.close())

function found(object: ObjectType, filter: FilterInput): readonly string[] {
  const asked = { filter: filterSchema.parse(filter), me: null, now }
  const { rows } = listRows(mirror.db, { connection, object, where: [], search: '', asked, sort: null, after: null, limit: 100 })
  return rows.map(({ remoteId, id }) => remoteId ?? id)
}

describe('reading', () => {
  const sortsToTry: readonly (readonly Sort[])[] = [
    [{ field: 'name', descending: false }],
    [{ field: 'title', descending: true }],
    [
      { field: 'title', descending: false },
      { field: 'company', descending: true },
    ],
    [
      { field: 'title', descending: true },
      { field: 'company', descending: false },
      { field: 'name', descending: true },
    ],
  ]
  const efforts: readonly Effort[] = [
    { few: 1000, slice: 1000 },
    { few: 0, slice: 1000 },
    { few: 0, slice: 1 },
    { few: 0, slice: 3 },
  ]

  /** Every page to its end, the cursor written and read each time, as a client does. */
  function readAll(of: TestMirror, sorts: readonly Sort[], filter: Filter | null, limit: number, effort: Effort): readonly string[] {
    const stream = findStream(of.db, connection, 'contact') ?? 0
    const columns = sortedColumns('contact', sorts)
    const asked = filter === null ? null : { filter, me: null, now }
    const narrowed = filterOf(of.db, stream, { connection, object: 'contact', where: [], search: '', asked })
    const ids: string[] = []
    let place: Place | null = null
    do {
      const { rows, next } = walk({ db: of.db, object: 'contact', stream, sorts: columns, narrowed, limit, effort }, place)
      expect(rows.length).toBeLessThanOrEqual(limit)
      ids.push(...rows.map(({ remote_id }) => remote_id ?? ''))
      place = next === null ? null : parseCursor(cursorOf(next, columns), columns)
    } while (place !== null)
    return ids
  }

  test('a narrowed list sorted by several fields gives the same rows in the same order, whichever way and in pages of any size', () => {
    const value = fc.option(fc.constantFrom('a', 'b', 'c'), { nil: null })
    const filters: readonly (Filter | null)[] = [
      null,
      { field: 'title', op: 'any-of', value: ['a', 'b'] },
      { field: 'department', op: 'is', value: 'b' },
      {
        any: [
          { field: 'company', op: 'is', value: 'c' },
          { field: 'title', op: 'empty', value: null },
        ],
      },
    ]
    fc.assert(
      fc.property(
        fc.array(fc.tuple(value, value, value), { minLength: 1, maxLength: 30 }),
        fc.constantFrom(...sortsToTry),
        fc.constantFrom(...filters),
        fc.integer({ min: 1, max: 7 }),
        (people, sorts, filter, limit) => {
          const own = openTestMirror()
          const documents = people.map(([title, company, department], index) => ({
            id: String(index).padStart(2, '0'),
            name: `n${index % 4}`,
            title,
            company,
            department,
          }))
          own.pull('contact', documents)
          const keep = (each: (typeof documents)[number]): boolean =>
            filter === filters[1]
              ? each.title === 'a' || each.title === 'b'
              : filter === filters[2]
                ? each.department === 'b'
                : filter === null || each.company === 'c' || each.title === null
          const expected = documents
            .filter(keep)
            .toSorted((a, b) => compare(a, b, sorts))
            .map(({ id }) => id)
          for (const effort of efforts) expect(readAll(own, sorts, filter, limit, effort), JSON.stringify({ effort, sorts })).toEqual(expected)
          own.close()
        },
      ),
      { numRuns: 40 },
    )
  })

  function compare(a: Readonly<Record<string, string | null>>, b: Readonly<Record<string, string | null>>, sorts: readonly Sort[]): number {
    for (const { field, descending } of sorts) {
      const [left, right] = [a[field] ?? null, b[field] ?? null]
      if (left === right) continue
      if (left === null) return 1
      if (right === null) return -1
      return (left < right ? -1 : 1) * (descending ? -1 : 1)
    }
    // Rows were made in the order of their ids.
    return ((a['id'] ?? '') < (b['id'] ?? '') ? -1 : 1) * (sorts[0]?.descending ? -1 : 1)
  }

  test('what an index can tell is asked of that index, and the list is not scanned', () => {
    mirror.pull('contact', [{ id: '1', name: 'Ada', title: 'CTO', user_id: 'u1', company: 'Acme', updated_at: '2026-11-24T00:00:00Z' }])
    mirror.pull('deal', [{ id: '1', name: 'a', amount: 5, closing_at: '2026-11-24T00:00:00Z', stages: [{ id: 's', name: 'New' }] }])
    mirror.edit('contact', '1', { department: 'x' })
    const served: readonly (readonly [ObjectType, FilterInput, string])[] = [
      ['contact', { field: 'title', op: 'is', value: 'cto' }, 'contact_by_title'],
      ['contact', { field: 'name', op: 'starts', value: 'a' }, 'contact_by_name'],
      ['contact', { field: 'user_id', op: 'any-of', value: ['u1'] }, 'contact_by_owner'],
      ['contact', { field: 'updated_at', op: 'this', value: 'month' }, 'contact_by_updated_at'],
      ['contact', { field: 'sync', op: 'unpushed' }, 'change_open'],
      ['deal', { field: 'amount', op: 'between', value: [1, 9] }, 'deal_by_amount'],
      ['deal', { field: 'closing_at', op: 'in-next', value: { count: 7, unit: 'day' } }, 'deal_by_closing_at'],
      ['deal', { field: 'stages', op: 'any-of', value: ['new'] }, 'deal_by_stages'],
    ]
    for (const [object, filter, index] of served) {
      const statements = vi.spyOn(handleOf(mirror.db), 'all')
      // Beside a condition that no index serves, as beside nothing.
      expect(found(object, { all: [filter, { field: object === 'deal' ? 'description' : 'image_url', op: 'empty' }] }), index).toEqual(['1'])
      const read = statements.mock.calls.find(([sql]) => sql.includes('AS key0'))
      statements.mockRestore()
      const plan = mirror.db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${read?.[0] ?? ''}`, ...(read?.slice(1) ?? [])).map(({ detail }) => detail)
      expect(plan.join('\n'), index).toContain(index)
      expect(plan.join('\n'), index).not.toMatch(/SCAN (r|record|c|o|l)\b/)
    }
  })
})
