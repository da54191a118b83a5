/** Notifications of the system, in the words of the page, while the window is not the one that is used. A click brings it back. */
import { type BrowserWindow, Notification } from 'electron'

/** Longer words than these are none of ours. */
const LONGEST = 500

/** @param window the window as it is now, or null while there is none */
export function notify(title: unknown, body: unknown, window: () => BrowserWindow | null): void {
  if (typeof title !== 'string' || typeof body !== 'string' || window()?.isFocused() === true || !Notification.isSupported()) return
  const notification = new Notification({ title: title.slice(0, LONGEST), body: body.slice(0, LONGEST) })
  notification.on('click', () => {
    const open = window()
    if (open?.isMinimized()) open.restore()
    open?.focus()
  })
  notification.show()
}
