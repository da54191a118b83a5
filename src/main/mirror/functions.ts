/**
 * What statements may call besides SQLite's own: the comparison of text, moments, digits and domains, which are ours to define.
 * All are pure; null, and what is not of the kind, gives null.
 */
import type Database from 'better-sqlite3'
import { parseInstant } from '../../shared/model/ids'
import { fold } from './fold'

export function registerFunctions(raw: Database.Database): void {
  const define = (name: string, of: (value: unknown) => string | number | null): void => {
    raw.function(name, { deterministic: true, directOnly: true }, (value: unknown) => (value === null ? null : of(value)))
  }
  define('folded', (value) => fold(String(value)).trim())
  define('moment_of', (value) => momentOf(value))
  define('digits_of', (value) => digitsOf(String(value)))
  define('domain_of', (value) => domainOf(String(value)))
  define('number_of', (value) => numberOf(value))
}

/** Ms; a day is its midnight in UTC. */
function momentOf(value: unknown): number | null {
  const day = typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : null
  return day === null || Number.isNaN(day) ? parseInstant(value) : day
}

/** A phone number's digits with its country code where it has one: `+49 (0)30 12` and `0049 30 12` are the same. */
export function digitsOf(text: string): string {
  return text.replaceAll('(0)', '').replaceAll(/\D/g, '').replace(/^00/, '')
}

/** Of an e-mail or an address on the web, without `www.` */
export function domainOf(text: string): string | null {
  const folded = fold(text).trim()
  const host = folded.includes('@')
    ? folded.slice(folded.lastIndexOf('@') + 1)
    : folded.replace(/^[a-z][a-z0-9+.-]*:\/\//, '').replace(/[/?#].*$/, '')
  const domain = host.replace(/:\d+$/, '').replace(/^www\./, '')
  return domain === '' ? null : domain
}

function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return value
  if (typeof value !== 'string' || value.trim() === '') return null
  const number = Number(value)
  return Number.isFinite(number) ? number : null
}
