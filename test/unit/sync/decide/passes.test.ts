/** Whole passes through a list without an order: when they have seen it all, however busy colleagues are. */
import { expect, test } from 'vitest'
import { instant } from '../../../../src/shared/model/ids'
import { judgePage, type PageRow, type Position, startPosition } from '../../../../src/main/sync/decide/plan-pull'

const LIMIT = 10
const row = (key: string, stamp: number): PageRow => ({ key, updatedAt: instant(stamp), createdAt: instant(stamp) })

/** Reads until done; `list` is what the CRM would list at that request. Answers the number of requests, or null where it never ends. */
function read(list: (request: number) => readonly PageRow[]): number | null {
  let position: Position = startPosition('passes', null)
  for (let request = 1; request <= 500; request += 1) {
    const verdict = judgePage(position, list(request).slice(position.offset, position.offset + LIMIT), LIMIT)
    if (verdict.kind !== 'accept') return null
    if (verdict.done) return request
    position = verdict.next
  }
  return null
}

const thirty = Array.from({ length: 30 }, (_, index) => row(`${index}`, 1000 + index))

test('two passes without news end it, each at an empty page', () => {
  expect(read(() => thirty)).toBe(12)
})

test('one answer that held everything ends it', () => {
  expect(read(() => [])).toBe(1)
  expect(read(() => thirty.slice(0, 2))).toBe(1)
  expect(read(() => thirty.slice(0, 5))).toBe(2)
})

test('pages that are cut short are no end', () => {
  const seen = new Set<string>()
  let position: Position = startPosition('passes', null)
  for (let request = 0; request < 40; request += 1) {
    const rows = thirty.slice(position.offset, position.offset + 4)
    for (const { key } of rows) seen.add(key)
    const verdict = judgePage(position, rows, LIMIT)
    if (verdict.kind !== 'accept' || verdict.done) break
    position = verdict.next
  }
  expect(seen.size).toBe(30)
})

test('colleagues who never stop creating and editing do not keep it going for ever', () => {
  const busy = (request: number): readonly PageRow[] => [
    // Each request finds another one edited, for good.
    ...thirty.map((each, index) => (request < index ? each : row(each.key, 5000 + request - ((request - index) % 30)))),
    ...Array.from({ length: request }, (_, index) => row(`new ${index}`, 5000 + index)),
  ]
  expect(read(busy)).toBeLessThan(40)
})
