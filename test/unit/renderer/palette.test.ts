/** What is typed into the palette, and what it fits. */
import { describe, expect, test } from 'vitest'
import { objectsOfScope, parsePaletteText } from '../../../src/renderer/frame/palette/palette-query'
import { fitOf, markedParts, ranked } from '../../../src/renderer/frame/palette/palette-rank'

describe('the palette', () => {
  test.each([
    ['acme', 'all', 'acme'],
    ['  acme ', 'all', 'acme'],
    ['>dark', 'actions', 'dark'],
    ['@ müller', 'people', 'müller'],
    ['#renewal', 'deals', 'renewal'],
    ['/set', 'screens', 'set'],
    ['>', 'actions', ''],
    ['', 'all', ''],
  ])('reads %j as %s: %j', (text, scope, words) => {
    expect(parsePaletteText(text)).toEqual({ scope, words })
  })

  test('looks at no record where only actions or screens are wanted', () => {
    expect(objectsOfScope('actions')).toEqual([])
    expect(objectsOfScope('all')).toBeNull()
  })

  test('puts words that begin so before initials, and initials before what is near enough', () => {
    const names = ['Contacts', 'Sync centre', 'Push all', 'Go to Changes', 'Synchronise'].map((name) => ({ name }))
    expect(ranked(names, 'sy').map(({ name }) => name)).toEqual(['Sync centre', 'Synchronise'])
    expect(ranked(names, 'sc')[0]?.name).toBe('Sync centre')
    expect(fitOf('Contacts', 'contcts')).not.toBeNull()
    expect(fitOf('Contacts', 'zebra')).toBeNull()
  })

  test('takes accents and case as the same letter', () => {
    expect(fitOf('Müller', 'mul')).toBe(0)
    expect(fitOf('MULLER', 'mül')).toBe(0)
  })

  test('marks the beginnings of words that were typed, and loses no letter', () => {
    const parts = markedParts('Dagný · Norðurljós ehf.', 'nor dag')
    expect(parts.filter(({ marked }) => marked).map(({ text }) => text)).toEqual(['Dag', 'Nor'])
    for (const name of ['Straße der Nacht', 'ﬃ', '', '陳 美玲 (Chén Měilíng)', 'a  b']) {
      expect(
        markedParts(name, 'str c')
          .map(({ text }) => text)
          .join(''),
      ).toBe(name)
    }
  })
})
