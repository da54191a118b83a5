/**
 * Characters that can't be seen but act: direction overrides, zero-width and control characters. In a value they can make
 * `invoice_exe.pdf` of `invoice_fdp.exe`; the rep sees where they stand before keeping them.
 */
const hidden =
  // eslint-disable-next-line no-control-regex -- control characters are what it looks for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]/gu

export type TextPiece = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'hidden'; readonly code: string }

/** Zero-width joiners are left alone: emoji and several scripts are written with them. */
export function hasHiddenCharacters(text: string): boolean {
  hidden.lastIndex = 0
  return hidden.test(text)
}

/** The text with each such character as its code, `U+202E`. */
export function revealHidden(text: string): readonly TextPiece[] {
  const pieces: TextPiece[] = []
  let end = 0
  for (const match of text.matchAll(hidden)) {
    if (match.index > end) pieces.push({ kind: 'text', text: text.slice(end, match.index) })
    pieces.push({ kind: 'hidden', code: `U+${(match[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}` })
    end = match.index + match[0].length
  }
  if (end < text.length) pieces.push({ kind: 'text', text: text.slice(end) })
  return pieces
}

export function withoutHidden(text: string): string {
  return text.replaceAll(hidden, '')
}
