import { describe, expect, test } from 'vitest'
import { matchWhileTyping } from '../../../src/main/mirror/match'
import { type Candidate, rankCandidates } from '../../../src/main/mirror/search-ranking'

const candidate = (rid: number, name: string | null, company: string | null = null, title: string | null = null): Candidate => ({
  rid,
  name,
  company,
  title,
})
const ranked = (text: string, ...candidates: readonly Candidate[]) => rankCandidates(candidates, text).map(({ rid }) => rid)

describe('ranking', () => {
  test('a name that begins so comes first, then words of the name, then of the company, then the rest', () => {
    const rest = candidate(1, 'ben wolff')
    const company = candidate(2, 'ada berger', 'marten gmbh')
    const word = candidate(3, 'eva marten')
    const begins = candidate(4, 'marten ivers')
    expect(ranked('Marten', rest, company, word, begins)).toEqual([4, 3, 2, 1])
  })

  test('each word that was typed must begin a word; words may stand in name and company', () => {
    expect(ranked('iv mar', candidate(1, 'ivo berg', 'martens'), candidate(2, 'marten ivers'), candidate(3, 'ivo berg'))).toEqual([2, 1, 3])
  })

  test('equals stand by name, those without one last, and in the same order each time', () => {
    expect(ranked('x', candidate(1, null), candidate(3, 'xu li'), candidate(2, 'xu li'), candidate(4, 'xavier'))).toEqual([4, 2, 3, 1])
  })

  test('takes accents, apostrophes and unspaced scripts as the index does', () => {
    expect(ranked('obrien', candidate(1, 'zed'), candidate(2, 'siobhan o’brien'))).toEqual([2, 1])
    expect(ranked('美玲', candidate(1, '陳 一'), candidate(2, '陳 美玲'))).toEqual([2, 1])
  })
})

describe('while a word is typed', () => {
  test('its first letter waits, unless there is nothing else to look for', () => {
    expect(matchWhileTyping('zoe m')).toBe(matchWhileTyping('zoe'))
    expect(matchWhileTyping('zoe mu')).not.toBe(matchWhileTyping('zoe'))
    expect(matchWhileTyping('z')).toContain('"z"*')
    expect(matchWhileTyping('oscar.p')).toContain('"oscar."')
  })

  test('a character of an unspaced script is a word', () => {
    expect(matchWhileTyping('陳 美')).toContain('美')
  })

  test('the groups of a number are looked for together', () => {
    expect(matchWhileTyping('+34 6')).toBe('phone : "346"*')
    expect(matchWhileTyping('030 1234-5')).toBe('phone : "3012345"*')
    expect(matchWhileTyping('2024')).toContain('OR')
  })
})
