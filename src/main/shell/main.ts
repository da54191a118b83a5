/**
 * The Electron shell, from start to quit. It opens the engine and a window and carries messages between them; all that Satchel
 * does is elsewhere.
 */
import { fileURLToPath } from 'node:url'
import { app, type BrowserWindow, dialog } from 'electron'
import Store from 'electron-store'
import { adviceFor, describeFailure, failureOf } from '../../shared/failure'
import { type Engine, openEngine } from '../engine'
import { openPageFiles } from '../page/page-files'
import { openToOwnerOnly, workspaceFolder } from '../workspace/folder'
import { settingsStoreOver } from '../workspace/settings-file'
import { declareAppScheme, serveApp } from './app-protocol'
import { hostBridge } from './bridge-host'
import { confinePages } from './confine'
import { openKeychain } from './keychain'
import { setMenu } from './menu'
import { checkMirrorInUtility } from './mirror-check-utility'
import { answerOwnLinks, openSignInPage, OWN_SCHEME } from './own-links'
import { tellPower } from './power'
import { startSandboxUtility } from './sandbox-utility'
import { openWindow } from './window'

app.enableSandbox()
declareAppScheme()
const folder = chooseWorkspace()
let window: BrowserWindow | null = null
let engine: Engine | null = null

if (app.requestSingleInstanceLock()) {
  app.on('second-instance', () => {
    if (window?.isMinimized()) window.restore()
    window?.focus()
  })
  app.on('window-all-closed', () => app.quit())
  app.on('will-quit', closeEngineFirst)
  // Not awaited at the top level: Electron is ready only after this module has run.
  app.whenReady().then(start).catch(giveUp)
} else {
  app.quit()
}

async function start(): Promise<void> {
  confinePages()
  setMenu()
  serveApp(openPageFiles(fileURLToPath(new URL('../renderer', import.meta.url))))
  engine = await openEngine({
    workspace: folder,
    settings: settingsStoreOver(() => new Store<Record<string, unknown>>({ cwd: folder, name: 'settings', configFileMode: 0o600 })),
    secrets: openKeychain(folder),
    startSandbox: startSandboxUtility,
    checkMirror: checkMirrorInUtility,
    background: true,
    links: { scheme: OWN_SCHEME, open: openSignInPage },
    holder: 'the Satchel window',
  })
  hostBridge(engine, () => window)
  tellPower(engine)
  answerOwnLinks(
    (link) => engine?.takeLink(link) ?? false,
    () => window,
  )
  app.on('browser-window-created', (_event, created) => {
    window = created
    created.once('closed', () => {
      window = null
    })
  })
  await openWindow(folder)
}

/** The workspace is Electron's own folder too: SATCHEL_WORKSPACE, else --user-data-dir, else the app's data folder. */
function chooseWorkspace(): string {
  const asked = (process.env['SATCHEL_WORKSPACE'] ?? '') === '' && app.commandLine.hasSwitch('user-data-dir')
  const chosen = asked ? app.getPath('userData') : workspaceFolder(null, process.env)
  openToOwnerOnly(chosen)
  app.setPath('userData', chosen)
  return chosen
}

/** The first time holds the quit back until the engine has closed its files; the second time lets it go. */
function closeEngineFirst(event: Electron.Event): void {
  const closing = engine
  if (closing === null) return
  event.preventDefault()
  engine = null
  closing
    .close()
    .catch((error: unknown) => console.error('The engine did not close cleanly:', error))
    .finally(() => app.quit())
}

function giveUp(error: unknown): void {
  const failure = failureOf(error)
  const words = failure ? [describeFailure(failure), adviceFor(failure)].filter((line) => line !== null).join('\n\n') : String(error)
  dialog.showErrorBox('Satchel can’t start', words)
  app.exit(1)
}
