import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { diffWords } from '../../../src/renderer/parts/diff/word-diff'

const side = (pieces: NonNullable<ReturnType<typeof diffWords>>, without: 'in' | 'out'): string =>
  pieces
    .filter(({ kind }) => kind !== without)
    .map(({ text }) => text)
    .join('')

describe('diffWords', () => {
  test('a word that was exchanged is one out and one in, the rest stays', () => {
    expect(diffWords('Send revised layout to Anneliese', 'Send final layout to Anneliese')).toEqual([
      { kind: 'same', text: 'Send ' },
      { kind: 'out', text: 'revised' },
      { kind: 'in', text: 'final' },
      { kind: 'same', text: ' layout to Anneliese' },
    ])
  })
  test('words that changed side by side are one piece, not one each', () => {
    expect(diffWords('the quick brown fox runs home', 'the slow white fox runs home')).toEqual([
      { kind: 'same', text: 'the ' },
      { kind: 'out', text: 'quick brown' },
      { kind: 'in', text: 'slow white' },
      { kind: 'same', text: ' fox runs home' },
    ])
  })
  test('texts with little in common are shown whole, not as a patchwork', () => {
    expect(diffWords('Proposal was sent', 'Waiting for the board of directors')).toBeNull()
  })
  test('scripts without spaces are compared by character', () => {
    expect(diffWords('佐藤愛子様', '佐藤優子様')).toContainEqual({ kind: 'out', text: '愛' })
  })

  const words = fc.array(fc.constantFrom('a', 'bb', 'Győr', '今', ' ', '\n', ',', '  ', '👩‍💻'), { maxLength: 30 }).map((parts) => parts.join(''))
  property.prop([words, words])('leaving out what came gives the old text, leaving out what went the new one', (before, after) => {
    const pieces = diffWords(before, after)
    if (pieces === null) return
    expect([side(pieces, 'in'), side(pieces, 'out')]).toEqual([before, after])
  })
})
