/** What screens show when there is little to show: first start, nothing yet, a download under way, offline, refused, and very long. */
import { expect, type Page, test } from '@playwright/test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openHost, type Sandbox, startSandboxProcess } from '../e2e/support/processes'
import { photograph, photographAll, type Scene } from './camera'
import { behindItsBack, commandLine, connectTo } from './office'

const SECRET = 'SATCHEL_STATES'

interface Stage {
  readonly records: string
  readonly faults?: string
  /** Before the app is opened. */
  readonly prepare?: (run: (...args: readonly string[]) => Promise<string>, crm: Sandbox) => Promise<void>
}

/** A CRM, a workspace that is connected to it, and the app open over both. */
async function onStage(page: Page, { records, faults, prepare }: Stage, act: (crm: Sandbox) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-states-'))
  const crm = await startSandboxProcess({ store: join(folder, 'crm.db'), records, ...(faults === undefined ? {} : { faults }) })
  const workspace = join(folder, 'workspace')
  const run = commandLine(workspace, { [SECRET]: crm.token })
  await run(...connectTo(crm, 'Salesforce', 'salesforce', SECRET))
  await prepare?.(run, crm)
  const host = await openHost(workspace)
  await page.goto(host.url)
  await expect(page.getByRole('button', { name: /^Sync: / })).toBeVisible()
  await act(crm)
  await host.stop()
  await crm.stop()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}

const everywhere = (state: string, screens: readonly (readonly [name: string, at: string])[]): readonly Scene[] =>
  screens.map(([name, at]) => ({ name: `${state}-${name}`, at }))

test('the very first start', async ({ page }) => {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-states-'))
  const host = await openHost(folder)
  await page.goto(host.url)
  await expect(page.getByRole('heading', { name: 'Connect your CRM' })).toBeVisible()
  await photograph(page, 'first-start')
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await photograph(page, 'first-start-wrong')
  await host.stop()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

test('a CRM with nothing in it', async ({ page }) => {
  const prepare: Stage['prepare'] = async (run) => void (await run('sync'))
  await onStage(page, { records: 'pipeline=1', prepare }, async () => {
    await photographAll(page, [
      ...everywhere('empty', [
        ['home', 'home'],
        ['analytics', 'analytics'],
        ['contacts', 'contacts'],
        ['companies', 'companies'],
        ['deals', 'deals'],
        ['leads', 'leads'],
        ['activities', 'activities'],
        ['board', 'deals/board'],
        ['duplicates', 'contacts/duplicates'],
        ['changes', '/changes'],
        ['not-there', 'contacts/r_nothing'],
        ['no-screen', 'nowhere'],
      ]),
    ])
  })
})

test('a first download under way', async ({ page }) => {
  await onStage(page, { records: 'contact=9000,company=900,deal=900,event=3000,lead=300,pipeline=2', faults: 'latency=1200' }, async () => {
    await photographAll(
      page,
      everywhere('download', [
        ['home', 'home'],
        ['contacts', 'contacts'],
        ['board', 'deals/board'],
        ['leads', 'leads'],
        ['sync', '/sync'],
      ]),
    )
  })
})

test('the CRM gone, and work going on', async ({ page }) => {
  const prepare: Stage['prepare'] = async (run) => {
    await run('sync')
    const contacts = (await run('list', 'contact', '--json', '--limit', '3')).trim().split('\n')
    for (const line of contacts) await run('edit', 'contact', (JSON.parse(line) as { id: string }).id, '--set', 'title="Buyer"')
  }
  await onStage(page, { records: 'contact=400,company=90,deal=120,event=500,lead=60,pipeline=2', prepare }, async (crm) => {
    await crm.stop()
    const pill = page.getByRole('button', { name: /^Sync: / })
    await pill.click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Sync now|Try now/ })
      .first()
      .click()
    await expect(pill).toHaveAccessibleName(/^Sync: Offline/, { timeout: 60_000 })
    await photographAll(
      page,
      everywhere('offline', [
        ['home', 'home'],
        ['contacts', 'contacts'],
        ['changes', '/changes'],
        ['sync', '/sync'],
      ]),
    )
    await page.setViewportSize({ width: 1440, height: 900 })
    await pill.click()
    await photograph(page, 'offline-pill')
  })
})

