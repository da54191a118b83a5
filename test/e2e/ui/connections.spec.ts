/** Two CRMs in one workspace: each with its own lists, found together, and a key apart. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '../support/fixtures'
import { startSandboxProcess } from '../support/processes'

test('two connections are switched by key and searched together; a record says whose it is', async ({ connected, workspace, cli, openSatchel }) => {
  void connected
  void workspace
  const folder = mkdtempSync(join(tmpdir(), 'satchel-second-crm-'))
  const second = await startSandboxProcess({
    store: join(folder, 'crm.db'),
    records: 'contact=12,company=4,deal=5,event=3,lead=2,pipeline=1',
    seed: 11,
  })
  try {
    // The app reads the variable as well.
    process.env['SATCHEL_SECOND_TOKEN'] = second.token
    const where = ['--url', second.url, '--connection-id', second.connectionId, '--token-env', 'SATCHEL_SECOND_TOKEN', '--name', 'Second CRM']
    for (const args of [
      ['connect', '--connector', 'unified', ...where, '--json'],
      ['sync', '--connection', 'Second CRM', '--json'],
    ]) {
      const { code, stdout, stderr } = await cli(...args)
      expect(code, `${args[0] ?? ''}: ${stdout}${stderr}`).toBe(0)
    }
    const { stdout } = await cli('list', 'contact', '--connection', 'Second CRM', '--limit', '1', '--json')
    const { name } = JSON.parse(stdout.trim()) as { readonly name: string }

    const { page } = await openSatchel()
    await expect(page.getByText('40 contacts')).toBeVisible()
    await page.keyboard.press('Control+k')
    const field = page.getByRole('combobox', { name: 'Search everything' })
    await field.fill(name)
    await expect(page.getByRole('option', { name: /Second CRM/ }).first()).toBeVisible()
    await field.fill('amount>0')
    await expect(page.getByRole('option', { name: /Satchel Sandbox/ }).first()).toBeVisible()
    await expect(page.getByRole('option', { name: /Second CRM/ }).first()).toBeVisible()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Alt+2')
    await expect(page.getByText('12 contacts')).toBeVisible()
    await expect(page.getByRole('button', { name: /Second CRM\s*, connection/ })).toBeVisible()
    await page.keyboard.press('Alt+1')
    await expect(page.getByText('40 contacts')).toBeVisible()
  } finally {
    await second.stop()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
})
