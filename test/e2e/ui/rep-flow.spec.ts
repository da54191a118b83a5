/** What a rep does between two calls: from row to record to the next one, a line of what was said, a value put back, and the same again by search. */
import { expectAccessible } from '../support/accessibility'
import { expect, test } from '../support/fixtures'

/** Where a picture of each step goes; nowhere in an ordinary run. */
const pictures = process.env['SATCHEL_PICTURES']

test('from the row typed for, through its neighbours, to the values it had', async ({ connected, satchel: { page } }) => {
  void connected
  const picture = async (name: string): Promise<void> => {
    if (pictures === undefined) return
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.screenshot({ path: `${pictures}/${name}-${colorScheme}.png` })
    }
    await page.emulateMedia({ colorScheme: null })
  }
  const grid = page.getByRole('grid')
  await expect(page.getByText('40 contacts')).toBeVisible()
  await page.keyboard.press('End')
  const last = (await page.locator('#row-39 a').innerText()).trim()
  await page.keyboard.press('Home')

  // Type-ahead.
  await page.keyboard.press('t')
  await expect(page.getByRole('textbox', { name: /begins with/ })).toBeFocused()
  await page.keyboard.type(last.slice(0, 4))
  await expect(grid).toHaveAttribute('aria-activedescendant', /row-3\d/)
  await picture('jump')
  await expectAccessible(page, 'go to a row')
  await page.getByRole('textbox', { name: /begins with/ }).fill('#39')
  await expect(grid).toHaveAttribute('aria-activedescendant', 'row-38')
  await page.keyboard.press('Enter')
  await expect(grid).toBeFocused()

  // Only rows like a cell.
  const company = page.locator('#row-38 [data-path="company"]')
  const called = (await company.innerText()).trim()
  await company.click({ modifiers: ['Alt'] })
  await expect(page.getByRole('button', { name: `Change the filter: Company name is ${called}` })).toBeVisible()
  await page.getByRole('button', { name: `Remove the filter: Company name is ${called}` }).click()
  await expect(page.getByText('40 contacts')).toBeVisible()
  await grid.focus()
  await page.keyboard.press('t')
  await page.getByRole('textbox', { name: /begins with/ }).fill('#39')
  await page.keyboard.press('Enter')
  await expect(grid).toHaveAttribute('aria-activedescendant', 'row-38')

  // From record to record, and back to the row one ended on.
  await page.keyboard.press('Enter')
  await expect(page.getByText('39 of 40')).toBeVisible()
  await page.keyboard.press('j')
  await expect(page.getByText('40 of 40')).toBeVisible()
  await expect(page.getByRole('heading', { name: last, level: 1 })).toBeVisible()
  await picture('record-place')
  await page.goBack()
  await expect(grid).toHaveAttribute('aria-activedescendant', 'row-39')

  // A line of what was done with the record that the keys are on.
  await page.keyboard.press('l')
  const line = page.getByRole('textbox', { name: 'Log an activity' })
  await line.fill('call 12m left voicemail, try again tomorrow')
  await expect(page.getByRole('button', { name: /Task: try again/ })).toBeVisible()
  await picture('quick-log')
  await expectAccessible(page, 'quick log')
  await line.press('Enter')
  await expect(line).toBeHidden()
  await page.keyboard.press('Enter')
  await expect(page.getByText('left voicemail')).toBeVisible()
  await expect(page.getByRole('link', { name: /Task: Try again/ })).toBeVisible()
  await page.goBack()

  // An unpushed cell tells what it was, and goes back to it.
  const title = page.locator('#row-39 [data-path="title"]')
  const before = (await title.innerText()).trim()
  await expect(grid).toHaveAttribute('aria-activedescendant', 'row-39')
  for (const key of ['e', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key)
  await page.keyboard.press('F2')
  await page.getByRole('textbox', { name: 'Title' }).fill('Head of it')
  await page.keyboard.press('Shift+Enter')
  await expect(title).toContainText('Head of it')
  await expect(grid).toHaveAttribute('aria-activedescendant', 'row-38-title')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('F2')
  await page.getByRole('textbox', { name: 'Title' }).fill('Head of it all')
  await page.keyboard.press('Enter')
  await expect(title).toContainText('Head of it all')
  await page.keyboard.press('Escape')
  await title.hover()
  const card = page.getByRole('group', { name: 'Not pushed yet' })
  await expect(card).toContainText('Head of it all')
  await picture('pending-card')
  await expectAccessible(page, 'card of an unpushed cell')
  await card.getByRole('button', { name: /Revert/ }).click()
  await expect(title).not.toContainText('Head of it')
  if (before !== '') await expect(title).toContainText(before)

  // Two moments side by side.
  await page.locator('#row-39 a').click()
  await page.keyboard.press('4')
  const moments = page.getByRole('checkbox', { name: /^Compare Title/ })
  await expect(moments).toHaveCount(3)
  await moments.nth(2).check()
  await moments.nth(1).check()
  const compared = page.getByRole('region', { name: 'Between two moments' })
  await expect(compared.getByRole('row').filter({ hasText: 'Title' })).toContainText('Head of it all')
  await picture('compare')
  await expectAccessible(page, 'comparison')
})

test('tokens narrow what the palette finds, what it offers has keys, and a deal changes hands on the board', async ({
  connected,
  satchel: { page },
  cli,
}) => {
  void connected
  await expect(page.getByText('40 contacts')).toBeVisible()
  const field = page.getByRole('combobox', { name: 'Search everything' })
  await page.keyboard.press('Control+k')
  await field.fill('amount>0 is:open')
  await expect(page.getByRole('option').first()).toContainText(/deal/i)
  const open = await page.getByRole('option').count()
  await field.fill('amount>0 is:open amount>999m')
  await expect(page.getByRole('option')).toHaveCount(0)
  expect(open).toBeGreaterThan(0)
  await field.fill('/duplicates')
  await expect(page.getByRole('option', { name: /Duplicates among Contacts/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('g')
  await page.keyboard.press('u')
  await expect(page.getByRole('heading', { name: 'Duplicate Contacts', level: 1 })).toBeVisible()
  await page.keyboard.press('.')
  await expect(field).toHaveValue('>')
  await page.keyboard.press('Escape')
  if (await field.isVisible()) await page.keyboard.press('Escape')
  await expect(field).toBeHidden()

  await page.keyboard.press('g')
  await page.keyboard.press('b')
  await page.getByRole('button', { name: /^Columns/ }).click()
  await page.getByRole('menuitem', { name: 'Owners' }).click()
  await expect(page).toHaveURL(/group=owner/)
  const cards = page.locator('[data-card]')
  await cards.first().focus()
  await page.keyboard.press('Shift+ArrowRight')
  await expect.poll(async () => (await cli('changes', '--json')).stdout).toContain('"path":"user_id"')
  await expectAccessible(page, 'board by owner')
})
