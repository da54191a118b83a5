/** Stands in for webContents: one real Chromium page, its navigation, its preload, and its messages. */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import type { BrowserWindow } from './browser-window.ts'
import { record, recorded } from './core/calls.ts'
import type { Cdp } from './core/chromium.ts'
import { ipcCodec } from './core/clone.ts'
import { inEveryPage, requireChromium, state } from './core/state.ts'
import type { Page } from './core/targets.ts'
import { emitPreventable, NotInStandIn, strict, strictEmitter } from './core/strict.ts'
import { ipcMain, IpcMain } from './ipc-main.ts'
import { carrierGone, portMessageFrom, receivePorts, sendPorts, type MessagePortMain, type PortCarrier } from './message-port.ts'
import { createFromBuffer } from './native-image.ts'
import { colorSchemeOfPages } from './native-theme.ts'
import { BINDING, ISOLATED_WORLD, pageSource, preloadSource, RECEIVER, type FromPage, type ToPage } from './page/bridge.ts'
import { decidePermission } from './permissions.ts'
import { fromPage, toPage } from './protocol.ts'
import { decideRequest, requestPatterns } from './requests.ts'
import { defaultSession } from './session.ts'
import { onSystemChange, system } from './system.ts'

/** Chromium's numbers for the network errors that an app is likely to tell apart. */
const ERRNO: Record<string, number> = { ERR_FAILED: -2, ERR_ABORTED: -3, ERR_FILE_NOT_FOUND: -6, ERR_BLOCKED_BY_CLIENT: -20, ERR_CONNECTION_RESET: -101, ERR_CONNECTION_REFUSED: -102, ERR_NAME_NOT_RESOLVED: -105, ERR_INTERNET_DISCONNECTED: -106, ERR_EMPTY_RESPONSE: -324 }

/** What a window may not ask for, since it would not be what the page gets. */
function refusePreferences(preferences: Electron.WebPreferences): void {
  const refused: [boolean, string][] = [
    [preferences.sandbox === false, 'sandbox: false'], [preferences.contextIsolation === false, 'contextIsolation: false'], [preferences.nodeIntegration === true, 'nodeIntegration: true'],
    [preferences.webviewTag === true, 'webviewTag: true'], [Boolean(preferences.partition), 'partition'], [preferences.session !== undefined && (preferences.session as unknown) !== defaultSession, 'session'],
  ]
  for (const [given, what] of refused) if (given) throw new NotInStandIn(`webPreferences ${what}`, 'windows are sandboxed, context-isolated and in the default session')
  if (preferences.preload && !isAbsolute(preferences.preload)) throw new TypeError(`preload script must have absolute path: ${preferences.preload}`)
}

/** `width=320,height=240` as window.open takes it. */
function sizeOf(features: string): { width?: number; height?: number } {
  return Object.fromEntries([...features.matchAll(/\b(width|height)=(\d+)/g)].map(([, name, value]) => [name, Number(value)]))
}

let lastId = 0

export class WebContents extends strictEmitter('webContents') implements PortCarrier {
  readonly id = ++lastId
  readonly session = defaultSession
  readonly ipc = new IpcMain()
  readonly mainFrame: any
  readonly devToolsWebContents = null
  /** Not Electron's: the window around this page, and its DevTools target. */
  readonly owner: BrowserWindow
  targetId = ''
  /** Resolves when the page is there and prepared. */
  readonly opened: Promise<void>

  private readonly preferences: Electron.WebPreferences
  private readonly secret = randomUUID()
  private cdpSession = ''
  private isolatedWorld: number | undefined
  private url = ''
  private title = ''
  private loading = false
  private crashed = false
  private destroyed = false
  private zoomFactor = 1
  private openHandler: ((details: any) => any) | undefined
  private readonly popupDecisions: any[] = []
  /** Navigations that the app itself has asked for: no 'will-navigate' for these. */
  private readonly expected = new Set<string>()
  private onLoad: (() => void) | undefined
  private isHeld = false

