/** Notifications of the browser, where the page is in one: the desktop app shows its own. A click brings the page back. */
import { useEffect, useState } from 'react'
import { defaultNotifications, NoticeWatch } from '../../shared/notifications'
import { useSettings, useStatus } from './queries'

/** Whether the page itself has to ask and to show. */
export const isNotifiedByPage = (): boolean => window.satchelBridge === undefined && typeof Notification !== 'undefined'

export function useNotifications(onOpen: (kind: 'changes' | 'sync') => void): void {
  const { data: status } = useStatus()
  const wanted = useSettings().data?.notifications ?? defaultNotifications
  const [watch] = useState(() => new NoticeWatch())
  useEffect(() => {
    if (!isNotifiedByPage()) return
    const notices = (status?.connections ?? []).flatMap((connection) => watch.take(connection, wanted))
    if (document.hasFocus() || Notification.permission !== 'granted') return
    for (const { kind, connection, title, body } of notices) {
      // One of a kind for each connection: the newer takes the place of the older.
      const shown = new Notification(title, { body, tag: `${connection} ${kind}` })
      shown.addEventListener('click', () => {
        window.focus()
        shown.close()
        onOpen(kind === 'signIn' ? 'sync' : 'changes')
      })
    }
  })
}
