/**
 * What a person types in a search field, as a full-text expression.
 *
 * Each word is the beginning of a word, in any of the indexed columns; a run of Chinese, Japanese or Korean is a phrase of its
 * characters; something that looks like a number is looked for in the digits of phones as well.
 */
import { searchable } from './search-index'

/** Null when there is nothing to look for. */
export function matchExpression(text: string): string | null {
  const terms = termsOf(text)
  const plain = terms.length === 0 ? null : `{name company title email phone other} : (${terms.join(' AND ')})`
  const digits = /^[+\d\s()./-]{3,}$/.test(text.trim()) ? text.replaceAll(/\D/g, '').replace(/^0+/, '') : ''
  if (digits === '') return plain
  const phone = `phone : "${digits}"*`
  return plain === null ? phone : `(${phone}) OR (${plain})`
}

/** How many letters the shortest word has: one or two match too much to be worth ranking. */
export function shortestWord(text: string): number {
  const words = searchable(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
  const isUnspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u
  return words.length === 0 ? 0 : Math.min(...words.map((word) => (isUnspaced.test(word) ? 3 : word.length)))
}

function termsOf(text: string): readonly string[] {
  return (
    text
      .trim()
      .split(/\s+/)
      .slice(0, 12)
      .map((word) => searchable(word).replaceAll('"', ' ').trim())
      .filter((word) => /[\p{L}\p{N}]/u.test(word))
      // A quoted string of several tokens is a phrase; the star is for its last one.
      .map((word) => `"${word}"*`)
  )
}