  /** As they were asked for: what is not given is not filled in, as Electron would. */
  readonly getLastWebPreferences: () => Electron.WebPreferences

  constructor(owner: BrowserWindow, preferences: Electron.WebPreferences, open: () => Promise<Page>) {
    super()
    this.getLastWebPreferences = () => structuredClone(preferences) as Electron.WebPreferences
    refusePreferences(preferences)
    this.owner = owner
    this.preferences = preferences
    this.mainFrame = this.createMainFrame()
    state.contents.set(this.id, this)
    this.opened = open().then((page) => this.prepare(page))
  }

  private createMainFrame(): any {
    const contents = this
    return strict('WebFrameMain', {
      get url() { return contents.url },
      get origin() { return /^[a-z][a-z0-9.+-]*:\/\/[^/?#]*/i.exec(contents.url)?.[0] ?? 'null' },
      get top() { return contents.mainFrame },
      get frames() { return [] },
      parent: null, name: '', routingId: 1, processId: 1, osProcessId: 1, frameTreeNodeId: 1, frameToken: this.secret, detached: false,
      isDestroyed: () => contents.destroyed,
      executeJavaScript: (code: string) => contents.executeJavaScript(code),
      send: (channel: string, ...args: unknown[]) => contents.send(channel, ...args),
      postMessage: (channel: string, message: unknown, ports?: MessagePortMain[]) => contents.postMessage(channel, message, ports),
    })
  }

  /** A DevTools command to this page. */
  cdp(method: string, params: object = {}): Promise<Cdp> {
    return requireChromium().send(method, params, this.cdpSession)
  }

  /** A command whose outcome nobody waits for; the page may have gone. */
  private tell(method: string, params: object = {}): void {
    this.cdp(method, params).catch(() => {})
  }

  /** Chromium holds a new page back until this is done, so the preload runs before anything of the page's own. */
  private async prepare(page: Page): Promise<void> {
    this.targetId = page.targetId
    this.cdpSession = page.session
    requireChromium().listen(page.session, (method, params) => void this.onEvent(method, params))
    const preload = this.preferences.preload ? readFileSync(this.preferences.preload, 'utf8') : ''
    const process_ = { type: 'renderer', platform: process.platform, arch: process.arch, versions: { ...process.versions, electron: process.versions['electron'] }, env: {}, argv: [process.execPath, ...(this.preferences.additionalArguments ?? [])], sandboxed: true, contextIsolated: true }
    const prepared = [
      this.cdp('Page.enable'),
      this.cdp('Page.setLifecycleEventsEnabled', { enabled: true }),
      this.cdp('Runtime.enable'),
      this.cdp('Runtime.addBinding', { name: BINDING, executionContextName: ISOLATED_WORLD }),
      this.watchRequests(),
      this.applyTheme(),
      ...(system.online ? [] : [this.applyNetwork()]),
    ]
    const addScripts = () => [
      this.cdp('Page.addScriptToEvaluateOnNewDocument', { source: pageSource(this.secret) }),
      this.cdp('Page.addScriptToEvaluateOnNewDocument', { source: preloadSource(this.secret, { process: process_ }, preload), worldName: ISOLATED_WORLD }),
    ]
    if (page.popupUrl !== undefined && preload) return this.restartPopup(page.popupUrl, prepared, addScripts)
    await Promise.all([...prepared, ...addScripts(), this.cdp('Runtime.runIfWaitingForDebugger')])
    if (page.popupUrl === undefined) this.owner.measured(await this.executeJavaScript('outerHeight - innerHeight'))
  }

  /**
   * A popup of the opener's own origin keeps the global object of its first, empty document, in which scripts for new
   * documents have had their turn. So its own way is barred, and it is sent there again from a document that it leaves.
   */
  private async restartPopup(url: string, prepared: Promise<unknown>[], addScripts: () => Promise<unknown>[]): Promise<void> {
    this.isHeld = true
    await Promise.all([...prepared, this.cdp('Runtime.runIfWaitingForDebugger')])
    await this.cdp('Page.navigate', { url: 'about:blank' })
    await Promise.all(addScripts())
    this.isHeld = false
    if (url === 'about:blank' || url === '') return
    this.expect(url)
    await this.cdp('Page.navigate', { url: toPage(url) })
  }

  watchRequests(): Promise<void> {
    return this.cdp('Fetch.enable', { patterns: requestPatterns() })
  }

  applyTheme(): Promise<void> {
    return this.cdp('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: colorSchemeOfPages() }] })
  }

  applyNetwork(): Promise<void> {
    return this.cdp('Network.emulateNetworkConditions', { offline: !system.online, latency: 0, downloadThroughput: -1, uploadThroughput: -1 })
  }

  // --- what the page tells

  private async onEvent(method: string, event: Cdp): Promise<void> {
    switch (method) {
      case 'Runtime.executionContextCreated':
        if (event.context.name === ISOLATED_WORLD && event.context.auxData.frameId === this.targetId) this.isolatedWorld = event.context.id
        return
      case 'Runtime.executionContextsCleared': return void (this.isolatedWorld = undefined)
      case 'Runtime.bindingCalled': return event.name === BINDING && event.executionContextId === this.isolatedWorld ? this.onMessage(JSON.parse(event.payload)) : undefined
      case 'Runtime.consoleAPICalled': return this.onConsole(event)
      case 'Page.frameStartedLoading': if (event.frameId === this.targetId) { this.loading = true; this.emit('did-start-loading') } return
      case 'Page.frameStoppedLoading': if (event.frameId === this.targetId) { this.loading = false; this.emit('did-stop-loading') } return
      case 'Page.frameNavigated': return event.frame.parentId ? undefined : this.onNavigated(event.frame)
      case 'Page.navigatedWithinDocument': this.url = fromPage(event.url); return void this.emit('did-navigate-in-page', {}, this.url, true)
      case 'Page.domContentEventFired': return void this.emit('dom-ready', {})
      case 'Page.loadEventFired': this.emit('did-frame-finish-load', {}, true); this.emit('did-finish-load'); return this.onLoad?.()
      case 'Page.lifecycleEvent': return event.name === 'firstPaint' ? this.owner.painted() : undefined
      case 'Page.windowOpen': return void this.popupDecisions.push(this.decidePopup(event))
      case 'Inspector.targetCrashed': this.crashed = true; return void this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 })
      case 'Fetch.requestPaused': return decideRequest(this, event, this.allowsNavigation(event)).catch(() => {}) // the page may have gone meanwhile
    }
  }

  private onConsole(event: Cdp): void {
    const frame = event.stackTrace?.callFrames[0]
    const level = { warning: 'warning', error: 'error', assert: 'error', debug: 'debug' }[event.type as string] ?? 'info'
    this.emit('console-message', { level, message: event.args.map((arg: Cdp) => arg.value ?? arg.description).join(' '), lineNumber: frame?.lineNumber ?? 0, sourceId: fromPage(frame?.url ?? ''), frame: this.mainFrame })
  }

  private onNavigated(frame: Cdp): void {
    carrierGone(this)
    this.crashed = false
    this.title = ''
    this.url = fromPage(frame.url)
    this.emit('did-navigate', {}, this.url, 200, 'OK')
  }

  private onTitle(title: string): void {
    this.title = title
    this.emit('page-title-updated', {}, title, true)
    this.owner.pageTitleUpdated(title)
  }

  private allowsNavigation(paused: Cdp): boolean {
    if (paused.resourceType !== 'Document' || paused.frameId !== this.targetId || paused.responseStatusCode !== undefined) return true
    if (this.isHeld) return false
    const url = fromPage(paused.request.url)
    if (this.expected.delete(url) || url === this.url) return true
    return !emitPreventable(this, 'will-navigate', { url, isMainFrame: true, isSameDocument: false, frame: this.mainFrame, initiator: this.mainFrame }, url)
  }

  private decidePopup({ url, windowName, windowFeatures, userGesture }: Cdp): any {
    const details = { url: fromPage(url), frameName: windowName === '_blank' ? '' : windowName, features: windowFeatures.join(), disposition: userGesture && !windowFeatures.some((f: string) => /^(width|height)=/.test(f)) ? 'foreground-tab' : 'new-window', referrer: { url: this.url, policy: 'strict-origin-when-cross-origin' } }
    return { details, ...(this.openHandler?.(details) ?? { action: 'allow' }) }
  }

  /** From the browser: a page that this one has opened waits for a decision. */
  onPopup(targetId: string, session: string): void {
    const decision = this.popupDecisions.shift() ?? { action: 'deny' }
    if (decision.action !== 'allow') return void requireChromium().send('Target.closeTarget', { targetId }).catch(() => {}) // it has not run anything yet
    const options = { ...sizeOf(decision.details.features), ...decision.overrideBrowserWindowOptions }
    const popup = this.owner.adopt(options, { targetId, session, popupUrl: decision.details.url })
    this.emit('did-create-window', popup, { url: decision.details.url, frameName: decision.details.frameName, options, referrer: decision.details.referrer, disposition: decision.details.disposition })
  }

  private async onMessage(message: FromPage): Promise<void> {
    const event = { sender: this, senderFrame: this.mainFrame, processId: 1, frameId: 1, type: 'frame', ports: [] as MessagePortMain[], reply: (channel: string, ...args: unknown[]) => this.send(channel, ...args) }
    switch (message.kind) {
      case 'invoke': return this.onInvoke(message, event)
      case 'send': return this.dispatch(message.channel, event, message.args.map(ipcCodec.decode))
      case 'post': event.ports = receivePorts(this, message.ports); return this.dispatch(message.channel, event, [ipcCodec.decode(message.message)])
      case 'port-message': return portMessageFrom(this, message.port, ipcCodec.decode(message.data), message.ports)
      case 'permission': return this.toPage({ kind: 'reply', id: message.id, value: ipcCodec.encode(await decidePermission(this, message.permission, message.details, message.check)) })
      case 'context-menu': return void this.emit('context-menu', {}, { ...message.params, frame: this.mainFrame })
      case 'title': return this.onTitle(message.title)
      case 'preload-error': return void this.emit('preload-error', {}, this.preferences.preload, Object.assign(new Error(message.message), { stack: message.stack }))
    }
  }

  private dispatch(channel: string, event: object, args: unknown[]): void {
    this.emit('ipc-message', event, channel, ...args)
    this.ipc.emit(channel, event, ...args)
    ipcMain.emit(channel, event, ...args)
  }

  private async onInvoke({ channel, id, args }: Extract<FromPage, { kind: 'invoke' }>, event: object): Promise<void> {
    const handler = this.ipc.handlerOf(channel) ?? ipcMain.handlerOf(channel)
    try {
      if (!handler) throw new Error(`No handler registered for '${channel}'`)
      this.toPage({ kind: 'reply', id, value: ipcCodec.encode(await handler(event, ...args.map(ipcCodec.decode))) })
    } catch (error) {
      console.error(`Error occurred in handler for '${channel}':`, error)
      this.toPage({ kind: 'reply', id, error: `Error invoking remote method '${channel}': ${String(error)}` })
    }
  }

  // --- messages to the page

  private toPage(message: ToPage): void {
    if (this.isolatedWorld === undefined || this.destroyed) return // no page to hear it
    this.tell('Runtime.evaluate', { expression: `${RECEIVER}(${JSON.stringify(message)})`, contextId: this.isolatedWorld })
  }

  send(channel: string, ...args: unknown[]): void {
    this.toPage({ kind: 'event', channel, args: args.map(ipcCodec.encode), ports: [] })
  }

  postMessage(channel: string, message: unknown, ports: MessagePortMain[] = []): void {
    this.toPage({ kind: 'event', channel, args: [ipcCodec.encode(message)], ports: sendPorts(this, ports) })
  }

  carryMessage(port: string, data: unknown, ports: string[]): void {
    this.toPage({ kind: 'port-message', port, data: ipcCodec.encode(data), ports })
  }

  carryClose(port: string): void {
    this.toPage({ kind: 'port-closed', port })
  }

  // --- navigation

  private expect(url: string): void {
    this.expected.add(URL.canParse(url) ? fromPage(new URL(toPage(url)).href) : url)
  }

  async loadURL(url: string): Promise<void> {
    await this.opened
    this.expect(url)
    const loaded = new Promise<void>((resolve) => { this.onLoad = resolve })
    const { errorText } = await this.cdp('Page.navigate', { url: toPage(url) })
    if (errorText) {
      const code = errorText.replace('net::', '')
      const errno = ERRNO[code] ?? -2
      this.emit('did-fail-load', {}, errno, code, url, true)
      throw Object.assign(new Error(`${code} (${errno}) loading '${url}'`), { code, errno, url })
    }
    await loaded
  }

  async loadFile(path: string, { query, search, hash }: Electron.LoadFileOptions = {}): Promise<void> {
    const url = new URL(`file://${isAbsolute(path) ? path : `${state.root}/${path}`}`)
    if (search) url.search = search
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value)
    if (hash) url.hash = hash
    return this.loadURL(url.href)
  }

