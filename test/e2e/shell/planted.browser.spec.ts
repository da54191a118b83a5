/** Planted markup and scripts: each is blocked, and says so. The complaints are wanted here, so the page is opened by hand. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { openHost } from '../support/processes'

test('planted scripts, handlers, evaluated text and remote images are blocked', async ({ page }) => {
  const workspace = mkdtempSync(join(tmpdir(), 'satchel-planted-'))
  const host = await openHost(workspace)
  try {
    await page.goto(host.url)
    await expect(page.locator('#root')).not.toBeEmpty()
    const outcome = await page.evaluate(async () => {
      const blocked: string[] = []
      document.addEventListener('securitypolicyviolation', (event) => blocked.push(event.effectiveDirective))
      const tryIt = (work: () => void): string => {
        try {
          work()
          return 'ran'
        } catch {
          return 'threw'
        }
      }
      const script = document.createElement('script')
      const inline = tryIt(() => {
        script.textContent = 'window.planted = true'
        document.body.append(script)
      })
      const markup = tryIt(() => void (document.body.innerHTML += '<img src=x onerror="window.planted = true">'))
      const image = document.createElement('img')
      const failed = new Promise((resolve) => image.addEventListener('error', resolve))
      image.src = 'https://example.com/pixel.png'
      document.body.append(image)
      await failed
      return { inline, markup, blocked, planted: 'planted' in window }
    })
    expect(outcome).toMatchObject({ markup: 'threw', planted: false })
    expect(outcome.blocked).toEqual(expect.arrayContaining(['img-src', 'require-trusted-types-for']))
  } finally {
    await host.stop()
    rmSync(workspace, { recursive: true, force: true })
  }
})
