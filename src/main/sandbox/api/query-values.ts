/** Values of a query as clients spell them: `true` and `1`, a repeated key and a comma list. */
import { refuse } from './refusal'

export function booleanOf(value: string | undefined): boolean | null {
  if (value === 'true' || value === '1') return true
  return value === 'false' || value === '0' ? false : null
}

export function wordsOf(values: readonly string[] | undefined): readonly string[] {
  return (values ?? []).flatMap((value) => value.split(',')).filter((word) => word !== '')
}

export function wholeOf(name: string, value: string | undefined, usual: number): number {
  if (value === undefined || value === '') return usual
  return /^\d{1,9}$/.test(value) ? Number(value) : refuse(`${name}: not a whole number`)
}
