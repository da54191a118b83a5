/** The smallest window, 900 by 600: on every screen nothing hangs over the edge, what one acts with is in reach, and it reads well. */
import type { Page } from '@playwright/test'
import { expectAccessible } from '../support/accessibility'
import { expect, test } from '../support/fixtures'

test.use({ viewport: { width: 900, height: 600 } })

test('every screen fits 900 by 600, in both themes', async ({ connected, satchel: { page } }) => {
  test.setTimeout(240_000)
  void connected
  await expect(page.getByText('40 contacts')).toBeVisible()
  const connection = /#(\/c\/[^/]+)\//.exec(page.url())?.[1] ?? ''
  const person = /#(.+)$/.exec((await page.locator('#row-0 a').first().getAttribute('href')) ?? '')?.[1] ?? ''
  const screens: readonly (readonly [at: string, title: string | RegExp, primary: string | RegExp | null])[] = [
    [`${connection}/home`, 'Home', null],
    [`${connection}/analytics`, 'Analytics', null],
    [`${connection}/contacts`, 'Contacts', /^New contact/],
    [`${connection}/deals`, 'Deals', /^New deal/],
    [`${connection}/deals/board`, 'Deals', /^New deal/],
    [person, /./, /^Log/],
    [`${connection}/deals/new`, 'New deal', /^Save/],
    [`${connection}/contacts/import`, /^Import/, null],
    [`${connection}/contacts/duplicates`, 'Duplicate Contacts', 'Compare again'],
    ['/changes', 'Changes', null],
    ['/sync', 'Sync centre', 'Sync now'],
    ['/settings', 'Settings', null],
    ['/connect', 'Connect your CRM', 'Open the sample'],
  ]
  for (const [at, title, primary] of screens) {
    await page.evaluate((hash) => (location.hash = hash), at)
    await expect(page.getByRole('heading', { name: title, level: 1 })).toBeVisible()
    await expectToFit(page, at)
    if (primary !== null) await expect(page.getByRole('button', { name: primary }).first(), `${at}: what one acts with`).toBeInViewport({ ratio: 1 })
    await expectAccessible(page, at)
  }
})

/** Neither the page nor the header of the screen scrolls sideways; lists and boards do, in their own frames. */
async function expectToFit(page: Page, at: string): Promise<void> {
  const widths = await page.evaluate(() => ({ page: document.documentElement.scrollWidth, main: document.querySelector('main')?.scrollWidth ?? 0 }))
  expect(widths.page, `${at}: the page`).toBeLessThanOrEqual(900)
  expect(widths.main, `${at}: the screen`).toBeLessThanOrEqual(900)
}
