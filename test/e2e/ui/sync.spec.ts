/** The Sync centre: what the sync did, and what it could not read. */
import { expectAccessible } from '../support/accessibility'
import { expect, test } from '../support/fixtures'
import { openHost, runSatchel, startSandboxProcess } from '../support/processes'
import { join } from 'node:path'

test('the log tells of the first download and of a CRM that went away, and survives a reload', async ({ connected, satchel: { page } }) => {
  await expect(page.getByText('40 contacts')).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('s')
  const log = page.getByRole('region', { name: 'Log' })
  await expect(log.getByText('Contacts: complete, 40 records')).toBeVisible()
  await connected.stop()
  await page.getByRole('button', { name: 'Sync now' }).click()
  await expect(log.getByText(/can’t be reached. You can go on working./)).toBeVisible()
  await page.reload()
  await expect(log.getByText('Contacts: complete, 40 records')).toBeVisible()
  await log.getByRole('button', { name: 'Errors' }).click()
  await expect(log.getByText('Contacts: complete, 40 records')).toBeHidden()
  await expectAccessible(page, 'the log')
  await connected.restart()
})

test('a record that can’t be read is set aside with its reason and what came, and tried again on request', async ({ workspace, page }) => {
  const sandbox = await startSandboxProcess({ store: join(workspace, 'crm.db'), faults: 'unreadable-record:2x:GET:contact' })
  const env = { SATCHEL_TEST_TOKEN: sandbox.token }
  const connect = ['connect', '--url', sandbox.url, '--connection-id', sandbox.connectionId, '--token-env', 'SATCHEL_TEST_TOKEN']
  await runSatchel(workspace, connect, env)
  await runSatchel(workspace, ['sync', '--objects', 'contact'], env)
  const host = await openHost(workspace)
  await page.goto(host.url)
  await expect(page.locator('[role="row"][data-index]').first()).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('s')
  const aside = page.getByRole('region', { name: 'Set aside' })
  await expect(aside.getByRole('listitem')).toHaveCount(1)
  await aside.getByRole('button', { name: 'Show what came' }).click()
  await expect(aside.locator('pre')).toContainText('"id"')
  await aside.getByRole('button', { name: 'Try again' }).click()
  await expect(aside).toBeHidden()
  await host.stop()
  await sandbox.stop()
})
