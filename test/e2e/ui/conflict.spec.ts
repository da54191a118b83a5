/** A conflict, made by a colleague and decided by the rep. */
import type { Page } from '@playwright/test'
import { expectAccessible } from '../support/accessibility'
import { expect, test } from '../support/fixtures'
import type { Sandbox } from '../support/processes'

async function makeConflict(page: Page, connected: Sandbox, cli: (...args: readonly string[]) => Promise<unknown>): Promise<string> {
  await expect(page.getByText('40 contacts')).toBeVisible()
  await page.locator('[role="row"][data-index] a').first().click()
  await page.getByRole('button', { name: 'Edit Title' }).click()
  await expect(page.getByRole('textbox', { name: 'Title', exact: true })).toBeFocused()
  await page.keyboard.type('My title')
  await page.keyboard.press('Enter')
  await expect(page.getByText('1 unpushed field')).toBeVisible()
  await page.keyboard.press('5')
  const { id } = JSON.parse(await page.locator('pre').first().innerText()) as { id: string }
  await connected.call('PATCH', `contact/${id}`, { title: 'Their title' })
  await cli('sync', '--json')
  await page.getByRole('button', { name: 'Resolve conflict' }).first().click()
  await expect(page.getByRole('columnheader', { name: /^Mine/ })).toBeVisible()
  return id
}

test('both values are shown, mine is taken by M, and pushing it puts it into the CRM', async ({ connected, satchel: { page }, cli }) => {
  const id = await makeConflict(page, connected, cli)
  await expect(page.getByRole('table')).toContainText('My title')
  await expect(page.getByRole('table')).toContainText('Their title')
  await expect(page.getByText('0 of 1 decided')).toBeVisible()
  await expectAccessible(page, 'a conflict')
  await page.keyboard.press('m')
  await expect(page.getByText('1 of 1 decided')).toBeVisible()
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect(page.getByText('Nothing to review.')).toBeVisible()
  expect(await connected.call('GET', `contact/${id}`)).toMatchObject({ title: 'My title' })
})

test('a value of one’s own can be written, and nothing goes before all is decided', async ({ connected, satchel: { page }, cli }) => {
  const id = await makeConflict(page, connected, cli)
  await page.keyboard.press('ControlOrMeta+Enter')
  expect(await connected.call('GET', `contact/${id}`)).toMatchObject({ title: 'Their title' })
  await page.keyboard.press('e')
  await page.getByRole('textbox', { name: 'Title' }).fill('A third title')
  await page.keyboard.press('Enter')
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect(page.getByText('Nothing to review.')).toBeVisible()
  expect(await connected.call('GET', `contact/${id}`)).toMatchObject({ title: 'A third title' })
})
