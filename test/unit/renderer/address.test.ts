import { describe, expect, test } from 'vitest'
import { addressOf, objectOfSlug, slugOf } from '../../../src/renderer/address'
import { parseChangeId, parseConnectionId, parseRecordId } from '../../../src/shared/model/ids'
import { objectTypes } from '../../../src/shared/model/object-type'

const connection = parseConnectionId('c 1/x')

describe('addresses', () => {
  test('every object type has a word of its own in the address, and is found by it again', () => {
    expect(objectTypes.map((object) => objectOfSlug(slugOf(object)))).toEqual([...objectTypes])
    expect(objectOfSlug('contact')).toBeNull()
  })

  test('ids with slashes and spaces stay one part of the path', () => {
    expect(addressOf({ at: 'record', connection, object: 'deal', id: parseRecordId('a/b?c#d') })).toBe('/c/c%201%2Fx/deals/a%2Fb%3Fc%23d')
    expect(addressOf({ at: 'conflict', change: parseChangeId('12') })).toBe('/conflict/12')
  })

  test('the state of a list is its address; what is at its default is left out', () => {
    expect(addressOf({ at: 'list', connection, object: 'contact' })).toBe('/c/c%201%2Fx/contacts')
    expect(addressOf({ at: 'list', connection, object: 'contact', search: 'Ann & co', sort: '-title' })).toBe(
      '/c/c%201%2Fx/contacts?q=Ann%20%26%20co&sort=-title',
    )
  })

  test('a search for a number or a word of JSON stays text when the router reads it', () => {
    expect(addressOf({ at: 'list', connection, object: 'contact', search: '12' })).toContain('q=%2212%22')
    expect(addressOf({ at: 'list', connection, object: 'contact', search: 'true' })).toContain('q=%22true%22')
  })
})
