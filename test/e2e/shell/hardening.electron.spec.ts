/** The shell as it is shipped: what its window may do, whom its bridge answers, and what its address serves. */

import { webPreferences } from '../../../src/main/shell/web-preferences'
import { expect, test } from '../support/fixtures'

declare global {
  namespace Electron {
    interface WebContents {
      /** Electron has it, but not in its types. */
      getLastWebPreferences(): WebPreferences
    }
  }
}

test('every window has exactly the preferences of the constant', async ({ satchel }) => {
  const { preload: _path, ...expected } = webPreferences
  const found = await satchel.electron?.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => window.webContents.getLastWebPreferences()),
  )
  expect(found).toHaveLength(1)
  expect(found?.[0]).toMatchObject(expected)
})

test('the page has the bridge and nothing of Node or Electron', async ({ satchel }) => {
  const seen = await satchel.page.evaluate(() => ({
    bridge: Object.keys((window as unknown as { satchelBridge: object }).satchelBridge).toSorted(),
    leaks: ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron'].filter((name) => name in window),
  }))
  expect(seen).toEqual({ bridge: ['notify', 'platform', 'request', 'subscribe'], leaks: [] })
})

test('an operation that the contract does not have is refused as bad input', async ({ satchel }) => {
  const answer = await satchel.page.evaluate(() =>
    (window as unknown as { satchelBridge: { request(operation: string, input: unknown): Promise<unknown> } }).satchelBridge.request('__proto__', {}),
  )
  expect(answer).toMatchObject({ ok: false, error: { failure: { kind: 'bad-input' } } })
})

test('the bridge answers no foreign window', async ({ satchel }) => {
  const answer = await satchel.electron?.evaluate(async ({ BrowserWindow }) => {
    const ours = BrowserWindow.getAllWindows()[0]
    const foreign = new BrowserWindow({ show: false, webPreferences: { ...ours?.webContents.getLastWebPreferences() } })
    try {
      await foreign.loadURL('data:text/html,<p>foreign')
      return (await foreign.webContents.executeJavaScript("window.satchelBridge.request('settings.get', {})")) as unknown
    } finally {
      foreign.destroy()
    }
  })
  expect(answer).toMatchObject({ ok: false, error: { bug: expect.stringContaining('own window') } })
})

test('the app’s address serves the listed files and nothing else', async ({ satchel }) => {
  const paths = [
    'page-files.json',
    '../main/index.js',
    '%2e%2e/main/index.js',
    '..%5cmain%5cindex.js',
    'assets/',
    'index.html%00',
    '/index.html',
    'C:/x',
    'package.json',
    'index.html?x=1',
  ]
  const statuses = await satchel.electron?.evaluate(
    async ({ net }, asked) => Promise.all(asked.map(async (path) => (await net.fetch(`app://satchel/${path}`)).status)),
    paths,
  )
  expect(statuses).toEqual(paths.map(() => 404))
  const page = await satchel.electron?.evaluate(async ({ net }) => {
    const response = await net.fetch('app://satchel/')
    return {
      status: response.status,
      policy: response.headers.get('content-security-policy'),
      type: response.headers.get('content-type'),
      sniff: response.headers.get('x-content-type-options'),
    }
  })
  expect(page).toMatchObject({
    status: 200,
    type: 'text/html; charset=utf-8',
    sniff: 'nosniff',
    policy: expect.stringContaining("default-src 'none'"),
  })
})

test('the page opens no window', async ({ satchel }) => {
  const { page } = satchel
  // Later, so that the page has answered before it tries.
  await page.evaluate(() => void setTimeout(() => window.open('http://example.com/')))
  // The stand-in shows a refused window for as long as it takes to close it.
  await expect.poll(() => satchel.electron?.context().pages().length).toBe(1)
  const opened = await satchel.electron?.evaluate(({ standin }) => standin?.calls.filter(({ what }) => what === 'shell.openExternal') ?? [])
  expect(opened).toEqual([])
})

test('the page can’t be led away', async ({ satchel }) => {
  const { page } = satchel
  const before = new URL(page.url()).origin
  // Listened for before the page tries, and asked for after: no answer hangs when the window never tried.
  await satchel.electron?.evaluate(({ BrowserWindow }) => {
    const seen = globalThis as { refusedToLeave?: boolean }
    BrowserWindow.getAllWindows()[0]?.webContents.once('will-navigate', (event) => setTimeout(() => (seen.refusedToLeave = event.defaultPrevented)))
  })
  await page.evaluate(() => void setTimeout(() => (window.location.href = 'https://example.com/')))
  await expect.poll(() => satchel.electron?.evaluate(() => (globalThis as { refusedToLeave?: boolean }).refusedToLeave)).toBe(true)
  await expect(page.locator('#root')).toBeAttached()
  expect(new URL(page.url()).origin).toBe(before)
  const opened = await satchel.electron?.evaluate(({ standin }) => standin?.calls.filter(({ what }) => what === 'shell.openExternal') ?? [])
  expect(opened).toEqual([])
})

test('a link of our own protocol does nothing that nobody waits for', async ({ satchel }) => {
  const before = satchel.page.url()
  const links = [
    'satchel://signed-in/0?id=1&state=2',
    'satchel://../../etc/passwd',
    `satchel://signed-in/${'x'.repeat(5000)}`,
    'satchel:',
    'SATCHEL://x',
  ]
  const outcome = await satchel.electron?.evaluate(({ app, standin }, asked) => {
    const prevented = asked.map((link) => {
      let stopped = false
      app.emit('open-url', { preventDefault: () => (stopped = true) }, link)
      app.emit('second-instance', {}, ['satchel', link], '/', {})
      return stopped
    })
    const calls = standin?.calls.map(({ what }) => what) ?? []
    return { prevented, opened: calls.filter((what) => what === 'shell.openExternal') }
  }, links)
  expect(outcome).toEqual({ prevented: links.map(() => true), opened: [] })
  expect(satchel.page.url()).toBe(before)
})
