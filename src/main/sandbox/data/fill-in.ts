/** Fills in what the sample texts leave open. */

/** `%p` is the product, `%n` the person, `%c` the company. */
export function fillIn(text: string, product: string, person: string, company: string): string {
  return text
    .replaceAll('%p', () => product)
    .replaceAll('%n', () => person)
    .replaceAll('%c', () => company)
}

/** A title and what stands below it; a text without a bar is both. */
export function titleAndText(text: string): readonly [string, string] {
  const bar = text.indexOf('|')
  return bar < 0 ? [text, text] : [text.slice(0, bar), text.slice(bar + 1)]
}
