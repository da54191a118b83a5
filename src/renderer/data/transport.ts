/**
 * What carries the contract: Electron's bridge where there is one, else a WebSocket to the host that served the page.
 *
 * `onReconnect` tells that the carrier was gone and is back: what is shown may be old and is asked for again.
 */
import type { Transport } from '../../shared/contract/client'
import { openSocketTransport } from './socket-transport'

export interface PageTransport extends Transport {
  onReconnect(listener: () => void): () => void
}

declare global {
  interface Window {
    /** Put there by the preload script, before the page's own scripts run. */
    readonly satchelBridge?: Transport & {
      readonly platform: string
      /** Shown by the system, while the window is not the one that is used. */
      notify(title: string, body: string): void
    }
  }
}

/** Where the browser host's token stays for the life of the tab. */
const TOKEN_KEY = 'satchel.token'

/** The page's launch key was already used, or none was given. */
export class SessionRefused extends Error {
  override readonly name = 'SessionRefused'
}

/** @param launchKey from the address the host printed; null when the page was loaded again */
export async function openTransport(launchKey: string | null): Promise<PageTransport> {
  const bridge = window.satchelBridge
  if (bridge) {
    return {
      request: (operation, input) => bridge.request(operation, input),
      subscribe: (listener) => bridge.subscribe(listener),
      onReconnect: () => () => undefined,
    }
  }
  const token = launchKey === null ? sessionStorage.getItem(TOKEN_KEY) : await exchangeKey(launchKey)
  if (token === null) throw new SessionRefused('no session')
  sessionStorage.setItem(TOKEN_KEY, token)
  const address = new URL('/contract', window.location.href)
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
  return openSocketTransport(() => new WebSocket(address), token)
}

async function exchangeKey(key: string): Promise<string> {
  const response = await fetch('/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ key }) })
  if (!response.ok) throw new SessionRefused(`the host answered ${response.status}`)
  const body: unknown = await response.json()
  if (typeof body === 'object' && body !== null && 'token' in body && typeof body.token === 'string') return body.token
  throw new SessionRefused('the host gave no token')
}
