/** After a mirror lost something, or was made anew, everything is walked again and compared: what it says of the CRM may be older than it looks. */
import type { ReadDb, WriteDb } from './sql'

export function noteReconcileDue(db: WriteDb): void {
  db.run(`INSERT OR REPLACE INTO meta (name, value) VALUES ('reconcile_due', 1)`)
}

export function isReconcileDue(db: ReadDb): boolean {
  return db.get<{ readonly value: number }>(`SELECT value FROM meta WHERE name = 'reconcile_due'`)?.value === 1
}

export function forgetReconcileDue(db: WriteDb): void {
  db.run(`DELETE FROM meta WHERE name = 'reconcile_due'`)
}
