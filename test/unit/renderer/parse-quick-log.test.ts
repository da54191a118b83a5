import { describe, expect, test } from 'vitest'
import { parseQuickLog } from '../../../src/renderer/frame/quick-log/parse-quick-log'

// A Tuesday.
const today = new Date(2026, 10, 24, 15, 30)
const day = (month: number, date: number) => new Date(2026, month - 1, date)
const parse = (line: string) => parseQuickLog(line, today)

describe('a line of what was done', () => {
  test('says kind, record, duration, text and follow-up', () => {
    expect(parse('call acme renewal 12m: left voicemail, try tue')).toEqual({
      kind: 'CALL',
      record: 'acme renewal',
      minutes: 12,
      text: 'left voicemail',
      followUp: { words: 'try', day: day(12, 1) },
    })
  })

  test('may leave out everything but the text', () => {
    expect(parse('they want the long contract')).toEqual({
      kind: 'NOTE',
      record: '',
      minutes: null,
      text: 'they want the long contract',
      followUp: null,
    })
    expect(parse('Met 1h30 about the price')).toMatchObject({ kind: 'MEETING', minutes: 90, text: 'about the price', record: '' })
    expect(parse('acme: all fine')).toMatchObject({ kind: 'NOTE', record: 'acme', text: 'all fine' })
    expect(parse('')).toMatchObject({ kind: 'NOTE', text: '', record: '' })
  })

  test.each([
    ['send offer tomorrow', day(11, 25)],
    ['ping in 2 weeks', day(12, 8)],
    ['call back next week', day(12, 1)],
    ['see them on friday', day(11, 27)],
    ['ask next monday.', day(11, 30)],
    ['do it today', day(11, 24)],
  ])('%j is a follow-up', (clause, expected) => {
    expect(parse(`call acme: talked, ${clause}`).followUp?.day).toEqual(expected)
  })

  test.each(['they meet, not today but later', 'the price, 12 months', 'tomorrow'])('%j at the end is no follow-up', (text) => {
    expect(parse(`note acme: ${text}`)).toMatchObject({ text, followUp: null })
  })

  test('a time or an address with a colon is no record', () => {
    expect(parse('note see https://acme.example at 10:30')).toMatchObject({ record: '', text: 'see https://acme.example at 10:30' })
  })
})
