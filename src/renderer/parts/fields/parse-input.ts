/**
 * What the rep typed, as a value. Only what can be no number or no address is refused; everything else is the CRM's to judge.
 */

export type Parsed<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly why: 'not-a-number' | 'not-an-email' }

/**
 * A number as people write it: `1,284,000.50`, `1.284.000,50`, `1 284 000`, `12,5`, `−3`, with its currency or percent sign.
 * One separator alone means what it means in the rep's language; three digits must follow it to be a thousand's.
 */
export function parseNumber(typed: string, groupSeparator: string): Parsed<number | null> {
  const text = typed
    .replaceAll(/[\s\u00a0\u202f'’]/g, '')
    .replace('−', '-')
    .replace(/^([-+]?)\p{Sc}|\p{Sc}$|%$/gu, '$1')
  if (text === '') return { ok: true, value: null }
  const bare = /^[-+]?[\d.,]*\d[\d.,]*$/.test(text) ? plainDigits(text, groupSeparator) : null
  const value = bare === null ? Number.NaN : Number(bare)
  return Number.isFinite(value) ? { ok: true, value } : { ok: false, why: 'not-a-number' }
}

function plainDigits(text: string, groupSeparator: string): string | null {
  const marks: readonly string[] = text.match(/[.,]/g) ?? []
  const last = marks.at(-1)
  if (last === undefined) return text
  const other = last === '.' ? ',' : '.'
  if (marks.includes(other))
    return marks.filter((mark) => mark === last).length > 1
      ? null
      : isGrouped(text, other, last)
        ? text.replaceAll(other, '').replace(last, '.')
        : null
  if (marks.length > 1) return isGrouped(text, last, null) ? text.replaceAll(last, '') : null
  if (last === groupSeparator && isGrouped(text, last, null) && !/^[-+]?0/.test(text)) return text.replace(last, '')
  return text.replace(last, '.')
}

/** Do the groups between the separators hold three digits each? */
function isGrouped(text: string, separator: string, decimal: string | null): boolean {
  const whole = (decimal === null ? text : text.slice(0, text.lastIndexOf(decimal))).replace(/^[-+]/, '')
  const [head = '', ...groups] = whole.split(separator)
  return /^\d{1,3}$/.test(head) && groups.every((group) => /^\d{3}$/.test(group))
}

/** Loose on purpose: something, one @, a domain. Quotes, umlauts and new endings are the mail server's business. */
export function parseEmail(typed: string): Parsed<string> {
  const text = typed.trim()
  return /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)*$/.test(text) ? { ok: true, value: text } : { ok: false, why: 'not-an-email' }
}
