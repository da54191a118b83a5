/** How well a name of ours fits what is typed: words that begin so, then initials, then what is near enough. */
import UFuzzy from '@leeoniya/ufuzzy'

const fuzzy = new UFuzzy({ intraMode: 1 })

/** From 0, the best; null where it does not fit. Case and accents don't matter. */
export function fitOf(name: string, words: string): number | null {
  const [label, typed] = UFuzzy.latinize([name, words]).map((text) => text.toLocaleLowerCase())
  if (label === undefined || typed === undefined) return null
  if (typed === '') return 0
  const parts = label.split(/[^\p{L}\p{N}]+/u).filter(Boolean)
  const sought = typed.split(/\s+/)
  if (sought.every((word) => parts.some((part) => part.startsWith(word)))) return label.startsWith(typed) ? 0 : 1
  const initials = parts.map((part) => part.charAt(0)).join('')
  if (typed.length > 1 && initials.startsWith(typed.replaceAll(/\s+/g, ''))) return 2
  return (fuzzy.filter([label], typed)?.length ?? 0) > 0 ? 3 : null
}

/** Those that fit, the best first, and among equals in the order in which they came. */
export function ranked<Entry extends { readonly name: string }>(entries: readonly Entry[], words: string): readonly Entry[] {
  return entries
    .flatMap((entry, index) => {
      const fit = fitOf(entry.name, words)
      return fit === null ? [] : [{ entry, fit, index }]
    })
    .toSorted((a, b) => a.fit - b.fit || a.index - b.index)
    .map(({ entry }) => entry)
}

/** The name cut into what was typed and what was not, to be drawn: the beginnings of its words. */
export function markedParts(name: string, words: string): readonly { readonly text: string; readonly marked: boolean }[] {
  const sought = UFuzzy.latinize([words])[0]?.toLocaleLowerCase().split(/\s+/).filter(Boolean) ?? []
  // What is typed is one word, or none, long: a name is split so that each piece starts a word.
  return name.split(/(?<=[^\p{L}\p{N}])(?=[\p{L}\p{N}])/u).flatMap((piece) => {
    const plain = (UFuzzy.latinize([piece])[0] ?? piece).toLocaleLowerCase()
    // A letter that becomes two without its accent (ß, æ) would shift what is marked: then the name stays as it is.
    const word =
      plain.length === piece.length ? sought.filter((each) => plain.startsWith(each)).toSorted((a, b) => b.length - a.length)[0] : undefined
    if (word === undefined) return [{ text: piece, marked: false }]
    const rest = piece.slice(word.length)
    return [{ text: piece.slice(0, word.length), marked: true }, ...(rest === '' ? [] : [{ text: rest, marked: false }])]
  })
}
