/** The import arrows, on small trees that are wrong on purpose: each rule that can be seeded in one line is seen red. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../../..')

function check(files: Readonly<Record<string, string>>): { status: number | null; words: string } {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-arrows-'))
  try {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), content)
    }
    const run = spawnSync(process.execPath, [join(root, 'scripts/arrows.mjs'), folder], { encoding: 'utf8' })
    return { status: run.status, words: run.stdout + run.stderr }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Every module that a seeded import may point to. */
const targets = {
  'src/shared/x.ts': 'export type X = 1\n',
  'src/main/engine.ts': 'export type X = 1\n',
  'src/main/mirror/x.ts': 'export type X = 1\n',
  'src/main/connectors/x.ts': 'export type X = 1\n',
  'src/main/sync/run/x.ts': 'export type X = 1\n',
  'src/main/services/x.ts': 'export type X = 1\n',
  'src/main/host/x.ts': 'export type X = 1\n',
  'src/renderer/x.ts': 'export type X = 1\n',
}

test.each([
  ['shared-imports-nothing', 'src/shared/bad.ts', '../main/mirror/x'],
  ['renderer-knows-the-contract-only', 'src/renderer/bad.ts', '../main/services/x'],
  ['preload-is-a-transport', 'src/preload/bad.ts', '../main/services/x'],
  ['sandbox-shares-no-misreading', 'src/main/sandbox/bad.ts', '../connectors/x'],
  ['mirror-knows-the-model-only', 'src/main/mirror/bad.ts', '../services/x'],
  ['connectors-know-no-database', 'src/main/connectors/bad.ts', '../mirror/x'],
  ['decide-is-pure', 'src/main/sync/decide/bad.ts', '../../mirror/x'],
  ['sync-stands-under-the-services', 'src/main/sync/run/bad.ts', '../../services/x'],
  ['services-know-no-door', 'src/main/services/bad.ts', '../host/x'],
  ['doors-open-the-engine', 'src/main/cli/bad.ts', '../mirror/x'],
  ['nobody-imports-a-door', 'src/main/mirror/bad.ts', '../host/x'],
  ['page-and-model-know-no-node', 'src/shared/bad.ts', 'node:fs'],
])('%s: %s must not import %s', (rule, from, to) => {
  const { status, words } = check({ ...targets, [from]: `import type { X } from '${to}'\nexport type Y = X\n` })
  expect(words).toContain(`${rule}: ${from}`)
  expect(status).toBe(1)
})

test('a clean tree passes', () => {
  expect(check({ ...targets, 'src/main/cli/good.ts': `import type { X } from '../engine'\nexport type Y = X\n` })).toMatchObject({ status: 0 })
})

test('a tree of which nothing could be read fails', () => {
  const { status, words } = check({ 'src/notes.md': 'no module' })
  expect(words).toContain('nothing was checked')
  expect(status).toBe(1)
})
