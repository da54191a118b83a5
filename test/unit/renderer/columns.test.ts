import { describe, expect, test } from 'vitest'
import {
  columnsOf,
  columnValue,
  defaultSorts,
  extraFields,
  fitColumns,
  offeredColumns,
  shownColumns,
  sortAfterClick,
} from '../../../src/renderer/screens/list/columns'
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
      expect(columnsOf[object].filter(({ label }) => label !== null && !(label in messages))).toEqual([])
    }
  })

  test('a header offers a sort only where the mirror has one', () => {
    for (const object of objectTypes) {
      const offered = columnsOf[object].filter(({ sortable }) => sortable).map(({ path }) => path)
      expect(offered.filter((path) => !sortableFields(object).includes(path))).toEqual([])
      expect(sortableFields(object)).toContain(defaultSorts[object].field)
    }
  })

  test('what does not fit leaves from the right, the name never', () => {
    expect(pathsAt(1200)).toEqual(['name', 'company', 'title', 'emails', 'telephones', 'user_id', 'last_activity', 'updated_at'])
    expect(pathsAt(700)).toEqual(['name', 'company', 'title', 'emails'])
    expect(pathsAt(100)).toEqual(['name'])
  })

  test('an owner is an avatar where the list is narrow, and takes the room of one', () => {
    expect(fitColumns(columnsOf.deal, 900).template).toContain(' 60px')
    expect(fitColumns(columnsOf.deal, 1100).template).not.toContain(' 60px')
  })

  test('a second click on a header turns the sort round; with Shift it orders what is equal so far', () => {
    const [name, company] = columnsOf.contact
    if (!name || !company) throw new Error('contacts have columns')
    const once = sortAfterClick([{ field: 'updated_at', descending: true }], name)
    expect([once, sortAfterClick(once, name)]).toEqual([[{ field: 'name', descending: false }], [{ field: 'name', descending: true }]])
    expect(sortAfterClick(once, company, true)).toEqual([...once, { field: 'company', descending: false }])
    expect(sortAfterClick(sortAfterClick(once, company, true), name, true)).toEqual([
      { field: 'name', descending: true },
      { field: 'company', descending: false },
    ])
  })

  test('chosen columns stand as the rep left them, pinned ones at the start, and stay where others leave', () => {
    const offered = offeredColumns('contact', [{ path: 'metadata.tier', label: 'Tier' }])
    const chosen = shownColumns('contact', offered, [
      { path: 'name', width: null, pinned: false },
      { path: 'emails', width: 300, pinned: false },
      { path: 'metadata.tier', width: null, pinned: true },
      { path: 'no.such', width: null, pinned: false },
    ])
    expect(chosen.map(({ path }) => path)).toEqual(['name', 'emails', 'metadata.tier'])
    expect(extraFields('contact', chosen)).toEqual(['metadata.tier'])
    expect(fitColumns(chosen, 1000).template).toContain('300px')
    expect(fitColumns(chosen, 400).columns.map(({ path }) => path)).toEqual(['metadata.tier', 'name'])
    expect(shownColumns('contact', offered, [{ path: 'title', width: null, pinned: false }]).map(({ path }) => path)).toEqual(['name', 'title'])
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
