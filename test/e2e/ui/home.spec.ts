/** Home and Analytics over a real mirror: every figure is what the mirror holds, and opens the records behind it. */
import type { Page } from '@playwright/test'
import { expectAccessible } from '../support/accessibility'
import { expect, test } from '../support/fixtures'

interface Deal {
  readonly id: string
  readonly name: string
  readonly amount?: number
  readonly currency?: string
  readonly stages?: readonly { readonly id: string; readonly name: string }[]
}

async function firstPipeline(cli: (...args: string[]) => Promise<{ stdout: string }>): Promise<readonly Deal[]> {
  const { stdout } = await cli('list', 'deal', '--json')
  const all = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Deal)
  // Its stages are numbered 1 to 7; 6 and 7 are won and lost.
  return all.filter(({ stages: [first] = [] }) => Number(first?.id ?? 0) >= 1 && Number(first?.id) <= 7)
}

const isOpen = ({ stages: [first] = [] }: Deal): boolean => Number(first?.id) <= 5

async function openHome(page: Page): Promise<void> {
  await expect(page.getByText('40 contacts')).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('h')
  await expect(page.getByRole('heading', { name: 'Home', level: 1 })).toBeVisible()
  // The rep of this connection is known, so Home begins with what is theirs.
  await page.getByRole('button', { name: 'Team' }).click()
  await expect(page).toHaveURL(/owner=all/)
  await expect(page.getByRole('region', { name: 'Pipeline by stage' })).toBeVisible()
}

test('the open pipeline is the sum of the deals in the mirror, in one currency, and opens exactly those', async ({
  connected,
  satchel: { page },
  cli,
}) => {
  void connected
  await openHome(page)
  const deals = (await firstPipeline(cli)).filter(isOpen)
  const byCurrency = Map.groupBy(deals, ({ currency }) => currency ?? '')
  const currency = await page
    .getByRole('group', { name: 'Currency of the charts' })
    .getByRole('button', { pressed: true })
    .innerText()
    .then((text) => text.split(/\s/)[0] ?? '')
  const shown = byCurrency.get(currency) ?? []
  expect(shown.length).toBe(Math.max(...[...byCurrency.values()].map(({ length }) => length)))
  const figure = page.getByRole('button', { name: /^Open pipeline/ })
  await expect(figure).toContainText(`${shown.length} ${shown.length === 1 ? 'deal' : 'deals'}`)
  await figure.click()
  const panel = page.getByRole('dialog', { name: 'Open pipeline' })
  await expect(panel.getByRole('listitem')).toHaveCount(shown.length)
  expect((await panel.getByRole('link').allInnerTexts()).toSorted()).toEqual(shown.map(({ name }) => name).toSorted())
  await page.keyboard.press('Escape')
  await expect(figure).toBeFocused()
})

test('a chart and its table twin say the same, the choice is kept, and a bar opens its deals by keyboard', async ({
  connected,
  satchel: { page },
}) => {
  void connected
  await openHome(page)
  const forecast = page.getByRole('region', { name: 'Forecast by close month' }).first()
  const bars = forecast.locator('g[role="button"]')
  const said = await bars.evaluateAll((all) => all.map((bar) => bar.getAttribute('aria-label') ?? ''))
  const some = said.findIndex((words) => !words.includes('No deals'))
  expect(some).toBeGreaterThanOrEqual(0)
  await bars.nth(some).focus()
  await page.keyboard.press('Enter')
  const count = /: (\d+) deal/.exec(said[some] ?? '')?.[1]
  await expect(page.getByRole('dialog').getByRole('listitem')).toHaveCount(Number(count))
  await page.keyboard.press('Escape')
  await forecast.getByRole('button', { name: 'Show as table' }).click()
  const rows = await forecast.locator('tbody tr').allInnerTexts()
  expect(rows.length).toBe(said.length)
  for (const [index, words] of said.entries()) expect(words.startsWith(rows[index]?.split('\t')[0] ?? '?')).toBe(true)
  await page.reload()
  await expect(forecast.locator('tbody tr').first()).toBeVisible()
  await forecast.getByRole('button', { name: 'Show as chart' }).click()
})

test('a deal moved and grown here is in Since Monday at once, from what it was to what it is', async ({ connected, satchel: { page }, cli }) => {
  void connected
  await openHome(page)
  const since = page.getByRole('region', { name: 'Since Monday' })
  await expect(since.getByText('No deal slipped, grew, shrank or moved since Monday.')).toBeVisible()
  const deal = (await firstPipeline(cli)).find(isOpen)
  await cli('edit', 'deal', deal?.id ?? '', '--set', `amount=${(deal?.amount ?? 0) + 1000}`)
  await expect(since.getByRole('row', { name: new RegExp(`grew.*You`) })).toBeVisible()
  await expect(since.getByRole('button', { name: 'grew 1' })).toBeVisible()
})

test('Analytics keeps its range, owner and pipeline in the address, and opens what is behind a month', async ({ connected, satchel: { page } }) => {
  void connected
  await openHome(page)
  await page.getByRole('link', { name: 'Analytics' }).click()
  await expect(page.getByRole('heading', { name: 'Analytics', level: 1 })).toBeVisible()
  await page.getByRole('button', { name: /^Range/ }).click()
  await page.getByRole('menuitem', { name: '24 months' }).click()
  await expect(page).toHaveURL(/months=/)
  const outcomes = page.getByRole('region', { name: 'Won and lost' })
  await expect(outcomes.locator('g[role="button"]')).toHaveCount(24)
  await page.reload()
  await expect(outcomes.locator('g[role="button"]')).toHaveCount(24)
  const said = await outcomes.locator('g[role="button"]').evaluateAll((all) => all.map((bar) => bar.getAttribute('aria-label') ?? ''))
  const some = said.findIndex((words) => !words.endsWith('won 0, lost 0'))
  const [, won, lost] = /won (\d+), lost (\d+)$/.exec(said[some] ?? '') ?? []
  await outcomes.locator('g[role="button"]').nth(some).click()
  await expect(page.getByRole('dialog').getByRole('listitem')).toHaveCount(Number(won) + Number(lost))
})

test('Home and Analytics read well to a screen reader in both themes, charts and tables, and fit 900 by 600', async ({
  connected,
  satchel: { page },
}) => {
  void connected
  await openHome(page)
  await expectAccessible(page, 'Home')
  const asTable = page.getByRole('button', { name: 'Show as table' })
  for (let left = await asTable.count(); left > 0; left -= 1) await asTable.first().click()
  await expect(asTable).toHaveCount(0)
  await expectAccessible(page, 'Home as tables')
  await page.setViewportSize({ width: 900, height: 600 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(900)
  await page.getByRole('link', { name: 'Analytics' }).click()
  await expect(page.getByRole('region', { name: 'Won and lost' }).first()).toBeVisible()
  await expectAccessible(page, 'Analytics')
})
