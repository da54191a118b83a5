/** The record page over a real mirror: editing in place, what an edit leaves behind, making and deleting a record. */
import type { Page } from '@playwright/test'
import { expectAccessible } from '../support/accessibility'
import { expect, test } from '../support/fixtures'

async function openFirstContact(page: Page): Promise<void> {
  await expect(page.getByText('40 contacts')).toBeVisible()
  await page.locator('[role="row"][data-index] a').first().click()
  await expect(page.getByRole('heading', { name: 'Main' })).toBeVisible()
}
const row = (page: Page, path: string) => page.locator(`[data-path="${path}"]`)

test('a value typed in place is saved by Enter, wears its mark, and Revert takes it back', async ({ connected, satchel: { page } }) => {
  void connected
  await openFirstContact(page)
  await page.getByRole('button', { name: 'Edit Title' }).click()
  await expect(page.getByRole('textbox', { name: 'Title', exact: true })).toBeFocused()
  await page.keyboard.type('Head of tests')
  await page.keyboard.press('Enter')
  await expect(row(page, 'title')).toContainText('Head of tests')
  await expect(row(page, 'title')).toContainText('was')
  await expect(page.getByText('1 unpushed field')).toBeVisible()
  await page.reload()
  await expect(row(page, 'title')).toContainText('Head of tests')
  await row(page, 'title').getByRole('button', { name: 'Revert' }).click()
  await expect(row(page, 'title')).not.toContainText('Head of tests')
  await expect(page.getByText('1 unpushed field')).toBeHidden()
})

test('Esc restores, Tab saves and goes on to the next field', async ({ connected, satchel: { page } }) => {
  void connected
  await openFirstContact(page)
  await page.keyboard.press('e')
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toBeFocused()
  await page.keyboard.type('Not this')
  await page.keyboard.press('Escape')
  await expect(row(page, 'name')).not.toContainText('Not this')
  await page.keyboard.press('e')
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toBeFocused()
  await page.keyboard.type('Ada Tester')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('textbox', { name: 'Title', exact: true })).toBeFocused()
  await expect(row(page, 'name')).toContainText('Ada Tester')
})

test('what is no e-mail address is not saved, and the editor stays open with what was typed', async ({ connected, satchel: { page } }) => {
  void connected
  await openFirstContact(page)
  await page.getByRole('button', { name: 'Edit E-mail' }).click()
  const input = page.getByRole('textbox', { name: 'E-mail 1' })
  await input.fill('nordlicht@')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('Not an e-mail address')
  await expect(input).toHaveValue('nordlicht@')
})

test('a newer value of the CRM stands under the open editor and takes nothing from it', async ({ connected, satchel: { page }, cli }) => {
  await openFirstContact(page)
  await page.keyboard.press('5')
  const { id } = JSON.parse(await page.locator('pre').first().innerText()) as { id: string }
  await page.getByRole('button', { name: 'Edit Title' }).click()
  await expect(page.getByRole('textbox', { name: 'Title', exact: true })).toBeFocused()
  await page.keyboard.type('Mine')
  await connected.call('PATCH', `contact/${id}`, { title: 'Theirs' })
  await cli('sync', '--json')
  await expect(page.getByRole('region', { name: 'Details' }).getByText('Theirs', { exact: true })).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Title', exact: true })).toHaveValue('Mine')
})

test('a new record is kept as typed until it is saved, and then waits to be pushed', async ({ connected, satchel: { page } }) => {
  void connected
  await expect(page.getByText('40 contacts')).toBeVisible()
  await page.keyboard.press('n')
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Grace Draft')
  await page.keyboard.press('Escape')
  await page.keyboard.press('n')
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('Grace Draft')
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect(page.getByRole('heading', { name: 'Grace Draft' })).toBeVisible()
  await expect(page.getByText('New, not pushed yet')).toBeVisible()
})

test('deleting asks with number and place, and nothing is deleted by Cancel', async ({ connected, satchel: { page } }) => {
  void connected
  await openFirstContact(page)
  await page.keyboard.press('Delete')
  const dialog = page.getByRole('alertdialog', { name: /^Delete 1 contact in / })
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await expectAccessible(page, 'the question before a deletion')
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(page.getByText(/^To be deleted/)).toBeHidden()
})

test('the record page and each of its parts are accessible', async ({ connected, satchel: { page } }) => {
  void connected
  await openFirstContact(page)
  for (const key of ['2', '3', '4', '5']) {
    await page.keyboard.press(key)
    await expectAccessible(page, `record, part ${key}`)
  }
})
