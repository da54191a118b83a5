/**
 * Keeps every page where it is: no navigation, no second window, no webview, no permission but writing to the clipboard. Links
 * go to the system's browser, when they are links.
 */
import { app, session, shell, type WebContents } from 'electron'
import { APP_ORIGIN } from './app-protocol'

const LONGEST_LINK = 2000
const LINK_PROTOCOLS = new Set(['https:', 'mailto:', 'tel:'])

/** Before the first window. */
export function confinePages(): void {
  app.on('web-contents-created', (_event, contents) => confine(contents))
  const { defaultSession } = session
  const mayWriteClipboard = (permission: string, origin: string): boolean =>
    permission === 'clipboard-sanitized-write' && origin.startsWith(`${APP_ORIGIN}/`)
  defaultSession.setPermissionRequestHandler((contents, permission, answer) => answer(mayWriteClipboard(permission, contents.getURL())))
  defaultSession.setPermissionCheckHandler((contents, permission) => mayWriteClipboard(permission, contents?.getURL() ?? ''))
  defaultSession.setDevicePermissionHandler(() => false)
}

function confine(contents: WebContents): void {
  const stay = (event: { readonly url: string; preventDefault(): void }): void => {
    if (!isReload(contents, event.url)) event.preventDefault()
  }
  contents.on('will-navigate', stay)
  contents.on('will-frame-navigate', stay)
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    openLink(url)
    return { action: 'deny' }
  })
}

/** The page that is open, loaded again: the one navigation that leads nowhere. */
function isReload(contents: WebContents, address: string): boolean {
  const page = (url: string): string => url.replace(/#.*$/s, '')
  return page(address).startsWith(`${APP_ORIGIN}/`) && page(address) === page(contents.getURL())
}

/** The only way out to another program. Whatever is not plainly a link is dropped. */
export function openLink(address: string): void {
  if (!isLink(address)) return
  // The system has no program for it: nothing of ours is lost, and the person sees that nothing opened.
  shell.openExternal(new URL(address).href).catch(() => undefined)
}

/** https, mailto or tel, short, and without a name and password in it. */
export function isLink(address: string): boolean {
  if (address.length > LONGEST_LINK || address !== address.trim()) return false
  const url = URL.parse(address)
  return url !== null && LINK_PROTOCOLS.has(url.protocol) && url.username === '' && url.password === ''
}
