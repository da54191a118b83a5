/** The deal board over a real mirror: what its heads say, three ways to move a card, and the way back. */
import type { Locator, Page } from '@playwright/test'
import { expectAccessible } from '../support/accessibility'
import { expect, test } from '../support/fixtures'

const column = (page: Page, stage: string): Locator =>
  page.locator(`section[data-stage]`, { has: page.getByRole('heading', { name: stage, exact: true }) })
const cards = (of: Locator): Locator => of.locator('[data-card]')

interface Deal {
  readonly id: string
  readonly amount?: number
  readonly currency?: string
  readonly stages?: readonly { readonly id: string; readonly name: string }[]
  readonly pipelines?: readonly { readonly id: string }[]
}

async function deals(cli: (...args: string[]) => Promise<{ stdout: string }>): Promise<readonly Deal[]> {
  const { stdout } = await cli('list', 'deal', '--json')
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Deal)
}

async function openBoard(page: Page): Promise<void> {
  await expect(page.getByText('40 contacts')).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('b')
  await expect(page.getByRole('heading', { name: 'Deals', level: 1 })).toBeVisible()
  await expect(page.locator('[data-card]').first()).toBeVisible()
}

test('every stage of the pipeline is a column, and its head counts what the mirror holds', async ({ connected, satchel: { page }, cli }) => {
  void connected
  await openBoard(page)
  const all = await deals(cli)
  for (const stage of ['Qualification', 'Needs analysis', 'Demo', 'Proposal', 'Negotiation', 'Won', 'Lost']) {
    // The first pipeline's stages are numbered 1 to 7; others have a Won and a Lost of their own.
    const here = all.filter(({ stages: [first] = [] }) => first?.name === stage && Number(first.id) <= 7)
    await expect(column(page, stage)).toHaveAccessibleName(`${stage}: ${here.length} ${here.length === 1 ? 'deal' : 'deals'}`)
  }
})

test('Shift and an arrow move a card to the next stage; the mirror has it, and Undo takes it back', async ({ connected, satchel: { page }, cli }) => {
  void connected
  await openBoard(page)
  const from = await firstOpenColumnWithCards(page)
  const to = from.next
  const card = cards(column(page, from.stage)).first()
  const id = (await card.getAttribute('data-card')) ?? ''
  await card.focus()
  await page.keyboard.press('Shift+ArrowRight')
  await expect(column(page, to).locator(`[data-card="${id}"]`)).toBeVisible()
  await expect(column(page, to).locator(`[data-card="${id}"]`)).toBeFocused()
  await expect(column(page, to).locator(`[data-card="${id}"]`).getByRole('img', { name: 'Unpushed changes, waiting' })).toBeVisible()
  await expect(page.getByText(`Stage → ${to}`)).toBeVisible()
  const { stdout } = await cli('changes', '--json')
  expect(stdout).toContain('"path":"stages"')
  await page.keyboard.press('Control+z')
  await expect(column(page, from.stage).locator(`[data-card="${id}"]`)).toBeVisible()
  expect((await cli('changes', '--json')).stdout.trim()).toBe('')
})

test('M names every stage; a won deal is asked for its day and reason, and Esc leaves the card where it was', async ({
  connected,
  satchel: { page },
  cli,
}) => {
  void connected
  await openBoard(page)
  const { stage } = await firstOpenColumnWithCards(page)
  const card = cards(column(page, stage)).first()
  const id = (await card.getAttribute('data-card')) ?? ''
  await card.focus()
  await page.keyboard.press('m')
  await page.getByRole('menuitem', { name: 'Won' }).click()
  const dialog = page.getByRole('alertdialog', { name: /^Won: / })
  await expect(dialog).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(column(page, stage).locator(`[data-card="${id}"]`)).toBeVisible()
  expect((await cli('changes', '--json')).stdout.trim()).toBe('')
  await column(page, stage).locator(`[data-card="${id}"]`).focus()
  await page.keyboard.press('m')
  await page.getByRole('menuitem', { name: 'Won' }).click()
  await dialog.getByLabel('Closed on').fill('2026-11-20')
  await dialog.getByLabel('Reason').fill('Best service')
  await dialog.getByRole('button', { name: 'Move to Won' }).click()
  await expect(column(page, 'Won').locator(`[data-card="${id}"]`)).toBeVisible()
  const { stdout } = await cli('get', 'deal', id, '--json')
  expect(JSON.parse(stdout)).toMatchObject({ stages: [{ name: 'Won' }], closed_at: '2026-11-20T00:00:00.000Z', won_reason: 'Best service' })
})

test('a card dropped on another column is moved there', async ({ connected, satchel: { page }, cli }) => {
  void connected
  await openBoard(page)
  const from = await firstOpenColumnWithCards(page)
  const card = cards(column(page, from.stage)).first()
  const id = (await card.getAttribute('data-card')) ?? ''
  await card.dragTo(column(page, from.next).getByRole('grid'), { targetPosition: { x: 60, y: 300 } })
  await expect(column(page, from.next).locator(`[data-card="${id}"]`)).toBeVisible()
  expect((await cli('changes', '--json')).stdout).toContain('"path":"stages"')
})

test('arrows go from card to card over the columns, and Enter opens the deal', async ({ connected, satchel: { page } }) => {
  void connected
  await openBoard(page)
  const { stage } = await firstOpenColumnWithCards(page)
  await cards(column(page, stage)).first().focus()
  await page.keyboard.press('ArrowRight')
  const elsewhere = page.locator('[data-card]:focus')
  await expect(elsewhere).toHaveCount(1)
  await expect(column(page, stage).locator('[data-card]:focus')).toHaveCount(0)
  await page.keyboard.press('ArrowLeft')
  await expect(column(page, stage).locator('[data-card]:focus')).toHaveCount(1)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/deals\/[^/]+$/)
  await page.goBack()
  await expect(page).toHaveURL(/\/deals\/board/)
})

test('the board is narrowed in its address, another pipeline has its own stages, and it reads well in both themes', async ({
  connected,
  satchel: { page },
}) => {
  void connected
  await openBoard(page)
  await page.getByRole('button', { name: /^Pipeline/ }).click()
  await page.getByRole('menuitem', { name: 'Renewals' }).click()
  await expect(page.getByRole('heading', { name: 'Quote sent' })).toBeVisible()
  await expect(page).toHaveURL(/pipeline=/)
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Quote sent' })).toBeVisible()
  await page.getByRole('button', { name: /^Closes/ }).click()
  await page.getByRole('menuitem', { name: 'Next month' }).click()
  await expect(page).toHaveURL(/closing=next-month/)
  await expectAccessible(page, 'the board')
  await page.setViewportSize({ width: 900, height: 600 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(900)
  await page.getByRole('button', { name: 'Table' }).click()
  await expect(page.getByRole('grid', { name: /^Deals of/ })).toBeVisible()
})

async function firstOpenColumnWithCards(page: Page): Promise<{ readonly stage: string; readonly next: string }> {
  const stages = ['Qualification', 'Needs analysis', 'Demo', 'Proposal', 'Negotiation']
  for (const [index, stage] of stages.entries()) {
    const next = stages[index + 1]
    if (next !== undefined && (await cards(column(page, stage)).count()) > 0) return { stage, next }
  }
  throw new Error('no open stage has a deal')
}
