/** A lead converted on its own page: one batch to review, undone as one, and everything in the CRM after a push. */
import type { Page } from '@playwright/test'
import { expectAccessible } from '../support/accessibility'
import { expect, test } from '../support/fixtures'

async function openLead(page: Page): Promise<string> {
  await page.getByRole('link', { name: /^Leads/ }).click()
  await expect(page.getByText('10 leads')).toBeVisible()
  const first = page.locator('#row-0 a')
  const name = await first.innerText()
  await first.click()
  await expect(page.getByRole('button', { name: 'Convert…' })).toBeVisible()
  return name
}

test('a lead becomes contact, company and deal in one batch, which Undo takes back whole', async ({ connected, satchel: { page }, cli }) => {
  void connected
  await expect(page.getByText('40 contacts')).toBeVisible()
  const name = await openLead(page)
  await page.getByRole('button', { name: 'Convert…' }).click()
  const dialog = page.getByRole('alertdialog', { name: `Convert ${name}` })
  await expectAccessible(page, 'the conversion')
  await dialog.getByRole('group', { name: 'Contact' }).getByRole('radio', { name: /^New/ }).check()
  await dialog.getByRole('textbox', { name: 'Name of the deal' }).fill('First order')
  await dialog.getByRole('textbox', { name: 'Amount (optional)' }).fill('12,500')
  await dialog.getByRole('textbox', { name: 'Currency' }).fill('eur')
  await dialog.getByRole('button', { name: 'Convert', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'First order' })).toBeVisible()
  // Named by its batch, all of it is held at once: the batch holds every change there is.
  const batch = `Convert ${name}`.slice(0, 40)
  const lines = ({ stdout }: { stdout: string }) => stdout.trim().split('\n').length
  const all = await cli('changes', '--json')
  expect(all.stdout).toContain('First order')
  const held = await cli('hold', batch, '--json')
  expect(held.code, held.stdout + held.stderr).toBe(0)
  expect((await cli('changes', '--json')).stdout.match(/"state":"held"/g)).toHaveLength(lines(all))
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(async () => (await cli('changes', '--json')).stdout.trim()).toBe('')
})

test('the command line converts as well, and a push brings all of it to the CRM', async ({ connected, cli }) => {
  void connected
  const [lead] = (await cli('list', 'lead', '--json', '--limit', '1')).stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: string; name: string })
  const converted = await cli('convert', lead?.id ?? '', '--new', '--deal', '{"name":"From the command line"}', '--json')
  expect(converted.code, converted.stdout + converted.stderr).toBe(0)
  const { contact, deal } = JSON.parse(converted.stdout) as { contact: string; deal: string }
  expect((await cli('push', '--json')).code).toBe(0)
  const there = (await connected.call('GET', 'deal?limit=100')) as readonly { name: string; contact_ids?: readonly string[] }[]
  const pushed = JSON.parse((await cli('get', 'contact', contact, '--json')).stdout) as { id: string }
  expect(there.find(({ name }) => name === 'From the command line')?.contact_ids).toEqual([pushed.id])
  expect(deal).not.toBe('')
})
