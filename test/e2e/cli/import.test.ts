/**
 * Import as a black box. Pinned here: (1) what `export` writes, `import` finds unchanged, for every object type; (2) an import killed in
 * the middle of its landing leaves nothing behind; (3) what it lands is pushed like any other edit.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Connected, openConnected } from './support/connected'
import type { Crm } from './support/crm'
import type { Workspace } from './support/satchel'

/** What the tests read by name. */
interface Printed {
  readonly summary: { readonly rows: number; readonly planned: Readonly<Record<string, number>> }
  readonly connections: readonly { readonly changes: { readonly held: number; readonly waiting: number } }[]
}

describe('import', { timeout: 240_000 }, () => {
  let connected: Connected
  let crm: Crm
  let satchel: Workspace
  beforeAll(async () => {
    connected = await openConnected('contact=60,company=20,deal=20,event=30,lead=10')
    ;({ crm, satchel } = connected)
  }, 60_000)
  afterAll(() => connected.end())
  const fileOf = (name: string, text: string): string => {
    const file = join(satchel.folder, name)
    writeFileSync(file, text)
    return file
  }
  const status = async () => ((await satchel.one(['status'])) as unknown as Printed).connections[0]?.changes

  test.each(['contact', 'company', 'deal', 'event', 'lead'])('an export of %s comes back unchanged', async (object) => {
    const file = join(satchel.folder, `${object}.csv`)
    expect((await satchel.run(['export', object, '--format', 'csv', '--out', file])).code).toBe(0)
    const last = (await satchel.json(['import', object, file, '--dry-run'])).at(-1) as unknown as Printed
    expect(last.summary.planned).toMatchObject({ unchanged: last.summary.rows, new: 0, changes: 0, error: 0, choose: 0, twice: 0 })
  })

  test('killed in the middle of its landing, nothing of it is left', async () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => `Person ${index},p${index}@fair.example,Buyer`)
    const file = fileOf('fair.csv', ['Name,E-Mail,Title', ...rows].join('\n'))
    const command = satchel.start(['import', 'contact', file, '--json'])
    let held = 0
    // Asked through the local door of the very process that imports.
    while (held === 0) held = (await status())?.held ?? 0
    command.child.kill('SIGKILL')
    expect((await command.ended).signal, 'it must have died for this to mean anything').toBe('SIGKILL')
    expect(held).toBeLessThan(20_000)
    expect(await status()).toMatchObject({ held: 0, waiting: 0 })
    expect(await satchel.json(['list', 'contact', '--where', 'title=Buyer'])).toEqual([])
  })

  test('what it lands is one batch that is pushed by its name', async () => {
    const file = fileOf('small.csv', 'Nachname;Vorname;E-Mail\nLovelace;Ada;ada@fair.example\nNoyce;Bob;bob@fair.example\n')
    expect(await satchel.one(['import', 'contact', file, '--batch', 'Fair'])).toMatchObject({ batch: 'Fair', created: 2, left: 0 })
    expect(await satchel.one(['push', 'Fair'])).toMatchObject({ pushed: 2 })
    const mails = JSON.stringify(await crm.all('contact'))
    expect(mails).toContain('ada@fair.example')
    expect(mails).toContain('"Ada Lovelace"')
  })
})
