/** The review: what was done, field by field, and what becomes of it in the CRM. */
import type { Page } from '@playwright/test'
import { expectAccessible } from '../support/accessibility'
import { expect, test } from '../support/fixtures'
import { openHost, runSatchel, startSandboxProcess } from '../support/processes'
import { join } from 'node:path'

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

test('Check says what a push would do now; after a push Reverse proposes the old value, and what was discarded can be restored', async ({
  connected,
  satchel: { page },
}) => {
  const id = await editTitle(page, 'Checked title')
  await page.keyboard.press('g')
  await page.keyboard.press('r')
  await page.getByRole('button', { name: 'Check' }).click()
  await expect(page.getByRole('article')).toContainText('Will be updated.')
  await expect(page.getByText(/^Checked against /)).toBeVisible()
  await page.getByRole('button', { name: /^Push 1 change to / }).click()
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: /^Push 1 change to / })
    .click()
  await expect(page.getByText('Nothing to review.')).toBeVisible()
  await page.getByRole('button', { name: /^Pushed/ }).click()
  await page.getByRole('region', { name: 'Pushed' }).getByRole('article').hover()
  await page.getByRole('button', { name: 'Reverse' }).click()
  const waiting = page.getByRole('region', { name: 'Waiting' })
  await expect(waiting).toContainText('Checked title')
  await waiting.getByRole('article').focus()
  await page.keyboard.press('Delete')
  await page.getByRole('button', { name: 'Discard 1 change' }).click()
  await page.getByRole('button', { name: /^Discarded/ }).click()
  await page.getByRole('region', { name: 'Discarded' }).getByRole('article').hover()
  await page.getByRole('button', { name: 'Restore' }).click()
  await expect(waiting).toContainText('Checked title')
  await expectAccessible(page, 'the review with settled changes')
  expect(await connected.call('GET', `contact/${id}`)).toMatchObject({ title: 'Checked title' })
})

test('offline the button approves, and what is approved goes by itself when the CRM is back', async ({ connected, satchel: { page }, cli }) => {
  await cli('settings', 'sync.intervalSeconds=5')
  const id = await editTitle(page, 'Gone by itself')
  await connected.stop()
  await page.keyboard.press('g')
  await page.keyboard.press('s')
  await page.getByRole('button', { name: 'Sync now' }).click()
  await expect(page.getByRole('button', { name: /^Sync: Offline/ })).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('r')
  await page.getByRole('button', { name: 'Approve 1 change, push when online' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Approve 1 change, push when online' }).click()
  await expect(page.getByText(/^Approved: it goes by itself/)).toBeVisible()
  await connected.restart()
  await expect(page.getByText('Nothing to review.')).toBeVisible({ timeout: 60_000 })
  expect(await connected.call('GET', `contact/${id}`)).toMatchObject({ title: 'Gone by itself' })
})

test('a batch stands together, is held as one and let go as one', async ({ connected, satchel: { page }, cli }) => {
  void connected
  const { stdout } = await cli('list', 'contact', '--limit', '2', '--json')
  for (const line of stdout.trim().split('\n')) {
    const { id } = JSON.parse(line) as { id: string }
    await cli('edit', 'contact', id, '--set', 'department="Fair"', '--batch', 'After the fair')
  }
  await page.keyboard.press('g')
  await page.keyboard.press('r')
  await page.getByRole('button', { name: 'By batch' }).click()
  const batch = page.getByRole('region', { name: 'After the fair' })
  await expect(batch.getByRole('article')).toHaveCount(2)
  await batch.getByRole('button', { name: 'Hold', exact: true }).first().click()
  await expect(batch.getByText('Held')).toHaveCount(2)
  await batch.getByRole('button', { name: 'Release' }).first().click()
  await expect(batch.getByText('Waiting')).toHaveCount(2)
})

test('an unticked field stays behind as a change of its own, and the rest of the record goes', async ({ connected, satchel: { page }, cli }) => {
  const { stdout } = await cli('list', 'contact', '--limit', '1', '--json')
  const { id } = JSON.parse(stdout.trim()) as { id: string }
  await cli('edit', 'contact', id, '--set', 'title="Goes"', '--set', 'department="Stays"')
  await expect(page.getByText('40 contacts')).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('r')
  await page.getByRole('checkbox', { name: 'Push Department' }).uncheck()
  await expect(page.getByText('stays waiting')).toBeVisible()
  await page.getByRole('button', { name: /^Push 1 change to / }).click()
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: /^Push 1 change to / })
    .click()
  await expect(page.getByRole('region', { name: 'Waiting' })).toContainText('Stays')
  await expect(page.getByRole('region', { name: 'Waiting' })).not.toContainText('Goes')
  expect(await connected.call('GET', `contact/${id}`)).toMatchObject({ title: 'Goes' })
  expect(await connected.call('GET', `contact/${id}`)).not.toMatchObject({ department: 'Stays' })
})

test('a push of several shows how far it is, and Cancel leaves the rest here', async ({ workspace, page }) => {
  const sandbox = await startSandboxProcess({ store: join(workspace, 'crm.db'), faults: 'latency=600:PUT' })
  const env = { SATCHEL_TEST_TOKEN: sandbox.token }
  await runSatchel(
    workspace,
    ['connect', '--url', sandbox.url, '--connection-id', sandbox.connectionId, '--token-env', 'SATCHEL_TEST_TOKEN', '--name', 'Acme'],
    env,
  )
  await runSatchel(workspace, ['sync', '--objects', 'contact'], env)
  await runSatchel(workspace, ['edit-many', 'contact', '--all', '--set', 'department="Board"'], env)
  const host = await openHost(workspace, env)
  await page.goto(host.url)
  await expect(page.locator('[role="row"][data-index]').first()).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('r')
  await page.getByRole('button', { name: /^Push 40 changes to / }).click()
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: /^Push 40 changes to / })
    .click()
  const bar = page.getByRole('region', { name: 'Pushing…' })
  await expect(bar.getByText(/^[1-9]\d* of 40 pushed to Acme$/)).toBeVisible()
  await bar.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByText(/^\d+ pushed, \d+ still waiting$/)).toBeVisible()
  await expect(bar).toBeHidden()
  await expectAccessible(page, 'the review after a push that was cancelled')
  await host.stop()
  await sandbox.stop()
})
