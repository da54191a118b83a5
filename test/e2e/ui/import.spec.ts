/** Import: a table comes in, says what would become of each row, and lands as changes to review. Nothing is sent by it. */
import type { Page } from '@playwright/test'
import { expectAccessible } from '../support/accessibility'
import { expect, test } from '../support/fixtures'

const table = [
  'Nachname, Vorname;Firma;E-Mail;Tel.;Funktion;Kürzel',
  '"Fontaine, Adélaïde";Ateliers Delacroix-Monnier;a.fontaine@delacroix.example;+33 1 99 00 42 17;Directrice;FL',
  '"Łukasiewicz, Ewa";Żółty Most Sp. z o.o.;ewa@zoltymost.example;22 555 01 09;Kierownik;EL',
  '"山田, 太郎";北辰精機;no address;03-5550-0177;部長;YT',
  '"Łukasiewicz, E.";Żółty Most;EWA@zoltymost.example;22 555 01 09;Kierownik;EL',
].join('\n')

async function fromListMenu(page: Page, entry: string): Promise<void> {
  await page.getByRole('button', { name: 'More for this list' }).click()
  await page.getByRole('menuitem', { name: entry }).click()
}

async function openImport(page: Page, text: string, name = 'messe-lyon-2026.csv'): Promise<void> {
  await expect(page.getByText('40 contacts')).toBeVisible()
  await fromListMenu(page, 'Import')
  await page.getByLabel('CSV file').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
  await expect(page.getByRole('heading', { name: `Import “${name}”` })).toBeVisible()
}

test('a file is guessed, corrected where it is wrong, and lands as changes; one step takes it back', async ({ connected, satchel: { page } }) => {
  void connected
  await openImport(page, table)
  await expect(page.getByLabel('Field for Nachname, Vorname')).toHaveValue('name:last-first')
  await expect(page.getByLabel('Field for E-Mail')).toHaveValue('emails')
  await expect(page.getByLabel('Field for Kürzel')).toHaveValue('')
  const preview = page.getByRole('region', { name: 'Preview' }).last()
  await expect(preview.getByRole('row')).toHaveCount(5)
  await expect(preview.getByRole('row').nth(1)).toContainText('Error')
  await expect(page.getByRole('button', { name: 'Add 2 to Changes' })).toBeVisible()
  await expectAccessible(page, 'the preview of an import')

  await preview.getByRole('button', { name: /no address/ }).click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('taro@hokushin.example')
  await page.keyboard.press('Enter')
  await expect(preview.getByRole('row').nth(1)).toContainText('New')
  await page.getByRole('button', { name: 'Add 3 to Changes' }).click()
  await expect(page.getByText('3 rows added to Changes')).toBeVisible()
  await expectAccessible(page, 'the result of an import')

  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save the row left out, with reasons' }).click()
  expect((await download).suggestedFilename()).toBe('messe-lyon-2026-left-out.csv')

  await page.getByRole('button', { name: 'Review changes' }).click()
  await expect(page.getByRole('article')).toHaveCount(3)
  expect(((await connected.call('GET', 'contact?limit=100')) as readonly unknown[]).length).toBe(40)
  await page.keyboard.press('ControlOrMeta+z')
  await expect(page.getByText('Nothing to review.')).toBeVisible()
})

test('another field, mode or default changes what would become of the rows at once', async ({ connected, satchel: { page } }) => {
  void connected
  await openImport(page, 'Wer,Mail\nErna,erna@fair.example\nOtto,otto@fair.example\n')
  await page.getByLabel('Field for Wer').selectOption({ label: 'Last name' })
  await expect(page.getByRole('button', { name: 'Add 2 to Changes' })).toBeVisible()
  await page.getByLabel('Rows may').selectOption({ label: 'Update only' })
  await expect(page.getByRole('button', { name: 'Left out 2' })).toBeVisible()
  await page.getByRole('button', { name: 'Add 0 to Changes' }).focus()
  await expect(page.getByRole('tooltip')).toContainText('No row is new or changes anything')
})

test('rows pasted from a spreadsheet are a table, and Escape leaves without a trace', async ({ connected, satchel: { page } }) => {
  void connected
  await expect(page.getByText('40 contacts')).toBeVisible()
  await fromListMenu(page, 'Import')
  await expect(page.getByText('Drop a CSV file here')).toBeVisible()
  await expectAccessible(page, 'the first step of an import')
  await page.evaluate(() => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', 'Name\tE-Mail\nErna\terna@fair.example\n')
    document.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  })
  await expect(page.getByRole('heading', { name: 'Import “Pasted rows”' })).toBeVisible()
  await expect(page.getByLabel('Delimiter')).toHaveValue('\t')
  await page.keyboard.press('Escape')
  await expect(page.getByText('40 contacts')).toBeVisible()
})

test('a list is saved as a file that can be imported again unchanged', async ({ connected, satchel: { page } }) => {
  void connected
  await expect(page.getByText('40 contacts')).toBeVisible()
  await fromListMenu(page, 'Export')
  const dialog = page.getByRole('alertdialog', { name: 'Export Contacts' })
  await expect(dialog).toBeVisible()
  await expectAccessible(page, 'the export')
  const saved = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Save file' }).click()
  const file = await (await saved).path()
  await fromListMenu(page, 'Import')
  await page.getByLabel('CSV file').setInputFiles(file)
  await expect(page.getByRole('button', { name: 'Unchanged 40' })).toBeVisible()
})
