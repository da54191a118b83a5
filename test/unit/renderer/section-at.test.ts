/** Which section of the settings is marked while the rep scrolls. */
import { expect, test } from 'vitest'
import { sectionAt } from '../../../src/renderer/screens/settings/section-at'

const tops = [8, 300, 700, 900]
const at = (scrollTop: number) => sectionAt(tops, { scrollTop, scrollHeight: 1200, clientHeight: 400 })

test('the section at the top is the current one, a little before its head touches the edge; at the end the last', () => {
  expect([at(0), at(240), at(260), at(690), at(799), at(800)]).toEqual([0, 0, 1, 2, 3, 3])
})

test('what does not scroll stands at its beginning', () => {
  expect(sectionAt(tops, { scrollTop: 0, scrollHeight: 900, clientHeight: 900 })).toBe(0)
})
