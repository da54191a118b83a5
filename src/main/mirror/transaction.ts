/**
 * Transactions, and how long they wait for the disk.
 *
 * What a person saved, and what became of it, is on the disk before we say so (synchronous FULL). A pulled page may be lost in
 * a power cut, together with its checkpoint, and is read again (NORMAL). A call inside another joins it; a person's work that
 * joins a pulled page is made durable by one more commit right after, since the log is flushed up to its end.
 */
import Database from 'better-sqlite3'
import { fail } from '../../shared/failure'
import { indexSearchBacklog } from './search-index'
import { emptySets, type Handle, handleOf, type WriteDb } from './sql'
import { mergeTouched } from './touched'

type Durability = 'person' | 'pulled'

export function transaction<T>(db: WriteDb, durability: Durability, work: () => T): T {
  const handle = handleOf(db)
  const { state } = handle
  if (state.depth > 0) {
    if (durability === 'person' && state.durability === 'pulled') state.owesSync = true
    return work()
  }
  const result = outermost(handle, durability, work)
  if (state.owesSync) {
    state.owesSync = false
    outermost(handle, 'person', () => db.run(`UPDATE meta SET value = value + 1 WHERE name = 'flushes'`))
  }
  if (indexSearchBacklog(handle, (step) => outermost(handle, 'pulled', step)) || hasTouched(handle)) {
    for (const listener of state.listeners) listener()
  }
  return result
}

/** Calls the listener after each commit that touched something. */
export function onCommit(db: WriteDb, listener: () => void): void {
  handleOf(db).state.listeners.push(listener)
}

function outermost<T>(handle: Handle, durability: Durability, work: () => T): T {
  const { raw, state } = handle
  if (state.durability !== durability) {
    raw.pragma(`synchronous = ${durability === 'person' ? 'FULL' : 'NORMAL'}`)
    state.durability = durability
  }
  try {
    raw.exec('BEGIN IMMEDIATE')
    state.depth = 1
    const result = work()
    raw.exec('COMMIT')
    mergeTouched(state.touched, state.pending)
    return result
  } catch (error) {
    // What memory took from the transaction goes with it. SQLite may have rolled back by itself.
    if (raw.inTransaction) raw.exec('ROLLBACK')
    state.streams.clear()
    state.confirmedSeq.clear()
    state.owesSync = false
    return rethrow(handle, error)
  } finally {
    state.depth = 0
    state.pending = emptySets()
  }
}

function hasTouched({ state }: Handle): boolean {
  return state.touched.records.size > 0 || state.touched.outboxes.size > 0
}

/** A full or failing disk is something that a person can act on; all else is passed on. */
function rethrow(handle: Handle, error: unknown): never {
  if (error instanceof Database.SqliteError && /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN)/.test(error.code)) {
    return fail({ kind: 'storage', file: handle.file, detail: error.message }, { cause: error })
  }
  throw error
}
