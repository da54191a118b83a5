/** Whether the first row names the columns. */
import { looksLikeDate } from './dates'

/**
 * A header's cells are names: filled, different from each other, and no addresses, numbers or dates. A table of names alone can't be told
 * from its header by that, so without a hint in the rows below, a first row of names is a header.
 */
export function guessHeader(rows: readonly (readonly string[])[]): boolean {
  const [first = [], ...others] = rows
  const names = first.map((cell) => cell.trim()).filter((cell) => cell !== '')
  if (names.length === 0 || others.length === 0) return names.length > 0 && names.every(isName)
  if (names.length < first.length / 2) return false
  if (new Set(names.map((name) => name.toLowerCase())).size < names.length && !others.some((row) => row.some((cell) => !isName(cell)))) return false
  return names.every(isName)
}

function isName(cell: string): boolean {
  const text = cell.trim()
  if (text.length > 100 || text.includes('@') || /^https?:/i.test(text) || looksLikeDate(text)) return false
  return /\p{L}/u.test(text) && !/^[-+(]?\p{Sc}?\s?[\d.,\s]+\)?\s?(?:\p{Sc}|[A-Z]{3}|%)?$/u.test(text)
}
