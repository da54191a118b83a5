/**
 * Links of our own protocol, `satchel://…`: the system hands them to the app, which looks whether a sign-in waits for one and else
 * drops it. They come from anywhere, so they are data: nothing else can be done by one.
 */
import { app, type BrowserWindow, shell } from 'electron'
import { isLink } from './confine'

export const OWN_SCHEME = 'satchel'
const LONGEST_ADDRESS = 2000

/**
 * From `ready` on.
 *
 * @param take true where somebody waited for it: then the window comes to the front
 */
export function answerOwnLinks(take: (link: string) => boolean, window: () => BrowserWindow | null): void {
  app.setAsDefaultProtocolClient(OWN_SCHEME)
  const answer = (link: string): void => {
    if (!take(link)) return
    const open = window()
    if (open?.isMinimized()) open.restore()
    open?.focus()
  }
  // macOS tells of them by themselves; elsewhere they are an argument of a second start.
  app.on('open-url', (event, link) => {
    event.preventDefault()
    answer(link)
  })
  app.on('second-instance', (_event, args) => {
    const link = args.find((arg) => arg.startsWith(`${OWN_SCHEME}://`))
    if (link !== undefined) answer(link)
  })
}

/** Where a person signs in: a link, or the consent page of a CRM on this computer. False: it was not opened. */
export function openSignInPage(address: string): boolean {
  if (!isLink(address) && !isOnThisComputer(address)) return false
  // The system has no program for it: the page shows the address, too.
  shell.openExternal(new URL(address).href).catch(() => undefined)
  return true
}

function isOnThisComputer(address: string): boolean {
  const url = address.length > LONGEST_ADDRESS ? null : URL.parse(address)
  return url !== null && url.protocol === 'http:' && url.hostname === '127.0.0.1' && url.username === '' && url.password === ''
}
