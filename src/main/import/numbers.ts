/** Numbers as people write them in a table, once it is known which sign stands before the decimals. */
import type { DecimalSign } from '../../shared/model/import'

/** `1.284,50 €`, `(12)`, `12 %`, `1'000`; null for what is no number in this way of writing. */
export function parseCellNumber(text: string, decimal: DecimalSign): number | null {
  const bare = text
    .replaceAll(/[\s\u00a0\u202f'’]/g, '')
    .replace('−', '-')
    .replace(/^([-+]?)(?:\p{Sc}|[A-Z]{3})|(?:\p{Sc}|[A-Z]{3}|%)$/gu, '$1')
  const negative = /^\(([^()]+)\)$/.exec(bare)
  const digits = negative?.[1] ?? bare
  const group = decimal === '.' ? ',' : '.'
  const form = decimal === '.' ? /^[-+]?(?:\d{1,3}(?:,\d{2,3})+|\d+)?(?:\.\d*)?$/ : /^[-+]?(?:\d{1,3}(?:\.\d{3})+|\d+)?(?:,\d*)?$/
  const plain = form.test(digits) ? digits.replaceAll(group, '').replace(decimal, '.') : scientific(digits)
  if (plain === null || !/\d/.test(plain)) return null
  const value = Number(plain)
  return Number.isFinite(value) ? (negative ? -value : value) : null
}

function scientific(text: string): string | null {
  return /^[-+]?\d+(?:[.,]\d+)?[eE][-+]?\d+$/.test(text) ? text.replace(',', '.') : null
}

/** The decimal sign that fits more of these texts; a point where they don't tell. */
export function guessDecimal(texts: readonly string[]): DecimalSign {
  let comma = 0
  for (const text of texts) {
    const marks = /^[^\p{L}]*?[-+(]?\p{Sc}?\s?\d[\d.,\s\u00a0\u202f'’]*\)?\s?(?:\p{Sc}|[A-Z]{3}|%)?$/u.test(text) ? text.replaceAll(/[^.,]/g, '') : ''
    const last = marks.at(-1)
    if (last === undefined) continue
    const after = text.slice(text.lastIndexOf(last) + 1).replaceAll(/\D/g, '').length
    // Two kinds of mark: the last is the decimal one. One kind: unless three digits follow it, it is no thousand's mark.
    const isDecimal = new Set(marks).size === 2 ? true : marks.length === 1 ? after !== 3 : false
    const isGroup = marks.length > 1 && new Set(marks).size === 1
    if (isDecimal) comma += last === ',' ? 1 : -1
    else if (isGroup) comma += last === '.' ? 1 : -1
  }
  return comma > 0 ? ',' : '.'
}
