/** Text as it is compared: without case and accents, the same on every computer whatever its language. */

/** Letters that no normalization takes apart. */
const letters: Readonly<Record<string, string>> = { ß: 'ss', ø: 'o', ł: 'l', đ: 'd', ð: 'd', æ: 'ae', œ: 'oe', þ: 'th', ı: 'i', ħ: 'h' }

export function fold(text: string): string {
  // Most names are plain; the long way costs ten times as much.
  // eslint-disable-next-line no-control-regex -- all of ASCII is what it asks for
  if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase()
  return text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[ßøłđðæœþıħ]/g, (letter) => letters[letter] ?? letter)
}

/** A key to sort by; long texts are cut, since nobody tells them apart by their end. Null for nothing. */
export function sortKey(text: string | null): string | null {
  if (text === null) return null
  const key = fold(text.slice(0, 200)).trim()
  return key === '' ? null : key
}
