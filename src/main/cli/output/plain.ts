/**
 * Text from outside, made safe for a terminal: a record's name must not move the cursor, recolour the screen, set the window's
 * title or write into the clipboard. Only what people read goes through here; JSON keeps every character.
 */

/** OSC, DCS, SOS, PM and APC strings: from their introducer to their terminator, or to the end where it is missing. */
// oxlint-disable-next-line no-control-regex -- control characters are what this is about
const CONTROL_STRINGS = /(?:\u001B[\]PX^_]|[\u009D\u0090\u0098\u009E\u009F])[\s\S]*?(?:\u0007|\u001B\\|\u009C|$)/gu
// oxlint-disable-next-line no-control-regex -- as above
const CONTROL_SEQUENCES = /(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]/gu
// oxlint-disable-next-line no-control-regex -- as above
const CONTROLS = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/gu
/** They make text run the other way, over what stands beside it, or take up no room. Joiners stay: words and emoji need them. */
const DIRECTION_AND_INVISIBLE = /[\u202A-\u202E\u2066-\u2069\u200B\u200E\u200F\u2060\uFEFF]/gu

/** Without anything that a terminal would act on; line breaks and tabs stay. */
export function plainText(text: string): string {
  return text.replace(CONTROL_STRINGS, '').replace(CONTROL_SEQUENCES, '').replace(CONTROLS, '').replace(DIRECTION_AND_INVISIBLE, '')
}

/** The same on one line, for a cell. */
export function plainLine(text: string): string {
  return plainText(text.replace(/[\n\r\t\v\f\u0085\u2028\u2029]+/gu, ' ')).trim()
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
/** Two columns wide in a terminal: East Asian scripts, full-width forms and emoji. */
const WIDE =
  /^(?:\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|[\u3000-\u303F\uFF01-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}|.\uFE0F)/u
const ASCII_ONLY = /^[ -~]*$/

/** How many columns a line takes in a terminal. */
export function displayWidth(line: string): number {
  if (ASCII_ONLY.test(line)) return line.length
  let width = 0
  for (const { segment } of graphemes.segment(line)) width += WIDE.test(segment) ? 2 : 1
  return width
}

/** Cut to that many columns, with an ellipsis where something is missing. */
export function cutToWidth(line: string, columns: number): string {
  if (displayWidth(line) <= columns) return line
  let kept = ''
  let width = 0
  for (const { segment } of graphemes.segment(line)) {
    width += WIDE.test(segment) ? 2 : 1
    if (width > columns - 1) break
    kept += segment
  }
  return `${kept}…`
}
