/** How often a CRM may be asked for news, in words. */
import type { Text } from '../../messages/text'

const intervals = [10, 30, 60, 300, 900, 3600]

/** The usual ones, and the one that is set, whoever set it. */
export function intervalOptions(t: Text, current: number): readonly { readonly id: string; readonly label: string }[] {
  const all = [...new Set([...intervals, current])].toSorted((one, other) => one - other)
  return all.map((seconds) => ({
    id: String(seconds),
    label: seconds % 60 === 0 ? t('settings.interval.minutes', { count: seconds / 60 }) : t('settings.interval.seconds', { count: seconds }),
  }))
}
