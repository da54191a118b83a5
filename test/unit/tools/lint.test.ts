/** Type-aware rules are silently off when their engine is missing: a file that is wrong on purpose shows that they bite. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../../..')

test('the lint finds a forgotten promise, a missing case and an unchecked value', () => {
  // The seeded folder is ignored by the lint itself, so its file is looked at in another one.
  const folder = mkdtempSync(join(root, 'test/unit/tools/lint-'))
  try {
    cpSync(join(import.meta.dirname, 'seeded/bad.ts'), join(folder, 'bad.ts'))
    const lint = spawnSync(process.execPath, [join(root, 'node_modules/oxlint/bin/oxlint'), '--type-aware', '--format', 'unix', folder], {
      cwd: root,
      encoding: 'utf8',
    })
    const found = new Set([...lint.stdout.matchAll(/typescript(?:-eslint)?[(/]([\w-]+)/g)].map((match) => match[1]))
    expect([...found]).toEqual(
      expect.arrayContaining([
        'no-floating-promises',
        'switch-exhaustiveness-check',
        'no-unsafe-assignment',
        'no-unsafe-member-access',
        'no-unsafe-return',
      ]),
    )
    expect(lint.status).not.toBe(0)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
