/** Editing in a list: cell by cell, many at once, and beside it in the peek. Nothing typed is lost, whatever is quicker. */
import type { Page } from '@playwright/test'
import { expectAccessible } from '../support/accessibility'
import { expect, test } from '../support/fixtures'

const grid = (page: Page) => page.getByRole('grid')
const cell = (page: Page, row: number, path: string) => page.locator(`[id="row-${row}-${path}"]`)

test('in cell mode a character opens the editor with all that is typed, Enter saves and goes down, and the cell is marked', async ({
  connected,
  satchel: { page },
  cli,
}) => {
  void connected
  await expect(page.getByText('40 contacts')).toBeVisible()
  for (const key of ['j', 'e', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key)
  await page.keyboard.type('Boss of it all')
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('Boss of it all')
  await page.keyboard.press('Enter')
  await expect(cell(page, 0, 'title')).toContainText('Boss of it all')
  await expect(cell(page, 0, 'title')).toContainText('unpushed')
  await expect(grid(page)).toHaveAttribute('aria-activedescendant', 'row-1-title')
  const { stdout } = await cli('changes', '--json')
  expect(JSON.parse(stdout.trim())).toMatchObject({ fields: [{ path: 'title', new: 'Boss of it all' }] })
  await page.keyboard.press('F2')
  await page.keyboard.type('half typed')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('textbox', { name: 'Title' })).toBeHidden()
  await page.keyboard.press('Escape')
  await expect(grid(page)).toHaveAttribute('aria-activedescendant', 'row-1')
  await page.keyboard.press('o')
  await expect(cell(page, 0, 'title')).toContainText('→')
  await page.keyboard.press('Control+z')
  await expect(cell(page, 0, 'title')).not.toContainText('Boss of it all')
})

test('a row that stops matching stays, faded, until the hand leaves the list', async ({ connected, satchel: { page } }) => {
  void connected
  await expect(page.getByText('40 contacts')).toBeVisible()
  await page.keyboard.press('f')
  await page.getByRole('textbox', { name: 'Find a field' }).fill('title')
  await page.keyboard.press('Enter')
  await page.getByRole('combobox', { name: 'Operator' }).selectOption('is not empty')
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(page.getByRole('button', { name: /^Change the filter/ })).toBeVisible()
  await grid(page).focus()
  for (const key of ['j', 'e', 'ArrowRight', 'ArrowRight', 'Backspace']) await page.keyboard.press(key)
  await expect(page.locator('#row-0').getByText('Moves out of this view')).toBeVisible()
  await page.getByRole('searchbox', { name: 'Search Contacts' }).focus()
  await expect(page.getByText('Moves out of this view')).toBeHidden()
})

test('many are edited as one batch, with what will change shown before, and go back as one', async ({ connected, satchel: { page }, cli }) => {
  void connected
  await expect(page.getByText('40 contacts')).toBeVisible()
  await grid(page).focus()
  await page.keyboard.press('j')
  await page.keyboard.press('Control+a')
  await expect(page.getByText('40 selected')).toBeVisible()
  await page.keyboard.press('b')
  const dialog = page.getByRole('alertdialog', { name: 'Edit 40 contacts' })
  await dialog.getByRole('combobox', { name: 'Field' }).selectOption('Department')
  await dialog.getByRole('textbox', { name: 'Department' }).fill('Sales')
  await expect(dialog.getByText('Changes 40 of 40, 0 already so.')).toBeVisible()
  await expect(dialog.getByRole('listitem')).toHaveCount(5)
  await expectAccessible(page, 'bulk edit')
  await dialog.getByRole('button', { name: 'Edit 40 contacts' }).click()
  await expect(page.getByText('40 contacts edited')).toBeVisible()
  const batches = async () => {
    const { stdout } = await cli('changes', '--json')
    return new Set(
      stdout
        .trim()
        .split('\n')
        .filter(Boolean)
        .map((line) => (JSON.parse(line) as { batch: string }).batch),
    )
  }
  expect((await batches()).size).toBe(1)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(async () => (await batches()).size).toBe(0)
})

test('Space peeks at the row, the peek follows the arrows, is edited in place and reads well', async ({ connected, satchel: { page } }) => {
  void connected
  await expect(page.getByText('40 contacts')).toBeVisible()
  await grid(page).focus()
  await page.keyboard.press('j')
  await page.keyboard.press('Space')
  const peek = page.getByRole('complementary', { name: /^Peek at / })
  await expect(peek.getByText('1 of 40')).toBeVisible()
  const first = await page.locator('#row-0 a').innerText()
  await expect(peek.getByRole('heading', { level: 2 }).first()).toHaveText(first)
  await page.keyboard.press('j')
  await expect(peek.getByText('2 of 40')).toBeVisible()
  await expect(peek.getByRole('heading', { level: 2 }).first()).toHaveText(await page.locator('#row-1 a').innerText())
  await expectAccessible(page, 'peek')
  await peek.getByRole('button', { name: 'Edit Title' }).click()
  await page.keyboard.type('Edited in the peek')
  await page.keyboard.press('Enter')
  await expect(cell(page, 1, 'title')).toContainText('Edited in the peek')
  await grid(page).focus()
  await page.keyboard.press('Space')
  await expect(peek).toBeHidden()
})