  reload(): void { this.tell('Page.reload') }
  reloadIgnoringCache(): void { this.tell('Page.reload', { ignoreCache: true }) }
  stop(): void { this.tell('Page.stopLoading') }
  getURL(): string { return this.url }
  getTitle(): string { return this.title }
  isLoading(): boolean { return this.loading }
  isLoadingMainFrame(): boolean { return this.loading }
  isCrashed(): boolean { return this.crashed }
  isDestroyed(): boolean { return this.destroyed }

  setWindowOpenHandler(handler: (details: any) => any): void { this.openHandler = handler }

  /** As Playwright's page.close(), this asks no 'close' listener; with `waitForBeforeUnload` the page may still object. */
  close({ waitForBeforeUnload = false }: { waitForBeforeUnload?: boolean } = {}): void {
    if (waitForBeforeUnload) void this.mayUnload().then((may) => { if (may) void this.closeTarget() })
    else void this.closeTarget()
  }

  /** Asks the page's beforeunload handlers, as closing its window does. */
  async mayUnload(): Promise<boolean> {
    const objects = await this.executeJavaScript(`(() => { const e = document.createEvent('BeforeUnloadEvent'); e.initEvent('beforeunload', false, true); window.dispatchEvent(e); return e.defaultPrevented || e.returnValue !== '' })()`).catch(() => false)
    return !objects || emitPreventable(this, 'will-prevent-unload')
  }

