import { describe, expect, test } from 'vitest'
import { columnsOf, columnValue, fitColumns, parseSort, sortAfterClick, writeSort } from '../../../src/renderer/screens/list/columns'
import { wordsOf } from '../../../src/renderer/screens/list/words'
import { messages } from '../../../src/renderer/messages'
import { sortableFields } from '../../../src/shared/model/fields'
import { parseRecordId } from '../../../src/shared/model/ids'
import { objectTypes } from '../../../src/shared/model/object-type'
import type { ListRow } from '../../../src/shared/model/views'

const pathsAt = (width: number) => fitColumns(columnsOf.contact, width).columns.map(({ path }) => path)

describe('columns of lists', () => {
  test('every list has a name column, and every column a label', () => {
    for (const object of objectTypes) {
      expect(columnsOf[object].filter(({ kind }) => kind === 'name')).toHaveLength(1)
      expect(columnsOf[object].filter(({ label }) => !(label in messages))).toEqual([])
    }
  })

  test('a header offers a sort only where the mirror has one', () => {
    for (const object of objectTypes) {
      const offered = columnsOf[object].filter(({ sortable }) => sortable).map(({ path }) => path)
      expect(offered.filter((path) => !sortableFields(object).includes(path))).toEqual([])
      expect(sortableFields(object)).toContain(parseSort(object, null).field)
    }
  })

  test('what does not fit leaves from the right, the name never', () => {
    expect(pathsAt(1200)).toEqual(['name', 'company', 'title', 'emails', 'telephones', 'user_id', 'updated_at'])
    expect(pathsAt(700)).toEqual(['name', 'company', 'title', 'emails'])
    expect(pathsAt(100)).toEqual(['name'])
  })

  test('an owner is an avatar where the list is narrow, and takes the room of one', () => {
    expect(fitColumns(columnsOf.deal, 900).template).toContain(' 60px')
    expect(fitColumns(columnsOf.deal, 1100).template).not.toContain(' 60px')
  })

  test('a sort goes into the address and comes back; one that no column has becomes the list’s own', () => {
    expect(parseSort('contact', '-title')).toEqual({ field: 'title', descending: true })
    expect(writeSort('contact', { field: 'title', descending: true })).toBe('-title')
    expect(writeSort('deal', parseSort('deal', null))).toBeUndefined()
    expect(parseSort('contact', 'emails')).toEqual({ field: 'name', descending: false })
    expect(parseSort('contact', '-')).toEqual({ field: 'name', descending: false })
  })

  test('a second click on a header turns the sort round', () => {
    const [name] = columnsOf.contact
    if (!name) throw new Error('contacts have columns')
    const once = sortAfterClick({ field: 'updated_at', descending: true }, name)
    expect([once, sortAfterClick(once, name)]).toEqual([
      { field: 'name', descending: false },
      { field: 'name', descending: true },
    ])
  })
})

describe('values of cells', () => {
  test('the first place that says something is shown', () => {
    const row: ListRow = {
      id: parseRecordId('r1'),
      remoteId: null,
      name: 'A',
      mark: null,
      unpushed: [],
      values: { company: '', company_ids: ['Acme', 'Beta'] },
    }
    const company = columnsOf.contact[1]
    expect(company && columnValue(row, company)).toEqual(['Acme', 'Beta'])
  })

  test('a value of any shape becomes words, nothing of it is dropped', () => {
    expect(wordsOf([{ email: 'a@b.example' }, 'c@d.example', { telephone: '+49' }, null, ''])).toEqual(['a@b.example', 'c@d.example', '+49'])
    expect(wordsOf(0)).toEqual(['0'])
    expect(wordsOf(false)).toEqual(['false'])
  })
})
