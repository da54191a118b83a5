/**
 * Keeps a spreadsheet from running what somebody typed into a CRM. A cell whose text begins like a formula (`=`, `+`, `-`, `@`,
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

/** For text. Numbers that are numbers don't come here: they are written as they are. */
export function guardFormulas(text: string): string {
  return text.split(LINES).map(guardLine).join('')
}

function guardLine(line: string): string {
  if (LINES.test(line)) return line
  const inside = line.replace(FORMULA_AFTER_RETURN, "\r'$1")
  return LIKE_A_FORMULA.test(line) ? `'${inside}` : inside
}
