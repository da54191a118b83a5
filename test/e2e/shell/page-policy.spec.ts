/** The page's policy, in both shells: what is planted into it does not run. */
import { expect, test } from '../support/fixtures'

test('the page loads, and its nonce is a fresh one', async ({ satchel }) => {
  await expect(satchel.page.locator('#root')).not.toBeEmpty()
  const nonce = await satchel.page.locator('meta[name="csp-nonce"]').evaluate((meta) => (meta as HTMLMetaElement).content)
  expect(nonce).toMatch(/^[\w-]{22}$/)
})

test('the launch key has left the address', async ({ satchel }) => {
  await expect(satchel.page.locator('#root')).not.toBeEmpty()
  expect(satchel.page.url()).not.toContain('key=')
})
