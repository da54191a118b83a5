/** Narrowing, ordering and shaping a list: filters, sorts, columns and views, over a real mirror. */
import type { Page } from '@playwright/test'
import { expectAccessible } from '../support/accessibility'
import { expect, test } from '../support/fixtures'

const names = (page: Page) => page.locator('[role="row"][data-index] a').allInnerTexts()
const foot = (page: Page) => page.getByRole('status').filter({ hasText: /contacts?$/ })
const chips = (page: Page) => page.getByRole('group', { name: 'Filters' })

/** `F`, a field by its first letters, Enter. */
async function addFilter(page: Page, field: string): Promise<void> {
  await page.keyboard.press('f')
  await page.getByRole('textbox', { name: 'Find a field' }).fill(field)
  await page.keyboard.press('Enter')
}

test('a filter is built by keys, reads as a sentence, narrows the list, and survives a reload', async ({ connected, satchel: { page }, cli }) => {
  void connected
  await expect(page.getByText('40 contacts')).toBeVisible()
  const { stdout } = await cli('list', 'contact', '--json', '--filter', '{"field": "title", "op": "contains", "value": "manager"}')
  const matching = stdout.trim().split('\n').length
  await addFilter(page, 'title')
  await page.getByRole('textbox', { name: 'Value' }).fill('MANAGER')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Change the filter: Title contains MANAGER' })).toBeVisible()
  await expect(foot(page)).toHaveText(`${matching} contacts`)
  await page.reload()
  await expect(foot(page)).toHaveText(`${matching} contacts`)
  await page.getByRole('button', { name: 'Remove the filter: Title contains MANAGER' }).click()
  await expect(page.getByText('40 contacts')).toBeVisible()
})

test('values come with counts, either of two conditions is enough, and nothing found names the filter to take away', async ({
  connected,
  satchel: { page },
}) => {
  void connected
  await expect(page.getByText('40 contacts')).toBeVisible()
  await addFilter(page, 'owner')
  await page.getByRole('combobox', { name: 'Operator' }).selectOption('is any of')
  const first = page.getByRole('list', { name: 'Value' }).getByRole('listitem').first()
  await expect(first).toContainText(/[1-9]\d*$/)
  const [, owned = ''] = /(\d+)$/.exec(await first.innerText()) ?? []
  expect(Number(owned)).toBeGreaterThan(0)
  await first.getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(foot(page)).toHaveText(`${owned} contact${owned === '1' ? '' : 's'}`)
  await addFilter(page, 'department')
  await page.getByRole('textbox', { name: 'Value' }).fill('no such department')
  await page.keyboard.press('Enter')
  await expect(page.getByText('No contacts match.')).toBeVisible()
  await expect(page.getByText(`Without “Department contains no such department”: ${owned}.`)).toBeVisible()
  await chips(page).getByRole('combobox', { name: 'Match' }).selectOption('any filter')
  await expect(foot(page)).toHaveText(`${owned} contact${owned === '1' ? '' : 's'}`)
})

test('several sorts order what is equal so far; the address keeps them', async ({ connected, satchel: { page }, cli }) => {
  void connected
  const { stdout } = await cli('list', 'deal', '--json', '--sort', 'stages,amount:desc')
  const expected = stdout
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { name: string }).name)
  await page.getByRole('link', { name: 'Deals' }).click()
  await expect(page.getByText('20 deals')).toBeVisible()
  await page.keyboard.press('s')
  await page.getByRole('combobox', { name: 'Sort by' }).selectOption('Stage')
  await page.getByRole('button', { name: 'Add a sort' }).click()
  await page.getByRole('combobox', { name: 'then by' }).selectOption('Amount')
  await page.getByRole('button', { name: 'Amount: ascending. Turn round' }).click()
  await page.keyboard.press('Escape')
  await expect.poll(() => names(page)).toEqual(expected)
  await expect(page).toHaveURL(/sort=stages%2C-amount/)
})

