/**
 * A record made here may have been pulled as a stranger before we learned that the CRM made it of ours: its answer was lost, or a poll was
 * faster. Then there are two rows for one record, and the stranger's is taken into ours.
 */
import type { RemoteId } from '../../shared/model/ids'
import type { RecordDocument } from '../../shared/model/record'
import { type ChangeRow, openRows, updateChange } from './change-row'
import { recordIdFor } from './identity'
import type { WriteDb } from './sql'
import { dropRecord, type StoredRecord } from './view'

export function takeInTwin(
  db: WriteDb,
  { connection, object, record_id: ours }: Pick<ChangeRow, 'connection' | 'object' | 'record_id'>,
  stream: number,
  remoteId: RemoteId,
  document: RecordDocument,
): void {
  const twins = db.all<StoredRecord>('SELECT * FROM record WHERE stream = ? AND remote_id = ? AND id <> ?', stream, remoteId, ours)
  for (const twin of twins) {
    for (const row of openRows(db, twin.id)) updateChange(db, row.id, { record_id: ours })
    db.run('UPDATE history SET record_id = ? WHERE record_id = ?', ours, twin.id)
    db.run('UPDATE edit_step SET record_id = ? WHERE record_id = ?', ours, twin.id)
    dropRecord(db, connection, object, twin)
    repoint(db, twin.id, ours)
  }
  // Others may name it by the id that a stranger's row would have got, also where that row never came.
  repoint(db, recordIdFor(connection, object, remoteId, document), ours)
}

function repoint(db: WriteDb, from: string, to: string): void {
  db.run('UPDATE OR IGNORE link SET target = ? WHERE target = ?', to, from)
  db.run('DELETE FROM link WHERE target = ?', from)
}
