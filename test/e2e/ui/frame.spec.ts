/** The frame: ways through the app by key, search over everything, the pill, and the looks. */
import { expectAccessible } from '../support/accessibility'
import { expect, test } from '../support/fixtures'

test('G and a letter go to every list, to Changes and to the Sync centre', async ({ connected, satchel: { page } }) => {
  void connected
  await expect(page.getByText('40 contacts')).toBeVisible()
  const ways = [
    ['o', 'Companies'],
    ['d', 'Deals'],
    ['l', 'Leads'],
    ['a', 'Activities'],
    ['c', 'Contacts'],
    ['r', 'Changes'],
    ['s', 'Sync centre'],
  ] as const
  for (const [letter, title] of ways) {
    await page.keyboard.press('g')
    await page.keyboard.press(letter)
    await expect(page.getByRole('heading', { name: title, level: 1 })).toBeVisible()
    await expect(page).toHaveTitle(new RegExp(`^${title}`))
  }
})

test('a letter typed into a search goes nowhere', async ({ connected, satchel: { page } }) => {
  void connected
  await expect(page.getByText('40 contacts')).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.type('gdn?')
  await expect(page.getByRole('searchbox', { name: 'Search Contacts' })).toHaveValue('gdn?')
  await expect(page.getByRole('heading', { name: 'Contacts', level: 1 })).toBeVisible()
})

test('the search over everything finds a deal by its name and opens it', async ({ connected, satchel: { page }, cli }) => {
  void connected
  const { stdout } = await cli('list', 'deal', '--json', '--limit', '1')
  const { name } = JSON.parse(stdout.trim()) as { name: string }
  await page.keyboard.press('Control+k')
  const field = page.getByRole('combobox', { name: 'Search everything' })
  await field.fill(name)
  const hit = page.getByRole('option').filter({ hasText: name }).first()
  await expect(hit).toBeVisible()
  await expectAccessible(page, 'search')
  await hit.click()
  await expect(page).toHaveURL(/\/deals\/[^/]+$/)
})

test('Esc closes the sheet of keys, and the focus is back on the page', async ({ connected, satchel: { page } }) => {
  void connected
  await expect(page.getByText('40 contacts')).toBeVisible()
  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keys' })
  await expect(sheet.getByText('Search this list')).toBeVisible()
  await expectAccessible(page, 'keys')
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
  await page.keyboard.press('j')
  await expect(page.getByRole('grid')).toHaveAttribute('aria-activedescendant', 'row-0')
})

test('the pill says that the CRM can’t be reached, and that it is back', async ({ connected, satchel: { page } }) => {
  const pill = page.getByRole('button', { name: /^Sync: / })
  await expect(pill).toHaveAccessibleName(/^Sync: Synced/)
  await connected.stop()
  await pill.click()
  await page.getByRole('dialog', { name: 'Sync centre' }).getByRole('button', { name: 'Sync now' }).click()
  await expect(pill).toHaveAccessibleName(/^Sync: Offline/, { timeout: 30_000 })
  await expect(page.getByText('40 contacts')).toBeVisible()
  await connected.restart()
  await pill.click()
  await page.getByRole('dialog', { name: 'Sync centre' }).getByRole('button', { name: 'Try now' }).click()
  await expect(pill).toHaveAccessibleName(/^Sync: Synced/, { timeout: 30_000 })
})

test('theme, row height and text size change at once and hold after a reload', async ({ connected, satchel: { page } }) => {
  void connected
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('group', { name: 'Theme' }).getByRole('button', { name: 'Dark' }).click()
  await page.getByRole('group', { name: 'Rows' }).getByRole('button', { name: 'Comfortable' }).click()
  await page.getByRole('group', { name: 'Text size' }).getByRole('button', { name: 'Large', exact: true }).click()
  const root = page.locator('html')
  await expect(root).toHaveAttribute('data-theme', 'dark')
  await expect(root).toHaveAttribute('data-density', 'comfortable')
  await page.reload()
  await expect(root).toHaveAttribute('data-theme', 'dark')
  await expect(root).toHaveAttribute('data-text', 'large')
  await page.getByRole('group', { name: 'Text size' }).getByRole('button', { name: 'Normal' }).click()
  await expect(root).toHaveAttribute('data-text', 'normal')
  await page.getByRole('link', { name: 'Contacts' }).click()
  await expect(page.locator('#row-0')).toHaveCSS('height', '40px')
})

test('an address that leads nowhere says so and offers the way back', async ({ connected, satchel: { page } }) => {
  void connected
  await expect(page.getByText('40 contacts')).toBeVisible()
  await page.evaluate(() => window.location.assign('#/no/such/place'))
  await expect(page.getByText('There is nothing at this address.')).toBeVisible()
  await page.getByRole('button', { name: 'Go to contacts' }).click()
  await expect(page.getByText('40 contacts')).toBeVisible()
})

test('single letters can be switched off; keys with Ctrl stay', async ({ connected, satchel: { page } }) => {
  void connected
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('switch', { name: 'Single-letter keys' }).click({ force: true })
  await expect(page.getByRole('switch', { name: 'Single-letter keys' })).not.toBeChecked()
  await page.getByRole('heading', { name: 'Settings' }).focus()
  await page.keyboard.press('g')
  await page.keyboard.press('d')
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox', { name: 'Search everything' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible()
})

test('the settings check what is kept on this computer, and are accessible', async ({ connected, satchel: { page } }) => {
  void connected
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Check now' }).click()
  await expect(page.getByText('only you can read the workspace')).toBeVisible()
  await expectAccessible(page, 'settings')
})

test('a rep who looks elsewhere is told of a conflict, in words, and a click leads to it', async ({ connected, satchel: { page }, cli }) => {
  await page.evaluate(() => {
    const shown: { title: string; body: string; click: () => void }[] = []
    const Stub = class extends EventTarget {
      static permission = 'granted'
      constructor(title: string, { body = '' }: NotificationOptions) {
        super()
        shown.push({ title, body, click: () => this.dispatchEvent(new Event('click')) })
      }
      close(): void {}
    }
    Object.assign(window, { Notification: Stub, shown })
    document.hasFocus = () => false
  })
  await cli('settings', 'notifications.conflict=true')
  await expect(page.getByText('40 contacts')).toBeVisible()
  const { stdout } = await cli('list', 'contact', '--json', '--limit', '1')
  const { id } = JSON.parse(stdout.trim()) as { id: string }
  await cli('edit', 'contact', id, '--set', 'title="Mine"')
  await connected.call('PATCH', `contact/${id}`, { title: 'Theirs' })
  await cli('sync')
  const told = () =>
    page.evaluate(() => (window as unknown as { shown: readonly { title: string; body: string }[] }).shown.map(({ title, body }) => [title, body]))
  await expect.poll(told).toEqual([[expect.stringMatching(/^1 edit met another in /), 'Nothing was overwritten. Compare the two and decide.']])
  await page.evaluate(() => (window as unknown as { shown: readonly { click: () => void }[] }).shown[0]?.click())
  await expect(page.getByRole('heading', { name: 'Changes', level: 1 })).toBeVisible()
})
