/** The table of features names a test for each line: each is there, under that name. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const table = readFileSync('docs/features.md', 'utf8')
const rows = table.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))

test('every line names a test that is there, or says that there is none', () => {
  const missing = rows.flatMap((row) => {
    const last = row.split('|').at(-2)?.trim() ?? ''
    if (last === 'none' || last === 'test') return []
    const [, file = '', name = ''] = /^`(test\/[^`]+)`: \*(.+)\*$/.exec(last) ?? []
    if (file === '') return [row]
    return readFileSync(file, 'utf8').includes(name) ? [] : [row]
  })
  expect(missing).toEqual([])
  expect(rows.length).toBeGreaterThan(30)
})
