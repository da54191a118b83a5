/** Duplicates: found for a reason, merged field by field into one batch to review, and named while another one is typed. */
import { expectAccessible } from '../support/accessibility'
import { expect, test } from '../support/fixtures'

test('two contacts that are one are merged by choice, and one step takes it back', async ({ connected, cli, openSatchel }) => {
  void connected
  for (const data of [
    { name: 'Ada Lovelace', title: 'Analyst', emails: [{ email: 'ada@engine.example' }] },
    { name: 'Ada King', title: 'Countess', emails: [{ email: 'ada@engine.example' }, { email: 'ada@king.example' }] },
  ])
    expect((await cli('create', 'contact', '--data', JSON.stringify(data))).code).toBe(0)
  const { page } = await openSatchel()
  await expect(page.getByText('42 contacts')).toBeVisible()
  await page.getByRole('button', { name: 'More for this list' }).click()
  await page.getByRole('menuitem', { name: 'Duplicates' }).click()
  const card = page.getByRole('article', { name: 'Ada Lovelace' })
  await expect(card).toContainText('same e-mail')
  await expectAccessible(page, 'the duplicates')

  await card.getByRole('button', { name: /^Merge/ }).click()
  const dialog = page.getByRole('alertdialog', { name: 'Merge 2 contacts into one' })
  await expect(dialog).toContainText('1 record will be deleted')
  await dialog.getByRole('radio', { name: /^Title of Ada King/ }).check()
  await expect(dialog.getByRole('row').filter({ hasText: 'Title' }).last().getByRole('cell').last()).toContainText('Countess')
  await expectAccessible(page, 'the merge')
  await dialog.getByRole('button', { name: /^Merge 2 into 1, with 1 deletion/ }).click()
  await expect(page.getByText('Merged, waiting under Changes')).toBeVisible()
  await expect(card).toHaveCount(0)
  const { stdout } = await cli('list', 'contact', '--search', 'Ada Lovelace', '--json')
  expect(JSON.parse(stdout)).toMatchObject({ title: 'Countess', emails: [{ email: 'ada@engine.example' }, { email: 'ada@king.example' }] })

  await page.keyboard.press('ControlOrMeta+z')
  await expect(card).toBeVisible()
})

test('a record that is being typed names those that are like it, and a click opens them', async ({ connected, cli, openSatchel }) => {
  void connected
  await cli('create', 'contact', '--data', JSON.stringify({ name: 'Ada Lovelace', emails: [{ email: 'ada@engine.example' }] }))
  const { page } = await openSatchel()
  await expect(page.getByText('41 contacts')).toBeVisible()
  await page.keyboard.press('n')
  await page
    .getByRole('textbox', { name: /E-mail/ })
    .first()
    .fill('ADA@engine.example')
  await expect(page.getByText('1 like this')).toBeVisible()
  await expectAccessible(page, 'a form with one like it')
  await page.getByRole('status').getByRole('link', { name: 'Ada Lovelace' }).click()
  await expect(page.getByRole('heading', { name: 'Ada Lovelace' })).toBeVisible()
})
