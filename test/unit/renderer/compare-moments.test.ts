import { expect, test } from 'vitest'
import { compareMoments } from '../../../src/renderer/screens/record/compare-moments'
import { instant } from '../../../src/shared/model/ids'
import type { HistoryEntry } from '../../../src/shared/sync/change'

const line = (id: number, path: string, old: string | null, next: string | null): HistoryEntry => ({
  id,
  at: instant(id * 1000),
  origin: 'local',
  path,
  old,
  new: next,
})

test('two moments differ in what moved after the first and up to the second, first old against last new', () => {
  const entries = [
    line(6, 'title', 'CEO', 'Chair'),
    line(5, 'name', 'B', 'A'),
    line(4, 'company', null, 'Acme'),
    line(3, 'name', 'A', 'B'),
    line(2, 'title', 'CFO', 'CEO'),
    line(1, 'title', null, 'CFO'),
  ]
  // The name moved there and back; the last line is after the second moment.
  const expected = [
    { path: 'title', earlier: 'CFO', later: 'CEO' },
    { path: 'company', earlier: null, later: 'Acme' },
  ]
  expect(compareMoments(entries, 1, 5)).toEqual(expected)
  expect(compareMoments(entries, 5, 1)).toEqual(expected)
  expect(compareMoments(entries, 3, 3)).toEqual([])
})
