/** What a window may do: one frozen object for every window, and a test that each window has exactly this. */
import { fileURLToPath } from 'node:url'
import type { WebPreferences } from 'electron'

export const webPreferences: Readonly<WebPreferences> = Object.freeze({
  preload: fileURLToPath(new URL('../preload/bridge.cjs', import.meta.url)),
  contextIsolation: true,
  sandbox: true,
  webSecurity: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
})