  async closeTarget(): Promise<void> {
    await this.opened.catch(() => {})
    await requireChromium().send('Target.closeTarget', { targetId: this.targetId }).catch(() => {}) // it may have closed itself
    this.owner.gone()
  }

  gone(): void {
    this.destroyed = true
    state.contents.delete(this.id)
    carrierGone(this)
    this.emit('destroyed')
  }

  // --- the page's content

  async executeJavaScript(code: string, userGesture = false): Promise<any> {
    const { result, exceptionDetails } = await this.cdp('Runtime.evaluate', { expression: code, awaitPromise: true, returnByValue: true, userGesture })
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }

  async insertCSS(css: string): Promise<string> {
    const key = randomUUID()
    await this.executeJavaScript(`{ const sheet = new CSSStyleSheet(); sheet.replaceSync(${JSON.stringify(css)}); sheet.key = ${JSON.stringify(key)}; document.adoptedStyleSheets.push(sheet) }`)
    return key
  }

  async removeInsertedCSS(key: string): Promise<void> {
    await this.executeJavaScript(`document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet.key !== ${JSON.stringify(key)})`)
  }

  async capturePage(): Promise<Electron.NativeImage> {
    const { data } = await this.cdp('Page.captureScreenshot', { format: 'png' })
    return createFromBuffer(Buffer.from(data, 'base64'))
  }

