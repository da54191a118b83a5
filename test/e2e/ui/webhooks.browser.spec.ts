/** The Sync centre’s webhooks: from switching the receiver on to a colleague’s edit that comes by itself, and to the API’s own log. */
import { expectAccessible } from '../support/accessibility'
import { expect, test } from '../support/fixtures'

test('a rep lets the CRM tell, sees that it does, pauses it and ends it', async ({ connected, cli, satchel: { page } }) => {
  const headers = { authorization: `bearer ${connected.token}` }
  const { secret } = (await (await fetch(`${connected.url}/_sandbox/webhooks`, { headers })).json()) as { secret: string }
  const [contact] = (await connected.call('GET', 'contact?limit=1')) as { id: string }[]
  await expect(page.getByText('40 contacts')).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('s')

  const receiver = page.getByRole('region', { name: 'Receiver for webhooks' })
  await receiver.getByLabel('Port', { exact: true }).fill('99999')
  await receiver.getByRole('button', { name: 'Save' }).click()
  await expect(receiver.getByText('A number from 0 to 65535.')).toBeVisible()
  await receiver.getByLabel('Port', { exact: true }).fill('0')
  await receiver.getByRole('button', { name: 'Save' }).click()
  await receiver.locator('label', { has: page.getByRole('switch') }).click()
  await expect(receiver.getByText(/Listening on port \d+/)).toBeVisible()
  const port = /\d+/.exec(await receiver.getByText(/Listening on port/).innerText())?.[0]

  const webhooks = page.getByRole('region', { name: /^Webhooks/ })
  await expect(webhooks.getByText('No webhook yet.')).toBeVisible()
  await webhooks.getByRole('button', { name: 'Secret…' }).click()
  await page.getByLabel('Workspace secret').fill(secret)
  await page.getByRole('button', { name: 'Keep' }).click()
  await expect(page.getByRole('alertdialog')).toBeHidden()

  await webhooks.getByRole('button', { name: 'Add…' }).click()
  const dialog = page.getByRole('alertdialog')
  await dialog.getByRole('button', { name: 'Add' }).click()
  await expect(dialog.getByText('An address begins with https:// or http://.')).toBeVisible()
  await dialog.getByRole('checkbox', { name: 'Deals' }).uncheck()
  await dialog.getByRole('checkbox', { name: 'Companies' }).uncheck()
  await dialog.getByLabel(/^Where .* reaches this computer/).fill(`http://127.0.0.1:${port}/`)
  await expectAccessible(page, 'the form for webhooks')
  await dialog.getByRole('button', { name: 'Add' }).click()
  await expect(dialog).toBeHidden()
  await expect(webhooks.getByRole('row')).toHaveCount(4)
  await expect(webhooks.getByText('Nothing received yet')).toBeVisible()

  await connected.call('PATCH', `contact/${contact?.id}`, { title: 'Told by itself' })
  await expect(webhooks.getByText(/^Last received/)).toBeVisible()
  await expect.poll(async () => (await cli('get', 'contact', contact?.id ?? '', '--json')).stdout).toContain('Told by itself')
  await expectAccessible(page, 'the webhooks')

  await webhooks.getByRole('button', { name: 'Pause: Contacts, changed' }).click()
  await expect(webhooks.getByText('Paused')).toBeVisible()
  await webhooks.getByRole('button', { name: 'Resume: Contacts, changed' }).click()
  await expect(webhooks.getByText('Paused')).toBeHidden()
  await webhooks.getByRole('button', { name: 'Remove: Contacts, deleted' }).click()
  await expect(webhooks.getByRole('row')).toHaveCount(3)

  const api = page.getByRole('region', { name: 'What the API says' })
  await api.getByRole('button', { name: 'Calls', exact: true }).click()
  await expect(api.getByRole('listitem').first()).toContainText('unified_webhook')
  await api.getByRole('button', { name: 'Tickets' }).click()
  await expect(api.getByText('Filter activities by their owner')).toBeVisible()
  await expectAccessible(page, 'what the API says')

  await receiver.locator('label', { has: page.getByRole('switch') }).click()
  await expect(receiver.getByText('Off', { exact: true })).toBeVisible()
})
