/** The main process's end of the bridge: answers our own window's top frame, and nobody else. */
import { type BrowserWindow, ipcMain, type IpcMainEvent, type IpcMainInvokeEvent } from 'electron'
import type { Answer, Transport } from '../../shared/contract/client'
import { APP_ORIGIN } from './app-protocol'
import { notify } from './notify'

const refused: Answer = { ok: false, error: { bug: 'not from the app’s own window' } }

/** @param window the window as it is now, or null while there is none */
export function hostBridge(engine: Transport, window: () => BrowserWindow | null): void {
  ipcMain.handle('satchel:request', async (event, operation: unknown, input: unknown): Promise<Answer> => {
    if (!isOurs(event, window())) return refused
    return engine.request(typeof operation === 'string' ? operation : '', input)
  })
  ipcMain.on('satchel:notify', (event, title: unknown, body: unknown) => {
    if (isOurs(event, window())) notify(title, body, window)
  })
  engine.subscribe((event) => {
    const open = window()
    if (open !== null && !open.isDestroyed()) open.webContents.send('satchel:event', event)
  })
}

/** A known window, its top frame, and exactly our address in it. */
function isOurs(event: Pick<IpcMainInvokeEvent | IpcMainEvent, 'sender' | 'senderFrame'>, window: BrowserWindow | null): boolean {
  const frame = event.senderFrame
  if (window === null || window.isDestroyed() || frame === null) return false
  // `origin` of a scheme of our own is not the same in all versions; the parsed address is.
  const url = URL.parse(frame.url)
  return (
    event.sender === window.webContents && frame === window.webContents.mainFrame && url !== null && `${url.protocol}//${url.host}` === APP_ORIGIN
  )
}
