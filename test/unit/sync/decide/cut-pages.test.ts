/** A CRM that cuts its pages shorter than asked, and says so nowhere: the walk sees what lies behind a page that looks like the last. */
import { expect, test } from 'vitest'
import { instant } from '../../../../src/shared/model/ids'
import { judgePage, moveBound, type PageRow, type Position, startPosition } from '../../../../src/main/sync/decide/plan-pull'

const LIMIT = 10
const CUT = 6
const row = (key: string, stamp: number): PageRow => ({ key, updatedAt: instant(stamp), createdAt: instant(stamp) })

/** Walks to the end; answers the keys that were read, and how many requests it took. */
function walk(list: readonly PageRow[]): { readonly read: number; readonly requests: number } {
  let position: Position = startPosition('walk', null)
  const read = new Set<string>()
  for (let requests = 1; requests <= 100; requests += 1) {
    const { bound, offset } = position
    const left = list.filter(({ updatedAt }) => bound === null || (updatedAt !== null && updatedAt >= bound))
    const page = left.slice(offset, offset + Math.min(LIMIT, CUT))
    const verdict = judgePage(position, page, LIMIT)
    if (verdict.kind === 'accept') for (const { key } of page) read.add(key)
    if (verdict.kind === 'accept' && verdict.done) return { read: read.size, requests }
    position = moveBound(verdict.next)
  }
  return expect.unreachable('it never ends')
}

const rows = (many: number, spacingMs: number) => Array.from({ length: many }, (_, index) => row(`${index}`, 1_000_000 + index * spacingMs))

test('more records of one second than a page holds are all read', () => {
  expect(walk(rows(40, 0)).read).toBe(40)
  expect(walk(rows(40, 100)).read).toBe(40)
  // The page fills with the first of a second, and its bound moves to where it began.
  expect(walk([...rows(CUT, 160), row('last', 1_000_999)]).read).toBe(CUT + 1)
})

test('a list that ends with a page costs one look behind it', () => {
  expect(walk(rows(CUT, 0))).toEqual({ read: CUT, requests: 3 })
  expect(walk(rows(3, 2000))).toEqual({ read: 3, requests: 2 })
})
