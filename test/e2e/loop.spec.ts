/**
 * The whole loop, once, as a rep lives it: sample data with one click, the CRM gone, work goes on, the CRM back, push; a colleague's
 * edit of another field survives, and a clash on the same field is decided by the rep.
 */
import type { Page } from '@playwright/test'
import { expect, test } from './support/fixtures'
import { endSample, restartSample } from './support/sample'

test('sample data, offline, push beside a colleague, conflict, decided', async ({ satchel: { page }, workspace }) => {
  test.setTimeout(180_000)

  // First start, one click, and the copy is complete.
  await page.getByRole('button', { name: 'Open the sample' }).click()
  await expect(page.getByRole('button', { name: /^Sync: Synced/ })).toBeVisible({ timeout: 60_000 })

  // The CRM is gone: browsing, searching and editing go on.
  endSample(workspace)
  await openContact(page, 'andres santamaria')
  await edit(page, 'Title', 'Chief of Staff')
  const id = await idOf(page)
  await review(page)
  await page.keyboard.press('Shift+P')
  const first = page.getByRole('alertdialog', { name: /^Your first push/ })
  // Whether the app knows already that the CRM is gone is a matter of seconds: it approves, or tries and says so.
  await first.getByRole('button', { name: /^(Push|Approve) 1 change/ }).click()
  await expect(page.getByRole('article')).toContainText('Chief of Staff')
  await expect(page.getByText(/can’t be reached|Approved/).first()).toBeVisible({ timeout: 60_000 })

  // The CRM is back, and a colleague was quicker with another field.
  const crm = await restartSample(workspace)
  try {
    await crm.call('PATCH', `contact/${id}`, { department: 'Board' })
    await page.keyboard.press('Shift+P')
    await expect(page.getByText('Nothing to review.')).toBeVisible({ timeout: 60_000 })
    expect(await crm.call('GET', `contact/${id}`)).toMatchObject({ title: 'Chief of Staff', department: 'Board' })

    // Both of us change the same field.
    await openContact(page, 'andres santamaria')
    await edit(page, 'Title', 'Chief of Everything')
    await crm.call('PATCH', `contact/${id}`, { title: 'Chief of Nothing' })
    await review(page)
    await page.keyboard.press('Shift+P')
    await expect(page.getByRole('article')).toContainText('Conflict')
    expect(await crm.call('GET', `contact/${id}`)).toMatchObject({ title: 'Chief of Nothing' })
    await page.getByRole('article').focus()
    await page.keyboard.press('c')
    await expect(page.getByRole('table')).toContainText('Chief of Everything')
    await expect(page.getByRole('table')).toContainText('Chief of Nothing')
    await page.keyboard.press('m')
    await page.keyboard.press('ControlOrMeta+Enter')
    await expect(page.getByText('Nothing to review.')).toBeVisible()
    expect(await crm.call('GET', `contact/${id}`)).toMatchObject({ title: 'Chief of Everything', department: 'Board' })
  } finally {
    await crm.stop()
  }
})

/** Found without the accents that nobody types. */
async function openContact(page: Page, words: string): Promise<void> {
  await page.keyboard.press('g')
  await page.keyboard.press('c')
  await expect(page.getByRole('heading', { name: 'Contacts' })).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.type(words)
  const hit = page.locator('[role="row"][data-index] a').first()
  await expect(hit).toContainText('Andrés Santamaría')
  await hit.click()
  await expect(page.getByRole('heading', { name: 'Main' })).toBeVisible()
}

async function edit(page: Page, field: string, value: string): Promise<void> {
  await page.getByRole('button', { name: `Edit ${field}` }).click()
  await expect(page.getByRole('textbox', { name: field, exact: true })).toBeFocused()
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type(value)
  await page.keyboard.press('Enter')
  await expect(page.getByText('1 unpushed field')).toBeVisible()
}

/** The CRM's id of the open record, from its raw part. */
async function idOf(page: Page): Promise<string> {
  await page.keyboard.press('5')
  return (JSON.parse(await page.locator('pre').first().innerText()) as { id: string }).id
}

async function review(page: Page): Promise<void> {
  await page.keyboard.press('g')
  await page.keyboard.press('r')
  await expect(page.getByRole('article')).toBeVisible()
}
