/** One connection of the writer to the mirror's file, with everything set on which durability rests. */
import Database from 'better-sqlite3'
import { invariant } from '../../shared/assert'
import { registerFunctions } from './functions'

/** How long a statement waits for a lock: the one writer's transactions are far shorter. */
export const BUSY_TIMEOUT_MS = 5000
/** Negative: in KiB. Enough for the inner pages of the indexes of a million records; the rest is the system's file cache. */
const CACHE_SIZE_KIB = -16_000

/** To a file that is there and is a mirror of this version. */
export function connectWriter(file: string): Database.Database {
  const raw = new Database(file, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS })
  try {
    hardenConnection(raw)
    assertDurable(raw)
    watchChanges(raw)
    return raw
  } catch (error) {
    raw.close()
    throw error
  }
}

/** One that can't write, to a file that is there. Fails at once where the file can't be read as it stands. */
export function connectReader(file: string): Database.Database {
  const raw = new Database(file, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS })
  try {
    hardenConnection(raw)
    raw.pragma('query_only = ON')
    raw.prepare('SELECT count(*) FROM sqlite_schema').get()
    return raw
  } catch (error) {
    raw.close()
    throw error
  }
}

export function hardenConnection(raw: Database.Database): void {
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
export function assertDurable(raw: Database.Database): void {
  raw.prepare('SELECT count(*) FROM sqlite_schema').get()
  raw.pragma('synchronous = FULL')
  raw.prepare('SELECT count(*) FROM sqlite_schema').get()
  invariant(raw.pragma('synchronous', { simple: true }) === 2, 'the mirror must wait for the disk when a person saves')
}

/**
 * Notes which changes are written, by triggers on this connection alone, so that no function of the outbox can forget it, and rolled back
 * with the transaction that wrote them. `drainTouchedChanges` reads them. In memory: a full disk must not stop it.
 */
export function watchChanges(raw: Database.Database): void {
  const note = (name: string, on: string, id: string): string =>
    `CREATE TEMP TRIGGER ${name} AFTER ${on} BEGIN INSERT OR IGNORE INTO touched_change VALUES (${id}); END;`
  raw.exec(`
    PRAGMA temp_store = MEMORY;
    CREATE TEMP TABLE touched_change (id INTEGER PRIMARY KEY);
    ${note('change_added', 'INSERT ON main.change', 'NEW.id')}
    ${note('change_written', 'UPDATE ON main.change', 'NEW.id')}
    ${note('change_removed', 'DELETE ON main.change', 'OLD.id')}
    ${note('question_added', 'INSERT ON main.conflict_field', 'NEW.change_id')}
    ${note('question_written', 'UPDATE ON main.conflict_field', 'NEW.change_id')}
    ${note('question_removed', 'DELETE ON main.conflict_field', 'OLD.change_id')}
  `)
}
