import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { takeWorkspaceLock } from '../../../src/main/mirror/workspace-lock'

const lockFile = (): string => join(mkdtempSync(join(tmpdir(), 'satchel-lock-')), 'lock.db')

describe('the workspace lock', () => {
  test('is given to one at a time', () => {
    const file = lockFile()
    const first = takeWorkspaceLock(file)
    expect(first).not.toBeNull()
    expect(takeWorkspaceLock(file)).toBeNull()
    first?.release()
    const second = takeWorkspaceLock(file)
    expect(second).not.toBeNull()
    second?.release()
  })

  test('is free again the moment its holder is killed', async () => {
    const file = lockFile()
    const script = `
      const db = new (require('better-sqlite3'))(${JSON.stringify(file)})
      db.pragma('journal_mode = DELETE'); db.exec('BEGIN EXCLUSIVE')
      process.stdout.write('held'); setInterval(() => {}, 1000)`
    const holder = spawn(process.execPath, ['-e', script], { cwd: process.cwd(), stdio: ['ignore', 'pipe', 'inherit'] })
    await once(holder.stdout, 'data')
    expect(takeWorkspaceLock(file)).toBeNull()
    holder.kill('SIGKILL')
    await once(holder, 'exit')
    const lock = takeWorkspaceLock(file)
    expect(lock).not.toBeNull()
    lock?.release()
  })
})
