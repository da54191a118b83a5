/** Signing in from the window: the shell opens the person's browser, and the key goes to the system's keychain alone. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from '../support/fixtures'

interface Bridge {
  readonly satchelBridge: { request(operation: string, input: unknown): Promise<{ readonly ok: boolean; readonly value: unknown }> }
}

test('the consent page opens outside of the app, and its answer connects', async ({ sandbox, satchel: { page, electron }, workspace }) => {
  const ask = (operation: string, input: unknown) =>
    page.evaluate(async ([name, what]) => (window as unknown as Bridge).satchelBridge.request(name, what), [operation, input] as const)
  const start = await ask('signIn.start', { provider: 'hubspot', url: sandbox.url, token: { value: sandbox.token } })
  const signIn = start.value as { readonly id: string; readonly address: string; readonly opened: boolean }
  expect(signIn).toMatchObject({ opened: true, address: expect.stringContaining(`${sandbox.url}/consent/`) })
  // The stand-in writes down what would have been opened; the real one opens it.
  const opened = await electron?.evaluate(({ standin }) => standin?.calls.filter(({ what }) => what === 'shell.openExternal').length)
  if (opened !== undefined) expect(opened).toBe(1)

  const back = await fetch(signIn.address, { method: 'POST', body: new URLSearchParams({ answer: 'allow', account: '1' }) })
  expect(await back.text()).toContain('You can close this tab')
  expect(await ask('signIn.wait', { id: signIn.id })).toMatchObject({ ok: true, value: { kind: 'connected', connection: { provider: 'hubspot' } } })
  // The window may have gone there by itself.
  await page
    .getByRole('button', { name: 'Back to HubSpot' })
    .or(page.getByRole('link', { name: /^Contacts/ }))
    .first()
    .click()
  await expect(page.getByText('40 contacts')).toBeVisible({ timeout: 30_000 })

  const files = readdirSync(workspace, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const holding = files.map((entry) => join(entry.parentPath, entry.name)).filter((file) => readFileSync(file).includes(sandbox.token))
  expect(holding.map((file) => basename(file))).toEqual([])
})
