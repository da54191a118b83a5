/**
 * At a start: does the mirror hold what its witness saw? A write-ahead log that was lost, that of another file, an older copy put in its
 * place: SQLite finds such a file sound. The copy of the open changes knows better, and what is missing comes back from there.
 *
 *   the mirror has more commits                it is believed
 *   the same, by the same name                 each open change must be as it was copied: a flipped bit in one is seen by nobody else
 *   fewer, or the same number by another name  the copy is believed: open changes as they are there, ended ones are ended
 *   it is another mirror                       what it does not know is brought into it
 *
 * Nothing is sent twice for it: what may have left is looked for before it is sent again, and what the CRM made of a record here is known.
 */
import type { Instant } from '../../shared/model/ids'
import type { JsonObject } from '../../shared/model/json'
import { takeInTwin } from './adopt'
import { changeColumns, type ChangeRow, findRow, OPEN, writeState } from './change-row'
import { countOnFrom, readCommitMark } from './commit-mark'
import { kindOf, requireStream } from './identity'
import { noteReconcileDue } from './reconcile-due'
import type { CopiedId, CopiedRecord, Sidecar } from './sidecar-format'
import type { WriteDb } from './sql'
import { touchOutbox } from './touched'
import { transaction } from './transaction'
import { addRecord, findStored, refreshView, type StoredRecord } from './view'

export type Agreement =
  /** The mirror holds all that was copied. */
  | { readonly kind: 'agrees' }
  /** It does not: what it lacked was brought back, so many changes. `whole`: it is a new file, or another one. */
  | { readonly kind: 'behind'; readonly changes: number; readonly newMirror: boolean }

export function bringIntoAgreement(db: WriteDb, copy: Sidecar | null, now: Instant): Agreement {
  if (copy === null || isTaken(db, copy)) return { kind: 'agrees' }
  const mark = readCommitMark(db)
  const same = copy.mirror === '' || copy.mirror === mark.mirror
  if (same && mark.commits > copy.commits) return { kind: 'agrees' }
  return transaction(db, 'person', () => {
    const newMirror = !same || copy.mirror === ''
    const isBehind = newMirror || mark.commits < copy.commits || mark.last !== copy.last
    for (const id of copy.ids) bringId(db, id)
    let changes = 0
    for (const row of copy.changes) if (bringChange(db, copy, row, now)) changes += 1
    if (same && copy.mirror !== '') changes += endWhatEnded(db, copy, now)
    countOnFrom(db, copy.commits)
    noteTaken(db, copy)
    // An older form of the copy knows nothing of commits: where it brings nothing, nothing was lost.
    const lost = changes > 0 || (isBehind && copy.mirror !== '')
    if (lost) noteReconcileDue(db)
    return lost ? { kind: 'behind', changes, newMirror } : { kind: 'agrees' }
  })
}

/** After a kill between this and the first copy of the mirror's own: what was taken in once must not undo what was typed since. */
function isTaken(db: WriteDb, copy: Sidecar): boolean {
  return db.get<{ readonly value: string }>(`SELECT value FROM meta WHERE name = 'copy_taken'`)?.value === nameOf(copy)
}

function noteTaken(db: WriteDb, copy: Sidecar): void {
  db.run(`INSERT OR REPLACE INTO meta (name, value) VALUES ('copy_taken', ?)`, nameOf(copy))
}

function nameOf({ mirror, commits, last }: Sidecar): string {
  return `${mirror} ${commits} ${last}`
}

/** True when the mirror did not know it, or knew it otherwise. */
function bringChange(db: WriteDb, { mirror, conflicts, records }: Sidecar, row: ChangeRow, now: Instant): boolean {
  const known = db.get<ChangeRow>('SELECT * FROM change WHERE client_key = ?', row.client_key) ?? namesake(db, mirror, row)
  // It has gone further here than in its copy.
  if (known?.state === 'pushed' || known?.state === 'discarded' || (known && mirror === '')) return false
  if (known && changeColumns.every((column) => column === 'id' || known[column] === (row[column] ?? null))) return false
  const record = records.find(({ id }) => id === row.record_id)
  if (record && !findStored(db, record.id)) bringRecord(db, record, now)
  const id = known ? overwrite(db, known, row) : insertCopy(db, row)
  db.run('DELETE FROM conflict_field WHERE change_id = ?', id)
  for (const { path, base, mine, theirs, decision } of conflicts.filter(({ change_id }) => change_id === row.id)) {
    db.run(
      'INSERT INTO conflict_field (change_id, path, base, mine, theirs, decision) VALUES (?, ?, ?, ?, ?, ?)',
      id,
      path,
      base,
      mine,
      theirs,
      decision,
    )
  }
  // It may have left: it is looked for before it is sent again.
  if (row.kind === 'create' && row.first_sent_at !== null) writeState(db, id, { state: 'pushing', probing: 1, uncertain: 1 })
  if (row.kind !== 'create' && row.state === 'pushing') writeState(db, id, { state: 'waiting', uncertain: 1 })
  refreshView(db, row.connection, row.object, row.record_id)
  touchOutbox(db, row.connection)
  return true
}

