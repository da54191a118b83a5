/**
 * What a spec starts from: a workspace of its own, the app in a window (in the shell of the running project), a sandbox CRM in
 * a process of its own. Whatever page was open must have behaved (`watch-page.ts`).
 */
import { test as base, expect, type ElectronApplication, type Page } from '@playwright/test'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { closeElectron, launchElectron } from './electron'
import { prepareConnected, type Prepared, tokenVariable } from './prepared'
import { openHost, type Ran, runSatchel, type Sandbox, startSandboxProcess } from './processes'
import { watchPages } from './watch-page'

export { expect }

export interface SatchelWindow {
  readonly page: Page
  readonly shell: 'browser' | 'electron'
  /** Null in the browser. */
  readonly electron: ElectronApplication | null
}

interface Fixtures {
  readonly workspace: string
  readonly sandbox: Sandbox
  /** The app at its first screen. To have a workspace prepared, use `cli` before: fixtures start in the order they are named. */
  readonly satchel: SatchelWindow
  /** The command line on the spec's workspace; beside the open app as well as without it. */
  readonly cli: (...args: readonly string[]) => Promise<Ran>
  /** Opens the app by hand: for a spec that prepares the workspace first, or opens it twice. Closed by itself at the end. */
  readonly openSatchel: () => Promise<SatchelWindow & { close(): Promise<void> }>
  /** A sandbox that is connected and pulled before the app is opened. Not together with `sandbox`, which is another one. */
  readonly connected: Sandbox
}

interface WorkerFixtures {
  /** What `connected` copies for each spec. */
  readonly prepared: Prepared
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  workspace: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'satchel-e2e-'))
    await use(folder)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  },
  sandbox: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'satchel-crm-'))
    const sandbox = await startSandboxProcess({ store: join(folder, 'crm.db') })
    await use(sandbox)
    await sandbox.stop()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  },
  cli: async ({ workspace }, use) => {
    await use((...args) => runSatchel(workspace, args))
  },
  prepared: [
    async ({}, use) => {
      const prepared = await prepareConnected()
      await use(prepared)
      rmSync(prepared.folder, { recursive: true, force: true, maxRetries: 5 })
    },
    { scope: 'worker' },
  ],
  connected: async ({ prepared, workspace }, use) => {
    // The app reads the variable too, at each start.
    process.env[tokenVariable] = prepared.token
    cpSync(prepared.workspace, workspace, { recursive: true })
    const folder = mkdtempSync(join(tmpdir(), 'satchel-crm-'))
    const store = join(folder, 'crm.db')
    cpSync(prepared.store, store)
    const sandbox = await startSandboxProcess({ store, records: null, port: prepared.port })
    await use(sandbox)
    await sandbox.stop()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  },
  openSatchel: async ({ workspace, context }, use, testInfo) => {
    const open: { close(): Promise<void> }[] = []
    const watches: { readonly complaints: readonly string[] }[] = []
    await use(async () => {
      if (testInfo.project.name === 'electron') {
        const { app, page } = await launchElectron(workspace)
        watches.push(await watchPages(app.context(), page))
        const close = once(() => closeElectron(app))
        open.push({ close })
        return { page, shell: 'electron', electron: app, close }
      }
      const host = await openHost(workspace)
      watches.push(await watchPages(context))
      const page = await context.newPage()
      await page.goto(host.url)
      const close = once(async () => {
        await page.close()
        await host.stop()
      })
      open.push({ close })
      return { page, shell: 'browser', electron: null, close }
    })
    for (const { close } of open) await close()
    expect(
      watches.flatMap(({ complaints }) => complaints),
      'the page behaved',
    ).toEqual([])
  },
  satchel: async ({ openSatchel }, use) => {
    await use(await openSatchel())
  },
})

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | null = null
  return () => (done ??= work())
}
