/** Every screen of an ordinary day. */
import { expect, test } from '@playwright/test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { openHost } from '../e2e/support/processes'
import { photographAll, type Scene } from './camera'
import { furnish, type Office } from './office'

test('the screens of an ordinary day', async ({ page }) => {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-pictures-'))
  const office = await furnish(folder)
  const host = await openHost(office.workspace)
  await page.goto(host.url)
  await expect(page.locator('#row-0 a')).toBeVisible()
  await photographAll(page, scenesOf(office))
  await host.stop()
  await office.stop()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

const table = [
  'Nachname, Vorname;Firma;E-Mail;Tel.;Funktion;Kürzel',
  '"Fontaine, Adélaïde";Ateliers Delacroix-Monnier;a.fontaine@delacroix.example;+33 1 99 00 42 17;Directrice;FL',
  '"Łukasiewicz, Ewa";Żółty Most Sp. z o.o.;ewa@zoltymost.example;22 555 01 09;Kierownik;EL',
  '"山田, 太郎";北辰精機;no address;03-5550-0177;部長;YT',
  '"Łukasiewicz, E.";Żółty Most;EWA@zoltymost.example;22 555 01 09;Kierownik;EL',
  '"Okonkwo, Ngozi";Sahel Logistics;ngozi@sahel.example;+234 1 555 0144;Buyer;NO',
].join('\n')

function scenesOf({ deal, contact }: Office): readonly Scene[] {
  const focusRow = async (page: Page): Promise<void> => {
    await page.getByRole('grid').focus()
    for (const key of ['j', 'j', 'j']) await page.keyboard.press(key)
  }
  // Sorted by name, the first page would hold one first name.
  const recent = 'contacts?sort=-updated_at'
  const keys =
    (...strokes: readonly string[]) =>
    async (page: Page): Promise<void> => {
      for (const stroke of strokes) await page.keyboard.press(stroke)
    }
  const listMenu =
    (entry: string) =>
    async (page: Page): Promise<void> => {
      await page.getByRole('button', { name: 'More for this list' }).click()
      await page.getByRole('menuitem', { name: entry }).click()
    }
  return [
    { name: 'home', at: 'home' },
    { name: 'home-team', at: 'home?owner=all' },
    { name: 'analytics', at: 'analytics' },
    { name: 'contacts', at: recent, open: focusRow },
    {
      name: 'contacts-selected',
      at: recent,
      open: async (page) => {
        await focusRow(page)
        await keys('x', 'j', 'x', 'j', 'j', 'x')(page)
      },
      close: keys('Escape', 'Escape'),
    },
    {
      name: 'contacts-peek',
      at: recent,
      open: async (page) => {
        await focusRow(page)
        await page.keyboard.press('Space')
      },
    },
    {
      name: 'contacts-filter',
      at: 'contacts',
      open: async (page) => {
        await page.getByRole('grid').focus()
        await page.keyboard.press('f')
        await page.getByRole('textbox', { name: 'Find a field' }).fill('title')
        await page.keyboard.press('Enter')
      },
    },
    { name: 'contacts-no-match', at: 'contacts?q=zzzzqq' },
    { name: 'companies', at: 'companies?sort=-open_deals', open: focusRow },
    { name: 'deals', at: 'deals', open: focusRow },
    { name: 'deals-grouped', at: 'deals?group=stages' },
    { name: 'leads', at: 'leads', open: focusRow },
    { name: 'activities', at: 'activities', open: focusRow },
    { name: 'board', at: 'deals/board', open: async (page) => page.locator('[data-card]').first().focus() },
    {
      name: 'bulk-edit',
      at: recent,
      open: async (page) => {
        await focusRow(page)
        await keys('x', 'j', 'x', 'j', 'x', 'b')(page)
        const dialog = page.getByRole('alertdialog')
        await dialog.getByRole('combobox', { name: 'Field' }).selectOption('Department')
        await dialog.getByRole('textbox', { name: 'Department' }).fill('Operations')
      },
      close: keys('Escape', 'Escape', 'Escape'),
    },
    { name: 'deal', at: `deals/${deal}` },
    { name: 'contact', at: `contacts/${contact}` },
    { name: 'contact-activity', at: `contacts/${contact}`, open: keys('2') },
    { name: 'contact-related', at: `contacts/${contact}`, open: keys('3') },
    { name: 'contact-history', at: `contacts/${contact}`, open: keys('4') },
    { name: 'contact-raw', at: `contacts/${contact}`, open: keys('5') },
    {
      name: 'contact-editing',
      at: `contacts/${contact}`,
      open: async (page) => {
        await keys('1')(page)
        await page.getByRole('button', { name: 'Edit Title' }).click()
      },
    },
    { name: 'new-contact', at: 'contacts/new' },
    { name: 'new-deal', at: 'deals/new' },
    { name: 'changes', at: '/changes', open: async (page) => page.getByRole('article').first().focus() },
    {
      name: 'changes-bottom',
      at: '/changes',
      open: async (page) => {
        await page.getByRole('article').last().scrollIntoViewIfNeeded()
        await page.keyboard.press('End')
      },
    },
    {
      name: 'first-push',
      at: '/changes',
      open: async (page) =>
        page
          .getByRole('button', { name: /^Push \d+ changes? to / })
          .first()
          .click(),
    },
    { name: 'conflict', at: '/changes', open: openConflict },
    { name: 'palette', at: 'contacts', open: keys('Control+k') },
    {
      name: 'palette-typed',
      at: 'contacts',
      open: async (page) => {
        await page.keyboard.press('Control+k')
        await page.keyboard.type('ber')
      },
    },
    { name: 'keys', at: 'contacts', open: keys('?') },
    { name: 'sync', at: '/sync' },
    {
      name: 'sync-bottom',
      at: '/sync',
      open: async (page) => page.getByRole('region', { name: 'Log' }).last().scrollIntoViewIfNeeded(),
    },
    {
      name: 'disconnect',
      at: '/sync',
      open: async (page) => page.getByRole('button', { name: 'Disconnect…' }).first().click(),
    },
    { name: 'pill', at: 'contacts', open: async (page) => page.getByRole('button', { name: /^Sync: / }).click() },
    {
      name: 'switcher',
      at: 'contacts',
      open: async (page) =>
        page
          .getByRole('button', { name: /Salesforce/ })
          .first()
          .click(),
    },
    { name: 'settings', at: '/settings' },
    { name: 'connect', at: '/connect' },
    { name: 'import-file', at: 'contacts/import' },
    {
      name: 'import',
      at: 'contacts/import',
      open: async (page) => {
        await page.getByLabel('CSV file').setInputFiles({ name: 'messe-lyon-2026.csv', mimeType: 'text/csv', buffer: Buffer.from(table) })
        await page.getByRole('button', { name: /^Add [1-9]/ }).waitFor({ timeout: 60_000 })
      },
    },
    { name: 'export', at: 'contacts', open: listMenu('Export') },
    { name: 'duplicates', at: 'contacts/duplicates' },
    {
      name: 'merge',
      at: 'contacts/duplicates',
      open: async (page) =>
        page
          .getByRole('button', { name: /^Merge/ })
          .first()
          .click(),
    },
    {
      name: 'convert-lead',
      at: 'leads',
      open: async (page) => {
        await focusRow(page)
        await page.keyboard.press('Enter')
        await page.getByRole('button', { name: 'Convert' }).click()
      },
    },
  ]

  async function openConflict(page: Page): Promise<void> {
    await page.getByRole('article').first().focus()
    await page.keyboard.press('c')
    await page.getByRole('table').waitFor()
    await page.keyboard.press('m')
  }
}
