/**
 * What a person types in a search field, as a full-text expression.
 *
 * Each word is the beginning of a word, in any of the indexed columns; a run of Chinese, Japanese or Korean is a phrase of its
 * characters; something that looks like a number is looked for in the digits of phones as well.
 */
import { searchable } from './search-index'

/** So many digits are no year, and no number in a name. */
const CERTAINLY_A_PHONE = 6

/** Null when there is nothing to look for. */
export function matchExpression(text: string): string | null {
  return anyOf(textExpression(termsOf(text)), phoneExpression(text))
}

/**
 * The same while a word is still being typed. No index serves words that begin with one letter, and half of all records have such a word:
 * the letter waits for the next one, unless there is nothing else to look for. A little more is found than was asked.
 */
export function matchWhileTyping(text: string): string | null {
  const terms = termsOf(text)
  const phone = phoneExpression(text)
  if (phone !== null && digitsOf(text).length >= CERTAINLY_A_PHONE) return phone
  const ready = terms.map((term) => term.replace(letterAtTheEnd, '$<before>"')).filter(saysSomething)
  // The digits of a number are looked for together: its groups alone would find everybody in the country.
  if (phone !== null && ready.length < terms.length) return phone
  return anyOf(textExpression(ready.length === 0 ? terms : ready), phone)
}

/** How many letters the longest word has: one alone matches too much to be looked for everywhere. */
export function longestWord(text: string): number {
  const words = searchable(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
  const isUnspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u
  return Math.max(0, ...words.map((word) => (isUnspaced.test(word) ? 3 : word.length)))
}

/** The last letter of a term, when it is a word of its own; a character of an unspaced script is a word. */
const letterAtTheEnd = /(?<before>^"|[^\p{L}\p{N}"])[[\p{L}\p{N}]--[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]]"\*$/v

function textExpression(terms: readonly string[]): string | null {
  return terms.length === 0 ? null : `{name company title email phone other} : (${terms.join(' AND ')})`
}

function phoneExpression(text: string): string | null {
  const digits = digitsOf(text)
  return digits === '' ? null : `phone : "${digits}"*`
}

/** Of what looks like a number; empty for anything else. */
function digitsOf(text: string): string {
  return /^[+\d\s()./-]{3,}$/.test(text.trim()) ? text.replaceAll(/\D/g, '').replace(/^0+/, '') : ''
}

function anyOf(plain: string | null, phone: string | null): string | null {
  return phone === null || plain === null ? (phone ?? plain) : `(${phone}) OR (${plain})`
}

function termsOf(text: string): readonly string[] {
  return (
    text
      .trim()
      .split(/\s+/)
      .slice(0, 12)
      .map((word) => searchable(word).replaceAll('"', ' ').trim())
      .filter(saysSomething)
      // A quoted string of several tokens is a phrase; the star is for its last one.
      .map((word) => `"${word}"*`)
  )
}

function saysSomething(term: string): boolean {
  return /[\p{L}\p{N}]/u.test(term)
}
