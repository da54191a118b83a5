/**
 * One writer a workspace on the whole machine.
 *
 * The lock is SQLite's own, on a file beside the mirror: the operating system lets go of it when its holder ends, however
 * that ends, so there is no stale lock to judge and no process id to trust.
 */
import { chmodSync } from 'node:fs'
import Database from 'better-sqlite3'
import { fail } from '../../shared/failure'

export interface WorkspaceLock {
  release(): void
}

/** Takes the lock, or answers null when another process or thread has it. */
export function takeWorkspaceLock(file: string): WorkspaceLock | null {
  let db: Database.Database
  try {
    db = new Database(file, { timeout: 0 })
  } catch (error) {
    return fail({ kind: 'storage', file, detail: error instanceof Error ? error.message : String(error) }, { cause: error })
  }
  try {
    // Not WAL: an exclusive transaction on a rollback journal keeps every other connection out. In memory: a full disk must not stop it.
    db.pragma('journal_mode = MEMORY')
    db.exec('BEGIN EXCLUSIVE')
    if (process.platform !== 'win32') chmodSync(file, 0o600)
  } catch (error) {
    db.close()
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null
    return fail({ kind: 'storage', file, detail: error instanceof Error ? error.message : String(error) }, { cause: error })
  }
  return { release: () => db.close() }
}
