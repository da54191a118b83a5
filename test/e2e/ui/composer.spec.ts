/** Writing an activity down on a record: what is typed is kept, saved it is in the timeline and waits to be pushed. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expectAccessible } from '../support/accessibility'
import { expect, test } from '../support/fixtures'

test('a note written with L and ⌘Enter stands in the timeline and goes to the CRM, linked to its record', async ({
  connected,
  satchel: { page },
  cli,
}) => {
  void connected
  await page.locator('[role="row"][data-index] a').first().click()
  await expect(page.getByRole('heading', { name: 'Main' })).toBeVisible()
  const id = decodeURIComponent(page.url().split('/').at(-1) ?? '')
  await page.keyboard.press('l')
  const text = page.getByRole('textbox', { name: 'Write a note' })
  await expect(text).toBeFocused()
  await page.keyboard.type('Works council wants the layout before Friday')
  await expectAccessible(page, 'a record with an activity being written')
  await page.keyboard.press('Control+Enter')
  const timeline = page.getByRole('region', { name: 'Activity' }).getByRole('listitem')
  await expect(timeline.filter({ hasText: 'Works council wants the layout before Friday' })).toBeVisible()
  await expect(text).toHaveValue('')
  const ask = async (...args: readonly string[]): Promise<unknown> => JSON.parse((await cli(...args, '--json')).stdout)
  expect(await ask('changes')).toMatchObject({ kind: 'create', object: 'event' })
  const contact = (await ask('get', 'contact', id)) as { readonly id: string }
  expect(await ask('push')).toMatchObject({ pushed: 1 })
  const sent = { type: 'NOTE', contact_ids: [contact.id], note: { description: 'Works council wants the layout before Friday' } }
  expect(await ask('list', 'event', '--search', 'works council wants')).toMatchObject(sent)
})

test('a draft outlives leaving the record, changes its kind with its text, and is discarded only on request', async ({
  connected,
  satchel: { page },
}) => {
  void connected
  const first = page.locator('[role="row"][data-index] a').first()
  await first.click()
  await expect(page.getByRole('heading', { name: 'Main' })).toBeVisible()
  await page.keyboard.press('l')
  await expect(page.getByRole('textbox', { name: 'Write a note' })).toBeFocused()
  await page.keyboard.type('Left a voicemail')
  await page.getByRole('button', { name: 'Call', exact: true }).click()
  const text = page.getByRole('textbox', { name: 'What was said on the call' })
  await expect(text).toHaveValue('Left a voicemail')
  await page.getByRole('textbox', { name: 'Minutes' }).fill('a while')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('alert')).toContainText('Not a number')
  await page.getByRole('textbox', { name: 'Minutes' }).fill('12')
  await page.reload()
  await expect(text).toHaveValue('Left a voicemail')
  await expect(page.getByRole('textbox', { name: 'Minutes' })).toHaveValue('12')
  await page.getByRole('button', { name: 'Discard draft' }).click()
  await expect(text).toHaveValue('')
  await page.reload()
  await expect(page.getByRole('textbox', { name: 'Write a note' })).toHaveValue('')
})

test('a draft is there again when the app is opened at another address', async ({ connected, workspace, openSatchel }) => {
  void connected
  const first = await openSatchel()
  await first.page.locator('[role="row"][data-index] a').first().click()
  await expect(first.page.getByRole('heading', { name: 'Main' })).toBeVisible()
  await first.page.keyboard.press('l')
  await expect(first.page.getByRole('textbox', { name: 'Write a note' })).toBeFocused()
  await first.page.keyboard.type('Half a thought')
  const place = new URL(first.page.url()).hash
  // When the typing has rested, the workspace has it.
  await expect.poll(() => readFileSync(join(workspace, 'settings.json'), 'utf8')).toContain('Half a thought')
  await first.close()
  const second = await openSatchel()
  // Until the app is there, the address still holds the secret that lets it in.
  await expect(second.page.getByText('40 contacts')).toBeVisible()
  await second.page.evaluate((hash) => location.assign(hash), place)
  await expect(second.page.getByRole('textbox', { name: 'Write a note' })).toHaveValue('Half a thought')
  await second.close()
})
