/** Custom fields: defined in the settings, asked for by the form, edited by their format, and lists grouped by them. */
import { expectAccessible } from '../support/accessibility'
import { expect, test } from '../support/fixtures'

test('a field is defined in the settings, and what lacks its choices is not sent', async ({ connected, satchel: { page } }) => {
  void connected
  await page.getByRole('link', { name: 'Settings' }).click()
  const section = page.getByRole('region', { name: 'Custom fields' })
  await expect(section.getByRole('row', { name: /Role in buying/ })).toContainText('One choice')

  await section.getByRole('button', { name: 'New field…' }).click()
  const dialog = page.getByRole('alertdialog', { name: 'New custom field of contacts' })
  await dialog.getByLabel('Name').fill('Region')
  await dialog.getByLabel('Format').selectOption('Several choices')
  await dialog.getByRole('switch', { name: 'Every record needs a value' }).press('Space')
  await dialog.getByRole('button', { name: 'Save in the CRM' }).click()
  await expect(dialog.getByText('Write at least one choice.')).toBeVisible()
  await expectAccessible(page, 'a field that is defined')
  await dialog.getByLabel('Choices').fill('North\nSouth\n')
  await dialog.getByRole('button', { name: 'Save in the CRM' }).click()
  await expect(section.getByRole('row', { name: /Region/ })).toContainText('North, South')
})

test('a field that is required is asked for, filled in by ticking, and lists are grouped by such fields', async ({ connected, cli, openSatchel }) => {
  void connected
  const region = { name: 'Region', format: 'MULTIPLE_SELECT', options: ['North', 'South'], is_required: true }
  expect((await cli('fields', 'contact', '--add', JSON.stringify(region))).code).toBe(0)
  const { page } = await openSatchel()
  await page.getByRole('link', { name: /^Contacts/ }).click()
  await page.getByRole('button', { name: 'New contact' }).click()
  const form = page.getByRole('form', { name: 'New contact' })
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill('Ada Lovelace')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(form.getByText('The CRM takes no record without it.')).toBeVisible()
  await form.getByRole('group', { name: 'Region, required' }).getByRole('checkbox', { name: 'South' }).check()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { name: 'Ada Lovelace' })).toBeVisible()
  const fields = page.getByRole('main')
  await expect(fields.getByText('South')).toBeVisible()
  const { stdout } = await cli('list', 'contact', '--search', 'Ada Lovelace', '--json')
  expect(JSON.parse(stdout)).toMatchObject({ metadata: [{ slug: 'region', value: ['South'] }] })

  // A list is sorted and grouped by a field of the company's own.
  await page.getByRole('link', { name: /^Companies/ }).click()
  await page.getByRole('button', { name: /^Sorted by/ }).click()
  await page.getByLabel('Group').selectOption('Tier')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('grid')).toContainText('Gold')
})

test('what is kept is chosen in the settings: a type goes and comes back, and the provider’s own fields become columns', async ({
  connected,
  openSatchel,
  cli,
}) => {
  void connected
  const { page } = await openSatchel()
  await page.getByRole('link', { name: 'Settings' }).click()
  const section = page.getByRole('region', { name: 'What is kept here' })
  const leads = page.getByRole('link', { name: /^Leads/ })
  await section.getByRole('checkbox', { name: 'Leads' }).uncheck()
  await expect(page.getByText('Changed; 10 records went from this computer')).toBeVisible()
  await section.getByRole('switch', { name: 'The provider’s own form' }).press('Space')
  await section.getByRole('switch', { name: 'Only some fields' }).press('Space')
  await expect(section.getByRole('checkbox', { name: 'Department' })).toBeChecked()
  await section.getByRole('checkbox', { name: 'Department' }).uncheck()
  await expect(page.getByText(/^Changed/).last()).toBeVisible()
  // All three changes are made: nothing of the page is on its way to another state.
  await expect.poll(async () => (await cli('scope', '--json')).stdout).toContain('"fields":{"contact"')
  await expectAccessible(page, 'what is kept')
  await section.getByRole('checkbox', { name: 'Leads' }).check()
  await expect(leads).toContainText('10')

  await page.getByRole('link', { name: /^Contacts/ }).click()
  await page.locator('[role="row"][data-index] a').first().click()
  await page.getByRole('button', { name: /^Raw/ }).click()
  await page.getByRole('button', { name: 'As Satchel Sandbox sent it' }).click()
  await expect(page.getByText('"__id"')).toBeVisible()
  await page.getByRole('link', { name: 'Contacts', exact: true }).click()
  // What does not fit leaves from the right, and a new column is the last.
  await page.setViewportSize({ width: 1900, height: 900 })
  await page.getByRole('button', { name: 'Columns' }).click()
  // Not `check`, which looks at the box before the list of columns has been kept.
  await page.getByRole('checkbox', { name: 'raw.firstName' }).click()
  await expect(page.getByRole('checkbox', { name: 'raw.firstName' })).toBeChecked()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('columnheader', { name: 'raw.firstName' })).toBeVisible()
})
