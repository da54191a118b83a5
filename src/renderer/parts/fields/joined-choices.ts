/** Several choices in one text, as some CRMs write them: `Gold;Silver`. */
import type { Json } from '../../../shared/model/json'

export function splitChoices(text: string): readonly string[] {
  return text
    .split(/[;,]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

/** The chosen ones in the form in which they came: a list, or one text with the same sign between them. Null for none. */
export function joinedLike(was: Json | undefined, chosen: readonly string[]): Json {
  if (chosen.length === 0) return null
  if (typeof was !== 'string' || was === '') return [...chosen]
  return chosen.join(was.includes(',') && !was.includes(';') ? ',' : ';')
}
