/** Filters over a real mirror: each operator of each kind of field finds what its words say, and nothing else. */
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { listRows } from '../../../src/main/mirror/lists'
import { type Filter, type FilterInput, filterSchema } from '../../../src/shared/model/filter'
import { instant } from '../../../src/shared/model/ids'
import type { JsonObject } from '../../../src/shared/model/json'
import type { ObjectType } from '../../../src/shared/model/object-type'
import { connection, openTestMirror, type TestMirror } from './support/open-mirror'

/** A Tuesday. */
const now = instant(new Date(2026, 10, 24, 12).getTime())
const day = (date: number, month = 11): string => `2026-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}T00:00:00Z`

let mirror: TestMirror
beforeEach(() => {
  mirror = openTestMirror()
})
afterEach(() => mirror.close())

function found(object: ObjectType, filter: FilterInput, me: string | null = null): readonly string[] {
  const asked = { filter: filterSchema.parse(filter), me, now }
  const { rows } = listRows(mirror.db, { connection, object, where: [], search: '', asked, sort: null, after: null, limit: 100 })
  return rows.map(({ remoteId, id }) => remoteId ?? id).toSorted()
}

describe('a condition', () => {
  test('on text compares without case and accents, by column and by document', () => {
    mirror.pull('contact', [
      { id: '1', name: 'Zoë', title: 'Sales Manager', department: 'Vertrieb Süd' },
      { id: '2', name: 'Ada', title: 'Head of Sales', department: 'vertrieb sud' },
      { id: '3', name: 'Bo' },
    ])
    for (const [field, word, one, two] of [
      ['title', 'SÀLES', '1', '2'],
      ['department', 'SUD', '1', '2'],
    ] as const) {
      expect(found('contact', { field, op: 'contains', value: word })).toEqual([one, two])
      expect(found('contact', { field, op: 'not-contains', value: word })).toEqual(['3'])
    }
    expect(found('contact', { field: 'title', op: 'is', value: 'head of sales' })).toEqual(['2'])
    expect(found('contact', { field: 'title', op: 'is-not', value: 'head of sales' })).toEqual(['1', '3'])
    expect(found('contact', { field: 'title', op: 'starts', value: 'sales' })).toEqual(['1'])
    expect(found('contact', { field: 'title', op: 'ends', value: 'sales' })).toEqual(['2'])
    expect(found('contact', { field: 'department', op: 'ends', value: 'süd' })).toEqual(['1', '2'])
    expect(found('contact', { field: 'title', op: 'any-of', value: ['HEAD of sales', 'x'] })).toEqual(['2'])
    expect(found('contact', { field: 'title', op: 'empty' })).toEqual(['3'])
    expect(found('contact', { field: 'department', op: 'not-empty' })).toEqual(['1', '2'])
  })

  test('on text longer than the key that lists sort by still sees its end', () => {
    mirror.pull('contact', [{ id: '1', name: 'Ada', title: `${'very '.repeat(60)}senior adviser` }])
    expect(found('contact', { field: 'title', op: 'contains', value: 'senior' })).toEqual(['1'])
    expect(found('contact', { field: 'title', op: 'ends', value: 'adviser' })).toEqual(['1'])
  })

  test('on e-mails, addresses and phones knows domains, digits and country codes', () => {
    mirror.pull('contact', [
      { id: '1', name: 'a', emails: [{ email: 'Ada@Acme.example' }, { email: 'ada@home.test' }], telephones: [{ telephone: '+49 (0)30 12 34-5' }] },
      {
        id: '2',
        name: 'b',
        emails: [{ email: 'bo@sub.acme.example' }],
        telephones: [{ telephone: '0043 1 777' }],
        link_urls: ['https://www.Acme.example/team'],
      },
      { id: '3', name: 'c' },
    ])
    expect(found('contact', { field: 'emails', op: 'domain', value: ['acme.EXAMPLE'] })).toEqual(['1'])
    expect(found('contact', { field: 'link_urls', op: 'domain', value: ['acme.example', 'other.example'] })).toEqual(['2'])
    expect(found('contact', { field: 'emails', op: 'contains', value: 'ACME' })).toEqual(['1', '2'])
    expect(found('contact', { field: 'emails', op: 'is', value: 'ADA@home.test' })).toEqual(['1'])
    expect(found('contact', { field: 'emails', op: 'empty' })).toEqual(['3'])
    expect(found('contact', { field: 'telephones', op: 'digits', value: '30 12' })).toEqual(['1'])
    expect(found('contact', { field: 'telephones', op: 'is', value: '0049 30 12345' })).toEqual(['1'])
    expect(found('contact', { field: 'telephones', op: 'country', value: '+43' })).toEqual(['2'])
    expect(found('contact', { field: 'telephones', op: 'not-empty' })).toEqual(['1', '2'])
  })

  test('on numbers and money compares by value, each amount in its own currency', () => {
    mirror.pull('deal', [
      { id: '1', name: 'a', amount: 100, currency: 'EUR' },
      { id: '2', name: 'b', amount: 2000, currency: 'USD' },
      { id: '3', name: 'c' },
    ])
    expect(found('deal', { field: 'amount', op: 'gt', value: 100 })).toEqual(['2'])
    expect(found('deal', { field: 'amount', op: 'gte', value: 100 })).toEqual(['1', '2'])
    expect(found('deal', { field: 'amount', op: 'lt', value: 2000 })).toEqual(['1'])
    expect(found('deal', { field: 'amount', op: 'lte', value: 2000 })).toEqual(['1', '2'])
    expect(found('deal', { field: 'amount', op: 'is', value: 2000 })).toEqual(['2'])
    expect(found('deal', { field: 'amount', op: 'is-not', value: 2000 })).toEqual(['1', '3'])
    expect(found('deal', { field: 'amount', op: 'between', value: [3000, 500] })).toEqual(['2'])
    expect(found('deal', { field: 'amount', op: 'currency', value: 'eur' })).toEqual(['1'])
    expect(found('deal', { field: 'amount', op: 'empty' })).toEqual(['3'])
  })

  test('on dates in words means the rep’s own calendar, and a calendar day is that day everywhere', () => {
    mirror.pull('deal', [
      { id: 'today', name: 'a', closing_at: day(24) },
      { id: 'sunday', name: 'b', closing_at: day(29) },
      { id: 'monday', name: 'c', closing_at: day(30) },
      { id: 'december', name: 'd', closing_at: day(1, 12) },
      { id: 'october', name: 'e', closing_at: day(31, 10) },
      { id: 'none', name: 'f' },
      { id: 'evening', name: 'g', closing_at: new Date(2026, 10, 24, 22).toISOString() },
    ])
    const when = (op: 'this' | 'last' | 'next', unit: string) => found('deal', { field: 'closing_at', op, value: unit })
    expect(when('this', 'day')).toEqual(['evening', 'today'])
    expect(when('this', 'week')).toEqual(['evening', 'sunday', 'today'])
    expect(when('this', 'month')).toEqual(['evening', 'monday', 'sunday', 'today'])
    expect(when('last', 'month')).toEqual(['october'])
    expect(when('next', 'month')).toEqual(['december'])
    expect(when('this', 'quarter')).toHaveLength(6)
    expect(when('this', 'year')).toHaveLength(6)
    const close = (op: 'in-last' | 'in-next' | 'more-than-ago' | 'more-than-ahead', count: number) =>
      found('deal', { field: 'closing_at', op, value: { count, unit: 'day' } })
    expect(close('in-last', 30)).toEqual(['october', 'today'])
    expect(close('in-next', 5)).toEqual(['evening', 'sunday', 'today'])
    expect(close('more-than-ago', 7)).toEqual(['october'])
    expect(close('more-than-ahead', 5)).toEqual(['december', 'monday'])
    expect(found('deal', { field: 'closing_at', op: 'on', value: '2026-11-24' })).toEqual(['evening', 'today'])
    expect(found('deal', { field: 'closing_at', op: 'before', value: '2026-11-24' })).toEqual(['october'])
    expect(found('deal', { field: 'closing_at', op: 'after', value: '2026-11-29' })).toEqual(['december', 'monday'])
    expect(found('deal', { field: 'closing_at', op: 'between', value: ['2026-11-29', '2026-11-30'] })).toEqual(['monday', 'sunday'])
    expect(found('deal', { field: 'closing_at', op: 'empty' })).toEqual(['none'])
  })

  test('on a date that only the document has works as on one that lists sort by', () => {
    mirror.pull('event', [
      { id: '1', type: 'TASK', task: { name: 'a', due_at: day(24) } },
      { id: '2', type: 'TASK', task: { name: 'b', due_at: day(3) } },
    ])
    expect(found('event', { field: 'task.due_at', op: 'this', value: 'week' })).toEqual(['1'])
    expect(found('event', { field: 'task.due_at', op: 'before', value: '2026-11-24' })).toEqual(['2'])
  })

  test('on stages knows names, ids, the order of the pipeline, and what is open, won and lost', () => {
    mirror.pull('pipeline', [
      {
        id: 'p1',
        name: 'Sales',
        stages: [
          { id: 's1', name: 'New', display_order: 1, deal_probability: 10 },
          { id: 's2', name: 'Offer', display_order: 2, deal_probability: 60 },
          { id: 's3', name: 'Won', display_order: 3, deal_probability: 100 },
          { id: 's4', name: 'Lost', display_order: 4, deal_probability: 0 },
        ],
      },
    ])
    const stage = (id: string, name: string, more = {}) => ({ id: name, name, stages: [{ id, name }], ...more })
    mirror.pull('deal', [
      stage('s1', 'New'),
      stage('s2', 'Offer'),
      stage('s3', 'Won'),
      stage('s4', 'Lost'),
      { id: 'none', name: 'x', closed_at: day(2) },
    ])
    expect(found('deal', { field: 'stages', op: 'any-of', value: ['offer', 's1'] })).toEqual(['New', 'Offer'])
    expect(found('deal', { field: 'stages', op: 'none-of', value: ['Won', 'Lost'] })).toEqual(['New', 'Offer', 'none'])
    expect(found('deal', { field: 'stages', op: 'stage-before', value: 'Won' })).toEqual(['New', 'Offer'])
    expect(found('deal', { field: 'stages', op: 'stage-after', value: 's2' })).toEqual(['Lost', 'Won'])
    expect(found('deal', { field: 'stages', op: 'empty' })).toEqual(['none'])
    expect(found('deal', { field: 'stages', op: 'outcome', value: 'open' })).toEqual(['New', 'Offer'])
    expect(found('deal', { field: 'stages', op: 'outcome', value: 'won' })).toEqual(['Won'])
    expect(found('deal', { field: 'stages', op: 'outcome', value: 'lost' })).toEqual(['Lost', 'none'])
  })

  test('on tags asks for any, all, none or exactly these', () => {
    mirror.pull('company', [
      { id: '1', name: 'a', tags: ['Key', 'EU'] },
      { id: '2', name: 'b', tags: ['key'] },
      { id: '3', name: 'c' },
    ])
    const tags = (op: 'has-any' | 'has-all' | 'has-none' | 'exactly', ...value: string[]) => found('company', { field: 'tags', op, value })
    expect(tags('has-any', 'KEY')).toEqual(['1', '2'])
    expect(tags('has-all', 'key', 'eu')).toEqual(['1'])
    expect(tags('has-none', 'eu')).toEqual(['2', '3'])
    expect(tags('exactly', 'key')).toEqual(['2'])
    expect(found('company', { field: 'tags', op: 'empty' })).toEqual(['3'])
  })

  test('on yes or no tells not set from no', () => {
    mirror.pull('company', [
      { id: '1', name: 'a', is_active: true },
      { id: '2', name: 'b', is_active: false },
      { id: '3', name: 'c' },
    ])
    expect((['yes', 'no', 'not-set'] as const).map((op) => found('company', { field: 'is_active', op }))).toEqual([['1'], ['2'], ['3']])
  })

  test('on people knows me by e-mail or id, and who is no longer active', () => {
    mirror.pull('user', [
      { id: 'u1', name: 'Mia', emails: [{ email: 'Mia@Rep.example' }], employment_status: 'ACTIVE' },
      { id: 'u2', name: 'Old', employment_status: 'INACTIVE' },
    ])
    mirror.pull('lead', [
      { id: '1', name: 'a', user_id: 'u1', creator_user_id: 'u2' },
      { id: '2', name: 'b', user_id: 'u2' },
      { id: '3', name: 'c' },
    ])
    expect(found('lead', { field: 'user_id', op: 'me' }, 'mia@rep.example')).toEqual(['1'])
    expect(found('lead', { field: 'user_id', op: 'me' }, 'u2')).toEqual(['2'])
    expect(found('lead', { field: 'user_id', op: 'me' })).toEqual([])
    expect(found('lead', { field: 'user_id', op: 'any-of', value: [mirror.id('user', 'u1'), 'u2'] })).toEqual(['1', '2'])
    expect(found('lead', { field: 'user_id', op: 'none-of', value: ['u2'] })).toEqual(['1', '3'])
    expect(found('lead', { field: 'user_id', op: 'not-active' })).toEqual(['2'])
    expect(found('lead', { field: 'user_id', op: 'empty' })).toEqual(['3'])
    expect(found('lead', { field: 'creator_user_id', op: 'not-active' })).toEqual(['1'])
  })

  test('on links counts both sides, and looks into the linked record', () => {
    mirror.pull('company', [
      { id: 'c1', name: 'Acme', industry: 'Steel', contact_ids: ['2'] },
      { id: 'c2', name: 'Bolt', industry: 'Food' },
    ])
    mirror.pull('contact', [
      { id: '1', name: 'a', company_ids: ['c1', 'c2'] },
      { id: '2', name: 'b' },
      { id: '3', name: 'c' },
    ])
    expect(found('contact', { field: 'company_ids', op: 'any-of', value: ['c1'] })).toEqual(['1', '2'])
    expect(found('contact', { field: 'company_ids', op: 'linked' })).toEqual(['1', '2'])
    expect(found('contact', { field: 'company_ids', op: 'not-linked' })).toEqual(['3'])
    expect(found('contact', { field: 'company_ids', op: 'count-is', value: 1 })).toEqual(['2'])
    expect(found('contact', { field: 'company_ids', op: 'count-more', value: 1 })).toEqual(['1'])
    expect(found('contact', { field: 'company_ids', op: 'count-less', value: 1 })).toEqual(['3'])
    const where = { all: [{ field: 'industry', op: 'is', value: 'steel' }] }
    expect(found('contact', { field: 'company_ids', op: 'where', value: where })).toEqual(['1', '2'])
    expect(found('company', { field: 'contact_ids', op: 'where', value: { field: 'name', op: 'is', value: 'b' } })).toEqual(['c1'])
  })

  test('on activities looks at the last before now and the next after it', () => {
    mirror.pull('contact', [
      { id: '1', name: 'a' },
      { id: '2', name: 'b' },
      { id: '3', name: 'c' },
    ])
    const meeting = (id: string, contact: string, start: string) => ({
      id,
      type: 'MEETING',
      meeting: { title: id, start_at: start },
      contact_ids: [contact],
    })
    mirror.pull('event', [
      meeting('e1', '1', new Date(2026, 10, 20, 9).toISOString()),
      meeting('e2', '2', new Date(2026, 7, 1, 9).toISOString()),
      meeting('e3', '2', new Date(2026, 10, 26, 9).toISOString()),
    ])
    expect(found('contact', { field: 'last_activity', op: 'in-last', value: { count: 30, unit: 'day' } })).toEqual(['1'])
    expect(found('contact', { field: 'last_activity', op: 'none-for', value: 30 })).toEqual(['2', '3'])
    expect(found('contact', { field: 'last_activity', op: 'empty' })).toEqual(['3'])
    expect(found('contact', { field: 'next_activity', op: 'this', value: 'week' })).toEqual(['2'])
    expect(found('contact', { field: 'next_activity', op: 'none-for', value: 7 })).toEqual(['1', '3'])
  })

  test('on the state of sync finds what is unpushed, made here, and changed by colleagues', () => {
    mirror.pull('contact', [
      { id: '1', name: 'a', updated_at: '2026-11-01T00:00:00Z' },
      { id: '2', name: 'b', updated_at: '2026-11-01T00:00:00Z' },
    ])
    mirror.edit('contact', '1', { title: 'CEO' })
    mirror.create('contact', { name: 'new' })
    mirror.pull('contact', [{ id: '2', name: 'b', title: 'CFO', updated_at: '2026-11-02T00:00:00Z' }])
    const made = found('contact', { field: 'sync', op: 'made-here' })
    expect(made).toHaveLength(1)
    expect(found('contact', { field: 'sync', op: 'unpushed' })).toEqual(['1', ...made])
    expect(found('contact', { field: 'sync', op: 'rejected' })).toEqual([])
    expect(found('contact', { field: 'sync', op: 'changed-since', value: '2026-11-20' })).toEqual(['2'])
    expect(found('contact', { field: 'sync', op: 'changed-since', value: '2026-11-25' })).toEqual([])
  })

  test('on a custom field goes by what it holds', () => {
    const tier = (id: string, value: unknown) => ({ id, name: id, metadata: [{ slug: 'tier', value: value as string }] })
    mirror.pull('company', [
      tier('1', 5),
      tier('2', 'Gold'),
      tier('3', ['Gold', 'EU']),
      tier('4', '2026-11-24'),
      tier('5', true),
      { id: '6', name: '6', metadata: 'odd' },
    ])
    expect(found('company', { field: 'metadata.tier', op: 'gt', value: 4 })).toContain('1')
    expect(found('company', { field: 'metadata.tier', op: 'contains', value: 'gold' })).toEqual(['2', '3'])
    expect(found('company', { field: 'metadata.tier', op: 'has-all', value: ['gold', 'eu'] })).toEqual(['3'])
    expect(found('company', { field: 'metadata.tier', op: 'this', value: 'week' })).toEqual(['4'])
    expect(found('company', { field: 'metadata.tier', op: 'yes' })).toEqual(['5'])
    expect(found('company', { field: 'metadata.tier', op: 'empty' })).toEqual(['6'])
  })

  test('holds for a field of another form than the model says, and never breaks the list', () => {
    mirror.pull('contact', [
      { id: '1', name: 'a', emails: 'ada@acme.example', telephones: [{ telephone: 4930 }, null, 'x'], department: { odd: true } },
      { id: '2', name: 'b', emails: [null, 3, ['x']], department: ['Sales'] },
    ])
    expect(found('contact', { field: 'emails', op: 'domain', value: ['acme.example'] })).toEqual(['1'])
    expect(found('contact', { field: 'telephones', op: 'digits', value: '4930' })).toEqual(['1'])
    expect(found('contact', { field: 'department', op: 'is', value: 'sales' })).toEqual(['2'])
  })

  test('that the field does not take, or with a value that the operator does not, is bad input that says what would be right', () => {
    const attempt = (filter: FilterInput) => () => found('deal', filter)
    expect(attempt({ field: 'nonsense', op: 'is', value: 'x' })).toThrow(/a field of deal: name, stages/)
    expect(attempt({ field: 'amount', op: 'contains', value: 'x' })).toThrow(/one of the operators is, is-not/)
    expect(attempt({ field: 'amount', op: 'gt', value: 'x' })).toThrow(/a number/)
    expect(attempt({ field: 'closing_at', op: 'on', value: '2026-02-30' })).toThrow(/a day such as/)
    expect(attempt({ field: 'user_id', op: 'me', value: 'x' })).toThrow(/no value/)
    expect(attempt({ field: 'company_ids', op: 'where', value: { field: 'contact_ids', op: 'where', value: {} } })).toThrow(/one of the operators/)
    const deep = (depth: number): FilterInput => (depth === 0 ? { field: 'name', op: 'empty' } : { all: [deep(depth - 1)] })
    expect(filterSchema.safeParse(deep(3)).success).toBe(true)
    expect(filterSchema.safeParse(deep(4)).success).toBe(false)
  })
})

