import { describe, expect, test } from 'vitest'
import { csvColumns, csvLines, csvRow, customFieldsOf } from '../../../src/main/cli/export/csv'
import { guardFormulas } from '../../../src/shared/formula-guard'

describe('the guard against formulas', () => {
  test.each([
    ['=HYPERLINK("http://evil.example")', `'=HYPERLINK("http://evil.example")`],
    ['+49 30 123456', `'+49 30 123456`],
    ['-2+3', `'-2+3`],
    ['@SUM(A1)', `'@SUM(A1)`],
    ['\tx', `'\tx`],
    ['\rx', `'\rx`],
    ['  =1', `'  =1`],
    ['\u00A0=1', `'\u00A0=1`],
    ['＝1', `'＝1`],
    ['＠x', `'＠x`],
    ['first\n=1', `first\n'=1`],
    ['first\r\n=1\r\nlast', `first\r\n'=1\r\nlast`],
    ['first\r=1', `first\r'=1`],
    ['first\u2028=1', `first\u2028'=1`],
    [`'=1`, `''=1`],
    ['Ada = Lovelace', 'Ada = Lovelace'],
    [`O'Neill`, `O'Neill`],
    [`'quoted'`, `'quoted'`],
    ['', ''],
  ])('%j becomes %j', (text, expected) => {
    expect(guardFormulas(text)).toBe(expected)
  })
})

describe('CSV', () => {
  const deal = {
    id: '9001',
    name: 'Renewal, "big"\nsecond line',
    amount: -5.5,
    stages: [{ id: 's2', name: 'Proposal' }],
    pipelines: [{ id: 'p1', name: 'Sales' }],
    contact_ids: ['501', '502'],
    closing_at: '2026-12-18T00:00:00.000Z',
    metadata: [
      { slug: 'tier', value: 'gold' },
      { slug: '__proto__', value: 'x' },
    ],
  }

  test('a row has ids and linked ids, names and ids of references, dates as they are, custom fields', () => {
    const columns = csvColumns('deal', customFieldsOf(deal))
    const row = csvRow(columns, deal)
    const byTitle = Object.fromEntries(columns.map(({ title }, index) => [title, row[index]]))
    expect(byTitle).toMatchObject({
      id: '9001',
      amount: -5.5,
      stages: 'Proposal',
      'stages.id': 's2',
      pipelines: 'Sales',
      'pipelines.id': 'p1',
      contact_ids: '501; 502',
      closing_at: '2026-12-18T00:00:00.000Z',
      'metadata.tier': 'gold',
      lost_reason: '',
    })
    expect(Object.keys(byTitle)).not.toContain('metadata.__proto__')
  })

  test('quotes, commas and line breaks are quoted as RFC 4180 says; numbers are exempt from the guard', () => {
    const rows = [['a"b', 'c,d', 'e\nf', 'g\rh', '=1', -5, true]]
    expect(csvLines(rows, { guarded: true })).toBe('"a""b","c,d","e\nf","g\rh",\'=1,-5,true\r\n')
    expect(csvLines(rows, { guarded: false })).toBe('"a""b","c,d","e\nf","g\rh",=1,-5,true\r\n')
  })

  test('a phone number in a contact’s row is guarded', () => {
    const columns = csvColumns('contact', []).filter(({ title }) => title === 'telephones')
    const row = csvRow(columns, { id: '1', telephones: [{ telephone: '+49 30 1' }, { telephone: '+49 30 2' }] })
    expect(csvLines([row], { guarded: true })).toBe("'+49 30 1; +49 30 2\r\n")
  })
})
