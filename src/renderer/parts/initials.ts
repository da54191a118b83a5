/** What stands for a name where there is no room for it. */
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** Two letters of a name in letters, one character of a name in signs or syllables, a dot for nothing. */
export function initials(name: string | null): string {
  const words = (name ?? '').split(/[\s,()"“”]+/).filter((word) => /\p{L}|\p{N}/u.test(word))
  const first = firstGrapheme(words[0])
  if (!first) return '·'
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u.test(first)) return first
  const last = words.length > 1 ? firstGrapheme(words.at(-1)) : ''
  return (first + last).toLocaleUpperCase()
}

/** The first letter or figure of a text, whole, whatever script it is; empty where there is none. */
export function firstGrapheme(word: string | undefined): string {
  for (const { segment } of graphemes.segment(word ?? '')) if (/\p{L}|\p{N}/u.test(segment)) return segment
  return ''
}
