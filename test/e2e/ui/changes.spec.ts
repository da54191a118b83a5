/** The review: what was done, field by field, and what becomes of it in the CRM. */
import type { Page } from '@playwright/test'
import { expectAccessible } from '../support/accessibility'
import { expect, test } from '../support/fixtures'

/** Gives the first contact another title; answers with the CRM's id of it. */
async function editTitle(page: Page, title: string): Promise<string> {
  await expect(page.getByText('40 contacts')).toBeVisible()
  await page.locator('[role="row"][data-index] a').first().click()
  await page.getByRole('button', { name: 'Edit Title' }).click()
  await expect(page.getByRole('textbox', { name: 'Title', exact: true })).toBeFocused()
  await page.keyboard.type(title)
  await page.keyboard.press('Enter')
  await expect(page.getByText('1 unpushed field')).toBeVisible()
  await page.keyboard.press('5')
  const { id } = JSON.parse(await page.locator('pre').first().innerText()) as { id: string }
  return id
}

test('with nothing done there is nothing to review', async ({ connected, satchel: { page } }) => {
  void connected
  await expect(page.getByText('40 contacts')).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('r')
  await expect(page.getByText('Nothing to review.')).toBeVisible()
  await expectAccessible(page, 'an empty review')
})

test('an edit is reviewed, pushed with its number and place, and then stands in the CRM', async ({ connected, satchel: { page } }) => {
  const id = await editTitle(page, 'Pushed title')
  await page.keyboard.press('g')
  await page.keyboard.press('r')
  await expect(page.getByRole('article')).toContainText('Pushed title')
  await expectAccessible(page, 'the review')
  await page.getByRole('button', { name: /^Push 1 change to / }).click()
  // The first push explains itself, once.
  const explained = page.getByRole('alertdialog', { name: /^Your first push/ })
  await explained.getByRole('button', { name: /^Push 1 change to / }).click()
  await expect(page.getByText('Nothing to review.')).toBeVisible()
  expect(await connected.call('GET', `contact/${id}`)).toMatchObject({ title: 'Pushed title' })
})

test('an unticked or held change stays behind, and the button says how many go', async ({ connected, satchel: { page } }) => {
  void connected
  await editTitle(page, 'Kept back')
  await page.keyboard.press('g')
  await page.keyboard.press('r')
  const article = page.getByRole('article')
  await article.focus()
  await page.keyboard.press('x')
  await expect(page.getByText('0 of 1 ticked')).toBeVisible()
  await page.keyboard.press('h')
  await expect(page.getByRole('region', { name: 'Held' })).toContainText('Kept back')
})

test('discarding names what is lost and brings the old value back', async ({ connected, satchel: { page } }) => {
  void connected
  await editTitle(page, 'Thrown away')
  await page.keyboard.press('g')
  await page.keyboard.press('r')
  await page.getByRole('article').focus()
  await page.keyboard.press('Delete')
  const dialog = page.getByRole('alertdialog', { name: 'Discard 1 change?' })
  await expect(dialog).toContainText('Title')
  await dialog.getByRole('button', { name: 'Discard 1 change' }).click()
  await expect(page.getByText('Nothing to review.')).toBeVisible()
  await page.goBack()
  await expect(page.locator('[data-path="title"]')).not.toContainText('Thrown away')
})
