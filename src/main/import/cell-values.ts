/**
 * From the text of one cell to the value that its target wants, or to what is wrong with it. What names another record stays a list of
 * words here; who is meant, only the mirror knows.
 */
import { isEmptyValue, type Json } from '../../shared/model/json'
import type { CellFormats } from '../../shared/model/import'
import { parseCellDate } from './dates'
import { parseCellNumber } from './numbers'
import type { Target } from '../../shared/model/import-targets'

export type CellValue =
  | { readonly kind: 'value'; readonly value: Json }
  /** Ids, addresses or names of other records. */
  | { readonly kind: 'references'; readonly words: readonly string[] }
  | { readonly kind: 'problem'; readonly words: string }

/** Longer texts belong into a note, and would stop a CRM's form. */
const MOST_TEXT = 1 << 20

export function parseCell(target: Target, text: string, formats: CellFormats): CellValue {
  const trimmed = text.trim()
  if (text.length > MOST_TEXT) return problem('a text of at most a million characters')
  switch (target.kind) {
    case 'text':
    case 'select':
    case 'url':
    case 'id':
    case 'last-first':
      return value(trimmed)
    case 'long-text':
      return value(text)
    case 'number':
    case 'money':
    case 'percent': {
      const number = parseCellNumber(trimmed, formats.decimal)
      return number === null ? problem(`a number such as ${formats.decimal === '.' ? '1,234.56' : '1.234,56'}`) : value(number)
    }
    case 'boolean': {
      const answer = parseBoolean(trimmed)
      return answer === null ? problem('yes or no') : value(answer)
    }
    case 'date-time': {
      const date = parseCellDate(trimmed, formats)
      return date === null ? problem(`a date such as ${exampleDate(formats)}`) : value(date)
    }
    case 'texts':
      return value(partsOf(trimmed, /;/))
    case 'urls':
      return value(partsOf(trimmed, /;|\s+(?=https?:)/))
    case 'emails': {
      const addresses = partsOf(trimmed, /[;,\s]+/).map((part) => part.replace(/^mailto:/i, '').replaceAll(/^[^<]*<|>$/g, ''))
      const wrong = addresses.find((address) => !isEmail(address))
      if (wrong !== undefined) return problem('e-mail addresses')
      return value(addresses.map((email) => ({ email, ...(target.label === null ? {} : { type: target.label }) })))
    }
    case 'phones': {
      const numbers = partsOf(trimmed, /;|\s\/\s|\n/)
      if (numbers.some((number) => !/\d/.test(number) || number.includes('@'))) return problem('phone numbers')
      return value(numbers.map((telephone) => ({ telephone, ...(target.label === null ? {} : { type: target.label }) })))
    }
    case 'user':
    case 'relation':
      return { kind: 'references', words: [trimmed] }
    case 'relations':
    case 'references':
    case 'stages':
    case 'reference-ids':
      return { kind: 'references', words: partsOf(trimmed, /;/) }
    case 'object':
    case 'custom':
      return problem('nothing: this field has parts of its own')
  }
}

/** Custom fields are of any kind; what the record holds says which. A number stays text where the field held text. */
export function parseCustomCell(text: string, held: Json | undefined, formats: CellFormats): CellValue {
  const trimmed = text.trim()
  if (typeof held === 'number') {
    const number = parseCellNumber(trimmed, formats.decimal)
    return number === null ? problem('a number') : value(number)
  }
  if (typeof held === 'boolean') {
    const answer = parseBoolean(trimmed)
    return answer === null ? problem('yes or no') : value(answer)
  }
  if (Array.isArray(held)) {
    const parsed = /^\[.*\]$/s.test(trimmed) ? parseJson(trimmed) : null
    return value(parsed ?? partsOf(trimmed, /;/))
  }
  if (typeof held === 'object' && held !== null) {
    const parsed = parseJson(trimmed)
    return parsed === null ? problem('what the CRM keeps in this field, as JSON') : value(parsed)
  }
  if (typeof held === 'string' && /^\d{4}-\d\d-\d\dT/.test(held)) {
    const date = parseCellDate(trimmed, formats)
    return date === null ? problem(`a date such as ${exampleDate(formats)}`) : value(date)
  }
  return value(trimmed)
}

function parseJson(text: string): Json | null {
  try {
    const parsed = JSON.parse(text, (key, member: unknown) => (key === '__proto__' ? undefined : member)) as Json
    return isEmptyValue(parsed) ? null : parsed
  } catch {
    // It is no JSON, which is an answer.
    return null
  }
}

const yes = new Set([
  'true',
  'yes',
  'y',
  '1',
  'x',
  '✓',
  'ja',
  'j',
  'wahr',
  'oui',
  'vrai',
  'o',
  'sí',
  'si',
  'sì',
  'vero',
  'verdadero',
  'sim',
  'tak',
  'да',
  'はい',
  '是',
])
const no = new Set(['false', 'no', 'n', '0', '-', 'nein', 'falsch', 'non', 'faux', 'falso', 'não', 'nao', 'nie', 'nee', 'нет', 'いいえ', '否'])

function parseBoolean(text: string): boolean | null {
  const word = text.toLowerCase()
  return yes.has(word) ? true : no.has(word) ? false : null
}

/** Loose on purpose: something, one @, a domain. All else is the mail server's business. */
export function isEmail(text: string): boolean {
  return /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)*$/.test(text)
}

function partsOf(text: string, between: RegExp): readonly string[] {
  return text
    .split(between)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function exampleDate({ dates }: CellFormats): string {
  return dates === 'ymd' ? '2026-12-31' : dates === 'dmy' ? '31.12.2026' : '12/31/2026'
}

function value(of: Json): CellValue {
  return { kind: 'value', value: of }
}

function problem(words: string): CellValue {
  return { kind: 'problem', words }
}
