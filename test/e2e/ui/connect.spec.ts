/** From an empty workspace to a list, by each of the ways; and back. */
import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expectAccessible } from '../support/accessibility'
import { expect, test } from '../support/fixtures'

const submit = (page: Page) => page.getByRole('button', { name: 'Connect', exact: true })

test('an empty workspace opens on the way to connect a CRM', async ({ satchel: { page } }) => {
  await expect(page.getByRole('heading', { name: 'Connect your CRM' })).toBeVisible()
  await expect(page).toHaveURL(/#\/connect$/)
  await expectAccessible(page, 'connect')
})

test('sample data is one click away, and its contacts appear without a reload', async ({ satchel: { page } }) => {
  await page.getByRole('button', { name: 'Open the sample' }).click()
  await expect(page.getByRole('heading', { name: 'Contacts' })).toBeVisible({ timeout: 30_000 })
  await expect(page.locator('#row-0 a')).toBeVisible({ timeout: 30_000 })
})

test('what is missing or wrong is said by its field, before anything is sent', async ({ satchel: { page } }) => {
  await submit(page).click()
  await expect(page.getByLabel('API key')).toHaveAccessibleDescription('Enter the key.')
  await expect(page.getByLabel('Connection id')).toHaveAccessibleDescription('Enter the connection id.')
  await page.getByLabel('Region').selectOption('Another address')
  await page.getByLabel('Address').fill('not an address')
  await submit(page).click()
  await expect(page.getByLabel('Address')).toHaveAccessibleDescription(/Not an address/)
  await expectAccessible(page, 'connect with errors')
})

test('a key that the CRM refuses is said by the key; the right one leads to the list', async ({ sandbox, satchel: { page } }) => {
  await page.getByLabel('API key').fill('wrong')
  await page.getByLabel('Connection id').fill(sandbox.connectionId)
  await page.getByLabel('Region').selectOption('Another address')
  await page.getByLabel('Address').fill(sandbox.url)
  await submit(page).click()
  await expect(page.getByLabel('API key')).toHaveAccessibleDescription(/not accepted/)
  await page.getByLabel('API key').fill(sandbox.token)
  await submit(page).click()
  await expect(page.getByRole('heading', { name: 'Contacts' })).toBeVisible()
  await expect(page.getByText('40 contacts')).toBeVisible({ timeout: 30_000 })
  // The key is nowhere in the page, not even as a value.
  expect(await page.content()).not.toContain(sandbox.token)
})

test('disconnecting names what goes, asks about unpushed changes, and leaves nothing of it', async ({ connected, cli, satchel: { page } }) => {
  void connected
  await expect(page.getByText('40 contacts')).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('s')
  expect((await cli('edit', 'contact', '100001', '--set', 'title="Typed here"')).code).toBe(0)
  await expect(page.getByRole('link', { name: /1 unpushed change/ })).toBeVisible()
  await page.getByRole('button', { name: 'Disconnect…' }).click()
  const dialog = page.getByRole('alertdialog', { name: /^Remove .+ records from this computer\?$/ })
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await expectAccessible(page, 'disconnect')
  await expect(dialog.getByRole('button', { name: /^Remove / })).toHaveAccessibleDescription('Choose what becomes of the unpushed changes.')
  await dialog.getByRole('radio', { name: 'Export to a file, then remove' }).check()
  const saved = page.waitForEvent('download')
  await dialog.getByRole('button', { name: /^Export 1 change and remove / }).click()
  expect(await readFile(await (await saved).path(), 'utf8')).toContain('Typed here')
  await expect(page.getByRole('heading', { name: 'Connect your CRM' })).toBeVisible()
})

test('the Sync centre shows every object type, and Verify finds the copy equal', async ({ connected, satchel: { page } }) => {
  void connected
  await expect(page.getByText('40 contacts')).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('s')
  for (const title of ['Contacts', 'Companies', 'Deals', 'Activities', 'Leads', 'Pipelines', 'Users'])
    await expect(page.getByRole('rowheader', { name: title })).toBeVisible()
  await expectAccessible(page, 'sync centre')
  await page.getByRole('button', { name: 'Verify' }).click()
  await expect(page.getByText(/^Every record equals /)).toBeVisible({ timeout: 30_000 })
})
