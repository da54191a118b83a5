/**
 * The same specs in both shells: `browser` is the browser host in a real Chromium, `electron` the app's own main process,
 * preload and window, on the Electron binary where it is installed and else on the stand-in. A spec that belongs to one shell
 * alone ends in `.browser.spec.ts` or `.electron.spec.ts`. They drive what stands in `out/`: build first.
 */
import { defineConfig } from '@playwright/test'
import { findChromium } from './scripts/chromium.mjs'
import { electronInstalled } from './scripts/electron.mjs'

const chromium = findChromium()
// Read by the `electron` package, which Playwright asks for the binary, and by the stand-in.
if (!electronInstalled()) process.env['ELECTRON_OVERRIDE_DIST_PATH'] ??= `${import.meta.dirname}/test/electron-standin/dist`
if (chromium !== null) process.env['CHROMIUM_PATH'] ??= chromium

export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  fullyParallel: false,
  workers: Number(process.env['SATCHEL_E2E_WORKERS'] ?? 2),
  timeout: 90_000,
  expect: { timeout: 15_000 },
  // A machine that is busy with something else may be slow once. It is said aloud, and at home nothing is tried again.
  retries: process.env['CI'] ? 1 : 0,
  forbidOnly: true,
  reporter: [['list']],
  globalSetup: './test/e2e/support/global-setup.ts',
  use: {
    locale: 'en-US',
    timezoneId: 'Europe/Berlin',
    // Recording costs a fifth of a run, and is wanted only where something failed.
    trace: 'on-first-retry',
    ...(chromium === null ? {} : { launchOptions: { executablePath: chromium } }),
  },
  projects: [
    { name: 'browser', testIgnore: '**/*.electron.spec.ts' },
    // The same page over another transport: the whole loop and all that is the shell's own; screens are proved in the browser.
    { name: 'electron', testMatch: ['**/loop.spec.ts', '**/shell/*.spec.ts'], testIgnore: '**/*.browser.spec.ts' },
  ],
})