  async printToPDF(options: Electron.PrintToPDFOptions = {}): Promise<Buffer> {
    if (process.env['ELECTRON_STANDIN_HEADED']) throw new NotInStandIn('webContents.printToPDF', 'Chromium prints without a display only')
    if (typeof options.pageSize === 'string' || options.margins) throw new NotInStandIn('printToPDF with a named pageSize or margins', 'give none, or pageSize as { width, height } in inches')
    const { pageSize, ...rest } = options
    const { data } = await this.cdp('Page.printToPDF', { ...rest, ...(pageSize && { paperWidth: pageSize.width, paperHeight: pageSize.height }) })
    return Buffer.from(data, 'base64')
  }

  undo(): void { this.edit('undo') }
  redo(): void { this.edit('redo') }
  cut(): void { this.edit('cut') }
  copy(): void { this.edit('copy') }
  paste(): void { this.edit('paste') }
  delete(): void { this.edit('delete') }
  selectAll(): void { this.edit('selectAll') }

  /** An editing command of Chromium's own, carried by a key that means nothing. */
  private edit(command: string): void {
    this.tell('Input.dispatchKeyEvent', { type: 'rawKeyDown', windowsVirtualKeyCode: 0, commands: [command] })
  }

  // --- zoom: layout as in a zoomed browser, by a smaller viewport with more pixels each

