/** The lists over a real mirror, filled from a sandbox CRM before the app is opened. */
import type { Page } from '@playwright/test'
import { expectAccessible } from '../support/accessibility'
import { expect, test } from '../support/fixtures'

const grid = (page: Page) => page.getByRole('grid')
const names = (page: Page) => page.locator('[role="row"][data-index] a').allInnerTexts()

test('the list of contacts shows all of them by name, and says how many', async ({ connected, satchel: { page } }) => {
  void connected
  await expect(page.getByRole('heading', { name: 'Contacts' })).toBeVisible()
  await expect(page.getByText('40 contacts')).toBeVisible()
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '41')
  await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'ascending')
  const shown = await names(page)
  expect(shown.length).toBeGreaterThan(10)
})

test('what is typed in the search narrows the list, is in the address, and survives a reload', async ({ connected, satchel: { page } }) => {
  void connected
  await expect(page.getByText('40 contacts')).toBeVisible()
  const [first = ''] = await names(page)
  const word = first.split(' ').at(-1) ?? first
  await page.keyboard.press('/')
  await page.keyboard.type(word)
  await expect(page).toHaveURL(new RegExp(`q=${encodeURIComponent(word).slice(0, 3)}`))
  await expect(page.locator('[role="row"][data-index] a', { hasText: first }).first()).toBeVisible()
  await expect(page.getByText('40 contacts')).toBeHidden()
  await page.reload()
  await expect(page.getByRole('searchbox', { name: 'Search Contacts' })).toHaveValue(word)
  await page.getByRole('searchbox', { name: 'Search Contacts' }).fill('no such name anywhere')
  await expect(page.getByText('No contacts match “no such name anywhere”.')).toBeVisible()
  await page.getByRole('button', { name: 'Clear the search' }).click()
  await expect(page.getByText('40 contacts')).toBeVisible()
})

test('J, K, Home and End move over the rows, Enter opens one, and going back is where one was', async ({ connected, satchel: { page } }) => {
  void connected
  await expect(page.getByText('40 contacts')).toBeVisible()
  for (const key of ['j', 'j', 'j', 'k']) await page.keyboard.press(key)
  await expect(grid(page)).toHaveAttribute('aria-activedescendant', 'row-1')
  await page.keyboard.press('End')
  await expect(grid(page)).toHaveAttribute('aria-activedescendant', 'row-39')
  await expect(page.locator('#row-39')).toBeInViewport()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/contacts\/[^/]+$/)
  await page.goBack()
  await expect(grid(page)).toHaveAttribute('aria-activedescendant', 'row-39')
})

test('a click on a header sorts, a second one turns round, and the address keeps it', async ({ connected, satchel: { page } }) => {
  void connected
  await expect(page.getByText('40 contacts')).toBeVisible()
  const header = page.getByRole('columnheader', { name: 'Name' })
  const [first] = await names(page)
  await header.click()
  await expect(header).toHaveAttribute('aria-sort', 'descending')
  await expect.poll(async () => (await names(page))[0]).not.toBe(first)
  await expect(page).toHaveURL(/sort=-name/)
  await page.reload()
  await expect(header).toHaveAttribute('aria-sort', 'descending')
  await header.click()
  await expect.poll(async () => (await names(page))[0]).toBe(first)
})

test('every list opens and reads well to a screen reader, in both themes', async ({ connected, satchel: { page } }) => {
  void connected
  for (const title of ['Contacts', 'Companies', 'Deals', 'Leads', 'Activities', 'Pipelines', 'Users']) {
    await page.getByRole('link', { name: title }).click()
    await expect(page.getByRole('heading', { name: title, level: 1 })).toBeVisible()
    await expect(page.locator('#row-0')).toBeVisible()
    await expectAccessible(page, title)
  }
})

test('a colleague’s new name appears in its row; no other row moves while the pointer is on the list', async ({
  connected,
  satchel: { page },
  cli,
}) => {
  const { stdout } = await cli('list', 'company', '--json', '--sort', 'name', '--limit', '3')
  const [, second] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: string; name: string })
  await page.getByRole('link', { name: 'Companies' }).click()
  await expect(page.getByText('15 companies')).toBeVisible()
  const before = await names(page)
  await page.locator('#row-3').hover()
  await connected.call('PATCH', `company/${second?.id ?? ''}`, { name: 'Zzz, renamed by a colleague' })
  await cli('sync', '--objects', 'company')
  await expect(page.getByText('Zzz, renamed by a colleague')).toBeVisible()
  expect(await names(page)).toEqual(before.map((name) => (name === second?.name ? 'Zzz, renamed by a colleague' : name)))
})

test('deleting ticked rows asks with number and place, and Undo takes all of it back', async ({ connected, satchel: { page } }) => {
  void connected
  await page.getByRole('link', { name: 'Leads' }).click()
  await expect(page.getByText('10 leads')).toBeVisible()
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(page.getByText('2 selected')).toBeVisible()
  await page.keyboard.press('Delete')
  const dialog = page.getByRole('alertdialog', { name: /^Delete 2 leads in / })
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await dialog.getByRole('button', { name: /^Delete 2 leads in / }).click()
  await expect(page.getByText('2 leads to be deleted')).toBeVisible()
  await expect(page.getByText('8 leads')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('10 leads')).toBeVisible()
})

test('at 900 by 600 columns leave from the right and nothing scrolls sideways', async ({ connected, satchel: { page } }) => {
  void connected
  await page.setViewportSize({ width: 900, height: 600 })
  await expect(page.getByText('40 contacts')).toBeVisible()
  await expect(page.getByRole('columnheader', { name: 'Name' })).toBeVisible()
  await expect(page.getByRole('columnheader', { name: 'Updated' })).toBeHidden()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(900)
  expect(await grid(page).evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0)
})
