/** Tells a rep who looks elsewhere what is new: as a notification of the browser, or, in the desktop app, handed over to it. A click brings the page back. */
import { useEffect, useState } from 'react'
import { defaultNotifications, type Notice, NoticeWatch } from '../../shared/notifications'
import { useText } from '../messages/text'
import { noticeWords } from './notice-words'
import { useSettings, useStatus } from './queries'

/** Whether the page itself has to ask and to show. */
export const isNotifiedByPage = (): boolean => window.satchelBridge === undefined && typeof Notification !== 'undefined'

export function useNotifications(onOpen: (kind: 'changes' | 'sync') => void): void {
  const t = useText()
  const { data: status } = useStatus()
  const wanted = useSettings().data?.notifications ?? defaultNotifications
  const [watch] = useState(() => new NoticeWatch())
  useEffect(() => {
    const notices = (status?.connections ?? []).flatMap((connection) => watch.take(connection, wanted))
    if (document.hasFocus()) return
    for (const notice of notices) {
      const { title, body } = noticeWords(t, notice)
      if (window.satchelBridge) window.satchelBridge.notify(title, body)
      else if (isNotifiedByPage() && Notification.permission === 'granted') show(notice, title, body, onOpen)
    }
  })
}

function show({ kind, connection }: Notice, title: string, body: string, onOpen: (kind: 'changes' | 'sync') => void): void {
  // One of a kind for each connection: the newer takes the place of the older.
  const shown = new Notification(title, { body, tag: `${connection} ${kind}` })
  shown.addEventListener('click', () => {
    window.focus()
    shown.close()
    onOpen(kind === 'signIn' ? 'sync' : 'changes')
  })
}
