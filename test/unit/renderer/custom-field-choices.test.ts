/** What custom fields are offered in lists: the operators that fit their format, and a place in an edit of many. */
import { describe, expect, test } from 'vitest'
import { bulkFields } from '../../../src/renderer/screens/list/bulk-fields'
import { conditionOn } from '../../../src/renderer/screens/list/filter-edit'
import { operatorsOf } from '../../../src/renderer/screens/list/filter-operators'
import { fieldFormats, kindOfFieldFormat, readCustomField } from '../../../src/shared/model/custom-field'
import { filterFieldAt, operatorsByKind } from '../../../src/shared/model/filter'

const tier = filterFieldAt('contact', 'metadata.tier') ?? expect.unreachable('custom fields can be filtered by')

describe('the operators of a custom field', () => {
  test.each(fieldFormats)('of the format %s are fewer, and each is one that the mirror takes', (format) => {
    const offered = operatorsOf(tier, kindOfFieldFormat(format))
    expect(offered.length).toBeLessThan(operatorsByKind.custom.length)
    expect(offered.filter((op) => !(operatorsByKind.custom as readonly string[]).includes(op))).toEqual([])
  })

  test('are all of them where nobody defined it, and one that a kept filter has stays to be seen', () => {
    expect(operatorsOf(tier, null)).toEqual(operatorsByKind.custom)
    expect(operatorsOf(tier, 'number')).not.toContain('starts')
    expect(operatorsOf(tier, 'number', 'starts').at(-1)).toBe('starts')
  })

  test('begin with what is asked most: a choice of a choice, a day of a date', () => {
    const first = (format: string) => conditionOn('contact', 'metadata.tier', kindOfFieldFormat(format)).op
    expect([first('SINGLE_SELECT'), first('DATE'), first('NUMBER'), first('YES_NO')]).toEqual(['any-of', 'on', 'is', 'yes'])
  })
})

test('an edit of many offers the fields that are defined, with their names and options, and not the whole list of them', () => {
  const defined = readCustomField('contact', { slug: 'tier', name: 'Tier', format: 'SINGLE_SELECT', options: ['Gold', 'Silver'] })
  const offered = bulkFields('contact', defined ? [defined] : [])
  expect(offered.at(-1)).toMatchObject({ path: 'metadata.tier', label: 'Tier', kind: 'select' })
  expect(offered.at(-1)?.options?.map(({ value }) => value)).toEqual(['Gold', 'Silver'])
  expect(offered.map(({ path }) => path)).not.toContain('metadata')
})
