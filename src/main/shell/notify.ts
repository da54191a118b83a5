/** Notifications of the system, while the window is not the one that is used. A click brings it back. */
import { type BrowserWindow, Notification } from 'electron'
import type { Transport } from '../../shared/contract/client'
import { defaultNotifications, NoticeWatch, type NotificationSettings } from '../../shared/notifications'
import type { Settings } from '../../shared/settings'

/** @param window the window as it is now, or null while there is none */
export function notifyOf(engine: Transport, window: () => BrowserWindow | null): void {
  const watch = new NoticeWatch()
  let wanted: NotificationSettings = defaultNotifications
  engine.request('settings.get', {}).then(
    (answer) => {
      if (answer.ok) wanted = (answer.value as Settings).notifications
    },
    // An engine that is closing notifies of nothing.
    () => undefined,
  )
  engine.subscribe((event) => {
    if (event.kind === 'settings.changed') wanted = event.settings.notifications
    if (event.kind !== 'status.changed') return
    const notices = watch.take(event.status, wanted)
    if (window()?.isFocused() === true || !Notification.isSupported()) return
    for (const { title, body } of notices) show(title, body, window)
  })
}

function show(title: string, body: string, window: () => BrowserWindow | null): void {
  const notification = new Notification({ title, body })
  notification.on('click', () => {
    const open = window()
    if (open?.isMinimized()) open.restore()
    open?.focus()
  })
  notification.show()
}
