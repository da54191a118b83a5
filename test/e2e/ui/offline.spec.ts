/** A day on the train: the CRM is gone before the app starts, everything goes on, and what was approved leaves by itself when it is back. */
import { expectAccessible } from '../support/accessibility'
import { expect, test } from '../support/fixtures'

test('with the network off, every screen works, edits wait, and they go once the CRM is back', async ({ connected, openSatchel }) => {
  test.setTimeout(240_000)
  await connected.stop()
  const { page } = await openSatchel()
  const pill = page.getByRole('button', { name: /^Sync: / })
  await expect(pill).toHaveAccessibleName(/^Sync: Offline/, { timeout: 60_000 })
  const go = async (letter: string, title: string): Promise<void> => {
    await page.keyboard.press('g')
    await page.keyboard.press(letter)
    await expect(page.getByRole('heading', { name: title, level: 1 })).toBeVisible()
  }

  // What is here is here: lists, search over everything, figures, the board.
  for (const [letter, title] of [
    ['o', 'Companies'],
    ['l', 'Leads'],
    ['a', 'Activities'],
    ['c', 'Contacts'],
  ] as const) {
    await go(letter, title)
    await expect(page.locator('#row-0')).toBeVisible()
  }
  const name = (await page.locator('#row-0 a').first().innerText()).trim()
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('combobox', { name: 'Search everything' }).fill(name)
  await page.getByRole('option').filter({ hasText: name }).first().click()
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()

  // An edit is taken as ever.
  await page.getByRole('button', { name: 'Edit Title' }).click()
  await expect(page.getByRole('textbox', { name: 'Title', exact: true })).toBeFocused()
  await page.keyboard.type('Written on the train')
  await page.keyboard.press('Enter')
  await expect(page.getByText('1 unpushed field')).toBeVisible()
  await page.keyboard.press('5')
  const { id } = JSON.parse(await page.locator('pre').first().innerText()) as { id: string }
  await go('h', 'Home')
  await expect(page.getByRole('region', { name: 'Pipeline by stage' })).toBeVisible()
  await expectAccessible(page, 'Home, offline')
  await go('b', 'Deals')
  await page.locator('[data-card]').first().focus()
  await page.keyboard.press('Shift+ArrowRight')
  await expect(page.getByRole('img', { name: 'Unpushed changes, waiting' })).toBeVisible()
  await page.keyboard.press('ControlOrMeta+z')
  await expect(page.getByRole('img', { name: 'Unpushed changes, waiting' })).toBeHidden()

  // Nothing can be pushed, so it is approved.
  await go('r', 'Changes')
  await expect(page.getByRole('article')).toContainText('Written on the train')
  await expectAccessible(page, 'Changes, offline')
  await page.getByRole('button', { name: /^Approve 1/ }).click()
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: /^Approve 1/ })
    .click()
  await expect(page.getByText(/Approved/).first()).toBeVisible()
  await go('s', 'Sync centre')
  // Said once, over the table, and not for each of seven types.
  await expect(page.getByText(/can’t be reached/).first()).toBeVisible()
  await expect(page.getByRole('table')).not.toContainText('can’t be reached')
  await expectAccessible(page, 'the Sync centre, offline')

  await connected.restart()
  await pill.click()
  await page.getByRole('dialog', { name: 'Sync centre' }).getByRole('button', { name: 'Try now' }).click()
  await expect(pill).toHaveAccessibleName(/^Sync: Synced/, { timeout: 60_000 })
  await go('r', 'Changes')
  await expect(page.getByText('Nothing to review.')).toBeVisible({ timeout: 60_000 })
  expect(await connected.call('GET', `contact/${id}`)).toMatchObject({ title: 'Written on the train' })
})
