import { describe, expect, test } from 'vitest'
import {
  parseData,
  parseFieldDecision,
  parseInterval,
  parseJson,
  parseObjects,
  parseSet,
  parseFilter,
  parseSort,
  parseUnset,
  parseWhere,
  parseWholeNumber,
} from '../../../src/main/cli/arguments'
import { UsageError } from '../../../src/main/cli/usage-error'

function complaintOf(work: () => unknown): { message: string; hint: string | null } {
  try {
    work()
  } catch (error) {
    if (error instanceof UsageError) return { message: error.message, hint: error.hint }
    throw error
  }
  throw new Error('nothing was wrong with it')
}

describe('--set', () => {
  test('the value is JSON, and the first “=” ends the path', () => {
    expect(parseSet('title="a=b"')).toEqual({ path: 'title', value: 'a=b' })
    expect(parseSet('amount=1200.5')).toEqual({ path: 'amount', value: 1200.5 })
    expect(parseSet('metadata.tier=["gold"]')).toEqual({ path: 'metadata.tier', value: ['gold'] })
    expect(parseSet('title=null')).toEqual({ path: 'title', value: null })
  })

  test('a bare word is wrong usage, and the hint shows how it is quoted', () => {
    const { message, hint } = complaintOf(() => parseSet('title=Chief of Staff'))
    expect(message).toContain('is no JSON')
    expect(hint).toContain(`'"Chief of Staff"'`)
  })

  test.each(['__proto__=1', 'a.__proto__.b=1', 'constructor=1', 'metadata.prototype=1'])('%s never reaches into JavaScript’s own objects', (raw) => {
    expect(complaintOf(() => parseSet(raw)).message).toContain('can’t be a field')
  })

  test('a value that smuggles __proto__ in is refused at any depth', () => {
    expect(complaintOf(() => parseSet('metadata.x={"a":[{"__proto__":{"admin":true}}]}')).message).toContain('__proto__')
    expect(complaintOf(() => parseData('{"__proto__":{}}')).message).toContain('__proto__')
  })

  test.each(['title', '=1', ''])('“%s” is wrong usage', (raw) => {
    complaintOf(() => parseSet(raw))
  })
})

describe('--where', () => {
  test('the field’s kind decides what the value is: a postal code stays a text, an amount is a number', () => {
    expect(parseWhere('contact', 'address.postal_code=01067')).toEqual({ field: 'address.postal_code', value: '01067' })
    expect(parseWhere('contact', 'title=null')).toEqual({ field: 'title', value: 'null' })
    expect(parseWhere('deal', 'amount=1e3')).toEqual({ field: 'amount', value: 1000 })
    expect(parseWhere('company', 'is_active=true')).toEqual({ field: 'is_active', value: true })
    expect(parseWhere('contact', 'title=Head of A=B')).toEqual({ field: 'title', value: 'Head of A=B' })
  })
})

describe('the other options', () => {
  test('--sort takes fields and their directions', () => {
    expect(parseSort('name')).toEqual([{ field: 'name', descending: false }])
    expect(parseSort('stages, amount:desc')).toEqual([
      { field: 'stages', descending: false },
      { field: 'amount', descending: true },
    ])
    expect(parseSort(undefined)).toBeNull()
    expect(() => parseSort('name:down')).toThrow(UsageError)
    expect(() => parseSort('name,')).toThrow(UsageError)
  })

  test('--filter takes the language of filters, and nothing else', () => {
    expect(parseFilter('{"field": "user_id", "op": "me"}')).toEqual({ field: 'user_id', op: 'me', value: null })
    expect(parseFilter(undefined)).toBeNull()
    for (const wrong of ['{', '[]', '{"field": "name"}', '{"all": [{"field": "name", "op": "like"}]}', '{"all": [], "any": []}'])
      expect(() => parseFilter(wrong), wrong).toThrow(UsageError)
  })

  test('--objects takes each type once and no other word', () => {
    expect(parseObjects('contact, deal,contact')).toEqual(['contact', 'deal'])
    expect(parseObjects(undefined)).toBeNull()
    complaintOf(() => parseObjects('contact,people'))
    complaintOf(() => parseObjects(''))
  })

  test('--interval takes seconds, minutes and hours', () => {
    expect(['60s', '90', '5m', '1h'].map(parseInterval)).toEqual([60_000, 90_000, 300_000, 3_600_000])
    for (const wrong of ['0', '-5s', '1d', '25h', 'soon', '']) complaintOf(() => parseInterval(wrong))
  })

  test('--unset and --field name fields', () => {
    expect(parseUnset('address.city')).toBe('address.city')
    expect(parseFieldDecision('title=theirs')).toEqual({ path: 'title', decision: { take: 'theirs' } })
    complaintOf(() => parseFieldDecision('title=yours'))
  })

  test('--data takes an object and nothing else', () => {
    expect(parseData('{"name":"Ada"}')).toEqual({ name: 'Ada' })
    for (const wrong of ['[]', '"x"', 'null', '{']) complaintOf(() => parseData(wrong))
  })

  test('numbers keep to their bounds', () => {
    expect(parseWholeNumber('--limit', '10', { least: 1, most: 100 })).toBe(10)
    for (const wrong of ['0', '101', '1.5', '-1', 'ten', '']) complaintOf(() => parseWholeNumber('--limit', wrong, { least: 1, most: 100 }))
  })

  test('JSON is read whole or not at all', () => {
    complaintOf(() => parseJson('--set x', '1 2'))
    complaintOf(() => parseJson('--set x', ''))
  })
})
