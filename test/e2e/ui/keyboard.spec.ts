/** The days of a rep who never touches the mouse: from an empty workspace to an import, and no pointer is seen by the page. */
import type { Locator, Page } from '@playwright/test'
import { expect, test } from '../support/fixtures'
import { endSample, restartSample } from '../support/sample'

test('connect, find, edit, push, decide a conflict, move a deal and import, by keyboard alone', async ({ satchel: { page }, workspace, context }) => {
  test.setTimeout(240_000)
  await watchPointer(page)

  // Connect: the sample is one of the things that Tab reaches.
  await tabTo(page, page.getByRole('button', { name: 'Open the sample' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: /^Sync: Synced/ })).toBeVisible({ timeout: 60_000 })
  // From here on a colleague works in the same CRM.
  endSample(workspace)
  const crm = await restartSample(workspace)
  try {
    // Find, open, edit, push.
    await openContact(page)
    await editTitle(page, 'Chief of Staff')
    await page.keyboard.press('5')
    const { id } = JSON.parse(await page.locator('pre').first().innerText()) as { id: string }
    await pushAll(page)
    // The first push explains itself, and does not begin on the button that pushes.
    const first = page.getByRole('alertdialog', { name: /^Your first push/ })
    await expect(first.getByRole('button', { name: 'Cancel' })).toBeFocused()
    await tabTo(page, first.getByRole('button', { name: /^Push 1 change to / }))
    await page.keyboard.press('Enter')
    await expect(page.getByText('Nothing to review.')).toBeVisible({ timeout: 60_000 })
    expect(await crm.call('GET', `contact/${id}`)).toMatchObject({ title: 'Chief of Staff' })

    // A colleague was at the same field.
    await openContact(page)
    await editTitle(page, 'Chief of Everything')
    await crm.call('PATCH', `contact/${id}`, { title: 'Chief of Nothing' })
    await pushAll(page)
    const conflict = page.getByRole('article')
    await expect(conflict).toContainText('Conflict')
    await tabTo(page, conflict)
    await page.keyboard.press('c')
    await expect(page.getByRole('table')).toContainText('Chief of Nothing')
    await page.keyboard.press('m')
    await page.keyboard.press('ControlOrMeta+Enter')
    await expect(page.getByText('Nothing to review.')).toBeVisible()
    expect(await crm.call('GET', `contact/${id}`)).toMatchObject({ title: 'Chief of Everything' })

    // A deal goes to the next stage, and back.
    await page.keyboard.press('g')
    await page.keyboard.press('b')
    await expect(page.locator('[data-card]').first()).toBeVisible()
    await tabTo(page, page.locator('[data-card]:focus'))
    const card = page.locator('[data-card]:focus')
    const deal = (await card.getAttribute('data-card')) ?? ''
    await page.keyboard.press('Shift+ArrowRight')
    await expect(page.locator(`[data-card="${deal}"]`).getByRole('img', { name: 'Unpushed changes, waiting' })).toBeVisible()
    await page.keyboard.press('Control+z')
    await expect(page.locator(`[data-card="${deal}"]`).getByRole('img', { name: 'Unpushed changes, waiting' })).toBeHidden()

    // Rows copied in a spreadsheet become contacts to review.
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.evaluate(async () => navigator.clipboard.writeText('Name\tE-Mail\nErna\terna@fair.example\nOtto\totto@fair.example\n'))
    await page.keyboard.press('g')
    await page.keyboard.press('c')
    await expect(page.getByRole('heading', { name: 'Contacts', level: 1 })).toBeVisible()
    await tabTo(page, page.getByRole('button', { name: 'More for this list' }))
    await page.keyboard.press('Enter')
    await expect(page.getByRole('menu')).toBeVisible()
    // A menu goes to what its entries begin with.
    await page.keyboard.type('import')
    await expect(page.getByRole('menuitem', { name: 'Import' })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByText('Drop a CSV file here')).toBeVisible()
    await page.keyboard.press('ControlOrMeta+v')
    await tabTo(page, page.getByRole('button', { name: 'Add 2 to Changes' }))
    await page.keyboard.press('Enter')
    await expect(page.getByText('2 rows added to Changes')).toBeVisible()
    await page.keyboard.press('g')
    await page.keyboard.press('r')
    await expect(page.getByRole('article')).toHaveCount(2)
    expect(await pointers(page)).toBe(0)
  } finally {
    await crm.stop()
  }
})

/** Found without the accents that nobody types. */
async function openContact(page: Page): Promise<void> {
  await page.keyboard.press('g')
  await page.keyboard.press('c')
  await expect(page.getByRole('heading', { name: 'Contacts', level: 1 })).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('andres santamaria')
  await expect(page.locator('#row-0 a')).toContainText('Andrés Santamaría')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('grid')).toHaveAttribute('aria-activedescendant', 'row-0')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Andrés Santamaría', level: 1 })).toBeVisible()
}

async function editTitle(page: Page, title: string): Promise<void> {
  await tabTo(page, page.getByRole('button', { name: 'Edit Title' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: 'Title', exact: true })).toBeFocused()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(title)
  await page.keyboard.press('Enter')
  await expect(page.getByText('1 unpushed field')).toBeVisible()
}

async function pushAll(page: Page): Promise<void> {
  await page.keyboard.press('g')
  await page.keyboard.press('r')
  await expect(page.getByRole('article')).toBeVisible()
  await page.keyboard.press('Shift+P')
}

/** What can't be reached with Tab can't be reached at all. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  const reached = async (): Promise<boolean> => (await target.count()) > 0 && target.first().evaluate((node) => node === document.activeElement)
  for (let presses = 0; presses < 80; presses += 1) {
    if (await reached()) return
    await page.keyboard.press('Tab')
  }
  await expect(target.first(), 'reached by Tab').toBeFocused()
}

async function watchPointer(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const kind of ['pointerdown', 'mousedown'])
      window.addEventListener(
        kind,
        () => (document.documentElement.dataset['pointers'] = `${Number(document.documentElement.dataset['pointers'] ?? 0) + 1}`),
        {
          capture: true,
        },
      )
  })
}

async function pointers(page: Page): Promise<number> {
  return page.evaluate(() => Number(document.documentElement.dataset['pointers'] ?? 0))
}
