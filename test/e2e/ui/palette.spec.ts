/** The command palette: records, actions and screens from one field. */
import { expectAccessible } from '../support/accessibility'
import { expect, test } from '../support/fixtures'

test('does what a key would do, goes to screens, and narrows by its first character', async ({ connected, satchel: { page } }) => {
  void connected
  await expect(page.getByText('40 contacts')).toBeVisible()
  const field = page.getByRole('combobox', { name: 'Search everything' })
  await page.keyboard.press('Control+k')
  await field.fill('>dark')
  await expect(page.getByRole('option')).toHaveCount(1)
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveCSS('color-scheme', 'dark')
  await page.keyboard.press('Control+k')
  await field.fill('/sync')
  await expect(page.getByRole('option', { name: /Sync centre/ })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Sync centre', level: 1 })).toBeVisible()
})

test('begins with what was opened lately, also after another start', async ({ connected, openSatchel }) => {
  void connected
  const first = await openSatchel()
  const link = first.page.locator('[role="row"][data-index] a').first()
  const name = (await link.innerText()).trim()
  await link.click()
  await expect(first.page.getByRole('heading', { name, level: 1 })).toBeVisible()
  await first.page.keyboard.press('Control+k')
  await expect(first.page.getByRole('option').filter({ hasText: name })).toBeVisible()
  await expectAccessible(first.page, 'palette')
  await first.close()
  const second = await openSatchel()
  await expect(second.page.getByText('40 contacts')).toBeVisible()
  await second.page.keyboard.press('Control+k')
  await second.page.getByRole('option').filter({ hasText: name }).click()
  await expect(second.page.getByRole('heading', { name, level: 1 })).toBeVisible()
  await second.close()
})

test('what is called like nothing here can be made from there', async ({ connected, satchel: { page } }) => {
  void connected
  await expect(page.getByText('40 contacts')).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Search everything' }).fill('Quxley Zanzibar')
  await page.getByRole('option', { name: /Create contact “Quxley Zanzibar”/ }).click()
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('Quxley Zanzibar')
})