describe('groups', () => {
  test('all of, any of and both inside each other say what they say', () => {
    const person = fc.record({
      title: fc.option(fc.constantFrom('cto', 'ceo', 'cfo'), { nil: undefined }),
      department: fc.option(fc.constantFrom('sales', 'it'), { nil: undefined }),
      user_id: fc.option(fc.constantFrom('u1', 'u2'), { nil: undefined }),
    })
    type Person = { readonly title?: string | undefined; readonly department?: string | undefined; readonly user_id?: string | undefined }
    type Tested = readonly [Filter, (of: Person) => boolean]
    const leaf = fc.constantFrom<Tested[]>(
      [{ field: 'title', op: 'is', value: 'CTO' }, ({ title }) => title === 'cto'],
      [{ field: 'title', op: 'is-not', value: 'ceo' }, ({ title }) => title !== 'ceo'],
      [{ field: 'department', op: 'contains', value: 'a' }, ({ department }) => department === 'sales'],
      [{ field: 'user_id', op: 'any-of', value: ['u1'] }, ({ user_id }) => user_id === 'u1'],
      [{ field: 'user_id', op: 'empty', value: null }, ({ user_id }) => user_id === undefined],
    )
    const group = (inner: fc.Arbitrary<Tested>): fc.Arbitrary<Tested> =>
      fc.tuple(fc.boolean(), fc.array(inner, { minLength: 1, maxLength: 3 })).map(([all, of]): Tested => {
        const filters = of.map(([filter]) => filter)
        return all
          ? [{ all: filters }, (person) => of.every(([, holds]) => holds(person))]
          : [{ any: filters }, (person) => of.some(([, holds]) => holds(person))]
      })
    const filter = fc.oneof(leaf, group(leaf), group(fc.oneof(leaf, group(leaf))))
    const people = Array.from({ length: 36 }, (_, index) => fc.sample(person, { seed: index, numRuns: 1 })[0] ?? {})
    mirror.pull(
      'contact',
      people.map((each, index) => ({ id: String(index), name: `n${index}`, ...(JSON.parse(JSON.stringify(each)) as JsonObject) })),
    )
    fc.assert(
      fc.property(filter, ([asked, holds]) => {
        const expected = people.flatMap((each, index) => (holds(each) ? [String(index)] : []))
        expect(found('contact', asked)).toEqual(expected.toSorted())
      }),
      { numRuns: 120 },
    )
  })
})
