/** The app's one window, where it was left. */
import { BrowserWindow, screen } from 'electron'
import Store from 'electron-store'
import { z } from 'zod'
import { APP_ORIGIN } from './app-protocol'
import { webPreferences } from './web-preferences'

const boundsSchema = z.object({ x: z.int(), y: z.int(), width: z.int().min(640), height: z.int().min(480) })

export async function openWindow(folder: string): Promise<BrowserWindow> {
  const memory = new Store<Record<string, unknown>>({ cwd: folder, name: 'window', clearInvalidConfig: true })
  const remembered = boundsSchema.safeParse(memory.get('bounds'))
  const bounds = remembered.success && isOnScreen(remembered.data) ? remembered.data : { width: 1280, height: 820 }
  const window = new BrowserWindow({ ...bounds, minWidth: 640, minHeight: 480, show: false, title: 'Satchel', webPreferences: { ...webPreferences } })
  window.once('ready-to-show', () => window.show())
  window.on('close', () => memory.set('bounds', window.getNormalBounds()))
  await window.loadURL(`${APP_ORIGIN}/`)
  return window
}

/** A display may have been unplugged since. */
function isOnScreen({ x, y, width, height }: z.output<typeof boundsSchema>): boolean {
  const { workArea } = screen.getDisplayMatching({ x, y, width, height })
  return x < workArea.x + workArea.width && x + width > workArea.x && y >= workArea.y && y < workArea.y + workArea.height
}
