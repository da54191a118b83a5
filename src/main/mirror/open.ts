/**
 * Opening the mirror: creates it, brings its schema up to date, and asserts what durability rests on.
 *
 * There is no quiet fallback. A file that can't be opened, is newer than this version or is no mirror at all is left exactly
 * as it is, and the person is told.
 */
import { chmodSync, existsSync } from 'node:fs'
import Database from 'better-sqlite3'
import { invariant } from '../../shared/assert'
import { fail, FailureError } from '../../shared/failure'
import type { Instant } from '../../shared/model/ids'
import { registerFunctions } from './functions'
import { migrate } from './migrate'
import { Handle, handleOf, type ReadDb, type WriteDb } from './sql'

export type { ReadDb, WriteDb } from './sql'
export { onCommit, transaction } from './transaction'

/** How long a statement waits for a lock: the one writer's transactions are far shorter. */
const BUSY_TIMEOUT_MS = 5000
/** Negative: in KiB. Enough for the inner pages of the indexes of a million records; the rest is the system's file cache. */
const CACHE_SIZE_KIB = -16_000

export function openMirror(file: string, options: { readonly now: Instant }): WriteDb {
  return opened(file, () => {
    const raw = new Database(file, { timeout: BUSY_TIMEOUT_MS })
    try {
      // A record is the customer's data: nobody else on this computer reads it.
      if (process.platform !== 'win32') chmodSync(file, 0o600)
      invariant(raw.pragma('journal_mode = WAL', { simple: true }) === 'wal', 'the mirror needs a write-ahead log')
      hardenConnection(raw)
      const db = new Handle(file, raw)
      migrate(db, options.now)
      assertDurable(db)
      return db
    } catch (error) {
      raw.close()
      throw error
    }
  })
}

export function openMirrorReadOnly(file: string): ReadDb {
  if (!existsSync(file))
    fail({ kind: 'mirror-unusable', file, detail: 'the file is not there', advice: 'Open the workspace first; it makes the mirror.' })
  return opened(file, () => {
    const raw = new Database(file, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS })
    hardenConnection(raw)
    raw.pragma('query_only = ON')
    return new Handle(file, raw)
  })
}

export function closeMirror(db: ReadDb): void {
  const { raw } = handleOf(db)
  if (!raw.open) return
  if (!raw.readonly) raw.pragma('optimize')
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

function hardenConnection(raw: Database.Database): void {
  registerFunctions(raw)
  raw.pragma('trusted_schema = OFF')
  raw.pragma('cell_size_check = ON')
  raw.pragma('foreign_keys = ON')
  raw.pragma(`cache_size = ${CACHE_SIZE_KIB}`)
  // A log that once grew under a long reader does not stay that large on disk.
  raw.pragma('journal_size_limit = 67108864')
  if (process.platform === 'darwin') {
    raw.pragma('fullfsync = ON')
    raw.pragma('checkpoint_fullfsync = ON')
  }
}

/** The binding opens a WAL file at NORMAL, and the pragma answers truly only after a first read; so read, set, then look. */
function assertDurable(db: Handle): void {
  db.get('SELECT count(*) FROM sqlite_schema')
  db.raw.pragma('synchronous = FULL')
  db.get('SELECT count(*) FROM sqlite_schema')
  invariant(db.raw.pragma('synchronous', { simple: true }) === 2, 'the mirror must wait for the disk when a person saves')
  db.state.durability = 'person'
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