/** In the same mirror an id means the same change, also where its key was hit by the damage. */
function namesake(db: WriteDb, mirror: string, { id, record_id, kind }: ChangeRow): ChangeRow | undefined {
  const row = mirror !== '' && mirror === readCommitMark(db).mirror ? findRow(db, id) : undefined
  return row?.record_id === record_id && row.kind === kind ? row : undefined
}

/** What the mirror calls open and the copy knows as ended, or knew no more: it must not be sent again. Discarded ones can be brought back. */
function endWhatEnded(db: WriteDb, copy: Sidecar, now: Instant): number {
  const open = new Set(copy.changes.map(({ client_key }) => client_key))
  const ended = new Map(copy.ended.map(({ client_key, state }) => [client_key, state]))
  let changes = 0
  for (const row of db.all<ChangeRow>(`SELECT * FROM change WHERE id <= ? AND state IN ${OPEN} ORDER BY id`, copy.highest)) {
    if (open.has(row.client_key)) continue
    changes += 1
    writeState(db, row.id, { state: ended.get(row.client_key) ?? 'discarded', updated_at: now })
    refreshView(db, row.connection, row.object, row.record_id)
    touchOutbox(db, row.connection)
  }
  return changes
}

/** A record made here that the CRM has by now: it must not be made again, nor stand here twice. */
function bringId(db: WriteDb, { record_id, connection, object, remote_id }: CopiedId): void {
  const stream = requireStream(db, connection, object)
  db.run('INSERT OR IGNORE INTO id_map (record_id, stream, remote_id) VALUES (?, ?, ?)', record_id, stream, remote_id)
  const record = findStored(db, record_id)
  if (!record || record.remote_id !== null) return
  const twin = db.get<StoredRecord>('SELECT * FROM record WHERE stream = ? AND remote_id = ? AND id <> ?', stream, remote_id, record_id)
  const document = JSON.parse(twin?.remote_json ?? record.view_json ?? '{}') as JsonObject
  takeInTwin(db, { connection, object, record_id }, stream, remote_id, document)
  db.run(
    'UPDATE record SET remote_id = ?, kind = ?, remote_json = ? WHERE rid = ?',
    remote_id,
    kindOf(object, document),
    JSON.stringify(document),
    record.rid,
  )
  refreshView(db, connection, object, record_id)
}

function bringRecord(db: WriteDb, { id, connection, object, remote_id, remote_json }: CopiedRecord, now: Instant): void {
  const document = JSON.parse(remote_json ?? '{}') as JsonObject
  const stream = requireStream(db, connection, object)
  // Another row of the same record, which came after the copy was made, gives way to the id that the changes name.
  if (remote_id !== null) takeInTwin(db, { connection, object, record_id: id }, stream, remote_id, document)
  addRecord(db, { connection, object, stream, id, remoteId: remote_id, seq: 0, seenAt: now, document, rawJson: null, remoteJson: remote_json })
}

function overwrite(db: WriteDb, known: ChangeRow, copy: ChangeRow): number {
  const { id: _id, ...columns } = copy
  writeState(db, known.id, columns)
  return known.id
}

/** Under its own id where that is free, else under a new one; a copy that an earlier version wrote knows fewer columns. */
function insertCopy(db: WriteDb, row: ChangeRow): number {
  const taken = findRow(db, row.id) !== undefined
  const columns = changeColumns.filter((column) => !(taken && column === 'id'))
  return db.run(
    `INSERT INTO change (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
    ...columns.map((column) => row[column] ?? null),
  ).lastInsertRowid
}
