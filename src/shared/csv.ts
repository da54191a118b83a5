/**
 * Lines of a CSV file (RFC 4180), safe for a spreadsheet, and back.
 *
 * The guard keeps a spreadsheet from running what somebody typed into a CRM. A cell whose text begins like a formula (`=`, `+`, `-`, `@`,
 * full-width forms too, a tab or a carriage return, after any white space) gets a leading apostrophe, and so does every further
 * line of it: a spreadsheet that splits lines would run the second one. Phone numbers such as `+49 …` are among them, since
 * Excel would compute them.
 *
 * A line that begins with apostrophes and then like a formula gets one more, so that taking one off gives back what was there.
 */
const LINES = /(\r\n|[\n\v\f\u0085\u2028\u2029])/u
const LIKE_A_FORMULA = /^'*[^\S\t\r]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\t\r]/u
/** Some programs end a line at a lone carriage return, others keep it: what follows it is guarded in both. */
const FORMULA_AFTER_RETURN = /\r('*[^\S\r]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/gu
const GUARDED = /^'('*[^\S\t\r]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\t\r])/u
const GUARDED_AFTER_RETURN = /\r'('*[^\S\r]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/gu

export type CsvCell = string | number | boolean

/** Lines with their ends. `guarded`: made safe for a spreadsheet; programs ask for the bare values. */
export function csvLines(rows: readonly (readonly CsvCell[])[], { guarded }: { readonly guarded: boolean }): string {
  // A number is exempt from the guard: -5 is meant to be one.
  const textOf = (cell: CsvCell): string => quoted(typeof cell === 'string' && guarded ? guardFormulas(cell) : String(cell))
  return rows.map((row) => `${row.map(textOf).join(',')}\r\n`).join('')
}

/** For text. Numbers that are numbers don't come here: they are written as they are. */
export function guardFormulas(text: string): string {
  return text.split(LINES).map(guardLine).join('')
}

/** Takes the guard off again, so that a file comes back as it went. */
export function unguardFormulas(text: string): string {
  if (!text.includes("'")) return text
  return text
    .split(LINES)
    .map((line) => line.replace(GUARDED, '$1').replace(GUARDED_AFTER_RETURN, '\r$1'))
    .join('')
}

function guardLine(line: string): string {
  if (LINES.test(line)) return line
  const inside = line.replace(FORMULA_AFTER_RETURN, "\r'$1")
  return LIKE_A_FORMULA.test(line) ? `'${inside}` : inside
}

/** Line ends of any kind are quoted, and so is a byte-order mark: some programs take it away from the start of a bare cell. */
function quoted(text: string): string {
  return /[",\r\n\ufeff]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text
}