test('columns are chosen, moved, pinned and widened, and stay so after a restart', async ({ connected, satchel: { page } }) => {
  void connected
  const heads = async () => (await page.getByRole('columnheader').allInnerTexts()).slice(2).map((text) => text.trim())
  await expect(page.getByText('40 contacts')).toBeVisible()
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('checkbox', { name: 'Show Department' }).click()
  await page.getByRole('checkbox', { name: 'Show Phone' }).click()
  await page.getByRole('checkbox', { name: 'Show Last activity' }).click()
  await page.getByRole('button', { name: 'Move Title up' }).click()
  await page.getByRole('button', { name: 'Pin E-mail to the start' }).click()
  await page.getByRole('textbox', { name: 'Width of Title' }).press('ArrowUp')
  await page.keyboard.press('Escape')
  const wanted = ['E-mail', 'Name', 'Title', 'Company', 'Owner', 'Updated', 'Department']
  await expect.poll(heads).toEqual(wanted)
  const edge = page.getByRole('columnheader', { name: 'Title' })
  const before = (await edge.boundingBox())?.width ?? 0
  const box = (await edge.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
  await page.mouse.move(box.x + box.width - 3, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width + 57, box.y + box.height / 2, { steps: 4 })
  await page.mouse.up()
  await expect.poll(async () => Math.round(((await edge.boundingBox())?.width ?? 0) - before)).toBe(60)
  await page.reload()
  await expect.poll(heads).toEqual(wanted)
  await expect.poll(async () => Math.round(((await edge.boundingBox())?.width ?? 0) - before)).toBe(60)
})

test('a changed view can be saved as a new one, changed, updated, reset and removed', async ({ connected, satchel: { page } }) => {
  void connected
  await expect(page.getByText('40 contacts')).toBeVisible()
  const tabs = page.getByRole('navigation', { name: 'Views of contacts' })
  await addFilter(page, 'title')
  await page.getByRole('textbox', { name: 'Value' }).fill('manager')
  await page.keyboard.press('Enter')
  await expect(tabs.getByRole('button', { name: 'All , changed' })).toBeVisible()
  await page.getByRole('button', { name: 'Save as' }).click()
  await page.getByRole('textbox', { name: 'Name of the view' }).fill('Managers')
  await page.keyboard.press('Enter')
  await expect(tabs.getByRole('button', { name: 'Managers' })).toHaveAttribute('aria-current', 'true')
  await expect(page).toHaveURL(/view=managers$/)
  await tabs.getByRole('button', { name: 'All', exact: true }).click()
  await expect(page.getByText('40 contacts')).toBeVisible()
  await page.keyboard.press('v')
  await page.getByRole('dialog').getByRole('button', { name: 'Managers', exact: true }).click()
  await expect(
    chips(page)
      .getByRole('button', { name: /Title contains manager/ })
      .first(),
  ).toBeVisible()
  await page.getByRole('columnheader', { name: 'Company' }).click()
  await page.getByRole('button', { name: 'Reset' }).click()
  await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'ascending')
  await page.getByRole('columnheader', { name: 'Company' }).click()
  await page.getByRole('button', { name: 'Update' }).click()
  await expect(page.getByRole('button', { name: 'Update' })).toBeHidden()
  await page.reload()
  await expect(page.getByRole('columnheader', { name: 'Company' })).toHaveAttribute('aria-sort', 'ascending')
  await page.keyboard.press('v')
  await page.getByRole('button', { name: 'Remove “Managers”' }).click()
  await expect(tabs.getByRole('button', { name: 'Managers' })).toBeHidden()
})

test('the builder, the sorts, the columns and the views read well to a screen reader, in both themes', async ({ connected, satchel: { page } }) => {
  void connected
  await page.getByRole('link', { name: 'Deals' }).click()
  await expect(page.getByText('20 deals')).toBeVisible()
  await page.keyboard.press('f')
  await expectAccessible(page, 'fields')
  await page.getByRole('textbox', { name: 'Find a field' }).fill('stage')
  await page.keyboard.press('Enter')
  await expectAccessible(page, 'values')
  await page.getByRole('button', { name: 'Or…' }).click()
  await expectAccessible(page, 'a group')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /^Sorted by/ }).click()
  await expectAccessible(page, 'sorts')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Columns' }).click()
  await expectAccessible(page, 'columns')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'All views' }).click()
  await expectAccessible(page, 'views')
})

test('grouped rows stand together under what they share, with how many there are and what they add up to', async ({
  connected,
  satchel: { page },
  cli,
}) => {
  void connected
  const { stdout } = await cli('totals', 'deal', '--by', 'stages', '--json')
  const groups = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { label: string; count: number })
  await page.getByRole('link', { name: 'Deals' }).click()
  await expect(page.getByText('20 deals')).toBeVisible()
  await page.keyboard.press('s')
  await page.getByRole('combobox', { name: 'Group by' }).selectOption('Stage')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('columnheader', { name: 'By Stage' })).toBeVisible()
  for (const { label, count } of groups) await expect(page.getByRole('gridcell', { name: new RegExp(`^${label} ?${count}`) }).first()).toBeVisible()
  await expectAccessible(page, 'groups')
})
