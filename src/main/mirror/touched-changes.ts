/** Which changes a transaction wrote, as the connection noted them (`connect.ts`): their copy has to be written anew. */
import type { WriteDb } from './sql'

/** Part of the transaction under way, so that a rollback gives it back. */
export function drainTouchedChanges(db: WriteDb): readonly number[] {
  const ids = db.all<{ readonly id: number }>('SELECT id FROM temp.touched_change')
  if (ids.length > 0) db.run('DELETE FROM temp.touched_change')
  return ids.map(({ id }) => id)
}
