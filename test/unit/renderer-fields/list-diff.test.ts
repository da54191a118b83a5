import { describe, expect, test } from 'vitest'
import { diffLists } from '../../../src/renderer/parts/diff/list-diff'

describe('diffLists', () => {
  test('an address in another case is the same address', () => {
    expect(diffLists('emails', [{ email: 'Ada@X.example' }], [{ email: 'ada@x.example' }, { email: 'b@x.example' }])).toMatchObject({
      added: [{ email: 'b@x.example' }],
      removed: [],
    })
  })
  test('a number that was only reformatted is no change', () => {
    expect(diffLists('phones', [{ telephone: '+49 30 12 34' }], [{ telephone: '+49 (30) 1234' }])).toMatchObject({
      added: [],
      removed: [],
      newMain: null,
    })
  })
  test('another main address is told, though nothing came or went', () => {
    const [a, b] = [{ email: 'a@x.example' }, { email: 'b@x.example' }]
    expect(diffLists('emails', [a, b], [b, a])).toEqual({ added: [], removed: [], kept: [b, a], newMain: b })
  })
  test('clearing a list takes every entry out', () => {
    expect(diffLists('texts', ['one', 'two'], null)).toMatchObject({ added: [], removed: ['one', 'two'] })
  })
})
