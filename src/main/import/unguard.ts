/**
 * Takes off the mark that our export puts before what a spreadsheet would run (see the command line's formula guard), so that a file comes
 * back as it went: an apostrophe before something like a formula, on any line of the cell.
 */
const LINES = /(\r\n|[\n\v\f\u0085\u2028\u2029])/u
const GUARDED = /^'('*[^\S\t\r]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\t\r])/u
const GUARDED_AFTER_RETURN = /\r'('*[^\S\r]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/gu

export function unguardFormulas(text: string): string {
  if (!text.includes("'")) return text
  return text
    .split(LINES)
    .map((line) => line.replace(GUARDED, '$1').replace(GUARDED_AFTER_RETURN, '\r$1'))
    .join('')
}
