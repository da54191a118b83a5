/**
 * The whole way, with the real command: a damaged page is found by a query, judged by a fresh process, set aside, and the edit is there; a disk that
 * only fails to answer is no reason to set anything aside.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Crm } from '../e2e/cli/support/crm'
import { done, lines, pulledWorkspace, satchelIn } from './support/command'
import { buildShim, noShim } from './support/trace'
import { sayIfSkipped } from './support/volume'

const pulled = join(mkdtempSync(join(tmpdir(), 'satchel-rescue-')), 'workspace')
let crm: Crm

beforeAll(async () => {
  const made = await pulledWorkspace(pulled)
  crm = made.crm
  const contact = String(lines(await done(made.satchel(['list', 'contact', '--limit', '1', '--json'])))[0]?.['id'])
  await done(made.satchel(['edit', 'contact', contact, '--set', 'title="CEO"']))
}, 60_000)
afterAll(() => crm.end())

function copyOfIt(): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'satchel-rescue-')), 'workspace')
  cpSync(pulled, folder, { recursive: true })
  return folder
}

const setAside = (folder: string): string[] => readdirSync(folder).filter((name) => name.endsWith('Z'))

test('a page that only a list reads, damaged, costs a download and no edit; both files are named', async () => {
  const folder = copyOfIt()
  const file = join(folder, 'mirror.db')
  const db = new Database(file, { readonly: true })
  const pages = db.prepare(`SELECT pageno FROM dbstat WHERE name = 'record' AND pagetype IN ('leaf', 'overflow')`).pluck().all() as number[]
  db.close()
  const bytes = readFileSync(file)
  for (const page of pages.slice(5)) bytes.fill(0x5a, (page - 1) * 4096, page * 4096)
  writeFileSync(file, bytes)
  const satchel = satchelIn(folder, crm)
  // The command that comes upon it is answered from the new one, in which only the edited record is yet.
  expect(lines(await done(satchel(['list', 'contact', '--json'])))).toMatchObject([{ title: 'CEO' }])
  expect(lines(await done(satchel(['changes', '--json'])))).toMatchObject([{ state: 'waiting', fields: [{ new: 'CEO' }] }])
  const [kept, ...more] = setAside(folder)
  expect(more).toEqual([])
  const { stdout } = await satchel(['status', '--json'])
  expect(lines<{ notices?: unknown[] }>(stdout)[0]?.notices).toMatchObject([
    { kind: 'changes-brought-back' },
    { kind: 'mirror-set-aside', message: expect.stringContaining(join(folder, kept ?? 'nothing was kept')) },
  ])
  await done(satchel(['sync']))
  expect(lines<{ equal: boolean }>(await done(satchel(['verify', '--json'])))).toMatchObject([{ equal: true }])
}, 60_000)

describe.skipIf(sayIfSkipped(noShim))('a disk that does not answer', () => {
  test.each([1, 60])(
    'from the %ith read on fails the command in words and sets nothing aside',
    async (at) => {
      const folder = copyOfIt()
      const shim = buildShim()
      const env = {
        LD_PRELOAD: shim,
        SHIM_CALL: 'pread',
        SHIM_FILE: 'mirror.db',
        SHIM_MODE: 'fail',
        SHIM_ERRNO: '5',
        SHIM_AT: String(at),
        SHIM_STICKY: '1',
      }
      const { code, stdout } = await satchelIn(folder, crm)(['list', 'contact', '--json'], env)
      if (code !== 0) expect(stdout).toMatch(/"(mirror-unusable|storage)"/)
      expect(setAside(folder)).toEqual([])
      const calm = satchelIn(folder, crm)
      expect(lines(await done(calm(['list', 'contact', '--json'])))).toHaveLength(60)
      expect(lines(await done(calm(['changes', '--json'])))).toHaveLength(1)
      expect(setAside(folder)).toEqual([])
    },
    60_000,
  )
})