test('a CRM that refuses leads, and fails at deals', async ({ page }) => {
  const prepare: Stage['prepare'] = async (run) => void (await run('sync').catch(() => ''))
  await onStage(
    page,
    {
      records: 'contact=200,company=50,deal=60,event=100,lead=30,pipeline=2',
      faults: '403=Your profile has no access to leads.:GET:lead, 500:GET:deal',
      prepare,
    },
    async () => {
      await photographAll(
        page,
        everywhere('refused', [
          ['leads', 'leads'],
          ['deals', 'deals'],
          ['board', 'deals/board'],
          ['home', 'home'],
          ['sync', '/sync'],
        ]),
      )
    },
  )
})

test('very long names and values', async ({ page }) => {
  let longest = ''
  const prepare: Stage['prepare'] = async (run, crm) => {
    await run('sync')
    const long =
      'Vereinigte Präzisionswerkzeug- und Messtechnik-Gesellschaft mit beschränkter Haftung, Niederlassung Süddeutschland und Österreich, Abteilung Einkauf'
    const unbroken = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'
    const contacts = (await run('list', 'contact', '--json', '--limit', '3')).trim().split('\n')
    const deals = (await run('list', 'deal', '--json', '--limit', '6')).trim().split('\n')
    const ids = (lines: readonly string[]): readonly string[] => lines.map((line) => (JSON.parse(line) as { id: string }).id)
    for (const id of ids(contacts))
      await crm.call('PATCH', `contact/${id}`, {
        name: `Maximilian Freiherr von und zu Hohenstein-${unbroken}`,
        title: `${long}, ${long}`,
        company: long,
        emails: [{ email: `${unbroken.toLowerCase().replaceAll('ä', 'a')}@${'sehr-lange-domain.'.repeat(4)}example`, type: 'WORK' }],
      })
    for (const id of ids(deals)) await crm.call('PATCH', `deal/${id}`, { name: `${long}: ${unbroken}`, amount: 987_654_321_987.65 })
    await behindItsBack(crm, 'PUT', 'faults', { spec: '' })
    await run('sync')
    for (const id of ids(contacts)) {
      longest = await run(
        'edit',
        'contact',
        id,
        '--set',
        `department=${JSON.stringify(`${long} ${unbroken}`)}`,
        '--set',
        `title=${JSON.stringify(unbroken.repeat(2))}`,
        '--json',
      )
    }
    await run('edit', 'deal', ids(deals)[0] ?? '', '--set', `description=${JSON.stringify(`${long} `.repeat(12))}`)
  }
  await onStage(page, { records: 'contact=60,company=20,deal=24,event=60,lead=20,pipeline=1', prepare }, async () => {
    const { record_id: record } = JSON.parse(longest) as { record_id: string }
    await photographAll(page, [
      ...everywhere('long', [
        ['contacts', 'contacts?q=hohenstein'],
        ['deals', 'deals?q=Vereinigte'],
        ['board', 'deals/board'],
        ['contact', `contacts/${record}`],
        ['changes', '/changes'],
        ['home', 'home'],
      ]),
      {
        name: 'long-deal',
        at: 'deals?q=Vereinigte',
        open: async (at) => {
          await at.locator('#row-0 a').press('Enter')
          await expect(at.getByRole('heading', { level: 1 })).toContainText('Vereinigte')
        },
      },
      {
        name: 'long-palette',
        at: 'contacts',
        open: async (at) => {
          await at.keyboard.press('Control+k')
          await at.keyboard.type('vereinigte')
        },
      },
    ])
  })
})
