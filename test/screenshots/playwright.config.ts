/** `npm run screenshots`: every screen as a picture, in both themes and two sizes. Not a test: nothing here is compared. */
import { defineConfig } from '@playwright/test'
import { findChromium } from '../../scripts/chromium.mjs'

const chromium = findChromium()

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../../test-results/screenshots',
  workers: 1,
  timeout: 900_000,
  expect: { timeout: 30_000 },
  reporter: [['list']],
  use: {
    actionTimeout: 15_000,
    locale: 'en-US',
    timezoneId: 'Europe/Berlin',
    viewport: { width: 1440, height: 900 },
    ...(chromium === null ? {} : { launchOptions: { executablePath: chromium } }),
  },
})
