/** What is typed into the palette, and what it fits. */
import { describe, expect, test } from 'vitest'
import { checkFilter } from '../../../src/shared/model/filter'
import { filterOfTokens, parseTokens, tokenObjects } from '../../../src/renderer/frame/palette/palette-tokens'
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

describe('tokens', () => {
  const names = {
    users: [
      { id: 'u1', name: 'Ana Silva' },
      { id: 'u2', name: 'Silvio Rossi' },
    ],
    stages: ['Negotiation', 'Negative', 'Won'],
  }
  const filterFor = (object: (typeof tokenObjects)[number], text: string) => filterOfTokens(object, parseTokens(text).tokens, names)

  test('are told from words, wherever they stand', () => {
    expect(parseTokens('renewal stage:neg amount>=10k  owner:"Ana Silva" acme')).toEqual({
      tokens: [
        { name: 'stage', sign: ':', value: 'neg' },
        { name: 'amount', sign: '>=', value: '10k' },
        { name: 'owner', sign: ':', value: 'Ana Silva' },
      ],
      rest: 'renewal acme',
    })
    expect(parseTokens('10:30 http://x stage: a>b')).toEqual({ tokens: [], rest: '10:30 http://x stage: a>b' })
  })

  test('become the filter that they say, and every such filter is one that lists take', () => {
    expect(filterFor('deal', 'stage:neg amount>1.5m owner:silv')).toEqual({
      all: [
        { field: 'stages', op: 'any-of', value: ['Negotiation', 'Negative'] },
        { field: 'amount', op: 'gt', value: 1_500_000 },
        { field: 'user_id', op: 'any-of', value: ['u1', 'u2'] },
      ],
    })
    const said = [
      'stage:won',
      'amount<5',
      'probability>=50',
      'close:month',
      'owner:me',
      'company:acme',
      'title:cto',
      'industry:steel',
      'employees>10',
    ]
    const more = ['source:web', 'status:new', 'city:rome', 'country:it', 'tag:vip', 'is:won', 'is:unpushed', 'is:rejected', 'is:conflict', 'is:held']
    for (const text of [...said, ...more]) {
      const filters = tokenObjects.flatMap((object) => {
        const filter = filterFor(object, text)
        return filter === null ? [] : [{ object, filter }]
      })
      expect(filters.length, text).toBeGreaterThan(0)
      for (const { object, filter } of filters) expect(() => checkFilter(object, filter), `${object} ${text}`).not.toThrow()
    }
  })

  test('leave out types that lack their field, and what nothing is called', () => {
    expect(filterFor('contact', 'owner:me stage:won')).toBeNull()
    expect(filterFor('deal', 'stage:xyz')).toBeNull()
    expect(filterFor('deal', 'owner:nobody')).toBeNull()
    expect(filterFor('deal', 'amount>lots')).toBeNull()
  })
})
