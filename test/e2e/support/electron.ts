/** The app's own main process, preload and window: on the Electron binary where it is installed, else on the stand-in. */
import { resolve } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'

const root = resolve(import.meta.dirname, '../../..')

export interface ElectronWindow {
  readonly app: ElectronApplication
  readonly page: Page
}

/** The workspace is the app's user data folder, so every test has its own. */
export async function launchElectron(workspace: string, args: readonly string[] = []): Promise<ElectronWindow> {
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const app = await _electron.launch({ args: [root, `--user-data-dir=${workspace}`, ...asRoot, ...args], cwd: root, colorScheme: null })
  const page = await app.firstWindow()
  // The window exists before it has gone anywhere.
  await page.waitForURL(/satchel/)
  return { app, page }
}

/** An app that was asked to end and hangs fails its spec, not the whole run. */
const closesWithinMs = 15_000

export async function closeElectron(app: ElectronApplication): Promise<void> {
  const stuck = setTimeout(() => app.process().kill('SIGKILL'), closesWithinMs)
  await app.close()
  clearTimeout(stuck)
}
