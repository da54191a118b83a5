/** A notice in the rep's words. */
import type { Notice } from '../../shared/notifications'
import type { MessageId } from '../messages'

/** As `useText` gives it. */
type Say = (id: MessageId, values: Readonly<Record<string, string | number>>) => string

export function noticeWords(t: Say, { kind, name, count }: Notice): { readonly title: string; readonly body: string } {
  return { title: t(`notice.${kind}`, { name, count }), body: t(`notice.${kind}.body`, { name, count }) }
}
