/** “12 s ago”, from a time and the present. */
import type { Text } from '../messages/text'
import { elapsed } from './format'

export function ago(t: Text, at: number, now: number): string {
  const { unit, count } = elapsed(at, now)
  return t(`ago.${unit}`, { count })
}