  getZoomFactor(): number { return this.zoomFactor }
  setZoomFactor(factor: number): void { this.zoomFactor = factor; this.owner.layOut() }
  getZoomLevel(): number { return Math.log(this.zoomFactor) / Math.log(1.2) }
  setZoomLevel(level: number): void { this.setZoomFactor(1.2 ** level) }
  get zoomLevel(): number { return this.getZoomLevel() }
  set zoomLevel(level: number) { this.setZoomLevel(level) }
  setVisualZoomLevelLimits = recorded('webContents.setVisualZoomLevelLimits', Promise.resolve())

  private isZoomed = false

  /** From the window, once it has its size. */
  async applyZoom(): Promise<void> {
    if (this.zoomFactor === 1 && !this.isZoomed) return
    this.isZoomed = this.zoomFactor !== 1
    if (!this.isZoomed) return this.cdp('Emulation.clearDeviceMetricsOverride')
    const [width, height] = this.owner.getContentSize() as [number, number]
    await this.cdp('Emulation.setDeviceMetricsOverride', { width: Math.round(width / this.zoomFactor), height: Math.round(height / this.zoomFactor), deviceScaleFactor: this.zoomFactor, mobile: false })
  }

  // --- the rest

  getType(): string { return 'window' }
  getOSProcessId(): number { return 1 }
  getProcessId(): number { return 1 }
  focus(): void { record('webContents.focus') }
  isFocused(): boolean { return this.owner.isFocused() }
  isDevToolsOpened(): boolean { return false }
  openDevTools = recorded('webContents.openDevTools')
  closeDevTools = recorded('webContents.closeDevTools')
  toggleDevTools = recorded('webContents.toggleDevTools')
  setBackgroundThrottling = recorded('webContents.setBackgroundThrottling')
  setIgnoreMenuShortcuts = recorded('webContents.setIgnoreMenuShortcuts')
  setAudioMuted = recorded('webContents.setAudioMuted')
}

onSystemChange('online', () => inEveryPage((contents) => contents.applyNetwork()))

export const webContents = strict('webContents', {
  getAllWebContents: () => [...state.contents.values()],
  getFocusedWebContents: () => [...state.contents.values()].find((contents) => contents.isFocused()) ?? null,
  fromId: (id: number) => state.contents.get(id),
  fromFrame: (frame: unknown) => [...state.contents.values()].find((contents) => contents.mainFrame === frame),
  fromDevToolsTargetId: (id: string) => [...state.contents.values()].find((contents) => contents.targetId === id),
})
