/**
 * A workspace that takes no writes. Everything in it can be read; a command that would write ends with 6 and says why; nothing in it
 * changes. On volumes that are really mounted read-only, and with files that really may not be written.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Crm } from '../e2e/cli/support/crm'
import { holdChanges, listChanges } from '../../src/main/mirror/outbox'
import { entry } from '../e2e/cli/support/satchel'
import { done, lines, pulledWorkspace, satchelIn, type Satchel } from './support/command'
import { now, openDesk } from './support/workspace'
import { mountVolume, noVolumes, sayIfSkipped, type Volume } from './support/volume'

describe.skipIf(sayIfSkipped(noVolumes))('a workspace that takes no writes', { timeout: 120_000 }, () => {
  let volume: Volume
  let crm: Crm
  let satchel: Satchel
  let contact: string

  beforeAll(async () => {
    volume = mountVolume('64m')
    const pulled = await pulledWorkspace(volume.files.folder)
    crm = pulled.crm
    satchel = pulled.satchel
    contact = String((await contacts())[0]?.['id'])
    await done(satchel(['edit', 'contact', contact, '--set', 'title="CEO"']))
  }, 60_000)
  afterAll(async () => {
    await crm.end()
    volume.unmount()
  })
  beforeEach(() => volume.remount('rw'))
  afterEach(() => volume.remount('rw'))

  const contacts = async () => lines(await done(satchel(['list', 'contact', '--json'])))
  const refusal = async () => {
    const { code, stdout } = await satchel(['edit', 'contact', contact, '--set', 'title="Chair"', '--json'])
    return { code, error: lines<{ error?: { code: string; message: string } }>(stdout)[0]?.error }
  }
  const waiting = async () => lines(await done(satchel(['changes', '--json']))).length

  test('a volume mounted read-only after a clean end shows a copy and says so; an edit ends with 6', async () => {
    const before = readFileSync(volume.files.mirror)
    volume.remount('ro')
    expect(await contacts()).toHaveLength(60)
    expect(await waiting()).toBe(1)
    expect(await refusal()).toMatchObject({ code: 6, error: { code: 'read-only', message: expect.stringContaining('the volume is read-only') } })
    const { stdout, code } = await satchel(['doctor', '--json'])
    expect(code).toBe(6)
    expect(lines<{ checks: { name: string; detail: string }[] }>(stdout)[0]?.checks.find(({ name }) => name === 'storage')?.detail).toMatch(
      /Nothing can be saved: the volume is read-only.*you see a copy/,
    )
    expect(readFileSync(volume.files.mirror).equals(before)).toBe(true)
  })

  test('a volume mounted read-only after a kill shows what was only in the log, too', async () => {
    const desk = openDesk(volume.files)
    holdChanges(desk.storage.db, [listChanges(desk.storage.db, {})[0]?.id ?? expect.fail('one waits')], now())
    const killed = join(volume.files.folder, '..', 'killed')
    cpSync(volume.files.folder, killed, { recursive: true })
    desk.close()
    volume.remount('ro')
    const { stdout } = await satchelIn(killed)(['changes', '--json'])
    expect(lines(stdout)).toMatchObject([{ state: 'held' }])
  })

  /** The same workspace in a plain temporary folder. */
  function copyOfIt(): string {
    const folder = join(mkdtempSync(join(tmpdir(), 'satchel-unwritable-')), 'workspace')
    cpSync(volume.files.folder, folder, { recursive: true })
    return folder
  }

  test('a file that may not be changed leaves everything readable', async () => {
    const folder = copyOfIt()
    const { status } = spawnSync('chattr', ['+i', join(folder, 'mirror.db')])
    if (sayIfSkipped(status === 0 ? null : 'chattr +i does not work here')) return
    try {
      const satchelThere = satchelIn(folder)
      expect(lines(await done(satchelThere(['list', 'contact', '--json'])))).toHaveLength(60)
      expect(await satchelThere(['edit', 'contact', contact, '--set', 'title="Chair"'])).toMatchObject({ code: 6 })
    } finally {
      spawnSync('chattr', ['-i', join(folder, 'mirror.db')])
    }
  })

  test('a folder in which its owner may not write leaves everything readable', async () => {
    const folder = copyOfIt()
    const nobody = ['--reuid=65534', '--regid=65534', '--clear-groups', process.execPath]
    const { status } = spawnSync('setpriv', [...nobody, entry('satchel'), '--version'])
    if (sayIfSkipped(status === 0 ? null : 'another user can’t run Satchel from this folder')) return
    execFileSync('chown', ['-R', '65534:65534', join(folder, '..')])
    execFileSync('chmod', ['-R', 'u-w', folder])
    const run = (...args: string[]) =>
      spawnSync('setpriv', [...nobody, entry('satchel'), ...args, '--workspace', folder], { encoding: 'utf8', env: { HOME: '/nonexistent' } })
    expect(lines(run('list', 'contact', '--json').stdout)).toHaveLength(60)
    expect(run('edit', 'contact', contact, '--set', 'title="Chair"').status).toBe(6)
  })
})
