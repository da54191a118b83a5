/** What a page must not do, whatever a spec looks at: break its policy, throw, complain on the console, or ask another host. */
import type { BrowserContext, Page } from '@playwright/test'

export interface PageWatch {
  /** What was seen so far, in words; empty when all is well. */
  readonly complaints: readonly string[]
}

export async function watchPages(context: BrowserContext, first?: Page): Promise<PageWatch> {
  const complaints: string[] = []
  const watch = (page: Page): void => {
    page.on('pageerror', (error) => complaints.push(`threw: ${error.stack ?? error.message}`))
    // A policy violation is a console error as well.
    page.on('console', (message) => {
      if (message.type() === 'error' && !isLostConnection(message.text())) complaints.push(`console: ${message.text()}`)
    })
    page.on('request', (request) => {
      // An attempt to leave is announced even where the shell refuses it; the hardening specs look at those.
      if (request.isNavigationRequest()) return
      const url = new URL(request.url())
      const local = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname) || url.hostname.endsWith('.localhost')
      if (['http:', 'https:', 'ws:', 'wss:'].includes(url.protocol) && !local) complaints.push(`asked another host: ${url.href}`)
    })
  }
  for (const page of context.pages()) watch(page)
  if (first && !context.pages().includes(first)) watch(first)
  context.on('page', watch)
  return { complaints }
}

/** Chromium's own words when the host is stopped on purpose; no code of ours can keep them off the console. */
function isLostConnection(text: string): boolean {
  return /^WebSocket connection to 'ws:\/\/127\.0\.0\.1:\d+\/contract' failed: Error in connection establishment: net::ERR_CONNECTION_REFUSED/.test(
    text,
  )
}
