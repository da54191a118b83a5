/** A CRM's list of industries is offered; without one the field is a line of text as before. */
import { expect, test } from 'vitest'
import { groupFields, withIndustries } from '../../../src/renderer/parts/fields/field-groups'

const groups = groupFields('company', { industry: 'Beekeeping' })
const industry = (of: typeof groups) => of.main.find(({ path }) => path === 'industry')

test('industries of the CRM become choices, and nothing else changes', () => {
  const offering = withIndustries(groups, ['Retail', 'Logistics'])
  expect(industry(offering)).toMatchObject({ kind: 'select', options: [{ value: 'Retail' }, { value: 'Logistics' }] })
  expect(offering.main.filter(({ path }) => path !== 'industry')).toEqual(groups.main.filter(({ path }) => path !== 'industry'))
  expect(withIndustries(groups, [])).toBe(groups)
  expect(industry(groups)).toMatchObject({ kind: 'text' })
})
