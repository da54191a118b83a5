import { describe, expect, test } from 'vitest'
import { parseFieldPath, readField, unfoldFields, writeField } from '../../../src/shared/model/field-path'

const path = (raw: string) => parseFieldPath('contact', raw)
const record = {
  id: '1',
  title: 'CTO',
  address: { city: 'Győr', country: 'Hungary' },
  metadata: [
    { slug: 'tier', value: 'Gold', format: 'SINGLE_SELECT', id: 'm1' },
    { slug: 'region', value: 'EU' },
  ],
  fav_colour: 'green',
}

describe('a field path', () => {
  test('reads a field, a part of an address and a custom field by slug', () => {
    expect([path('title'), path('address.city'), path('metadata.tier'), path('department')].map((each) => readField(record, each))).toEqual([
      'CTO',
      'Győr',
      'Gold',
      undefined,
    ])
  })

  test('writes one part and leaves everything else as it was, unknown fields too', () => {
    const changed = writeField(writeField(record, path('address.city'), 'Budapest'), path('metadata.tier'), 'Silver')
    expect(changed).toEqual({
      ...record,
      address: { city: 'Budapest', country: 'Hungary' },
      metadata: [
        { slug: 'tier', value: 'Silver', format: 'SINGLE_SELECT', id: 'm1' },
        { slug: 'region', value: 'EU' },
      ],
    })
    expect(record.address.city).toBe('Győr')
  })

  test('adds what was not there and removes what is undefined', () => {
    expect(writeField({}, path('address.city'), 'Győr')).toEqual({ address: { city: 'Győr' } })
    expect(writeField({}, path('metadata.tier'), 'Gold')).toEqual({ metadata: [{ slug: 'tier', value: 'Gold' }] })
    expect(writeField(record, path('title'), undefined)).not.toHaveProperty('title')
  })

  test('of an unknown field, or one that reaches into JavaScript, is refused with the known ones', () => {
    expect(() => path('tittle')).toThrow(/one of name, first_name/)
    for (const hostile of ['__proto__', 'metadata.__proto__', 'address.constructor']) expect(() => path(hostile)).toThrow(/expected one of/)
  })

  test('unfolds a record into its parts, without what the CRM sets itself', () => {
    expect(
      unfoldFields('contact', { id: '1', updated_at: 'x', title: 'CTO', address: { city: 'Győr' }, metadata: [{ slug: 'tier', value: 'Gold' }] }),
    ).toEqual([
      { path: 'title', value: 'CTO' },
      { path: 'address.city', value: 'Győr' },
      { path: 'metadata.tier', value: 'Gold' },
    ])
  })
})
