import { describe, expect, test } from 'vitest'
import { parseEmail, parseNumber } from '../../../src/renderer/parts/fields/parse-input'

describe('parseNumber', () => {
  test.each([
    ['1,284,000.50', 1_284_000.5],
    ['1.284.000,50', 1_284_000.5],
    ['1 284 000', 1_284_000],
    ['€ 41,000', 41_000],
    ['12,5', 12.5],
    ['0,125', 0.125],
    ['−3', -3],
    ['70 %', 70],
    ["1'284'000", 1_284_000],
  ])('%s, typed where commas part thousands, is %d', (typed, value) => {
    expect(parseNumber(typed, ',')).toEqual({ ok: true, value })
  })
  test('one separator with three digits means what it means in the language of the rep', () => {
    expect([parseNumber('1,284', ','), parseNumber('1,284', '.')]).toEqual([
      { ok: true, value: 1284 },
      { ok: true, value: 1.284 },
    ])
  })
  test('nothing typed clears the field', () => {
    expect(parseNumber('  ', ',')).toEqual({ ok: true, value: null })
  })
  test.each(['ca. 40k', '1,2,3', '1.2.3', '12..5', '-', '1e999', 'NaN', '0x10', '1,28,000.5'])('%s is not a number', (typed) => {
    expect(parseNumber(typed, ',')).toEqual({ ok: false, why: 'not-a-number' })
  })
})

describe('parseEmail', () => {
  test('an address with an umlaut domain and without a dot is left to the mail server', () => {
    expect([parseEmail(' ada@müller.example '), parseEmail('root@localhost')]).toEqual([
      { ok: true, value: 'ada@müller.example' },
      { ok: true, value: 'root@localhost' },
    ])
  })
  test.each(['nordlicht@', '@x.example', 'a b@x.example', 'plain', 'a@b@c.example', 'a@.example'])('%s is no address', (typed) => {
    expect(parseEmail(typed)).toEqual({ ok: false, why: 'not-an-email' })
  })
})
