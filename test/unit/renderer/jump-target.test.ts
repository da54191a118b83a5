import { expect, test } from 'vitest'
import { parseJump } from '../../../src/renderer/screens/list/jump-target'

test('a row by its number or its share stays within the list; everything else is text', () => {
  const row = (index: number) => ({ kind: 'row', index })
  expect(['#1', '#1,200', '# 9999999', '#0', '0%', '50 %', '100%', '12,5%'].map((typed) => parseJump(typed, 10_001))).toEqual(
    [0, 1199, 10_000, 0, 0, 5000, 10_000, 1250].map(row),
  )
  expect(parseJump('  ', 5)).toBeNull()
  expect(['mil', '50', '#x', '5% off'].map((typed) => parseJump(typed, 5))).toEqual(
    ['mil', '50', '#x', '5% off'].map((text) => ({ kind: 'text', text })),
  )
})
