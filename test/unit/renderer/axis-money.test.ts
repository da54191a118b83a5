/** What stands at the lines of a chart: it has room for five characters or so, whatever is drawn. */
import { expect, test } from 'vitest'
import { axisMoney } from '../../../src/renderer/screens/reports/scope'

test('amounts on an axis are short from a thousand on, and zero is zero', () => {
  expect([0, 500, 1000, 2500, 80_000, 150_000, 1_500_000, 988_000_000_000].map(axisMoney)).toEqual([
    '0',
    '500',
    '1 k',
    '2.5 k',
    '80 k',
    '150 k',
    '1.5 M',
    '988 bn',
  ])
})
