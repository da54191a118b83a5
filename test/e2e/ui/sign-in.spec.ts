/** Through the CRM's own consent page and back, by each of the ways in which it can end; and out again, with the copy kept. */
import type { Page } from '@playwright/test'
import { expectAccessible } from '../support/accessibility'
import { expect, test } from '../support/fixtures'

/** Chooses the CRM, continues, and answers on the consent page that opens. */
async function answer(page: Page, button: 'Allow' | 'Deny', account = 'Mara'): Promise<void> {
  await page.getByRole('button', { name: /^(Continue in the browser|Try again)$/ }).click()
  await expect(page.getByText('Waiting for you in the browser')).toBeVisible()
  const opened = page.waitForEvent('popup')
  await page.getByRole('link', { name: 'Open the sign-in page' }).click()
  const consent = await opened
  await expect(consent.getByRole('heading', { name: /^Sign in to / })).toBeVisible()
  await consent.getByRole('radio', { name: new RegExp(account) }).check()
  await consent.getByRole('button', { name: button }).click()
  await expect(consent.getByText('You can close this tab')).toBeVisible()
  await consent.close()
}

test('sign in, deny, allow, as somebody else, disconnect and take up again', async ({ sandbox, satchel: { page } }) => {
  // Three visits to the consent page and back, with a download after two of them.
  test.slow()
  await page.getByRole('searchbox', { name: 'Search 47 CRMs' }).fill('hub')
  await expect(page.getByRole('listitem')).toHaveCount(1)
  await page.getByRole('button', { name: 'Sign in to HubSpot' }).click()
  const card = page.getByRole('region', { name: 'Sign in to HubSpot' })
  await card.getByRole('button', { name: 'Continue in the browser' }).click()
  await expect(card.getByLabel('API key')).toHaveAccessibleDescription('Enter the key.')

  await card.getByLabel('API key').fill(sandbox.token)
  await card.getByLabel('Region').selectOption('Another address')
  await card.getByLabel('Address').fill(sandbox.url)
  await card.getByRole('checkbox', { name: 'Leads' }).uncheck()
  await expectAccessible(page, 'sign in')
  await answer(page, 'Deny')
  await expect(card.getByRole('alert')).toContainText('access was denied')
  await answer(page, 'Allow')
  await expect(page.getByText('40 contacts')).toBeVisible({ timeout: 30_000 })

  // The Sync centre says what it allows; leads were not asked for.
  await page.keyboard.press('g')
  await page.keyboard.press('s')
  await page.getByText('What HubSpot allows').click()
  await expect(page.getByText('Slow: Contacts')).toBeVisible()

  await page.getByRole('button', { name: 'Disconnect…' }).click()
  const dialog = page.getByRole('alertdialog')
  await dialog.getByRole('radio', { name: /^Keep it/ }).check()
  await expectAccessible(page, 'disconnect')
  await dialog.getByRole('button', { name: 'Disconnect HubSpot' }).click()
  await expect(page.getByText('Disconnected, copy kept')).toBeVisible()

  // Its key went with it: signing in again asks for one.
  await page.getByRole('button', { name: 'Sign in again' }).first().click()
  const again = page.getByRole('region', { name: 'Sign in again to HubSpot' })
  await again.getByLabel('API key').fill(sandbox.token)
  await answer(page, 'Allow', 'Jonas')
  await expect(again.getByRole('alert')).toContainText('different HubSpot account: jonas.weber@second-sandbox.example')
  await expectAccessible(page, 'another account')
  await again.getByRole('button', { name: 'Cancel' }).click()
  await again.getByLabel('API key').fill(sandbox.token)
  await answer(page, 'Allow', 'Mara')
  await expect(page.getByText('40 contacts')).toBeVisible({ timeout: 30_000 })
  expect(await page.content()).not.toContain(sandbox.token)
})
