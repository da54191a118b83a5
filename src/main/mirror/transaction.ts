/**
 * Transactions, and how long they wait for the disk.
 *
 * What a person saved, and what became of it, is on the disk before we say so (synchronous FULL). A pulled page may be lost in
 * a power cut, together with its checkpoint, and is read again (NORMAL). A call inside another joins it; a person's work that
 * joins a pulled page, or a change that a page touched, is made durable by one more commit right after, since the log is flushed up to
 * its end.
 *
 * An error is no verdict. What could not be read is tried once more. A commit that failed may have happened: the mirror is opened anew and
 * asked for the commit by its name, and the answer is what is found there.
 */
import { randomUUID } from 'node:crypto'
import Database from 'better-sqlite3'
import { fail, FailureError, failureOf } from '../../shared/failure'
import { markCommit, readCommitMark } from './commit-mark'
import { connectWriter } from './connect'
import { indexSearchBacklog } from './search-index'
import { emptySets, type Handle, handleOf, isReadTrouble, type WriteDb } from './sql'
import { mergeTouched } from './touched'
import { drainTouchedChanges } from './touched-changes'

type Durability = 'person' | 'pulled'

export function transaction<T>(db: WriteDb, durability: Durability, work: () => T): T {
  const handle = handleOf(db)
  const { state } = handle
  if (state.depth > 0) {
    if (durability === 'person' && state.durability === 'pulled') state.owesSync = true
    return work()
  }
  let saved = durability === 'person'
  const result = outermost(handle, durability, work)
  if (state.owesSync) {
    state.owesSync = false
    saved = true
    outermost(handle, 'person', () => undefined)
  }
  if (saved) state.guard?.afterSave()
  if (indexed(handle) || hasTouched(handle)) for (const listener of state.listeners) listener()
  return result
}

/** What was saved stands, whether or not its words could be indexed: those are made good with a later commit. */
function indexed(handle: Handle): boolean {
  try {
    return indexSearchBacklog(handle, (step) => outermost(handle, 'pulled', step))
  } catch (error) {
    if (failureOf(error) === null) throw error
    handle.state.searchDue = true
    return false
  }
}

/** Calls the listener after each commit that touched something. */
export function onCommit(db: WriteDb, listener: () => void): void {
  handleOf(db).state.listeners.push(listener)
}

/** Tried once more where that can help: room was made, or it was a page that could not be read. */
function outermost<T>(handle: Handle, durability: Durability, work: () => T): T {
  handle.state.guard?.beforeWrite(durability)
  try {
    return once(handle, durability, work)
  } catch (error) {
    const { guard } = handle.state
    const again = codeOf(error) === 'SQLITE_FULL' ? (guard?.makeRoom(durability) ?? false) : isReadTrouble(error)
    if (!again) return asFailure(handle, error)
    try {
      return once(handle, durability, work)
    } catch (second) {
      if (isReadTrouble(second)) guard?.suspect(second.message)
      return asFailure(handle, second)
    }
  }
}

function once<T>(handle: Handle, durability: Durability, work: () => T): T {
  const { state } = handle
  const name = randomUUID()
  let result: T
  let touched: readonly number[]
  try {
    wait(handle, durability)
    handle.raw.exec('BEGIN IMMEDIATE')
    state.depth = 1
    result = work()
    touched = drainTouchedChanges(handle)
    if (durability === 'person') markCommit(handle, name)
    // A copy of it that is written before it is durable would witness what a power cut takes away.
    else if (touched.length > 0) state.owesSync = true
    commit(handle, durability, name)
    mergeTouched(state.touched, state.pending)
    for (const id of touched) state.uncopied.add(id)
    return result
  } catch (error) {
    // What memory took from the transaction goes with it. SQLite may have rolled back by itself.
    if (handle.raw.inTransaction) handle.raw.exec('ROLLBACK')
    state.streams.clear()
    state.confirmedSeq.clear()
    state.owesSync = false
    throw error
  } finally {
    state.depth = 0
    state.pending = emptySets()
  }
}

function wait({ raw, state }: Handle, durability: Durability): void {
  if (state.durability === durability) return
  raw.pragma(`synchronous = ${durability === 'person' ? 'FULL' : 'NORMAL'}`)
  state.durability = durability
}

/** Returns when it is durable; throws when it has not happened. */
function commit(handle: Handle, durability: Durability, name: string): void {
  try {
    handle.raw.exec('COMMIT')
  } catch (error) {
    if (durability !== 'person' || !codeOf(error).startsWith('SQLITE_IOERR')) throw error
    handle.reconnect(() => connectWriter(handle.file))
    handle.state.durability = 'person'
    handle.state.guard?.reconnected()
    if (readCommitMark(handle).last !== name) throw new Uncommitted(error)
    // It is in the log as the system shows it, which after a failed flush proves nothing: a copy of it in the file, flushed, does.
    const [outcome] = handle.raw.pragma('wal_checkpoint(FULL)') as { readonly busy: number; readonly log: number; readonly checkpointed: number }[]
    if (!outcome || outcome.busy !== 0 || outcome.checkpointed < outcome.log) throw new Uncommitted(error)
  }
}

/** Looked for after the error, and not there, or not there to stay: trying the same again is right only when the person says so. */
class Uncommitted extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

function hasTouched({ state }: Handle): boolean {
  return state.touched.records.size > 0 || state.touched.outboxes.size > 0
}

function codeOf(error: unknown): string {
  return error instanceof Database.SqliteError ? error.code : ''
}

/** A full, failing or closed disk is something that a person can act on; all else is passed on. */
function asFailure(handle: Handle, error: unknown): never {
  if (error instanceof FailureError) throw error
  const isDisk = error instanceof Uncommitted || /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN|CORRUPT|NOTADB)/.test(codeOf(error))
  if (isDisk) return fail({ kind: 'storage', file: handle.file, detail: error instanceof Error ? error.message : String(error) }, { cause: error })
  throw error
}
