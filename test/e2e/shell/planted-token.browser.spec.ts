/**
 * A planted key, looked for after it was typed in and used: it must be in no corner of the page, no answer that reached it, no file
 * of the workspace but the secrets, and nothing that the host printed.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from '../support/fixtures'

test('a key that was used once is in the file of secrets, and nowhere else', async ({ sandbox, satchel: { page }, workspace }) => {
  const came: string[] = []
  // The socket that is open already is not told of: a fresh page opens another.
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => came.push(String(payload))))
  // Only once it has been let in: the address it came with is good for one visit.
  await expect(page.getByRole('heading', { name: 'Connect your CRM' })).toBeVisible()
  await page.reload()
  await page.getByLabel('API key').fill(sandbox.token)
  await page.getByLabel('Connection id').fill(sandbox.connectionId)
  await page.getByLabel('Region').selectOption('Another address')
  await page.getByLabel('Address').fill(sandbox.url)
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await expect(page.getByText('40 contacts')).toBeVisible({ timeout: 30_000 })
  for (const place of ['sync', 'settings', 'connect', 'changes']) await page.goto(`${page.url().split('#')[0]}#/${place}`)
  await expect(page.getByRole('main')).toBeVisible()

  expect(came.length).toBeGreaterThan(0)
  expect(came.filter((frame) => frame.includes(sandbox.token))).toEqual([])
  expect(await page.content()).not.toContain(sandbox.token)
  const stored = await page.evaluate(() =>
    JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), document.cookie, location.href, history.state]),
  )
  expect(stored).not.toContain(sandbox.token)
  const held = await heapOf(page)
  // One that holds nothing would prove nothing. Not compared by `expect`, which would print all of it.
  expect([held.includes('The copy and your key stay on this computer.'), held.includes(sandbox.token)]).toEqual([true, false])
  const holding = filesUnder(workspace).filter((file) => readFileSync(file).includes(sandbox.token))
  expect(holding).toEqual([join(workspace, 'secrets.json')])
  expect(statSync(join(workspace, 'secrets.json')).mode & 0o777).toBe(0o600)
})

/** Every string that the page's engine holds on to, after it has thrown away what it could. */
async function heapOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page)
  const parts: string[] = []
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => parts.push(chunk))
  await session.send('HeapProfiler.collectGarbage')
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  await session.detach()
  return parts.join('')
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}
