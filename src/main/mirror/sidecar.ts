/**
 * The copy of what can't be had again: the open changes, with the records they are about, in a small file beside the mirror. The mirror
 * can always be downloaded anew; what the rep typed can't.
 *
 * Written whole: to a temporary file, flushed, renamed, and the folder flushed. Read at each start: what the mirror does not know
 * comes back.
 */
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { fail } from '../../shared/failure'
import type { ConnectionId, Instant, RecordId, RemoteId } from '../../shared/model/ids'
import type { JsonObject } from '../../shared/model/json'
import type { WritableObjectType } from '../../shared/model/object-type'
import { changeColumns, type ChangeRow, type ConflictRow, OPEN } from './change-row'
import { requireStream } from './identity'
import type { ReadDb, WriteDb } from './sql'
import { touchOutbox } from './touched'
import { transaction } from './transaction'
import { addRecord, findStored, refreshView } from './view'

interface CopiedRecord {
  readonly id: RecordId
  readonly connection: ConnectionId
  readonly object: WritableObjectType
  readonly remote_id: RemoteId | null
  readonly remote_json: string | null
}

interface Sidecar {
  readonly version: 1
  readonly changes: readonly ChangeRow[]
  readonly conflicts: readonly ConflictRow[]
  readonly records: readonly CopiedRecord[]
}

/** The text last written by this process, so that what did not change is not written again. */
const lastWritten = new Map<string, string>()

/** Durable when it returns. Fails as `storage` when the disk does not take it. */
export function writeSidecar(db: ReadDb, file: string): void {
  const text = JSON.stringify(copyOf(db))
  if (lastWritten.get(file) === text) return
  try {
    const partial = `${file}.partial`
    const handle = openSync(partial, 'w', 0o600)
    try {
      writeSync(handle, text)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    renameSync(partial, file)
    flushFolder(dirname(file))
  } catch (error) {
    fail({ kind: 'storage', file, detail: error instanceof Error ? error.message : String(error) }, { cause: error })
  }
  lastWritten.set(file, text)
}

/** How many open changes the copy holds. */
export function countSidecar(file: string): number {
  return existsSync(file) ? readSidecar(file).changes.length : 0
}

/** Brings back what the mirror does not know; answers how many changes that were. */
export function importSidecar(db: WriteDb, file: string, now: Instant): number {
  if (!existsSync(file)) return 0
  const { changes, conflicts, records } = readSidecar(file)
  return transaction(db, 'person', () => {
    // A change that is known, settled ones too, has gone further here than in its copy.
    const lost = changes.filter(({ client_key }) => !db.get('SELECT 1 FROM change WHERE client_key = ?', client_key))
    for (const row of lost) {
      const record = records.find(({ id }) => id === row.record_id)
      if (record && !findStored(db, record.id)) bringBack(db, record, now)
      const id = insertCopy(db, row)
      for (const each of conflicts.filter(({ change_id }) => change_id === row.id)) {
        db.run(
          'INSERT INTO conflict_field (change_id, path, base, mine, theirs, decision) VALUES (?, ?, ?, ?, ?, ?)',
          id,
          each.path,
          each.base,
          each.mine,
          each.theirs,
          each.decision,
        )
      }
      // It may have left: it is looked for before it is sent again.
      if (row.kind === 'create' && row.first_sent_at !== null) db.run(`UPDATE change SET state = 'pushing', probing = 1 WHERE id = ?`, id)
      refreshView(db, row.connection, row.object, row.record_id)
      touchOutbox(db, row.connection)
    }
    return lost.length
  })
}

function copyOf(db: ReadDb): Sidecar {
  return {
    version: 1,
    changes: db.all<ChangeRow>(`SELECT ${changeColumns.join(', ')} FROM change WHERE state IN ${OPEN} ORDER BY id`),
    conflicts: db.all<ConflictRow>(
      `SELECT f.* FROM conflict_field f JOIN change c ON c.id = f.change_id WHERE c.state IN ${OPEN} ORDER BY f.change_id, f.path`,
    ),
    records: db.all<CopiedRecord>(
      `SELECT DISTINCT r.id, c.connection, c.object, r.remote_id, r.remote_json FROM change c JOIN record r ON r.id = c.record_id WHERE c.state IN ${OPEN} ORDER BY r.id`,
    ),
  }
}

function readSidecar(file: string): Sidecar {
  try {
    const parsed = JSON.parse(readFileSync(file, 'utf8')) as Sidecar
    if (parsed.version === 1 && Array.isArray(parsed.changes)) return parsed
  } catch (error) {
    return fail({ kind: 'storage', file, detail: error instanceof Error ? error.message : String(error) }, { cause: error })
  }
  return fail({ kind: 'bad-input', where: file, expected: 'a copy of the open changes that this version can read', got: 'another form' })
}

function bringBack(db: WriteDb, { id, connection, object, remote_id, remote_json }: CopiedRecord, now: Instant): void {
  const document = JSON.parse(remote_json ?? '{}') as JsonObject
  addRecord(db, {
    connection,
    object,
    stream: requireStream(db, connection, object),
    id,
    remoteId: remote_id,
    seq: 0,
    seenAt: now,
    document,
    rawJson: null,
    remoteJson: remote_json,
  })
}

/** Under its own id where that is free, else under a new one; a copy that an earlier version wrote knows fewer columns. */
function insertCopy(db: WriteDb, row: ChangeRow): number {
  const taken = db.get('SELECT 1 FROM change WHERE id = ?', row.id) !== undefined
  const columns = changeColumns.filter((column) => !(taken && column === 'id'))
  return db.run(
    `INSERT INTO change (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
    ...columns.map((column) => row[column] ?? null),
  ).lastInsertRowid
}

/** Without it a power cut could take the rename back. Windows has no such thing. */
function flushFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
