/**
 * Opening the mirror: creates it, brings its schema up to date, and asserts what durability rests on.
 *
 * There is no quiet fallback. A file that can't be opened, is newer than this version or is no mirror at all is left exactly
 * as it is, and the person is told.
 */
import { chmodSync, existsSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { invariant } from '../../shared/assert'
import { fail, FailureError } from '../../shared/failure'
import type { Instant } from '../../shared/model/ids'
import { assertDurable, connectReader, BUSY_TIMEOUT_MS, hardenConnection, watchChanges } from './connect'
import { assertOurs, keepBefore, migrate } from './migrate'
import { assertSchema } from './schema-check'
import { Handle, handleOf, type ReadDb, type WriteDb } from './sql'

export { watchReads } from './sql'
export type { ReadDb, WriteDb } from './sql'
export { onCommit, transaction } from './transaction'

/** Creates it where there is none. */
export function openMirror(file: string, options: { readonly now: Instant }): WriteDb {
  return opened(file, () => {
    lookFirst(file)
    const raw = new Database(file, { timeout: BUSY_TIMEOUT_MS })
    try {
      assertOurs(raw, file)
      keepBefore(raw, file)
      // A record is the customer's data: nobody else on this computer reads it.
      if (process.platform !== 'win32') chmodSync(file, 0o600)
      invariant(raw.pragma('journal_mode = WAL', { simple: true }) === 'wal', 'the mirror needs a write-ahead log')
      hardenConnection(raw)
      const db = new Handle(file, raw)
      migrate(db, options.now)
      assertSchema(raw)
      assertDurable(raw)
      db.state.durability = 'person'
      watchChanges(raw)
      return db
    } catch (error) {
      raw.close()
      throw error
    }
  })
}

/** With a connection that can't write: opening for writing alone would already bring the log into the file. */
function lookFirst(file: string): void {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0) return
  const raw = new Database(file, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS })
  try {
    assertOurs(raw, file)
  } catch (error) {
    // Whoever made the file was killed at its very first step, and only a writer can take that back; the writer looks once more.
    if (!(error instanceof Database.SqliteError) || !error.code.startsWith('SQLITE_READONLY')) throw error
  } finally {
    raw.close()
  }
}

export function openMirrorReadOnly(file: string): ReadDb {
  if (!existsSync(file))
    fail({ kind: 'mirror-unusable', file, detail: 'the file is not there', advice: 'Open the workspace first; it makes the mirror.' })
  return opened(file, () => new Handle(file, connectReader(file)))
}

export function closeMirror(db: ReadDb): void {
  const { raw } = handleOf(db)
  if (!raw.open) return
  try {
    if (!raw.readonly) raw.pragma('optimize')
  } catch (error) {
    // It only saves work; a file that is damaged or full must be closed all the same.
    if (!(error instanceof Database.SqliteError)) throw error
  }
  raw.close()
}

/** SQLite's own check of the whole file; empty means sound. Takes seconds on a large mirror. */
export function quickCheck(db: ReadDb): readonly string[] {
  const rows = handleOf(db).raw.pragma('quick_check(20)') as { readonly quick_check: string }[]
  return rows.map((row) => row.quick_check).filter((line) => line !== 'ok')
}

export function sqliteVersion(db: ReadDb): string {
  return db.get<{ readonly version: string }>('SELECT sqlite_version() AS version')?.version ?? '0'
}

function opened<Db>(file: string, open: () => Db): Db {
  try {
    return open()
  } catch (error) {
    if (error instanceof FailureError || !(error instanceof Database.SqliteError)) throw error
    return fail({ kind: 'mirror-unusable', file, detail: error.message, advice: adviceFor(error.code) }, { cause: error })
  }
}

function adviceFor(code: string): string {
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) {
    return 'Keep the file and its -wal, move both aside, and start again: unpushed changes come back from the sidecar, records from the CRM.'
  }
  return 'Check that the folder exists, is on this computer, has room and may be written by you. Nothing was changed.'
}
