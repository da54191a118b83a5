/** What a table is taken for: object, columns, dates, numbers. Every guess has to be right about the tables that people bring. */
import { describe, expect, test } from 'vitest'
import { tableColumns } from '../../../src/shared/model/table'
import { parseCellDate, guessDateOrder } from '../../../src/main/import/dates'
import { guessTable } from '../../../src/main/import/guess'
import { guessDecimal, parseCellNumber } from '../../../src/main/import/numbers'
import { findTarget } from '../../../src/shared/model/import-targets'
import { writableObjectTypes, type WritableObjectType } from '../../../src/shared/model/object-type'

function guess(titles: readonly string[], rows: readonly (readonly string[])[] = [], given: Partial<Parameters<typeof guessTable>[1]> = {}) {
  return guessTable({ titles, rows }, { object: null, formats: {}, zone: 'UTC', customFields: [], remembered: null, ...given })
}
const targets = (titles: readonly string[], rows: readonly (readonly string[])[] = [], object: WritableObjectType | null = null) =>
  guess(titles, rows, { object }).columns.map(({ target }) => target)

describe('mapping columns', () => {
  test.each<[string, string[], (string | null)[]]>([
    [
      'English',
      ['First Name', 'Last Name', 'Job Title', 'Company', 'E-mail Address', 'Mobile Phone', 'City', 'ZIP'],
      ['first_name', 'last_name', 'title', 'company', 'emails', 'telephones:MOBILE', 'address.city', 'address.postal_code'],
    ],
    [
      'German',
      ['Vorname', 'Nachname', 'Funktion', 'Firma', 'E-Mail', 'Tel.', 'Straße', 'PLZ', 'Ort'],
      ['first_name', 'last_name', 'title', 'company', 'emails', 'telephones', 'address.address1', 'address.postal_code', 'address.city'],
    ],
    [
      'French',
      ['Prénom', 'Nom', 'Société', 'Courriel', 'Téléphone', 'Ville', 'Code postal'],
      ['first_name', 'last_name', 'company', 'emails', 'telephones', 'address.city', 'address.postal_code'],
    ],
    [
      'Spanish',
      ['Nombre', 'Apellidos', 'Empresa', 'Correo electrónico', 'Teléfono', 'País'],
      ['first_name', 'last_name', 'company', 'emails', 'telephones', 'address.country'],
    ],
    ['Japanese', ['氏名', '会社名', 'メールアドレス', '電話番号', '役職'], ['name', 'company', 'emails', 'telephones', 'title']],
    ['two e-mails', ['Name', 'E-Mail 1', 'E-Mail 2'], ['name', 'emails', 'emails']],
    ['both names in one cell', ['Nachname, Vorname', 'E-Mail'], ['name:last-first', 'emails']],
    ['a letter wrong', ['Name', 'Adresss', 'Telefn'], ['name', 'address.address1', 'telephones']],
    ['names of JavaScript', ['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'E-Mail'], [null, null, null, null, 'emails']],
  ])('%s titles of contacts', (_language, titles, expected) => {
    expect(targets(titles, [], 'contact')).toEqual(expected)
  })

  test.each(writableObjectTypes.filter((object) => object !== 'pipeline'))('every column of our own %s export finds its field again', (object) => {
    const titles = tableColumns(object, ['tier']).map(({ title }) => title)
    const { columns } = guess(titles, [], { object, customFields: [{ slug: 'tier', label: 'Tier' }] })
    const wrong = columns.filter(({ title, target }) => target !== title && findTarget(object, title) !== null)
    expect(wrong).toEqual([])
    expect(columns.every(({ confidence, target }) => confidence === 'certain' || target === null)).toBe(true)
  })

  test('a custom field is found by its label and by its slug', () => {
    const customFields = [{ slug: 'tier_c', label: 'Customer tier' }]
    expect(guess(['Customer Tier', 'E-Mail'], [], { object: 'contact', customFields }).columns[0]).toMatchObject({
      target: 'metadata.tier_c',
      confidence: 'certain',
    })
    expect(guess(['tier_c'], [], { object: 'contact', customFields }).columns[0]).toMatchObject({ target: 'metadata.tier_c' })
  })

  test('a column that says nothing by its name is known by what it holds, and never as certain', () => {
    const { columns } = guess(
      ['X', 'Y', 'Kürzel'],
      [
        ['ada@x.example', '+33 1 99 00 42 17', 'FL'],
        ['bob@y.example', '(030) 555-0177', 'EL'],
      ],
      { object: 'contact' },
    )
    expect(columns.map(({ target, confidence }) => [target, confidence])).toEqual([
      ['emails', 'likely'],
      ['telephones', 'likely'],
      [null, 'none'],
    ])
  })

  test('values that a field can’t hold make its guess less sure, and too many of them undo it', () => {
    const few = guess(['Betrag'], [['12,5'], ['8.000'], ['3'], ['n. a.']], { object: 'deal' }).columns[0]
    expect(few).toMatchObject({ target: 'amount', confidence: 'likely', unfit: 1 })
    expect(guess(['Betrag'], [['viel'], ['wenig'], ['3']], { object: 'deal' }).columns[0]).toMatchObject({
      target: null,
      confidence: 'none',
      unfit: 0,
    })
  })

  test('what the person chose for these titles before comes back, skipped columns too', () => {
    const { columns } = guess(['Name', 'Mail'], [], { object: 'contact', remembered: [null, 'emails:HOME'] })
    expect(columns.map(({ target, confidence }) => [target, confidence])).toEqual([
      [null, 'remembered'],
      ['emails:HOME', 'remembered'],
    ])
  })

  test('the samples are the first three different values', () => {
    expect(guess(['Name'], [['Ada'], [''], ['Ada'], ['Bob'], ['Cleo'], ['Dan']]).columns[0]?.samples).toEqual(['Ada', 'Bob', 'Cleo'])
  })
})

describe('guessing the object', () => {
  test.each<[WritableObjectType, string[]]>([
    ['contact', ['Vorname', 'Nachname', 'Firma', 'E-Mail', 'Tel.']],
    ['company', ['Company name', 'Domain', 'Industry', 'Employees']],
    ['deal', ['Deal name', 'Amount', 'Stage', 'Close date', 'Owner']],
    ['lead', ['Name', 'Company', 'Lead status', 'Lead source', 'E-mail']],
    ['contact', ['Name', 'E-Mail']],
  ])('%s for %j', (object, titles) => {
    expect(guess(titles).object).toBe(object)
  })

  test.each(writableObjectTypes.filter((object) => object !== 'pipeline'))('our own export of %s is one of %s', (object) => {
    expect(guess(tableColumns(object, []).map(({ title }) => title)).object).toBe(object)
  })
})

describe('numbers', () => {
  test.each([
    ['1.234,56', ',', 1234.56],
    ['1,234.56', '.', 1234.56],
    ['€ 12.500,00', ',', 12_500],
    ['12 %', '.', 12],
    ["1'000.50", '.', 1000.5],
    ['1 284 000', ',', 1_284_000],
    ['(1,200.00)', '.', -1200],
    ['-5', ',', -5],
    ['12,5', '.', null],
    ['8.000', ',', 8000],
    ['1.2.3', ',', null],
    ['n. a.', ',', null],
    ['ca. 20k', '.', null],
    ['1e3', '.', 1000],
    ['1e999', '.', null],
    ['', '.', null],
    ['EUR 12', '.', 12],
  ] as const)('%s with the decimal sign %s', (text, decimal, expected) => {
    expect(parseCellNumber(text, decimal)).toBe(expected)
  })

  test.each([
    [',', ['12.500,00', '8.000', 'n. a.']],
    ['.', ['12,500.00', '8,000']],
    [',', ['3,5', '4,25']],
    ['.', ['3.5', '7']],
    ['.', ['12', 'Ada, London']],
  ] as const)('the decimal sign %s is told by %j', (sign, texts) => {
    expect(guessDecimal(texts)).toBe(sign)
  })
})

describe('dates', () => {
  test.each([
    ['31.12.2026', 'dmy', '2026-12-31T00:00:00.000Z'],
    ['12/31/2026', 'mdy', '2026-12-31T00:00:00.000Z'],
    ['2026-12-31', 'mdy', '2026-12-31T00:00:00.000Z'],
    ['1.2.26', 'dmy', '2026-02-01T00:00:00.000Z'],
    ['31/12/1999', 'dmy', '1999-12-31T00:00:00.000Z'],
    ['31/02/2026', 'dmy', null],
    ['12/31/2026', 'dmy', null],
    ['2026-12-31T23:30:00+02:00', 'dmy', '2026-12-31T21:30:00.000Z'],
    ['2026-12-31T23:30:00.123Z', 'dmy', '2026-12-31T23:30:00.123Z'],
    ['12/31/2026 1:05 PM', 'mdy', '2026-12-31T18:05:00.000Z'],
    ['31.12.2026 25:00', 'dmy', null],
    ['soon', 'dmy', null],
    ['', 'dmy', null],
  ] as const)('%s in the order %s', (text, dates, expected) => {
    expect(parseCellDate(text, { dates, zone: 'America/New_York' })).toBe(expected)
  })

  test('a time without a zone is of the person’s own zone, in summer and in winter', () => {
    const zone = 'Europe/Berlin'
    expect(parseCellDate('01.07.2026 09:00', { dates: 'dmy', zone })).toBe('2026-07-01T07:00:00.000Z')
    expect(parseCellDate('01.12.2026 09:00', { dates: 'dmy', zone })).toBe('2026-12-01T08:00:00.000Z')
  })

  test.each([
    ['dmy', ['01.02.2026', '31.12.2026']],
    ['mdy', ['01/02/2026', '12/31/2026']],
    ['ymd', ['2026-01-02', '2026-12-31']],
    ['dmy', ['01/02/2026']],
    ['dmy', ['no date']],
  ] as const)('the order %s is told by %j', (order, texts) => {
    expect(guessDateOrder(texts)).toBe(order)
  })
})

describe('finding records', () => {
  test.each([
    [['id', 'name', 'emails'], 'contact', ['id']],
    [['name', 'emails'], 'contact', ['email']],
    [['name', 'emails', 'company'], 'contact', ['email', 'name-company']],
    [['name', 'domains'], 'company', ['domain', 'name-company']],
    [['first_name', 'last_name', 'telephones:MOBILE'], 'contact', ['phone', 'name-company']],
  ] as const)('columns %j of a %s', (mapped, object, expected) => {
    expect(guess([...mapped], [], { object }).match).toEqual(expected)
  })
})
